"""day02/equivariance: shift the input, and the output shifts with it."""

import numpy as np
import pytest

from grader.checks import expect, refusal

KERNEL = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
STEPS = [(1, 2), (2, -1), (-1, 2), (-2, -1), (0, 0)]


def test_shift_gives_a_new_array(kata, rng):
    """Writing into the result leaves the image as it was, even where nothing moves."""
    image = rng.normal(size=(3, 4))
    expect(kata.probe(write_into_result, image)).equals(image)


def write_into_result(submission, image):
    """Shift by nothing, overwrite the result, and return what the image then holds."""
    submission.shift(image, 0, 0)[:] = -1.0
    return image


def test_there_and_back(kata, rng):
    """There and back again restores the pixels that never left the image."""
    image = rng.normal(size=(6, 5))
    back = kata.shift(kata.shift(image, 2, -1), -2, 1)
    expect(back[:4, 1:]).equals(image[:4, 1:])


# Ops to try: what is known of each is worked out in the check that uses it.


def valid_convolution(image):
    """Cross-correlate by KERNEL, keeping the pixels whose window lies within the image."""
    height, width = image.shape[0] - KERNEL.shape[0] + 1, image.shape[1] - KERNEL.shape[1] + 1
    windows = (
        KERNEL[a, b] * image[a : a + height, b : b + width]
        for a in range(KERNEL.shape[0])
        for b in range(KERNEL.shape[1])
    )
    return sum(windows)


def padded_convolution(image):
    """Add the four neighbours, those beyond the border being zero: as large as the image."""
    padded = np.pad(image, 1)
    return padded[:-2, 1:-1] + padded[2:, 1:-1] + 3 * padded[1:-1, :-2] + padded[1:-1, 2:]


def squared_edges(image):
    """Square the differences of neighbours: equivariant without being linear."""
    return (image[:, 1:] - image[:, :-1]) ** 2


def row_number(image):
    """Add one, multiply each row by its number: not equivariant, and simple enough for a closed form."""
    return (image + 1.0) * np.arange(image.shape[0])[:, None]


def column_number(image):
    """Add one, multiply each column by its number."""
    return (image + 1.0) * np.arange(image.shape[1])


def dense(image):
    """Multiply the flattened image by a random matrix."""
    weight = np.random.default_rng(7).normal(size=(image.size, image.size))
    return (weight @ image.ravel()).reshape(image.shape)


def every_second_row(image):
    """Keep every second row and put it down twice, in the image's own type."""
    return np.repeat(image[::2], 2, axis=0)


@pytest.mark.parametrize("dy, dx", STEPS)
def test_convolution_is_equivariant(kata, rng, dy, dx):
    """A valid convolution has no error, whatever the border did."""
    expect(kata.equivariance_error(valid_convolution, rng.normal(size=(7, 8)), dy, dx)).near(0.0, 1e-6)


def test_squared_differences_are_equivariant(kata, rng):
    """What treats all pixels alike is equivariant, linear or not."""
    expect(kata.equivariance_error(squared_edges, rng.normal(size=(6, 9)), 1, 3)).near(0.0, 1e-6)


def number_error(image, dy, dx, axis):
    """Return the error of row_number (axis 0) or column_number (axis 1) in closed form."""
    # A pixel that was in line o stands in line o + step: there a is (x + 1)(o + step) and b is (x + 1) o.
    rows, columns = (
        np.arange(max(0, -step), size - max(0, step)) for step, size in zip((dy, dx), image.shape, strict=True)
    )
    light = image[np.ix_(rows, columns)] + 1.0
    number = rows[:, None] if axis == 0 else columns
    return abs((dy, dx)[axis]) * np.linalg.norm(light) / np.linalg.norm(light * number)


