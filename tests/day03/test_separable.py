"""day03/separable: kernels that are products."""

import numpy as np
import pytest

from grader.checks import each_case, expect


@each_case("separate")
def test_separate(kata, case):
    """The outer product of the two factors is the kernel, or the closest kernel of rank one."""
    factors_multiply_to(kata, case.expected, *case.args)


def factors_multiply_to(kata, expected, *args):
    # The factors' common sign is free, so what is compared is their product, taken where they are.
    height, width = args[0].shape
    called = f"separate(kernel {height}x{width}{''.join(f', {value}' for value in args[1:])})"
    factors = kata.probe(multiplied, *args)
    expect(factors != "refused").holds(f"{called}: a ValueError, though the kernel has rank one within `tolerance`")
    expect(factors is not None).holds(f"{called}: two results are expected, column and row")
    column, row, product = factors
    for name, shape, length in (("column", column, height), ("row", row, width)):
        expect(shape == [length]).holds(f"{called}: {name} has shape {tuple(shape)} where ({length},) is expected")
    expect(product, f"{called}: np.outer(column, row)").equals(expected)


def multiplied(submission, *args):
    """Return the shapes of the factors, and their product; None where there are no two, a word where none come."""
    try:
        factors = submission.separate(*args)
    except ValueError as error:
        if "kernel" not in str(error):
            raise
        return "refused"  # whatever its other words, so that wrong turns are told apart by what they refuse
    if not isinstance(factors, tuple | list) or len(factors) != 2:
        return None
    column, row = factors
    return list(np.shape(column)), list(np.shape(row)), np.outer(column, row)


def test_equal_norms(kata, rng):
    """The two factors have the same norm: each takes the root of the singular value."""
    kernel = np.outer([3.0, 0.0, 4.0], [0.0, 20.0])  # norms 5 and 20: each factor is to have norm 10
    expect(kata.probe(norms, kernel), "the norms of column and row").near([10.0, 10.0], within=1e-4)


def norms(submission, kernel):
    """Return the norms of the two factors."""
    return [float(np.linalg.norm(factor)) for factor in submission.separate(kernel)]


def test_scale_does_not_decide(kata, rng):
    """A kernel of rank two is refused by name, be its numbers large or tiny."""
    blob = np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
    for scale in (1.0, 1e8, 1e-8):
        kata.separate.refuses(scale * blob, naming="kernel")


def test_nearly_rank_one(kata, rng):
    """A second singular value of a thousandth is too much, unless the tolerance allows it."""
    kata.separate.refuses(np.diag([1.0, 0.5]), naming="kernel")  # whoever looks at the rank at all gets past this
    kernel = np.array([[1.0, 0.0], [0.0, 1e-3]])
    kata.separate.refuses(kernel, naming="kernel")
    kata.separate.refuses(kernel, 5e-4, naming="kernel")
    factors_multiply_to(kata, np.array([[1.0, 0.0], [0.0, 0.0]]), kernel, 2e-3)
    # It is the second that counts, not the sum of all that follow the first.
    factors_multiply_to(kata, np.diag([1.0, 0.0, 0.0]), np.diag([1.0, 1e-3, 1e-3]), 1.5e-3)


def test_single_precision(kata, rng):
    """The rounding of float32 does not make a kernel unseparable."""
    kernel = np.outer(rng.uniform(1, 2, 7), rng.uniform(1, 2, 5)).astype(np.float32)
    factors = kata.probe(multiplied, kernel)
    expect(factors != "refused").holds("separate(kernel 7x5 in float32): a ValueError, though the kernel is a product")
    expect(factors is not None).holds("two results are expected, column and row")
    expect(factors[2], "np.outer(column, row)").near(kernel, within=1e-5)


def test_zeros(kata):
    """A kernel of zeros, which has rank zero, is refused by name."""
    kata.separate.refuses(np.zeros((3, 4)), naming="kernel")


@pytest.mark.parametrize("shape", [(3,), (0, 3), (2, 3, 3)])
def test_not_a_kernel(kata, rng, shape):
    """What has not two axes, or no pixel, is refused by name."""
    kata.separate.refuses(rng.normal(size=shape), naming="kernel")


def test_image_of_other_axes(kata, rng):
    """A batch is refused by name."""
    kata.separable_conv2d.refuses(rng.normal(size=(2, 5, 6)), np.ones(2), np.ones(2), naming="image")


@pytest.mark.parametrize("column", [np.ones(6), np.ones((2, 2)), np.ones(0)])
def test_column_that_does_not_fit(kata, rng, column):
    """A column that is longer than the image is high, empty, or no vector, is refused by name."""
    kata.separable_conv2d.refuses(rng.normal(size=(5, 7)), column, np.ones(6), naming="column")


@pytest.mark.parametrize("row", [np.ones(6), np.ones((2, 2)), np.ones(0)])
def test_row_that_does_not_fit(kata, rng, row):
    """A row that is longer than the image is wide, empty, or no vector, is refused by name."""
    kata.separable_conv2d.refuses(rng.normal(size=(7, 5)), np.ones(6), row, naming="row")


@pytest.mark.parametrize("name", ["height", "width", "in_channels", "out_channels", "kernel"])
def test_nothing_to_count(kata, name):
    """A size or a number of channels below 1 is refused by name."""
    arguments = {"height": 5, "width": 6, "in_channels": 2, "out_channels": 3, "kernel": 3, name: 0}
    kata.depthwise_separable_macs.refuses(**arguments, naming=name)
