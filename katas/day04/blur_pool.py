"""Low-pass, then subsample: pooling that does not fold fine detail onto coarse (Zhang 2019, arXiv:1904.11486)."""

import numpy as np


def blur_pool2d(x, stride=2):
    """Blur with a binomial kernel and keep every `stride`-th pixel, shape (N, C, ceil(H / stride), ceil(W / stride)).

    The kernel is [1, 4, 6, 4, 1] / 16 along the rows and along the columns, centred on its pixel. Beyond the edge the
    image is mirrored about the edge pixel without repeating it (the pixel at row -1 is that at row 1). Pixel (i, j) of
    the result is what the blurred image has at (i stride, j stride): a real number, also where x holds whole ones.
    Fewer than 3 rows or columns cannot be mirrored by two pixels: they raise a ValueError that names x.

    >>> x = np.zeros((1, 1, 3, 5))
    >>> x[0, 0, 0, 2] = 256.0
    >>> blur_pool2d(x)[0, 0]
    array([[12., 36., 12.],
           [ 4., 12.,  4.]])

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Each channel of each image is pooled by itself.
    """
    raise NotImplementedError
