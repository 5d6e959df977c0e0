"""day04/adaptive_pool: pooling to a given size, whatever the size of the input."""

import pytest

from grader.checks import expect

BOTH = pytest.mark.parametrize("name", ["adaptive_avg_pool2d", "adaptive_max_pool2d"])


@BOTH
def test_same_size_for_any_stamp(kata, rng, name):
    """Stamps of 48, 53 and 64 pixels all give 13 x 13."""
    for side in (48, 53, 64):
        expect(getattr(kata, name)(rng.normal(size=(1, 1, side, side)), 13)).has_shape((1, 1, 13, 13))


@BOTH
def test_mirrored_image(kata, rng, name):
    """Of an image turned upside down and mirrored the result is turned and mirrored: no side is preferred."""
    x, pool = rng.normal(size=(1, 2, 7, 11)), getattr(kata, name)
    expect(pool(x[:, :, ::-1, ::-1], (3, 4))).equals(pool(x, (3, 4))[:, :, ::-1, ::-1], rtol=1e-5)
