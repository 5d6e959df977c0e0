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
    height, width = image.shape
    y, x = np.indices(image.shape)
    pixels = np.stack([x.ravel() - (width - 1) / 2, y.ravel() - (height - 1) / 2])
    centre, covariance = np.zeros(2), sigma**2 * np.eye(2)
    for _ in range(500):
        r = pixels - centre[:, None]
        light = image.ravel() * np.exp(-0.5 * np.sum(r * np.linalg.solve(covariance, r), axis=0))
        _check_light(np.sum(light))
        mean = r @ light / np.sum(light)
        seen = (r * light) @ r.T / np.sum(light) - np.outer(mean, mean)
        # A Gaussian under a weight of its own shape is half as far off and has half of the covariance.
        moved = max(np.abs(2 * mean).max(), np.abs(2 * seen - covariance).max())
        centre, covariance = centre + 2 * mean, 2 * seen
        if moved < 1e-11:
            break
    return centre, covariance


def shape(covariance):
    """Return a covariance, shape (2, 2), as an `ellipse`, a dict of floats.

    "e1" and "e2" are the distortion, |e| = (a^2 - b^2) / (a^2 + b^2) for axes a and b; "g1" and "g2" the reduced shear
    that makes the ellipse of a circle, |g| = (a - b) / (a + b); "sigma" is the circle's: shear keeps the area.

    >>> ellipse = shape(np.array([[9.0, 0.0], [0.0, 4.0]]))
    >>> print(f"{ellipse['e1']:.4f} {ellipse['g1']:.4f} {ellipse['sigma']:.4f}")
    0.3846 0.2000 2.4495
    """
    (xx, xy), (_, yy) = covariance
    trace, area = xx + yy, np.sqrt(xx * yy - xy**2)  # a^2 + b^2 and a b
    e, g = np.array([xx - yy, 2 * xy]) / trace, np.array([xx - yy, 2 * xy]) / (trace + 2 * area)
    names = ("e1", "e2", "g1", "g2", "sigma")
    return dict(zip(names, map(float, (*e, *g, np.sqrt(area))), strict=True))


def _check_light(flux):
    if not flux > 0:  # a NaN is not either
        raise ValueError(f"image has no positive light under the weight: {flux}")
