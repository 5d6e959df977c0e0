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
    raise NotImplementedError


def add_cosmic_rays(image, rate, length, charge, rng):
    """Return (struck, mask): the stamp with `charge` more for every hit, and where there is one.

    The number of rays has a Poisson distribution with `rate` per pixel of the stamp on average. Each is one of
    track_hits that starts anywhere on the stamp, in any direction. `rng`, a numpy.random.Generator, is the only chance.

    >>> struck, mask = add_cosmic_rays(np.zeros((9, 9)), 0.1, 3, 50.0, np.random.default_rng(1))
    >>> bool(np.all(mask == (struck > 0)))
    True
    """
    raise NotImplementedError


def mask_columns(image, columns):
    """Return (dead, mask): the stamp with 0 in the listed columns, and where they are. One below 0 is refused.

    >>> mask_columns(np.array([[1.0, 2.0, 3.0]]), [1])
    (array([[1., 0., 3.]]), array([[False,  True, False]]))
    """
    raise NotImplementedError


def to_snr(image, noise_sd, snr):
    """Return (scaled, factor): the noiseless stamp times the factor that makes its matched-filter S/N `snr`.

    noise_sd is the sd in every pixel. The label "flux" is to be multiplied by the factor too.

    >>> scaled, factor = to_snr(np.array([[3.0, 4.0]]), noise_sd=2.0, snr=10.0)
    >>> print(scaled, f"{factor:.1f}")
    [[12. 16.]] 4.0
    """
    raise NotImplementedError


def shift_stamp(image, centre, dx, dy):
    """Return (shifted, centre, empty): the stamp moved by whole pixels, its galaxy's new label (x, y), and a mask.

    Where the stamp has moved away nothing was measured: shifted is 0 and empty is True. It may move out altogether.

    >>> shift_stamp(np.array([[1.0, 2.0, 3.0]]), (0.5, 0.0), 1, 0)
    (array([[0., 1., 2.]]), (1.5, 0.0), array([[ True, False, False]]))
    """
    raise NotImplementedError
