"""A kernel slid over an image: cross-correlation and convolution.

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


def correlate2d(image, kernel):
    """Slide a kernel over an image, as it is, and sum the products at every position.

    This is what every deep-learning framework calls convolution.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values, floating-point or whole numbers.
    kernel : ndarray, shape (kh, kw)
        Weights, floating-point or whole numbers; any size up to the image's, even sizes too.

    Returns
    -------
    out : ndarray, shape (H - kh + 1, W - kw + 1)
        One real number for each position at which the kernel lies wholly inside the image ("valid"):
        out[y, x] = sum over i, j of image[y + i, x + j] kernel[i, j].

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional; `kernel` if it is not two-dimensional, has no
        pixels, or is higher or wider than the image.

    Notes
    -----
    Goodfellow et al. 2016, equation 9.6.

    Examples
    --------
    >>> correlate2d(np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]]), np.array([[-1.0, 1.0]]))
    array([[1., 2.],
           [2., 4.]])
    """
    raise NotImplementedError


def convolve2d(image, kernel):
    """Convolve an image with a kernel in the mathematician's sense.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        Pixel values, floating-point or whole numbers.
    kernel : ndarray, shape (kh, kw)
        Weights, floating-point or whole numbers; any size up to the image's, even sizes too.

    Returns
    -------
    out : ndarray, shape (H - kh + 1, W - kw + 1)
        One real number for each position at which the kernel lies wholly inside the image ("valid"):
        out[y, x] = sum over i, j of image[y + kh - 1 - i, x + kw - 1 - j] kernel[i, j].

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional; `kernel` if it is not two-dimensional, has no
        pixels, or is higher or wider than the image.

    Notes
    -----
    Goodfellow et al. 2016, equation 9.5. A telescope does this: the image is the sky convolved with the PSF.

    Examples
    --------
    >>> convolve2d(np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 9.0]]), np.array([[-1.0, 1.0]]))
    array([[-1., -2.],
           [-2., -4.]])
    """
    raise NotImplementedError
