"""Convolution as a matrix product: the matrix that a kernel stands for."""

import numpy as np


def convolution_matrix(kernel, image_shape):
    """Return the matrix M for which `M @ image.ravel()` is the valid convolution of the image.

    Row y * (W - kw + 1) + x of M makes the output pixel (y, x) out of all the image's pixels, which ravel()
    lists row by row. "Convolution" is what deep learning calls so, cross-correlation: the kernel is not flipped.

    Parameters
    ----------
    kernel : ndarray, shape (kh, kw)
        Weights, at least one; even sizes are allowed.
    image_shape : (int, int)
        (H, W) of the images that M is for, at least kh and kw.

    Returns
    -------
    matrix : ndarray, shape ((H - kh + 1) * (W - kw + 1), H * W), float
        Dense: the zeros are stored too.

    Raises
    ------
    ValueError
        Naming `kernel` if it is not two-dimensional, has no element, or is larger than the image along an
        axis; `image_shape` if it is not two sizes.

    Notes
    -----
    out[y, x] = sum over i, j of kernel[i, j] image[y + i, x + j] (Goodfellow et al. 2016, equation 9.6), at every
    place where the kernel lies wholly inside the image.

    Examples
    --------
    >>> convolution_matrix(np.array([[1.0, 2.0]]), (2, 3))
    array([[1., 2., 0., 0., 0., 0.],
           [0., 1., 2., 0., 0., 0.],
           [0., 0., 0., 1., 2., 0.],
           [0., 0., 0., 0., 1., 2.]])
    """
    raise NotImplementedError
