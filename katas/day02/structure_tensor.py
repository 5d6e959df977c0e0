"""A galaxy's orientation and shear from its edges (the structure tensor of Bigun & Granlund 1987, over a whole stamp).

An image is a stamp of one galaxy, shape (H, W), at least 3 x 3 pixels, of floating-point or whole numbers, unsigned
too. Let gx and gy be its gradients by the Sobel kernels, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] and its transpose, at the
pixels that have all eight neighbours. The structure tensor is J = [[Jxx, Jxy], [Jxy, Jyy]], with Jxx = sum gx gx,
Jxy = sum gx gy and Jyy = sum gy gy. A ValueError names `image` if it is a batch, or if it is the same everywhere.
"""

import numpy as np


def position_angle(image):
    """Return the direction of a galaxy's long axis: that in which the summed squared gradient is least.

    In radians, between -pi/2 and pi/2, from +x (higher columns) towards +y (higher rows). An axis has no head: -pi/2
    and pi/2 are the same. Any number will do for a galaxy that is round.

    >>> y, x = np.mgrid[-10:11, -10:11]
    >>> galaxy = np.exp(-((x - y) ** 2 / 72 + (x + y) ** 2 / 32))  # long along y = -x
    >>> round(float(np.degrees(position_angle(galaxy))), 3)
    -45.0
    """
    raise NotImplementedError


def ellipticity_from_gradients(image):
    """Return the reduced shear (g1, g2) that turns circles into a galaxy's isophotes.

    S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - |g|^2) takes r = (x, y) to S r. A galaxy of circular isophotes, sheared
    by S and sampled infinitely finely, has the J of the image up to a factor. Only one g does that, and it is the same
    for every profile; for an axis ratio q, |g| = (1 - q) / (1 + q). Edges that all run one way (a ramp) give |g| = 1.

    >>> y, x = np.mgrid[-60:61, -60:61]
    >>> galaxy = np.exp(-0.5 * (x**2 / 15.0**2 + y**2 / 10.0**2))  # q = 10 / 15, so |g| = 5 / 25
    >>> np.round(ellipticity_from_gradients(galaxy), 3)
    array([0.2, 0. ])
    """
    raise NotImplementedError
