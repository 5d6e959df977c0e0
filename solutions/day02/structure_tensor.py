"""A galaxy's orientation and shear from its edges."""

import numpy as np


def position_angle(image):
    """Return the direction of a galaxy's long axis.

    Let gx and gy be the gradients by the Sobel kernels ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] and its transpose) at
    the pixels that have all eight neighbours: the outermost rows and columns serve as neighbours only. The
    structure tensor is their sum of products, J = [[sum gx gx, sum gx gy], [sum gx gy, sum gy gy]].

    Parameters
    ----------
    image : ndarray, shape (H, W)
        A stamp of one galaxy, at least 3 x 3 pixels; light that is the same everywhere (sky) does not matter.

    Returns
    -------
    angle : float
        The direction in which the edges of the galaxy together run: the one along which the summed squared
        gradient is least. In radians, between -pi/2 and pi/2, from +x (higher columns) towards +y (higher
        rows). An axis has no head: -pi/2 and pi/2 are the same. Any number will do for a galaxy that is round.

    Raises
    ------
    ValueError
        Naming `image` if it is not two-dimensional, is smaller than 3 x 3, or has no edges at all (is constant).

    Notes
    -----
    The structure tensor is that of Bigun & Granlund (1987), with all of the stamp as its window.

    Examples
    --------
    >>> y, x = np.mgrid[-10:11, -10:11]
    >>> galaxy = np.exp(-((x - y) ** 2 / 72 + (x + y) ** 2 / 32))  # long along y = -x
    >>> round(float(np.degrees(position_angle(galaxy))), 3)
    -45.0
    """
    jxx, jxy, jyy = _structure_tensor(image)
    # Across the long axis the light falls off fastest, so J is long where the galaxy is short: hence the signs. A turn
    # by t turns (Jxx - Jyy, 2 Jxy) by 2t: hence the half.
    return float(0.5 * np.arctan2(-2 * jxy, jyy - jxx))


def ellipticity_from_gradients(image):
    """Return the shear that turns circles into a galaxy's isophotes.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        A stamp of one galaxy, as for `position_angle`.

    Returns
    -------
    g1 : float
        The first component of the reduced shear: positive for a galaxy long along x.
    g2 : float
        The second: positive for a galaxy long along y = x, where y is the row and x the column.

        With J as in `position_angle`, (g1, g2) is the shear for which a galaxy of circular isophotes, sheared
        by S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - |g|^2) (r -> S r) and sampled infinitely finely, has that J
        up to a factor. There is just one such shear, and it does not depend on the galaxy's profile. Where the
        edges all run one way (a ramp) it is the limit, |g| = 1.

    Raises
    ------
    ValueError
        Naming `image`, as `position_angle` does.

    Notes
    -----
    A galaxy of axis ratio q has |g| = (1 - q) / (1 + q) (Bartelmann & Schneider 2001, section 4.2). For a noiseless
    Gaussian of width sigma pixels, g1 comes out too small by about 1 / (4 sigma^2) of itself and g2 by
    1 / (2 sigma^2), because the kernels are three pixels wide.

    Examples
    --------
    >>> y, x = np.mgrid[-60:61, -60:61]
    >>> galaxy = np.exp(-0.5 * (x**2 / 15.0**2 + y**2 / 10.0**2))  # q = 10 / 15, so |g| = 5 / 25
    >>> g1, g2 = ellipticity_from_gradients(galaxy)
    >>> round(g1, 3), round(abs(g2), 3)
    (0.2, 0.0)
    """
    jxx, jxy, jyy = _structure_tensor(image)
    # For isophotes r^T C^-1 r = const, J is a multiple of C^-1, and
    # g1 + i g2 = (Cxx - Cyy + 2i Cxy) / (Cxx + Cyy + 2 sqrt(det C)), whatever C is multiplied by.
    determinant = max(0.0, jxx * jyy - jxy**2)  # rounding may take a ramp's below zero
    size = jxx + jyy + 2 * np.sqrt(determinant)
    return float((jyy - jxx) / size), float(-2 * jxy / size)


def _structure_tensor(image):
    """Return Jxx, Jxy, Jyy."""
    image = np.asarray(image, dtype=float)
    if image.ndim != 2 or min(image.shape) < 3:
        raise ValueError(f"image must have two axes of at least 3 pixels, not shape {image.shape}")
    smooth_y = image[:-2] + 2 * image[1:-1] + image[2:]
    smooth_x = image[:, :-2] + 2 * image[:, 1:-1] + image[:, 2:]
    gx = smooth_y[:, 2:] - smooth_y[:, :-2]
    gy = smooth_x[2:] - smooth_x[:-2]
    if not (np.any(gx) or np.any(gy)):
        raise ValueError("image has no edges: it is the same everywhere")
    return np.sum(gx * gx), np.sum(gx * gy), np.sum(gy * gy)
