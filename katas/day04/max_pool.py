"""Max pooling, and the way of the gradient back to the pixels that won."""

import numpy as np


def max_pool2d(x, size, stride=None):
    """Return the largest pixel of every window, and where in the image it stands.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Batch of images; each channel of each image is pooled by itself.
    size : int or (int, int)
        Pixels of the window along an axis, at least 1: one number for both axes or the pair (vertical, horizontal).
        The window lies wholly on the image: nothing is padded, and a window that would hang over the end is left out.
    stride : int or (int, int), or None
        Pixels from one window to the next, at least 1, in the same form. None stands for `size`: windows that touch
        and do not overlap.

    Returns
    -------
    values : ndarray, shape (N, C, H', W')
        The maxima. H' = floor((H - size) / stride) + 1 with the vertical numbers; W' likewise.
    argmax : ndarray of int, shape (N, C, H', W')
        Where each maximum stands, as the index row * W + column into the H x W pixels of its own channel of its own
        image. Of equal maxima the first in row-major order counts: the uppermost row, and in it the leftmost column.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or is empty; `size` or `stride` if a number of it is below 1; `size` if the
        window is larger than the image along an axis.

    Notes
    -----
    As torch's max_pool2d with return_indices=True (Goodfellow et al., Deep Learning, section 9.3).

    Examples
    --------
    >>> x = np.array([[1.0, 4.0, 2.0, 0.0, 9.0], [3.0, 4.0, 5.0, 7.0, 9.0], [8.0, 8.0, 8.0, 8.0, 8.0]])
    >>> values, argmax = max_pool2d(x.reshape(1, 1, 3, 5), 2)
    >>> values
    array([[[[4., 7.]]]])
    >>> argmax
    array([[[[1, 8]]]])
    """
    raise NotImplementedError


def max_pool2d_backward(grad_out, argmax, input_shape):
    """Return the gradient with respect to the input of a max pooling.

    Parameters
    ----------
    grad_out : ndarray, shape (N, C, H', W')
        Gradient of the loss with respect to the maxima.
    argmax : ndarray of int, shape (N, C, H', W')
        Where each maximum was found: the second result of max_pool2d.
    input_shape : (int, int, int, int)
        Shape (N, C, H, W) of the images that were pooled.

    Returns
    -------
    ndarray, shape (N, C, H, W)
        Gradient of the loss with respect to x. A pixel that won in several windows receives the gradients of all
        of them, added; a pixel that won in none receives 0.

    Raises
    ------
    ValueError
        Naming `argmax` if its shape is not that of `grad_out` or an index of it lies outside 0 ... H W - 1;
        `input_shape` if it has not four numbers or its first two are not N and C of `grad_out`.

    Examples
    --------
    >>> argmax = np.array([[[[1, 4], [4, 4]]]])
    >>> max_pool2d_backward(np.array([[[[1.0, 2.0], [10.0, 20.0]]]]), argmax, (1, 1, 3, 3))
    array([[[[ 0.,  1.,  0.],
             [ 0., 32.,  0.],
             [ 0.,  0.,  0.]]]])
    """
    raise NotImplementedError