@pytest.mark.parametrize("dy, dx", [(1, 2), (3, -1), (-2, 1)])
def test_error_of_row_numbers(kata, rng, dy, dx):
    """The error of "times the row number" is that of its closed form."""
    image = rng.uniform(1.0, 2.0, (8, 6))
    expect(kata.equivariance_error(row_number, image, dy, dx)).near(number_error(image, dy, dx, 0), 1e-6)


@pytest.mark.parametrize("dy, dx", [(1, 2), (-2, -1)])
def test_error_of_column_numbers(kata, rng, dy, dx):
    """The error of "times the column number" is that of its closed form."""
    image = rng.uniform(1.0, 2.0, (5, 7))
    expect(kata.equivariance_error(column_number, image, dy, dx)).near(number_error(image, dy, dx, 1), 1e-6)


def test_an_image_of_one_row(kata, rng):
    """One row of pixels, moved to the side, has the error of its closed form."""
    image = rng.uniform(1.0, 2.0, (1, 9))
    expect(kata.equivariance_error(column_number, image, 0, 2)).near(number_error(image, 0, 2, 1), 1e-6)


def test_row_numbers_commute_with_columns(kata, rng):
    """Moving to the side does not change what row a pixel is in."""
    expect(kata.equivariance_error(row_number, rng.normal(size=(5, 7)), 0, 2)).near(0.0, 1e-6)


def test_error_on_whole_numbers(kata, rng):
    """Unsigned pixels, as a camera writes them, have the error of the same numbers in floating point."""
    image = rng.integers(1, 256, (8, 6)).astype(np.uint8)
    # Row 0 and the last column have no origin; what stood in column 1 stands in column 0.
    light = image[:, 1:].astype(float)
    wanted = np.repeat(light[::2], 2, axis=0)[:-1]
    # First moved by a row, then thinned out: rows 0 and 1 are the zeros that came in, then 1, 1, 3, 3, 5, 5.
    found = np.vstack([np.zeros((1, 5)), np.repeat(light[1:7:2], 2, axis=0)])
    error = np.linalg.norm(found - wanted) / np.linalg.norm(wanted)
    expect(kata.equivariance_error(every_second_row, image, 1, -1)).near(error, 1e-6)


def test_dense_layer_is_not_equivariant(kata, rng):
    """A random dense layer gives two unrelated images: an error near the square root of two."""
    expect(kata.equivariance_error(dense, rng.normal(size=(6, 7)), 1, -1)).at_least(0.8)


def test_zero_padding_breaks_equivariance_at_the_border(kata, rng):
    """With zeros padded, the pixels that see the border are wrong, and a margin of half the kernel leaves them out."""
    image = rng.normal(size=(7, 9))
    expect(kata.equivariance_error(padded_convolution, image, 1, -2)).at_least(0.01)
    expect(kata.equivariance_error(padded_convolution, image, 1, -2, 1)).near(0.0, 1e-6)


def test_margin_in_closed_form(kata, rng):
    """A margin takes its pixels from all four sides of the region."""
    # Rows 2 ... 8 and columns 1 ... 6 have an origin; a margin of 2 leaves the origins 2, 3, 4 by 2, 3.
    image = rng.uniform(1.0, 2.0, (9, 7))
    light = image[2:5, 2:4] + 1.0
    error = 2 * np.linalg.norm(light) / np.linalg.norm(light * np.array([[2.0], [3.0], [4.0]]))
    expect(kata.equivariance_error(row_number, image, 2, 1, 2)).near(error, 1e-6)


@refusal("equivariance_error")
def test_no_rows_are_left(kata, rng):
    """A valid convolution leaves six rows of seven: a shift by six leaves none to compare."""
    kata.equivariance_error.refuses(valid_convolution, rng.normal(size=(7, 8)), -6, 0, naming="dy")


@refusal("equivariance_error")
def test_no_columns_are_left(kata, rng):
    """A margin of three on both sides leaves nothing of six columns."""
    kata.equivariance_error.refuses(valid_convolution, rng.normal(size=(12, 8)), 1, 0, 3, naming="dx")
