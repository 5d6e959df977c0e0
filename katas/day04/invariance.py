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
    raise NotImplementedError


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
    raise NotImplementedError
