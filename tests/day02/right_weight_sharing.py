"""Other right ways to write day02/weight_sharing."""

import numpy as np

from grader.mutants import right


def basis(kernel_shape, image_shape):
    """Return the matrices of the kernels that are 1 at one entry, (kh, kw, outputs, pixels)."""
    (kernel_h, kernel_w), (height, width) = kernel_shape, image_shape
    matrices = np.zeros((kernel_h, kernel_w, height - kernel_h + 1, width - kernel_w + 1, height, width))
    for a, b, i, j in np.ndindex(matrices.shape[:4]):
        matrices[a, b, i, j, i + a, j + b] = 1.0
    return matrices.reshape(kernel_h, kernel_w, -1, height * width)


def saving(dense_weight, kernel_shape):
    return dense_weight.size - kernel_shape[0] * kernel_shape[1]


@right("share_weights")
def by_least_squares(dense_weight, kernel_shape, image_shape):
    columns = basis(kernel_shape, image_shape).reshape(kernel_shape[0] * kernel_shape[1], -1).T
    kernel = np.linalg.lstsq(columns, np.ravel(dense_weight), rcond=None)[0]
    return kernel.reshape(kernel_shape), np.int64(saving(dense_weight, kernel_shape))


@right("share_weights")
def by_projection(dense_weight, kernel_shape, image_shape):
    matrices = basis(kernel_shape, image_shape)
    kernel = np.einsum("abpq,pq->ab", matrices, dense_weight) / np.sum(matrices, axis=(2, 3))
    return kernel.astype(np.float32), saving(dense_weight, kernel_shape)


@right("share_weights")
def window_by_window(dense_weight, kernel_shape, image_shape):
    (kernel_h, kernel_w), (height, width) = kernel_shape, image_shape
    kernel, row = np.zeros((kernel_h, kernel_w), order="F"), 0
    for i in range(height - kernel_h + 1):
        for j in range(width - kernel_w + 1):
            seen = np.asarray(dense_weight)[row].reshape(height, width)[i : i + kernel_h, j : j + kernel_w]
            row += 1
            kernel += (seen - kernel) / row  # a running mean
    return kernel, saving(dense_weight, kernel_shape)
