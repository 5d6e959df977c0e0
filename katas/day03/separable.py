"""Kernels that are products: two short convolutions in place of a large one."""

import numpy as np


def separate(kernel, tolerance=1e-6):
    """Return (column, row), shapes (kh,) and (kw,), of equal norm, whose outer product is a kernel of rank one.

    A kernel, shape (kh, kw), counts as rank one if its second singular value is at most `tolerance` times its first.
    The product is then the closest to it in least squares (Eckart & Young 1936, Psychometrika 1:211). Any other kernel
    raises a ValueError that names `kernel`. (-column, -row) is as right as (column, row).

    >>> column, row = separate(np.array([[4.0, 8.0], [1.0, 2.0], [-2.0, -4.0]]))
    >>> np.round(np.outer(column, row), 4)
    array([[ 4.,  8.],
           [ 1.,  2.],
           [-2., -4.]])
    """
    raise NotImplementedError


def separable_conv2d(image, column, row):
    """Return an image, cross-correlated with np.outer(column, row) by two passes.

    Shape (H, W) becomes (H - kh + 1, W - kw + 1): result[i, j] = sum over a, b of column[a] row[b] image[i + a, j + b].
    That takes kh + kw products a pixel, not kh * kw. A stack of images raises a ValueError that names `image`.

    >>> image = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]])
    >>> separable_conv2d(image, np.array([1.0, 10.0]), np.array([1.0, 2.0, 3.0]))
    array([[20., 10.],
           [ 2., 61.]])
    """
    raise NotImplementedError


def depthwise_separable_macs(height, width, in_channels, out_channels, kernel):
    """Return the multiply-accumulates (depthwise, pointwise) of the two stages, for height x width output pixels.

    First each input channel is convolved with a kernel x kernel kernel of its own, and the channels stay apart. Then a
    1 x 1 convolution mixes them, each output channel from all input channels (Howard et al. 2017, arXiv:1704.04861).
    The kernels need not be products of a column and a row: channels and space are separated.

    >>> depthwise_separable_macs(26, 26, 16, 32, 3)
    (97344, 346112)
    """
    raise NotImplementedError
