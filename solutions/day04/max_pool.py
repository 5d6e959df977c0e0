"""Max pooling, and the way of the gradient back to the pixels that won."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
    if x.ndim != 4 or x.size == 0:
        raise ValueError(f"x must hold at least one image and have shape (N, C, H, W), got {x.shape}")
    (kh, kw), (sv, sh) = _pair("size", size), _pair("stride", size if stride is None else stride)
    width = x.shape[3]
    if kh > x.shape[2] or kw > width:
        raise ValueError(f"size must not exceed the image, got {kh}x{kw} for {x.shape[2]}x{width}")

    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::sv, ::sh]
    windows = windows.reshape(*windows.shape[:4], kh * kw)  # a window's pixels in row-major order
    winner = windows.argmax(axis=-1)  # of equals NumPy, too, names the first
    values = np.take_along_axis(windows, winner[..., None], axis=-1)[..., 0]
    # From the place in the window to the place in the image: add where the window begins.
    rows = sv * np.arange(values.shape[2])[:, None] + winner // kw
    columns = sh * np.arange(values.shape[3]) + winner % kw
    return values, rows * width + columns


def _pair(name, value):
    """Return (vertical, horizontal) of what may be one number for both."""
    vertical, horizontal = value if np.ndim(value) else (value, value)
    if min(vertical, horizontal) < 1:
        raise ValueError(f"{name} must be at least 1, got {value}")
    return vertical, horizontal


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
    if argmax.shape != grad_out.shape:
        raise ValueError(f"argmax must have the shape of grad_out, {grad_out.shape}, got {argmax.shape}")
    if len(input_shape) != 4 or tuple(input_shape[:2]) != grad_out.shape[:2]:
        raise ValueError(f"input_shape must be (N, C, H, W) with N, C = {grad_out.shape[:2]}, got {input_shape}")
    n, c, height, width = input_shape
    if argmax.size and not 0 <= argmax.min() <= argmax.max() < height * width:
        raise ValueError(f"argmax must lie in 0 ... {height * width - 1}")

    grad_x = np.zeros((n * c, height * width), grad_out.dtype)
    plane = np.arange(n * c)[:, None]
    # add.at adds as often as an index comes up; grad_x[plane, argmax] += ... would keep only the last of them.
    np.add.at(grad_x, (plane, argmax.reshape(n * c, -1)), grad_out.reshape(n * c, -1))
    return grad_x.reshape(input_shape)
