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
    raise NotImplementedError


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
    raise NotImplementedError
