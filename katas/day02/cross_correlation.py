"""A kernel slid over an image: cross-correlation and convolution (Goodfellow et al. 2016, equations 9.6 and 9.5).

Image and kernel hold floating-point or whole numbers, unsigned bytes too. The result is real, (H - kh + 1, W - kw + 1):
a number for each position at which the kernel lies wholly inside the image ("valid"). A kernel that is higher or wider
than the image raises a ValueError naming `kernel`.

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


def correlate2d(image, kernel):
    """Return out[y, x] = sum over i, j of image[y + i, x + j] kernel[i, j]: what frameworks call convolution.

    >>> correlate2d(np.array([[1.0, 2.0, 4.0]]), np.array([[-1.0, 1.0]]))
    array([[1., 2.]])

    Parameters
    ----------
    image : ndarray, shape (H, W)
    kernel : ndarray, shape (kh, kw), odd or even
    """
    raise NotImplementedError


def convolve2d(image, kernel):
    """Return out[y, x] = sum over i, j of image[y + kh - 1 - i, x + kw - 1 - j] kernel[i, j]: what a telescope does.

    >>> convolve2d(np.array([[1.0, 2.0, 4.0]]), np.array([[-1.0, 1.0]]))
    array([[-1., -2.]])

    Parameters
    ----------
    image : ndarray, shape (H, W)
    kernel : ndarray, shape (kh, kw), odd or even
    """
    raise NotImplementedError
