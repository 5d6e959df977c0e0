"""day01/convolution_matrix: convolution as a matrix product."""

import numpy as np

from grader.checks import expect


def test_product_is_the_convolution(kata, rng):
    """M @ image.ravel() holds the kernel's weighted sums, window by window."""
    image, kernel = rng.normal(size=(6, 8)), rng.normal(size=(3, 2))
    sums = [np.sum(kernel * image[y : y + 3, x : x + 2]) for y in range(4) for x in range(7)]
    matrix = kata.convolution_matrix(kernel, (6, 8))
    expect(matrix).has_shape((28, 48))
    expect(matrix @ image.ravel(), "M @ image.ravel()").equals(np.array(sums), rtol=1e-5)
