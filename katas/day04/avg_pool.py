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
    raise NotImplementedError


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
    raise NotImplementedError
