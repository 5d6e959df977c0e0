"""Other right ways to write day03/separable."""

import numpy as np

from grader.mutants import right
from solutions.day03 import separable as reference


@right("separate")
def with_the_other_sign(kernel, tolerance=1e-6):
    column, row = reference.separate(kernel, tolerance)
    return -column, -row


@right("separate")
def by_scipy_with_all_vectors(kernel, tolerance=1e-6):
    import scipy.linalg

    left, values, right_vectors = scipy.linalg.svd(kernel, full_matrices=True)
    return np.sqrt(values[0]) * left[:, 0], np.sqrt(values[0]) * right_vectors.T[:, 0]


@right("separate")
def by_power_iteration(kernel, tolerance=1e-6):
    row = kernel[np.argmax(np.linalg.norm(kernel, axis=1))]
    for _ in range(60):
        row = kernel.T @ (kernel @ row)
        row = row / np.linalg.norm(row)
    column = kernel @ row
    size = np.linalg.norm(column)
    return column / np.sqrt(size), row * np.sqrt(size)


@right("separate")
def in_float32(kernel, tolerance=1e-6):
    column, row = reference.separate(kernel, tolerance)
    return column.astype(np.float32), row.astype(np.float32)


@right("separable_conv2d")
def by_loops(image, column, row):
    result = np.zeros(reference.separable_conv2d(image, column, row).shape)
    for i, j in np.ndindex(result.shape):
        for a in range(len(column)):
            result[i, j] += column[a] * np.sum(row * image[i + a, j : j + len(row)])
    return result


@right("separable_conv2d")
def columns_first_by_numpy(image, column, row):
    down = np.stack([np.correlate(line, column, "valid") for line in image.T], axis=1)
    return np.stack([np.correlate(line, row, "valid") for line in down])


@right("separable_conv2d")
def by_scipy(image, column, row):
    import scipy.signal

    return scipy.signal.correlate2d(image, np.outer(column, row), mode="valid").astype(np.float32)


@right("separable_conv2d")
def in_float32_but_for_the_result(image, column, row):
    arrays = [array.astype(np.float32) for array in (image, column, row)]
    return reference.separable_conv2d(*arrays).astype(np.float64)


@right("depthwise_separable_macs")
def in_numpy_integers(height, width, in_channels, out_channels, kernel):
    depthwise, pointwise = reference.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return [np.int64(depthwise), np.int64(pointwise)]
