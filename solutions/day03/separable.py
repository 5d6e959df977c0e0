"""Kernels that are products: two short convolutions in place of a large one."""

import numpy as np


def separate(kernel, tolerance=1e-6):
    """Write a kernel as a column times a row, if it is such a product.

    Parameters
    ----------
    kernel : ndarray, shape (kh, kw)
        A kernel of rank one.
    tolerance : float
        The kernel counts as rank one if its second singular value is at most `tolerance` times
        the first.

    Returns
    -------
    column : ndarray, shape (kh,)
        Varies down the kernel's rows.
    row : ndarray, shape (kw,)
        Varies along them. np.outer(column, row) is the kernel or, where a generous `tolerance`
        let another one through, the closest kernel of rank one in least squares.

    Raises
    ------
    ValueError
        Naming `kernel` if it has not two axes, is empty or has not rank one within `tolerance`; a kernel of
        zeros has rank zero.

    Notes
    -----
    Scale: `column` and `row` have the same Euclidean norm, the square root of the first singular value.
    Sign: (-column, -row) is the same kernel, and either pair is right. The closest kernel of rank one is
    given by the first singular value and its vectors (Eckart & Young 1936, Psychometrika 1:211).

    Examples
    --------
    >>> column, row = separate(np.array([[4.0, 8.0], [1.0, 2.0], [-2.0, -4.0]]))
    >>> np.round(np.outer(column, row), 6)
    array([[ 4.,  8.],
           [ 1.,  2.],
           [-2., -4.]])
    """
    if np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError(f"kernel must have two axes and pixels, got shape {np.shape(kernel)}")
    left, values, right = np.linalg.svd(kernel, full_matrices=False)
    if values[0] == 0 or np.any(values[1:] > tolerance * values[0]):
        raise ValueError(f"kernel has not rank one: its singular values begin with {values[:2]}")
    # kernel = sum_k left[:, k] values[k] right[k]: columns of `left`, but rows of `right`.
    return left[:, 0] * np.sqrt(values[0]), right[0] * np.sqrt(values[0])


def separable_conv2d(image, column, row):
    """Cross-correlate an image with np.outer(column, row), where the kernel fits, by two passes.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values.
    column : ndarray, shape (kh,)
        The kernel's factor down the rows; kh at most H.
    row : ndarray, shape (kw,)
        The kernel's factor along the rows; kw at most W.

    Returns
    -------
    result : ndarray, shape (H - kh + 1, W - kw + 1)
        result[i, j] = sum over a, b of column[a] row[b] image[i + a, j + b].

    Raises
    ------
    ValueError
        Naming `image` if it has not two axes; `column` or `row` if it has not one axis, is empty or longer than
        the image's side.

    Notes
    -----
    kh + kw products a pixel in place of kh * kw.

    Examples
    --------
    >>> image = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]])
    >>> separable_conv2d(image, np.array([1.0, 10.0]), np.array([1.0, 2.0, 3.0]))
    array([[20., 10.],
           [ 2., 61.]])
    """
    if np.ndim(image) != 2:
        raise ValueError(f"image must have two axes, not {np.ndim(image)}")
    for name, factor, side in (("column", column, 0), ("row", row, 1)):
        if np.ndim(factor) != 1 or not 1 <= len(factor) <= image.shape[side]:
            raise ValueError(f"{name} must have one axis of 1 to {image.shape[side]}, got shape {np.shape(factor)}")
    height = image.shape[0] - len(column) + 1
    width = image.shape[1] - len(row) + 1
    # The sum over b does not depend on column: do it once for each image row, not once for each kernel row.
    along = sum(row[b] * image[:, b : b + width] for b in range(len(row)))
    return sum(column[a] * along[a : a + height] for a in range(len(column)))


def depthwise_separable_macs(height, width, in_channels, out_channels, kernel):
    """Count the multiply-accumulates of a depthwise separable convolution, stage by stage.

    Parameters
    ----------
    height, width : int
        Size of the output in pixels.
    in_channels, out_channels : int
        Channels before and after.
    kernel : int
        Size of the square kernel in pixels.

    Returns
    -------
    depthwise : int
        Products of the first stage: each input channel is convolved with a kernel x kernel kernel of its
        own, and the channels stay apart.
    pointwise : int
        Products of the second stage: a 1 x 1 convolution mixes the channels, each output channel from
        all input channels.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Notes
    -----
    Against the height * width * in_channels * out_channels * kernel^2 of the full convolution the sum of both is
    1 / out_channels + 1 / kernel^2 (Howard et al. 2017, arXiv:1704.04861, section 3.1). The kernels of
    the first stage need not be products of a column and a row: it is channels and space that are separated.

    Examples
    --------
    >>> depthwise_separable_macs(26, 26, 16, 32, 3)
    (97344, 346112)
    """
    arguments = {"height": height, "width": width, "in_channels": in_channels}
    arguments |= {"out_channels": out_channels, "kernel": kernel}
    for name, value in arguments.items():
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
    pixels = height * width
    return pixels * in_channels * kernel**2, pixels * in_channels * out_channels
