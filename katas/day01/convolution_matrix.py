"""Convolution as a matrix product: the matrix that a kernel stands for (Goodfellow et al. 2016, equation 9.6)."""

import numpy as np


def convolution_matrix(kernel, image_shape):
    """Return the matrix M for which M @ image.ravel() is the valid convolution of an image of shape (H, W).

    out[y, x] = sum over i, j of kernel[i, j] image[y + i, x + j], wherever the kernel lies wholly inside the image. Row
    y * (W - kw + 1) + x of M makes out[y, x]. A kernel that is larger along an axis raises a ValueError that names it.

    >>> convolution_matrix(np.array([[1.0, 2.0]]), (2, 3))
    array([[1., 2., 0., 0., 0., 0.],
           [0., 1., 2., 0., 0., 0.],
           [0., 0., 0., 1., 2., 0.],
           [0., 0., 0., 0., 1., 2.]])

    Parameters
    ----------
    kernel : ndarray, shape (kh, kw)
    image_shape : (H, W)
    """
    raise NotImplementedError
