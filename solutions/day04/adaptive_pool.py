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
    # The mean over a rectangle is the mean of its rows' means: each axis can be pooled by itself.
    return _pool(x, output_size, np.mean)


def adaptive_max_pool2d(x, output_size):
    """Return the largest pixel of each window, shape (N, C, H', W').

    >>> adaptive_max_pool2d(np.array([[[[0.0, 10.0, 20.0, 30.0, 40.0]]]]), (1, 3))
    array([[[[10., 30., 40.]]]])

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    """
    return _pool(x, output_size, np.max)


def _pool(x, output_size, reduce):
    counts = output_size if np.ndim(output_size) else (output_size, output_size)
    for axis, count in zip((2, 3), counts, strict=True):
        x = np.moveaxis(x, axis, 0)
        pooled = [reduce(x[start:end], axis=0) for start, end in _windows(len(x), count)]
        x = np.moveaxis(np.array(pooled), 0, axis)
    return x


def _windows(size, count):
    """Yield beginning and end of each of `count` windows that cover `size` pixels."""
    for i in range(count):
        # In integers, since i * (size / count) can miss a whole number by a hair; -(-a // b) rounds up.
        start = i * size // count
        end = -(-(i + 1) * size // count)
        yield start, end
