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


def test_dense_layer_of_another_size(kata, rng):
    """A matrix that is no layer between the two images is refused by name."""
    kata.share_weights.refuses(rng.normal(size=(12, 20)), (3, 3), (4, 5), naming="dense_weight")


def test_dense_layer_turned_round(kata, rng):
    """A transposed matrix is refused by name."""
    kata.share_weights.refuses(rng.normal(size=(20, 12)), (2, 2), (4, 5), naming="dense_weight")


def test_dense_layer_in_four_axes(kata, rng):
    """Weights of the right number in the wrong shape are refused by name."""
    kata.share_weights.refuses(rng.normal(size=(3, 4, 4, 5)), (2, 2), (4, 5), naming="dense_weight")


def test_kernel_larger_than_the_image(kata, rng):
    """A kernel that does not fit is refused by name."""
    kata.share_weights.refuses(rng.normal(size=(2, 20)), (5, 2), (4, 5), naming="kernel_shape")


def test_kernel_without_pixels(kata, rng):
    """A kernel without pixels is refused by name."""
    kata.share_weights.refuses(rng.normal(size=(25, 20)), (0, 1), (4, 5), naming="kernel_shape")
