"""Max pooling, and the way of the gradient back to the pixels that won; as torch's max_pool2d with return_indices."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d(x, size, stride=None):
    """Return (values, argmax): the largest pixel of every window, and where in the image it stands.

    Each channel of each image is pooled by itself. `size` and `stride`, the pixels from one window to the next, are one
    number for both axes or the pair (vertical, horizontal). A stride of None stands for `size`: the windows touch. A
    window that would hang over the end is left out, so H' = floor((H - size) / stride) + 1, and W' likewise. Both
    results have shape (N, C, H', W'). argmax is row * W + column, counted in its own channel; of equal maxima the first
    in row-major order counts: the uppermost row, and in it the leftmost column.

    >>> x = np.array([[1.0, 4.0, 2.0, 0.0, 9.0], [3.0, 4.0, 5.0, 7.0, 9.0], [8.0, 8.0, 8.0, 8.0, 8.0]])
    >>> max_pool2d(x.reshape(1, 1, 3, 5), 2)
    (array([[[[4., 7.]]]]), array([[[[1, 8]]]]))

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    """
    kh, kw = _pair(size)
    sv, sh = _pair(size if stride is None else stride)
    width = x.shape[3]
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::sv, ::sh]
    windows = windows.reshape(*windows.shape[:4], kh * kw)  # a window's pixels in row-major order
    winner = windows.argmax(axis=-1)  # of equals NumPy, too, names the first
    values = np.take_along_axis(windows, winner[..., None], axis=-1)[..., 0]
    # From the place in the window to the place in the image: add where the window begins.
    first_row = sv * np.arange(values.shape[2])[:, None]
    first_column = sh * np.arange(values.shape[3])
    row = first_row + winner // kw
    column = first_column + winner % kw
    return values, row * width + column


def _pair(value):
    if np.ndim(value):
        vertical, horizontal = value
        return vertical, horizontal
    return value, value


def max_pool2d_backward(grad_out, argmax, input_shape):
    """Return the gradient with respect to x, whose shape (N, C, H, W) is `input_shape`.

    A pixel that won in several windows receives the gradients of all of them, added; one that won in none receives 0.
    An index of `argmax` outside 0 ... H W - 1 raises a ValueError that names argmax.

    >>> argmax = np.array([[[[1, 4], [4, 4]]]])
    >>> max_pool2d_backward(np.array([[[[1.0, 2.0], [10.0, 20.0]]]]), argmax, (1, 1, 2, 3))[0, 0]
    array([[ 0.,  1.,  0.],
           [ 0., 32.,  0.]])

    Parameters
    ----------
    grad_out, argmax : ndarray, shape (N, C, H', W')
    """
    _check_argmax(argmax, input_shape)
    n, c, height, width = input_shape
    grad_x = np.zeros((n * c, height * width), grad_out.dtype)
    channel = np.arange(n * c)[:, None]
    index = argmax.reshape(n * c, -1)
    # add.at adds as often as an index comes up; grad_x[channel, index] += ... would keep only the last of them.
    np.add.at(grad_x, (channel, index), grad_out.reshape(n * c, -1))
    return grad_x.reshape(input_shape)


def _check_argmax(argmax, input_shape):
    pixels = input_shape[2] * input_shape[3]
    if argmax.min() < 0 or argmax.max() >= pixels:
        raise ValueError(f"argmax must lie in 0 ... {pixels - 1}")
