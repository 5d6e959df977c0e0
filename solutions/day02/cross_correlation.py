"""A kernel slid over an image: cross-correlation and convolution."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
    return np.einsum("yxij,ij->yx", _windows(image, kernel), np.asarray(kernel, float))


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
    # Counting the kernel's pixels from its far corner is sliding the kernel turned by 180 degrees.
    return np.einsum("yxij,ij->yx", _windows(image, kernel), np.flip(np.asarray(kernel, float)))


def _windows(image, kernel):
    """Return the part of the image under the kernel at each position, (H - kh + 1, W - kw + 1, kh, kw)."""
    if np.ndim(image) != 2:
        raise ValueError(f"image must have two axes, not {np.ndim(image)}")
    if np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError(f"kernel must have two axes and at least one pixel, its shape is {np.shape(kernel)}")
    (height, width), (kh, kw) = np.shape(image), np.shape(kernel)
    if kh > height or kw > width:
        raise ValueError(f"kernel of {kh} x {kw} does not fit into an image of {height} x {width}")
    return sliding_window_view(image, (kh, kw))
