"""Low-pass, then subsample: pooling that does not fold fine detail onto coarse."""

import numpy as np

_BINOMIAL = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)


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
    if x.ndim != 4 or x.size == 0:
        raise ValueError(f"x must hold at least one image and have shape (N, C, H, W), got {x.shape}")
    height, width = x.shape[2:]
    if min(height, width) < 3:
        raise ValueError(f"x must have at least 3 rows and columns to be mirrored, got {height}x{width}")
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")

    padded = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)), mode="reflect")
    # A blurred pixel that is not kept need not be computed: the blur of all, then the stride, in one slice.
    rows = sum(weight * padded[:, :, k : k + height : stride] for k, weight in enumerate(_BINOMIAL))
    return sum(weight * rows[..., k : k + width : stride] for k, weight in enumerate(_BINOMIAL))
