"""A galaxy as a matrix: a sheared Gaussian, one number a pixel, in GalSim's conventions (Rowe et al. 2015)."""

import numpy as np


def gaussian_galaxy(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    """Return the image of a Gaussian galaxy: its brightness, flux per square pixel, at the centre of each pixel.

    The image has the shape (H, W); pixel (i, j) has its centre at x = j - (W-1)/2, y = i - (H-1)/2. The round galaxy
    has the brightness flux / (2 pi sigma^2) * exp(-r^2 / (2 sigma^2)), with sigma in pixels: flux is all its light,
    also what falls beside the stamp. Reduced shear moves the light at u to S u and leaves it as bright as it was, with
    S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - |g|^2) acting on (x, y). The shift by (x0, y0) pixels comes after. A
    ValueError names a sigma below 0, or both g1 and g2 where |g| is 1 or more.

    >>> gaussian_galaxy((2, 4), flux=1.0, sigma=1.0, g1=0.2).round(4)
    array([[0.0623, 0.1214, 0.1214, 0.0623],
           [0.0623, 0.1214, 0.1214, 0.0623]])
    """
    _check_gaussian_galaxy(sigma, g1, g2)
    height, width = shape
    y = np.arange(height)[:, np.newaxis] - (height - 1) / 2 - y0  # a column of rows ...
    x = np.arange(width) - (width - 1) / 2 - x0  # ... and a row of columns: together they span the image
    # The light seen at (x, y) was at S^-1 (x, y) before the shear; det S = 1, so S^-1 is S with g turned to -g.
    norm = np.sqrt(1 - g1**2 - g2**2)
    u = ((1 - g1) * x - g2 * y) / norm
    v = ((1 + g1) * y - g2 * x) / norm
    peak = flux / (2 * np.pi * sigma**2)
    return peak * np.exp(-(u**2 + v**2) / (2 * sigma**2))


def _check_gaussian_galaxy(sigma, g1, g2):
    if sigma < 0:
        raise ValueError(f"sigma must be above 0, got {sigma}")
    if g1**2 + g2**2 >= 1:
        raise ValueError(f"|g| must be below 1, got g1 = {g1}, g2 = {g2}")
