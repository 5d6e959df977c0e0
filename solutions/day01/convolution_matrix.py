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
    _check_convolution_matrix(kernel, image_shape)
    (kh, kw), (height, width) = kernel.shape, image_shape
    out_height, out_width = height - kh + 1, width - kw + 1
    # Written with four axes, output pixel and image pixel, the equation above is the assignment below.
    matrix = np.zeros((out_height, out_width, height, width))
    y, x = np.indices((out_height, out_width))
    for i, j in np.ndindex(kh, kw):
        matrix[y, x, y + i, x + j] = kernel[i, j]
    return matrix.reshape(out_height * out_width, height * width)


def _check_convolution_matrix(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    if kh > height or kw > width:
        raise ValueError(f"kernel {kernel.shape} is larger than the image {image_shape}")
