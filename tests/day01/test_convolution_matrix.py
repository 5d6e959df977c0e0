"""day01/convolution_matrix: convolution as a matrix product."""

import numpy as np
import pytest

from grader.checks import each_case, expect


@each_case("convolution_matrix")
def test_convolution_matrix(kata, case):
    kata.check(case)


def test_product_is_the_convolution(kata, rng):
    """M @ image.ravel() holds the kernel's weighted sums, window by window."""
    image, kernel = rng.normal(size=(6, 8)), rng.normal(size=(3, 2))
    sums = [np.sum(kernel * image[y : y + 3, x : x + 2]) for y in range(4) for x in range(7)]
    matrix = kata.convolution_matrix(kernel, (6, 8))
    expect(matrix).has_shape((28, 48))
    expect(matrix @ image.ravel(), "M @ image.ravel()").equals(np.array(sums), rtol=1e-5)


def test_whole_numbers_will_do(kata):
    """A kernel of whole numbers and sizes that are NumPy's mean what the same numbers of Python mean."""
    kernel = np.array([[1, -2], [3, 4]])
    matrix = kata.convolution_matrix(kernel, (np.int64(3), np.int64(2)))
    expect(matrix).equals(np.array([[1.0, -2, 3, 4, 0, 0], [0, 0, 1, -2, 3, 4]]))


@pytest.mark.parametrize("shape", [(3,), (2, 3, 3), (0, 3), (0, 0)])
def test_no_kernel(kata, shape):
    """A kernel that is not two-dimensional, or empty, is refused by name."""
    kata.convolution_matrix.refuses(np.ones(shape), (5, 7), naming="kernel")


@pytest.mark.parametrize("shape", [(6, 2), (2, 6)])
def test_kernel_larger_than_the_image(kata, shape):
    """A kernel that is larger than the image along one axis fits nowhere, and is refused by name."""
    kata.convolution_matrix.refuses(np.ones(shape), (5, 5), naming="kernel")


@pytest.mark.parametrize("shape", [(5,), (1, 5, 7)])
def test_no_image(kata, shape):
    """An image_shape that is not two sizes is refused by name."""
    kata.convolution_matrix.refuses(np.ones((1, 1)), shape, naming="image_shape")
