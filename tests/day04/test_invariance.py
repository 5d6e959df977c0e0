"""day04/invariance: what pooling buys and what it costs."""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal


def identity(image):
    """Pool nothing."""
    return image


def cells(image, tall, wide):
    """Return the image cut into cells: axes 1 and 3 run within a cell."""
    height, width = image.shape
    return image.reshape(height // tall, tall, width // wide, wide)


def average(image):
    """Average cells of 3 x 3 pixels."""
    return cells(image, 3, 3).mean(axis=(1, 3))


def maximum(image):
    """Take the largest of cells of 3 x 3 pixels."""
    return cells(image, 3, 3).max(axis=(1, 3))


def tall_average(image):
    """Average cells of 4 rows by 2 columns."""
    return cells(image, 4, 2).mean(axis=(1, 3))


def subsample(image):
    """Keep every second pixel."""
    return image[::2, ::2]


def overall(image):
    """Average the whole image."""
    return image.mean(keepdims=True)


def overall_maximum(image):
    """Take the largest pixel of all, as a number."""
    return image.max()


def both_means(image):
    """Return the average of cells of 3 x 3 pixels in two channels: a pooled image may have any shape."""
    return np.stack([average(image), 0.5 * average(image)])


def three_by_three(image):
    """Return a map of nine pixels, whatever the image."""
    return image[:3, :3]


POOLS = {
    pool.__name__: pool
    for pool in (identity, average, maximum, tall_average, subsample, overall, overall_maximum, both_means)
}


@each_case("sensitivity of a named pool")
def test_shift_sensitivity(kata, case):
    """The mean relative change over all shifts by up to max_shift pixels."""
    name, image, max_shift = case.args
    found = kata.shift_sensitivity(POOLS[name], image, max_shift)
    expect(found, f"{name} pooling, {image.shape[0]}x{image.shape[1]}, shifts up to {max_shift}").equals(
        case.expected, rtol=1e-5
    )


@each_case("error of a named pool")
def test_centroid_error(kata, case):
    """The root mean square distance between the pooled map's centroid and the truth."""
    name, stamps, *rest = case.args
    found = kata.centroid_error(POOLS[name], stamps, *rest)
    expect(found, f"{name} pooling of {len(stamps)} stamps of {stamps.shape[1]}x{stamps.shape[2]}").equals(
        case.expected, rtol=1e-5
    )


@pytest.mark.parametrize("axis", [0, 1])
def test_subsampled_stripes(kata, axis):
    """Stripes of 1 and 3: ten shifts of 24 are by an odd step and turn every 1 that is kept into a 3."""
    stripes = np.tile([1.0, 3.0], (6, 4)) if axis else np.tile([[1.0], [3.0]], (3, 7))
    expect(kata.shift_sensitivity(subsample, stripes, 2)).equals(2 * 10 / 24, rtol=1e-5)


@pytest.mark.parametrize("pool", [overall, overall_maximum])
def test_global_pooling_does_not_care(kata, rng, pool):
    """Where all pixels are pooled into one number, no shift on a torus changes anything."""
    expect(kata.shift_sensitivity(pool, rng.uniform(1.0, 2.0, (6, 5)), 2)).near(0.0, 1e-6)


def test_brightness_does_not_matter(kata, rng):
    """An image a thousand times as bright is as sensitive: the change is relative."""
    image = rng.uniform(0.0, 1.0, (9, 6))
    dim = kata.shift_sensitivity(maximum, image, 2)
    expect(kata.shift_sensitivity(maximum, 1000.0 * image, 2)).equals(dim, rtol=1e-5)


def test_points_in_a_cell(kata):
    """A point averaged into a cell is found in the cell's middle, wherever in it the point is."""
    stamps = np.zeros((3, 6, 9))
    stamps[0, 2, 5] = stamps[1, 2, 4] = stamps[2, 1, 5] = 3.0  # the middle of their cell is row 1, column 4
    centres = np.array([[5.0, 2.0], [4.0, 2.0], [5.0, 1.0]]) - [4.0, 2.5]
    expect(kata.centroid_error(average, stamps, centres)).equals(np.sqrt((2 + 1 + 1) / 3), rtol=1e-5)


def test_global_average_forgets_the_place(kata, rng):
    """A single cell is always found in the middle: the error is the distance itself."""
    centre = np.array([[3.0, -4.0]])
    expect(kata.centroid_error(overall, rng.uniform(1.0, 2.0, (1, 12, 10)), centre)).equals(5.0, rtol=1e-5)


@refusal("shift_sensitivity")
@pytest.mark.parametrize("shape", [(6, 9), (9, 6)])
def test_shifts_that_count_twice(kata, rng, shape):
    """A shift by half the image is refused: to the left it is the same as to the right."""
    kata.shift_sensitivity.refuses(average, rng.normal(size=shape), 3, naming="max_shift")


@refusal("centroid_error")
@pytest.mark.parametrize("shape", [(2,), (1, 2)])
def test_centres_of_other_stamps(kata, rng, shape):
    """One centre for three stamps, which NumPy would stretch, is refused."""
    kata.centroid_error.refuses(average, rng.uniform(1.0, 2.0, (3, 6, 9)), np.zeros(shape), naming="centres")


@refusal("centroid_error")
@pytest.mark.parametrize("shape", [(6, 10), (8, 9)])
def test_pool_that_does_not_divide_the_stamp(kata, rng, shape):
    """A pool whose map cannot be laid over the stamp is refused."""
    stamps = rng.uniform(1.0, 2.0, (2, *shape))
    kata.centroid_error.refuses(three_by_three, stamps, np.zeros((2, 2)), naming="pool")
