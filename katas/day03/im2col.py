"""Convolution as one matrix product: patches become columns, kernels become rows.

`stride`, `padding` (of zeros) and `dilation` are the same for both axes. `columns` have shape (N, C * kh * kw, L). L is
the number of output pixels. Column l is the patch under output pixel l, and these are counted row by row. Within a
column the first channel comes first, and within a channel the samples of the kernel go row by row (torch's unfold). A
kernel that fits nowhere on the padded image raises a ValueError that names `kernel`.
"""

import numpy as np


def im2col(x, kernel, stride=1, padding=0, dilation=1):
    """Return columns: every patch that a convolution of x looks at, as a column of its own.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    kernel : (kh, kw)

    >>> im2col(np.arange(6.0).reshape(1, 1, 2, 3), (2, 2))[0]
    array([[0., 1.],
           [1., 2.],
           [3., 4.],
           [4., 5.]])
    """
    raise NotImplementedError


def col2im(columns, size, kernel, stride=1, padding=0, dilation=1):
    """Return x: every column put back where im2col took it from, added up where patches overlap.

    x has shape (N, C, H, W) with (H, W) = size. It is the adjoint (transpose) of im2col, not its inverse:
    sum(im2col(x) * columns) = sum(x * col2im(columns)). A pixel that k patches contain receives k numbers, and their
    sum stays there. What falls on the padding is dropped.

    >>> col2im(np.ones((1, 4, 2)), (2, 3), (2, 2))[0, 0]
    array([[1., 2., 1.],
           [1., 2., 1.]])
    """
    raise NotImplementedError


def conv2d_im2col(x, weight, bias=None, stride=1, padding=0, dilation=1):
    """Return y, shape (N, O, H', W'): the cross-correlation of every image with every kernel, by a matrix product.

    On images of 53 x 53 pixels and 16 channels it must be ten times as fast as a Python loop over output channels,
    rows and columns that computes np.sum(patch * kernel). A bias of another shape raises a ValueError that names it.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    weight : ndarray, shape (O, C, kh, kw)
    bias : ndarray, shape (O,), or None

    >>> x = np.arange(6.0).reshape(1, 1, 2, 3)
    >>> conv2d_im2col(x, np.array([[[[1.0, 0.0], [0.0, -1.0]]]]), bias=np.array([0.5]))
    array([[[[-3.5, -3.5]]]])
    """
    raise NotImplementedError
