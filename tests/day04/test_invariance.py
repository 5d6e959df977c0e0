"""day04/invariance: what pooling buys and what it costs."""

import numpy as np
import pytest

from grader.checks import each_case, expect


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


def rows_summed(image):
    """Return a profile: no map."""
    return image.sum(axis=0)


def three_by_three(image):
    """Return a map of nine pixels, whatever the image."""
    return image[:3, :3]


def nothing(image):
    """Return zeros."""
    return 0.0 * image


POOLS = {
    pool.__name__: pool for pool in (identity, average, maximum, tall_average, subsample, overall, overall_maximum)
}


@each_case("shift_sensitivity")
def test_shift_sensitivity(kata, case):
    """The mean relative change over all shifts by up to max_shift pixels."""
    name, image, max_shift = case.args
    found = kata.shift_sensitivity(POOLS[name], image, max_shift)
    expect(found, f"{name} pooling, {image.shape[0]}x{image.shape[1]}, shifts up to {max_shift}").equals(case.expected)


@each_case("centroid_error")
def test_centroid_error(kata, case):
    """The root mean square distance between the pooled map's centroid and the truth."""
    name, stamps, *rest = case.args
    found = kata.centroid_error(POOLS[name], stamps, *rest)
    expect(found, f"{name} pooling of {len(stamps)} stamps of {stamps.shape[1]}x{stamps.shape[2]}").equals(
        case.expected
    )


@pytest.mark.parametrize("axis", [0, 1])
def test_subsampled_stripes(kata, axis):
    """Stripes of 1 and 3: ten shifts of 24 are by an odd step and turn every 1 that is kept into a 3."""
    stripes = np.tile([1.0, 3.0], (6, 4)) if axis else np.tile([[1.0], [3.0]], (3, 7))
    expect(kata.shift_sensitivity(subsample, stripes, 2)).equals(2 * 10 / 24)


@pytest.mark.parametrize("pool", [overall, overall_maximum])
def test_global_pooling_does_not_care(kata, rng, pool):
    """Where all pixels are pooled into one number, no shift on a torus changes anything."""
    expect(kata.shift_sensitivity(pool, rng.uniform(1.0, 2.0, (6, 5)), 2)).near(0.0, 1e-6)


def test_brightness_does_not_matter(kata, rng):
    """An image a thousand times as bright is as sensitive: the change is relative."""
    image = rng.uniform(0.0, 1.0, (9, 6))
    expect(kata.shift_sensitivity(maximum, 1000.0 * image, 2)).equals(kata.shift_sensitivity(maximum, image, 2))


def test_points_in_a_cell(kata):
    """A point averaged into a cell is found in the cell's middle, wherever in it the point is."""
    stamps = np.zeros((3, 6, 9))
    stamps[0, 2, 5] = stamps[1, 2, 4] = stamps[2, 1, 5] = 3.0  # the middle of their cell is row 1, column 4
    centres = np.array([[5.0, 2.0], [4.0, 2.0], [5.0, 1.0]]) - [4.0, 2.5]
    expect(kata.centroid_error(average, stamps, centres)).equals(np.sqrt((2 + 1 + 1) / 3))


def test_global_average_forgets_the_place(kata, rng):
    """A single cell is always found in the middle: the error is the distance itself."""
    centre = np.array([[3.0, -4.0]])
    expect(kata.centroid_error(overall, rng.uniform(1.0, 2.0, (1, 12, 10)), centre)).equals(5.0)


@pytest.mark.parametrize("max_shift", [0, -1, 3])
def test_max_shift_out_of_range(kata, rng, max_shift):
    """No shift, or one by half the image or more, is refused by name."""
    kata.shift_sensitivity.refuses(average, rng.normal(size=(6, 9)), max_shift, naming="max_shift")


def test_sensitivity_of_a_batch(kata, rng):
    """A batch is refused by name."""
    kata.shift_sensitivity.refuses(identity, rng.normal(size=(2, 6, 8)), 1, naming="image")


def test_pooled_to_nothing(kata, rng):
    """Relative to nothing, no change can be said."""
    kata.shift_sensitivity.refuses(nothing, rng.normal(size=(6, 8)), 1, naming="image")


@pytest.mark.parametrize("shape", [(6, 9), (0, 6, 9), (1, 1, 6, 9)])
def test_stamps_of_a_wrong_shape(kata, shape):
    """A single image, an empty batch and a batch of channels are refused by name."""
    centres = np.zeros((shape[0] if len(shape) == 3 else 1, 2))
    kata.centroid_error.refuses(average, np.ones(shape), centres, naming="stamps")


@pytest.mark.parametrize("shape", [(2, 2), (3,), (3, 3), (2, 3)])
def test_centres_of_a_wrong_shape(kata, shape):
    """Centres that do not belong to the stamps are refused by name."""
    kata.centroid_error.refuses(average, np.ones((3, 6, 9)), np.zeros(shape), naming="centres")


@pytest.mark.parametrize("pool", [rows_summed, three_by_three, overall_maximum])
def test_pool_that_makes_no_such_map(kata, rng, pool):
    """A pool whose map cannot be laid over the stamp is refused by name."""
    kata.centroid_error.refuses(pool, rng.uniform(1.0, 2.0, (2, 8, 10)), np.zeros((2, 2)), naming="pool")


def test_stamps_without_light(kata):
    """Nothing has no centroid."""
    kata.centroid_error.refuses(average, np.zeros((1, 6, 9)), np.zeros((1, 2)), naming="stamps")
