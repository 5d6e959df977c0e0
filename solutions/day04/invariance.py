"""What pooling buys, indifference to small shifts, and what it costs, the place of things.

What would go on in silence raises a ValueError that names the argument: a `max_shift` of half the image or more (a
shift would count twice), `centres` that are not one (x, y) a stamp, a `pool` whose map does not divide the stamp.
"""

import numpy as np


def shift_sensitivity(pool, image, max_shift):
    """Return how much the pooled image changes when the image moves: 0 is perfect invariance.

    It is the mean of ||pool(shifted) - pool(image)|| / ||pool(image)|| over the (2 max_shift + 1)^2 - 1 shifts (dy, dx)
    by whole pixels with |dy| <= max_shift and |dx| <= max_shift, but for (0, 0). ||a|| is the root of the sum of the
    squares of all elements. What leaves the image on one side comes in on the opposite one (np.roll).

    >>> stripes = np.tile([1.0, 3.0], (4, 2))
    >>> shift_sensitivity(lambda x: x[::2, ::2], stripes, 1)  # 6 of 8 shifts turn every 1 into a 3
    1.5

    Parameters
    ----------
    pool : callable, from an image to a number or to an array of any shape
    image : ndarray, shape (H, W)
    """
    _check_max_shift(max_shift, image)
    pooled = pool(image)
    changes = []
    for dy in range(-max_shift, max_shift + 1):
        for dx in range(-max_shift, max_shift + 1):
            if (dy, dx) != (0, 0):
                shifted = np.roll(image, (dy, dx), axis=(0, 1))
                changes.append(np.linalg.norm(pool(shifted) - pooled))
    return float(np.mean(changes) / np.linalg.norm(pooled))


def centroid_error(pool, stamps, centres, offset=None):
    """Return the root mean square distance, in input pixels, between the centroids of pooled stamps and the truth.

    That is the root of the mean over the stamps of dx^2 + dy^2. The centroid of a pooled map is the mean position of
    its pixels, each weighted by its value.

    >>> stamp = np.zeros((1, 4, 4))
    >>> stamp[0, 1, 2] = 1.0  # a point at x = 0.5, y = -0.5, in a cell whose middle is x = 1, y = -1
    >>> four = lambda x: x.reshape(2, 2, 2, 2).mean(axis=(1, 3))
    >>> round(centroid_error(four, stamp, np.array([[0.5, -0.5]])), 4)
    0.7071

    Parameters
    ----------
    pool : callable, from one stamp (H, W) to a map (h, w), h dividing H and w dividing W
    stamps : ndarray, shape (N, H, W)
    centres : ndarray, shape (N, 2)
        The true (x, y) in input pixels: pixel (i, j) lies at x = j - (W-1)/2, y = i - (H-1)/2.
    offset : float, optional
        Where the first output pixel is centred, in input pixels from the middle of the first input pixel, along both
        axes. By default in the middle of its cell of H/h by W/w pixels; where pixels are merely skipped it is 0.
    """
    _check_centres(centres, stamps)
    distances_squared = []
    for stamp, (true_x, true_y) in zip(stamps, centres, strict=True):
        x, y = _centroid(pool(stamp), stamp.shape, offset)
        distances_squared.append((x - true_x) ** 2 + (y - true_y) ** 2)
    return float(np.sqrt(np.mean(distances_squared)))


def _centroid(pooled, shape, offset):
    """Return the centroid (x, y) of a pooled map, in input pixels from the middle of the stamp."""
    _check_pooled(pooled, shape)
    y = _positions(shape[0], pooled.shape[0], offset)
    x = _positions(shape[1], pooled.shape[1], offset)
    # Summed over the rows, the map is a profile along x; over the columns, along y.
    profile_x = pooled.sum(axis=0) / pooled.sum()
    profile_y = pooled.sum(axis=1) / pooled.sum()
    return profile_x @ x, profile_y @ y


def _positions(size, cells, offset):
    """Return where `cells` output pixels stand along an axis of `size` input pixels."""
    factor = size // cells
    first = (factor - 1) / 2 if offset is None else offset  # the middle of the pixels 0 ... f-1 is (f-1)/2
    middle = (size - 1) / 2
    return first + factor * np.arange(cells) - middle


def _check_max_shift(max_shift, image):
    if 2 * max_shift >= min(image.shape):
        raise ValueError(f"max_shift must be less than half of {min(image.shape)}, got {max_shift}")


def _check_centres(centres, stamps):
    if centres.shape != (len(stamps), 2):
        raise ValueError(f"centres must have shape {(len(stamps), 2)}, got {centres.shape}")


def _check_pooled(pooled, shape):
    if shape[0] % pooled.shape[0] or shape[1] % pooled.shape[1]:
        raise ValueError(f"pool must return a map that divides {shape}, got {pooled.shape}")
