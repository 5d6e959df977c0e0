"""day02/weight_sharing: the convolutional layer that is nearest to a dense one."""

import numpy as np

from grader.checks import expect


def test_convolution_gives_its_kernel_back(kata, rng):
    """The dense matrix of a convolution gives back the very kernel."""
    kernel = rng.normal(size=(3, 2))
    found, _ = kata.share_weights(convolution_matrix(kernel, (5, 7)), (3, 2), (5, 7))
    expect(found, "kernel").equals(kernel)


def convolution_matrix(kernel, image_shape):
    """Return the matrix of a valid convolution, one output pixel after the other."""
    height, width = image_shape
    rows = []
    for i in range(height - kernel.shape[0] + 1):
        for j in range(width - kernel.shape[1] + 1):
            row = np.zeros(image_shape)
            row[i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
            rows.append(row.ravel())
    return np.array(rows)


def test_weights_outside_the_windows_do_not_matter(kata, rng):
    """No kernel reaches the weights outside its windows, so they do not change the best one."""
    dense_weight, shape = rng.normal(size=(12, 20)), ((2, 2), (4, 5))
    outside = convolution_matrix(np.ones((2, 2)), (4, 5)) == 0
    found, _ = kata.share_weights(dense_weight + 100.0 * outside, *shape)
    expect(found, "kernel").equals(kata.share_weights(dense_weight, *shape)[0])
