"""A kernel slid over an image: cross-correlation and convolution (Goodfellow et al. 2016, equations 9.6 and 9.5).

Image and kernel hold floating-point or whole numbers, unsigned bytes too. The result is real, (H - kh + 1, W - kw + 1):
a number for each position at which the kernel lies wholly inside the image ("valid"). A kernel that is higher or wider
than the image raises a ValueError naming `kernel`.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def correlate2d(image, kernel):
    """Return out[y, x] = sum over i, j of image[y + i, x + j] kernel[i, j]: what frameworks call convolution.

    >>> correlate2d(np.array([[1.0, 2.0, 4.0]]), np.array([[-1.0, 1.0]]))
    array([[1., 2.]])

    Parameters
    ----------
    image : ndarray, shape (H, W)
    kernel : ndarray, shape (kh, kw), odd or even
    """
    _check_kernel(image, kernel)
    return _sums_of_products(image, kernel)


def convolve2d(image, kernel):
    """Return out[y, x] = sum over i, j of image[y + kh - 1 - i, x + kw - 1 - j] kernel[i, j]: what a telescope does.

    >>> convolve2d(np.array([[1.0, 2.0, 4.0]]), np.array([[-1.0, 1.0]]))
    array([[-1., -2.]])

    Parameters
    ----------
    image : ndarray, shape (H, W)
    kernel : ndarray, shape (kh, kw), odd or even
    """
    _check_kernel(image, kernel)
    # Counting the kernel's pixels from its far corner is sliding the kernel turned by 180 degrees.
    turned = kernel[::-1, ::-1]
    return _sums_of_products(image, turned)


def _sums_of_products(image, kernel):
    windows = sliding_window_view(image, kernel.shape)  # what lies under the kernel: axes (y, x, i, j)
    # In the pixels' own type the product of two bytes would wrap round at 256.
    weights = kernel.astype(float)
    products = windows * weights
    return np.sum(products, axis=(2, 3))


def _check_kernel(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError(f"kernel of {kh} x {kw} does not fit into an image of {height} x {width}")
