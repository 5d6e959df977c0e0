"""Average pooling, and the way of the gradient back to every pixel of a window; torch's avg_pool2d without padding.

`size` and `stride` are one number for both axes or the pair (vertical, horizontal). A window that would hang over the
end of the image is left out. A stride of None stands for `size`: the windows touch. A size larger than the image, and
a grad_out of another shape than the means, raise a ValueError that names them.
"""

import numpy as np


def avg_pool2d(x, size, stride=None):
    """Return the mean of every window, shape (N, C, H', W'): each channel of each image is pooled by itself.

    H' = floor((H - size) / stride) + 1, and W' likewise. The means are real numbers, also where x holds whole ones.

    >>> x = np.array([[1.0, 3.0, 2.0, 0.0, 9.0], [5.0, 7.0, 4.0, 6.0, 9.0], [8.0, 8.0, 8.0, 8.0, 8.0]])
    >>> avg_pool2d(x.reshape(1, 1, 3, 5), 2)
    array([[[[4., 3.]]]])

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    """
    samples = _samples(x.shape, size, stride)
    total = sum(x[sample] for sample in samples)
    return total / len(samples)


def avg_pool2d_backward(grad_out, input_shape, size, stride=None):
    """Return the gradient with respect to x, whose shape (N, C, H, W) is `input_shape`.

    A pixel in several windows receives its share of each, added; a pixel in none receives 0.

    >>> avg_pool2d_backward(np.array([[[[4.0, 8.0]]]]), (1, 1, 3, 3), 2, (2, 1))[0, 0]
    array([[1., 3., 2.],
           [1., 3., 2.],
           [0., 0., 0.]])

    Parameters
    ----------
    grad_out : ndarray, shape (N, C, H', W')
    """
    samples = _samples(input_shape, size, stride)
    share = grad_out / len(samples)
    grad_x = np.zeros(input_shape, share.dtype)
    _check_grad_out(grad_out, grad_x[samples[0]])
    for sample in samples:
        grad_x[sample] += share  # no pixel comes twice in one slice, so += adds all there is
    return grad_x


def _samples(shape, size, stride):
    """Return, for each place in the window, the slice of the pixels that stand there: one of every window."""
    kh, kw = _pair(size)
    sv, sh = _pair(size if stride is None else stride)
    room_v, room_h = shape[2] - kh, shape[3] - kw  # the last row and column at which a window can begin
    _check_room(room_v, room_h)
    samples = []
    for i in range(kh):
        for j in range(kw):
            rows = slice(i, i + room_v + 1, sv)
            columns = slice(j, j + room_h + 1, sh)
            samples.append((..., rows, columns))
    return samples


def _pair(value):
    if np.ndim(value):
        vertical, horizontal = value
        return vertical, horizontal
    return value, value


def _check_room(room_v, room_h):
    if min(room_v, room_h) < 0:
        raise ValueError("size must not exceed the image")


def _check_grad_out(grad_out, means):
    if grad_out.shape != means.shape:
        raise ValueError(f"grad_out must have shape {means.shape}, got {grad_out.shape}")
