"""day04/blur_pool: low-pass, then subsample."""

import numpy as np

from grader.checks import expect


def test_shearnet_stamp(kata, rng):
    """A map of 53 x 53 becomes 27 x 27: the first and the last pixel of each axis are kept."""
    expect(kata.blur_pool2d(rng.normal(size=(1, 1, 53, 53)))).has_shape((1, 1, 27, 27))


def test_sky_stays_flat(kata):
    """A constant image keeps its value up to the edge: the weights sum to one, and nothing dark surrounds it."""
    expect(kata.blur_pool2d(np.full((1, 2, 7, 10), 3.0))).equals(np.full((1, 2, 4, 5), 3.0), rtol=1e-5)


def test_finest_pattern_disappears(kata):
    """A checkerboard, which every second pixel would show as flat light, is blurred to nothing."""
    rows, columns = np.indices((9, 12))
    board = np.where((rows + columns) % 2, -1.0, 1.0)[None, None]
    expect(kata.blur_pool2d(board)).near(np.zeros((1, 1, 5, 6)), 1e-6)


def test_subsamples_the_blurred_image(kata, rng):
    """Stride 3 keeps every third pixel of what stride 1 gives, from the first on."""
    x = rng.normal(size=(2, 2, 10, 8))
    expect(kata.blur_pool2d(x, 3)).equals(kata.blur_pool2d(x, 1)[:, :, ::3, ::3], rtol=1e-5)
