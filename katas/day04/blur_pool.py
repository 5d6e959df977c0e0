"""Low-pass, then subsample: pooling that does not fold fine detail onto coarse."""

import numpy as np


def blur_pool2d(x, stride=2):
    """Blur a batch of images with a binomial kernel and keep every `stride`-th pixel.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Batch of images, H and W at least 3; each channel of each image is pooled by itself.
    stride : int
        Pixels from one kept pixel to the next, along both axes, at least 1. The first pixel of each axis is kept.

    Returns
    -------
    ndarray, shape (N, C, ceil(H / stride), ceil(W / stride))
        Pixel (i, j) is what the blurred image has at (i stride, j stride).

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or is empty, or if H or W is below 3; `stride` if it is below 1.

    Notes
    -----
    The kernel is [1, 4, 6, 4, 1] / 16 along the rows and along the columns: 5 x 5 pixels whose weights sum to one.
    It is centred on its pixel. Beyond the edge the image is mirrored about the edge pixel without repeating it
    ("reflect": the pixel at row -1 is that at row 1). This is the BlurPool of Zhang (2019), arXiv:1904.11486,
    section 3.

    Examples
    --------
    >>> x = np.zeros((1, 1, 3, 5))
    >>> x[0, 0, 0, 2] = 256.0
    >>> blur_pool2d(x)[0, 0]
    array([[12., 36., 12.],
           [ 4., 12.,  4.]])
    """
    raise NotImplementedError
