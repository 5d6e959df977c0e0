"""Pooling to a given size, whatever the size of the input."""

import numpy as np


def adaptive_avg_pool2d(x, output_size):
    """Return the means of windows that are laid so that the result has the size asked for.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Batch of images; each channel of each image is pooled by itself.
    output_size : int or (int, int)
        Pixels of the result along an axis, at least 1: one number for both axes or the pair (vertical, horizontal).
        It may be larger than the input.

    Returns
    -------
    ndarray, shape (N, C, H', W')
        (H', W') is output_size. Pixel (i, j) is the mean over rows floor(i H / H') up to, but not including,
        ceil((i + 1) H / H'), and over the columns that follow from W, W' and j in the same way. The means are real
        numbers, also where x holds whole ones.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or is empty; `output_size` if a number of it is below 1.

    Notes
    -----
    As torch's adaptive_avg_pool2d. Windows that do not divide the input evenly overlap and may differ in size.

    Examples
    --------
    >>> x = np.array([0.0, 10.0, 20.0, 30.0, 40.0]).reshape(1, 1, 1, 5)
    >>> adaptive_avg_pool2d(x, (1, 3))
    array([[[[ 5., 20., 35.]]]])
    >>> adaptive_avg_pool2d(x, 1)
    array([[[[20.]]]])
    """
    # The mean over a rectangle is the mean of its rows' means: each axis can be pooled by itself.
    return _pool(x, output_size, np.mean)


def adaptive_max_pool2d(x, output_size):
    """Return the maxima of windows that are laid so that the result has the size asked for.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Batch of images; each channel of each image is pooled by itself.
    output_size : int or (int, int)
        As for adaptive_avg_pool2d.

    Returns
    -------
    ndarray, shape (N, C, H', W')
        The maxima over the windows of adaptive_avg_pool2d.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or is empty; `output_size` if a number of it is below 1.

    Notes
    -----
    As torch's adaptive_max_pool2d.

    Examples
    --------
    >>> adaptive_max_pool2d(np.array([0.0, 10.0, 20.0, 30.0, 40.0]).reshape(1, 1, 1, 5), (1, 3))
    array([[[[10., 30., 40.]]]])
    """
    return _pool(x, output_size, np.max)


def _pool(x, output_size, reduce):
    if x.ndim != 4 or x.size == 0:
        raise ValueError(f"x must hold at least one image and have shape (N, C, H, W), got {x.shape}")
    rows, columns = output_size if np.ndim(output_size) else (output_size, output_size)
    if min(rows, columns) < 1:
        raise ValueError(f"output_size must be at least 1, got {output_size}")
    x = np.stack([reduce(x[:, :, window], axis=2) for window in _windows(x.shape[2], rows)], axis=2)
    return np.stack([reduce(x[..., window], axis=3) for window in _windows(x.shape[3], columns)], axis=3)


def _windows(size, count):
    """Return `count` slices that cover `size` pixels: beginnings rounded down, ends rounded up."""
    # In integers, since i * (size / count) can miss a whole number by a hair; -(-a // b) rounds up.
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]
