"""A galaxy as a matrix: the surface brightness of a sheared Gaussian, one number a pixel."""

import numpy as np


def gaussian_galaxy(shape, flux, sigma, g1=0.0, g2=0.0, x0=0.0, y0=0.0):
    """Return the image of a Gaussian galaxy, sampled at the centres of the pixels.

    Row i is y and column j is x: pixel (i, j) has its centre at x = j - (W-1)/2,
    y = i - (H-1)/2, so (0, 0) is the middle of the stamp whether H and W are odd or even.

    Parameters
    ----------
    shape : (int, int)
        (H, W): rows and columns, each at least 1.
    flux : float
        The light of the whole galaxy, integrated over the whole plane: also what falls beside the stamp.
    sigma : float
        Standard deviation of the round galaxy along any axis, in pixels, above 0.
    g1, g2 : float
        Reduced shear with |g| = sqrt(g1^2 + g2^2) < 1: g1 > 0 stretches along x, g2 > 0 along the
        diagonal x = y.
    x0, y0 : float
        Where the centre of the sheared galaxy lies, in pixels from the middle of the stamp.

    Returns
    -------
    image : ndarray, shape (H, W), float
        Flux per square pixel at each pixel's centre; not an average over the pixel.

    Raises
    ------
    ValueError
        Naming `shape` if it is not two sizes of at least 1, `sigma` if it is not positive, `g1` and `g2` if
        |g| is 1 or more.

    Notes
    -----
    The round galaxy has the surface brightness flux / (2 pi sigma^2) * exp(-r^2 / (2 sigma^2)). Shear moves
    what was at u in the round galaxy to S u, with S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - g1^2 - g2^2)
    acting on (x, y), and leaves its brightness as it was; the shift by (x0, y0) comes after.
    det S = 1: area and flux are kept. The conventions are GalSim's: Gaussian(sigma, flux).shear(g1, g2).shift(x0, y0)
    drawn with method="no_pixel" (Rowe et al. 2015, arXiv:1407.7676).

    Examples
    --------
    >>> gaussian_galaxy((3, 3), flux=1.0, sigma=1.0).round(4)
    array([[0.0585, 0.0965, 0.0585],
           [0.0965, 0.1592, 0.0965],
           [0.0585, 0.0965, 0.0585]])
    >>> gaussian_galaxy((2, 4), flux=1.0, sigma=1.0, g1=0.2).round(4)
    array([[0.0623, 0.1214, 0.1214, 0.0623],
           [0.0623, 0.1214, 0.1214, 0.0623]])
    """
    if len(shape) != 2 or min(shape) < 1:
        raise ValueError(f"shape must be two sizes of at least 1, got {shape}")
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, got {sigma}")
    if not g1**2 + g2**2 < 1:
        raise ValueError(f"|g| must be below 1, got g1 = {g1}, g2 = {g2}")
    height, width = shape
    y = np.arange(height)[:, np.newaxis] - (height - 1) / 2 - y0  # a column of rows ...
    x = np.arange(width) - (width - 1) / 2 - x0  # ... and a row of columns: together they span the image
    # The light seen at (x, y) was at S^-1 (x, y) before the shear; det S = 1, so S^-1 is S with g turned to -g.
    norm = np.sqrt(1 - g1**2 - g2**2)
    u = ((1 - g1) * x - g2 * y) / norm
    v = ((1 + g1) * y - g2 * x) / norm
    return flux / (2 * np.pi * sigma**2) * np.exp(-(u**2 + v**2) / (2 * sigma**2))
