"""Augmentation that knows the sky: cosmic rays, dead columns, a fainter galaxy, another place on the stamp.

Pixel (i, j) of a stamp of shape (H, W) has its centre at x = j - (W-1)/2, y = i - (H-1)/2. A mask is True where a pixel
is not to be believed. Stamps are never changed in place.
"""

import numpy as np


def track_hits(shape, x, y, angle, length):
    """Return how often a cosmic ray hits each pixel: whole numbers of shape (H, W).

    It makes `length` hits, one pixel apart, from (x, y) on in the direction (cos angle, sin angle). Each falls on the
    pixel whose centre is nearest; outside the stamp it is lost.

    >>> track_hits((1, 4), x=0.4, y=0.0, angle=0.0, length=3)
    array([[0, 0, 1, 1]])
    """
    height, width = shape
    step = np.arange(length)
    column = np.rint(x + step * np.cos(angle) + (width - 1) / 2).astype(int)
    row = np.rint(y + step * np.sin(angle) + (height - 1) / 2).astype(int)
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    hits = np.zeros(shape, int)
    np.add.at(hits, (row[inside], column[inside]), 1)  # hits[...] += 1 would count a pixel once
    return hits


def add_cosmic_rays(image, rate, length, charge, rng):
    """Return (struck, mask): the stamp with `charge` more for every hit, and where there is one.

    The number of rays has a Poisson distribution with `rate` per pixel of the stamp on average. Each is one of
    track_hits that starts anywhere on the stamp, in any direction. `rng`, a numpy.random.Generator, is the only chance.

    >>> struck, mask = add_cosmic_rays(np.zeros((9, 9)), 0.1, 3, 50.0, np.random.default_rng(1))
    >>> bool(np.all(mask == (struck > 0)))
    True
    """
    height, width = image.shape
    hits = np.zeros(image.shape, int)
    for _ in range(rng.poisson(rate * height * width)):
        x = rng.uniform(-width / 2, width / 2)
        y = rng.uniform(-height / 2, height / 2)
        angle = rng.uniform(0, 2 * np.pi)
        hits += track_hits(image.shape, x, y, angle, length)
    return image + charge * hits, hits > 0


def mask_columns(image, columns):
    """Return (dead, mask): the stamp with 0 in the listed columns, and where they are. One below 0 is refused.

    >>> mask_columns(np.array([[1.0, 2.0, 3.0]]), [1])
    (array([[1., 0., 3.]]), array([[False,  True, False]]))
    """
    _check_columns(columns)
    mask = np.zeros(image.shape, bool)
    mask[:, columns] = True
    dead = np.where(mask, 0, image)  # also where a dead column held nan
    return dead, mask


def to_snr(image, noise_sd, snr):
    """Return (scaled, factor): the noiseless stamp times the factor that makes its matched-filter S/N `snr`.

    noise_sd is the sd in every pixel. The label "flux" is to be multiplied by the factor too.

    >>> scaled, factor = to_snr(np.array([[3.0, 4.0]]), noise_sd=2.0, snr=10.0)
    >>> print(scaled, f"{factor:.1f}")
    [[12. 16.]] 4.0
    """
    unscaled = np.sqrt(np.sum(np.square(image, dtype=float))) / noise_sd  # bytes would wrap
    factor = snr / unscaled
    return image * factor, factor


def shift_stamp(image, centre, dx, dy):
    """Return (shifted, centre, empty): the stamp moved by whole pixels, its galaxy's new label (x, y), and a mask.

    Where the stamp has moved away nothing was measured: shifted is 0 and empty is True. It may move out altogether.

    >>> shift_stamp(np.array([[1.0, 2.0, 3.0]]), (0.5, 0.0), 1, 0)
    (array([[0., 1., 2.]]), (1.5, 0.0), array([[ True, False, False]]))
    """
    height, width = image.shape
    row = np.arange(height)[:, None] - dy  # where each pixel's light comes from
    column = np.arange(width) - dx
    empty = (row < 0) | (row >= height) | (column < 0) | (column >= width)
    shifted = np.where(empty, 0, image[row % height, column % width])
    moved = centre[0] + dx, centre[1] + dy
    return shifted, moved, empty


def _check_columns(columns):
    if any(column < 0 for column in columns):
        raise ValueError(f"columns must not be below 0, got {columns}")
