"""Where is a source, to a small part of a pixel? From three pixels about the brightest, or from all of them.

Pixel (i, j) has its centre at x = j - (W-1)/2, y = i - (H-1)/2. Every function takes an image, shape (H, W), and
returns the centre (x, y). Among equally bright pixels the first counts. The three-point formulas refuse an image whose
brightest pixel lies on the border, with a ValueError that names it: index -1 would be a pixel of the other side.

Not allowed here: numpy.polyfit (the parabola's top is what this kata works out).
Not allowed here: numpy.polynomial, numpy.linalg.lstsq (the same).
"""

import numpy as np


def parabola_centroid(image):
    """Return `centre`, shape (2,): on each axis the top of the parabola through the brightest pixel and its neighbours.

    >>> x, y = parabola_centroid(np.array([[0.0, 4.0, 0.0], [3.0, 8.0, 5.0], [0.0, 4.0, 0.0]]))
    >>> print(f"{x:.3f} {y:.3f}")
    0.125 0.000
    """
    raise NotImplementedError


def gaussian_centroid(image):
    """Return `centre`, shape (2,): the same with a Gaussian through the three pixels, which must be positive.

    >>> x, y = gaussian_centroid(np.array([[1.0, 4.0, 1.0], [2.0, 8.0, 4.0], [1.0, 4.0, 1.0]]))
    >>> print(f"{x:.3f} {y:.3f}")
    0.167 0.000
    """
    raise NotImplementedError


def matched_centroid(image, sigma, steps=50):
    """Find the place of a round Gaussian of `sigma` at which it overlaps most with the image.

    Parameters
    ----------
    sigma : float
        Of the Gaussian, in pixels.
    steps : int
        How many are taken from the brightest pixel's centre, 0 or more. A single one finds a Gaussian source of that
        very sigma, if no noise disturbs it.

    Returns
    -------
    centre : ndarray, shape (2,)
        (x, y).

    >>> y, x = np.mgrid[-8:9, -8:9]
    >>> star = np.exp(-((x - 0.3) ** 2 + (y + 1.2) ** 2) / (2 * 2.0**2))
    >>> x, y = matched_centroid(star, 2.0)
    >>> print(f"{x:.3f} {y:.3f}")
    0.300 -1.200
    """
    raise NotImplementedError
