"""The convolutional layer that is nearest to a dense one."""

import numpy as np


def share_weights(dense_weight, kernel_shape, image_shape):
    """Find the kernel whose valid convolution is nearest to a dense layer.

    A valid convolution of an (H, W) image by a (kh, kw) kernel is a matrix product: row (i, j) of the matrix holds
    the kernel at columns (i ... i + kh - 1, j ... j + kw - 1) and zeros elsewhere.

    Parameters
    ----------
    dense_weight : ndarray, shape (out_h * out_w, H * W)
        The dense layer: out_h = H - kh + 1, out_w = W - kw + 1; images are flattened row by row, as
        ndarray.ravel does, the input's and the output's.
    kernel_shape : tuple of int
        (kh, kw), at least 1 and no larger than the image. Even sizes are allowed.
    image_shape : tuple of int
        (H, W) of the input.

    Returns
    -------
    kernel : ndarray, shape (kh, kw)
        The kernel for which the sum of the squared differences between `dense_weight` and the matrix of its valid
        convolution (cross-correlation: not flipped) is least.
    saved : int
        Weights of the dense layer less weights of the kernel. Biases are not counted.

    Raises
    ------
    ValueError
        Naming `kernel_shape` if it does not fit into the image or is below 1, `dense_weight` if its shape is not that
        of a layer between the two images.

    Notes
    -----
    Goodfellow, Bengio & Courville (2016), section 9.2: a convolution is a matrix product with many
    entries held equal and most held at zero.

    Examples
    --------
    >>> dense_weight = np.array([[1.0, 2.0, 9.0], [9.0, 3.0, 6.0]])  # 1x3 image, 1x2 output
    >>> share_weights(dense_weight, (1, 2), (1, 3))
    (array([[2., 4.]]), 4)
    """
    raise NotImplementedError
