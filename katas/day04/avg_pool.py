"""Average pooling, and the way of the gradient back to every pixel of a window."""

import numpy as np


def avg_pool2d(x, size, stride=None):
    """Return the mean of every window.

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
    ndarray, shape (N, C, H', W')
        The means: real numbers, also where x holds whole ones. H' = floor((H - size) / stride) + 1 with the vertical
        numbers; W' likewise.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or is empty; `size` or `stride` if a number of it is below 1; `size` if the
        window is larger than the image along an axis.

    Notes
    -----
    As torch's avg_pool2d without padding.

    Examples
    --------
    >>> x = np.array([[1.0, 3.0, 2.0, 0.0, 9.0], [5.0, 7.0, 4.0, 6.0, 9.0], [8.0, 8.0, 8.0, 8.0, 8.0]])
    >>> avg_pool2d(x.reshape(1, 1, 3, 5), 2)
    array([[[[4., 3.]]]])
    """
    raise NotImplementedError


def avg_pool2d_backward(grad_out, input_shape, size, stride=None):
    """Return the gradient with respect to the input of an average pooling.

    Parameters
    ----------
    grad_out : ndarray, shape (N, C, H', W')
        Gradient of the loss with respect to the means.
    input_shape : (int, int, int, int)
        Shape (N, C, H, W) of the images that were pooled.
    size : int or (int, int)
        As avg_pool2d had it.
    stride : int or (int, int), or None
        As avg_pool2d had it.

    Returns
    -------
    ndarray, shape (N, C, H, W)
        Gradient of the loss with respect to x. A pixel in several windows receives its share of each, added; a pixel
        in none receives 0.

    Raises
    ------
    ValueError
        Naming `size` or `stride` as avg_pool2d does; `input_shape` if it has not four numbers; `grad_out` if its shape
        is not that of avg_pool2d's result for images of that shape.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([[[[4.0, 8.0]]]]), (1, 1, 3, 3), 2, (2, 1))[0, 0]
    array([[1., 3., 2.],
           [1., 3., 2.],
           [0., 0., 0.]])
    """
    raise NotImplementedError
