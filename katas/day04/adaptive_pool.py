"""Pooling to a given size; as torch's adaptive_avg_pool2d and adaptive_max_pool2d.

`output_size` is one number for both axes or the pair (H', W'), and may be larger than the input. Pixel (i, j) of the
result is made of rows floor(i H / H') up to, but not including, ceil((i + 1) H / H'), and of the columns that follow
from W, W' and j in the same way. Each channel of each image is pooled by itself.
"""

import numpy as np


def adaptive_avg_pool2d(x, output_size):
    """Return the mean of each window, shape (N, C, H', W'); real numbers, also where x holds whole ones.

    >>> adaptive_avg_pool2d(np.array([[[[0.0, 10.0, 20.0, 30.0, 40.0]]]]), (1, 3))
    array([[[[ 5., 20., 35.]]]])

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    """
    raise NotImplementedError


def adaptive_max_pool2d(x, output_size):
    """Return the largest pixel of each window, shape (N, C, H', W').

    >>> adaptive_max_pool2d(np.array([[[[0.0, 10.0, 20.0, 30.0, 40.0]]]]), (1, 3))
    array([[[[10., 30., 40.]]]])

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    """
    raise NotImplementedError
