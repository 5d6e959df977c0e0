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
    expect(pool(x[:, :, ::-1, ::-1], (3, 4))).equals(pool(x, (3, 4))[:, :, ::-1, ::-1])


def test_one_pixel_is_the_mean(kata, rng):
    """Pooled to one pixel, each channel is its mean."""
    x = rng.normal(1.0, 1.0, (2, 3, 5, 7))
    expect(kata.adaptive_avg_pool2d(x, 1)[:, :, 0, 0], "the pixel").equals(x.mean(axis=(2, 3)))


def test_one_pixel_is_the_maximum(kata, rng):
    """Pooled to one pixel, each channel is its maximum, also where all are negative."""
    x = rng.uniform(-2.0, -1.0, (2, 3, 5, 7))
    expect(kata.adaptive_max_pool2d(x, 1)[:, :, 0, 0], "the pixel").equals(x.max(axis=(2, 3)))


@BOTH
@pytest.mark.parametrize("shape", [(6, 7), (2, 6, 7), (0, 2, 6, 7)])
def test_no_batch_of_images(kata, rng, name, shape):
    """An image without batch and channels, and an empty batch, are refused by name."""
    getattr(kata, name).refuses(rng.normal(size=shape), 2, naming="x")


@BOTH
@pytest.mark.parametrize("output_size", [0, -1, (0, 2), (2, 0), (3, -2)])
def test_no_output(kata, rng, name, output_size):
    """A size below 1 is refused by name, in a pair too."""
    getattr(kata, name).refuses(rng.normal(size=(1, 2, 6, 7)), output_size, naming="output_size")
