"""The point-spread function: what it does to a galaxy, and how the galaxy's shape is had back.

Pixel (i, j) of an image of shape (H, W) has its centre at x = j - (W-1)/2, y = i - (H-1)/2; lengths are in pixels.
Moments are weighted by the light alone.
"""

import numpy as np


def fft_convolve(image, psf):
    """Return the image convolved with the PSF, in the same frame; beyond the image's edges the sky is dark.

    The PSF may have any shape (h, w), and be larger than the image. Its centre is pixel (h // 2, w // 2): one that is
    1 there and 0 elsewhere gives the image back.

    >>> fft_convolve(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[0.0, 3.0]])).round(9) + 0.0
    array([[3., 0.],
           [0., 6.]])
    """
    height, width = image.shape
    h, w = psf.shape
    size = height + h - 1, width + w - 1  # room for everything: what leaves does not come in on the other side
    spectrum = np.fft.rfft2(image, size) * np.fft.rfft2(psf, size)
    full = np.fft.irfft2(spectrum, size)
    return full[h // 2 : h // 2 + height, w // 2 : w // 2 + width]


def moments(image):
    """Return (flux, centre, q): sum, centroid (x, y), second moments about it, ndarray [[xx, xy], [xy, yy]].

    >>> flux, centre, q = moments(np.array([[1.0, 2.0], [0.0, 1.0]]))
    >>> print(f"{flux:.0f} {centre[0]:.2f} {centre[1]:.2f} {q[0, 0]:.4f} {q[0, 1]:.4f}")
    4 0.25 -0.25 0.1875 0.0625
    """
    height, width = image.shape
    x = np.arange(width) - (width - 1) / 2
    y = np.arange(height)[:, None] - (height - 1) / 2
    flux = image.sum()
    x0 = (image * x).sum() / flux
    y0 = (image * y).sum() / flux
    xx = (image * (x - x0) ** 2).sum() / flux
    yy = (image * (y - y0) ** 2).sum() / flux
    xy = (image * (x - x0) * (y - y0)).sum() / flux
    return flux, (x0, y0), np.array([[xx, xy], [xy, yy]])


def shape(q):
    """Return (g1, g2, sigma): the reduced shear that makes a round Gaussian of sd sigma into one of moments q.

    >>> print("{:.3f} {:.3f} {:.3f}".format(*shape(np.array([[9.0, 2.0], [2.0, 4.0]]))))
    0.206 0.165 2.378
    """
    (xx, xy), (_, yy) = q
    area = np.sqrt(xx * yy - xy**2)  # sigma^2: a shear that keeps the area keeps it
    size = xx + yy + 2 * area
    return (xx - yy) / size, 2 * xy / size, np.sqrt(area)


def galaxy_shape(image, psf):
    """Return (g1, g2, sigma) of the galaxy alone, from noiseless images of the blurred galaxy and of the PSF.

    The two may have other sizes, fluxes and centres. A PSF that is not narrower than the image in every direction is
    refused: what it leaves is no galaxy.

    >>> g1, g2, sigma = galaxy_shape(np.ones((4, 8)), np.ones((2, 2)))
    >>> print(f"{g1:.3f} {sigma:.3f}")
    0.382 1.495
    """
    blurred = moments(image)[2]
    blur = moments(psf)[2]
    galaxy = blurred - blur  # second moments add under convolution
    _check_galaxy(galaxy)
    return shape(galaxy)


def _check_galaxy(q):
    if np.linalg.eigvalsh(q)[0] <= 0:
        raise ValueError("psf must be narrower than the image in every direction")
