"""day13/upsampling: ways to a finer grid."""

import numpy as np

from grader.checks import expect
from grader.plain import Tensor


def test_mean_is_kept(kata, rng):
    """An image that is dark at its edges keeps its mean: the centre of light does not move either."""
    image = np.zeros((1, 1, 9, 7))
    image[..., 3:6, 2:5] = rng.uniform(1, 2, (3, 3))
    fine = kata.bilinear(Tensor(image, "float64"), 3).array
    expect(fine.mean(), "the mean").near(image.mean(), 1e-12)
    for axis, name in ((2, "y"), (3, "x")):
        where = [(a * centres(a.shape[axis], axis)).sum() / a.sum() * 9 / a.shape[2] for a in (image, fine)]
        expect(where[1], f"the centre of light in {name}, in old pixels").near(where[0], 1e-12)


def centres(size, axis):
    return (np.arange(size) - (size - 1) / 2).reshape([-1 if a == axis else 1 for a in range(4)])


def test_shuffle_loses_nothing(kata, rng):
    """A pixel shuffle moves numbers and changes none."""
    x = rng.normal(size=(2, 12, 3, 4))
    y = kata.pixel_shuffle(Tensor(x, "float64"), 2)
    expect(y).has_shape((2, 3, 6, 8))
    expect(np.sort(y.array, axis=None), "the numbers, sorted").equals(np.sort(x, axis=None))


def test_even_overlap(kata):
    """Away from the ends the overlap is even exactly where the stride divides the kernel."""
    for kernel, stride in [(2, 2), (4, 2), (3, 3), (6, 3), (3, 2), (5, 2), (4, 3)]:
        inner = kata.overlap(12, kernel, stride).array[kernel:-kernel]
        spread = int(inner.max() - inner.min())
        expect(spread, f"the largest less the smallest, kernel {kernel}, stride {stride}").equals(
            int(kernel % stride > 0)
        )
