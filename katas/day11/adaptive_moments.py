"""The second moments of a galaxy under the Gaussian that fits it: Bernstein & Jarvis 2002, Hirata & Seljak 2003.

Plain second moments of a noisy stamp are noise, since far pixels have the greatest lever. A fixed weight cuts them off,
but makes galaxies look smaller and rounder. Adaptive moments ask for the weight that has the galaxy's own shape.
Pixel (i, j) has its centre at x = j - (W-1)/2, y = i - (H-1)/2; lengths are in pixels.
"""

import numpy as np


def adaptive_moments(image, sigma=3.0):
    """Find the elliptical Gaussian weight that has the centre and the shape of what is seen through it.

    With weight W = exp(-(r - r0)^T M^-1 (r - r0) / 2), the sums over the image I are to satisfy

        sum W I (r - r0) = 0,    sum W I (r - r0) (r - r0)^T = (M / 2) sum W I ,

    as they do for a Gaussian galaxy of covariance M.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        One galaxy, near the middle. Refused by name where the light under the weight, the first or a later one, is
        not positive: nothing, a hole, a NaN.
    sigma : float
        Of the round weight in the stamp's middle that the search starts from.

    Returns
    -------
    centre, covariance : ndarrays, shapes (2,) and (2, 2)
        r0 = (x, y) and M = [[xx, xy], [xy, yy]], to 1e-8 at least.

    >>> y, x = np.mgrid[-12:13, -12:13]
    >>> centre, covariance = adaptive_moments(np.exp(-((x - 0.5) ** 2) / (2 * 9.0) - y**2 / (2 * 4.0)))
    >>> print(f"{centre[0]:.3f} {covariance[0, 0]:.3f} {covariance[1, 1]:.3f}")
    0.500 9.000 4.000
    """
    raise NotImplementedError


def shape(covariance):
    """Return a covariance, shape (2, 2), as an `ellipse`, a dict of floats.

    "e1" and "e2" are the distortion, |e| = (a^2 - b^2) / (a^2 + b^2) for axes a and b; "g1" and "g2" the reduced shear
    that makes the ellipse of a circle, |g| = (a - b) / (a + b); "sigma" is the circle's: shear keeps the area.

    >>> ellipse = shape(np.array([[9.0, 0.0], [0.0, 4.0]]))
    >>> print(f"{ellipse['e1']:.4f} {ellipse['g1']:.4f} {ellipse['sigma']:.4f}")
    0.3846 0.2000 2.4495
    """
    raise NotImplementedError
