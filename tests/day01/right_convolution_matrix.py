"""Other right ways to write day01/convolution_matrix."""

import numpy as np

from grader.mutants import right


@right("convolution_matrix")
def entry_by_entry(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    out_height, out_width = height - kh + 1, width - kw + 1
    matrix = np.zeros((out_height * out_width, height * width))
    for y in range(out_height):
        for x in range(out_width):
            for i in range(kh):
                for j in range(kw):
                    matrix[y * out_width + x, (y + i) * width + x + j] = kernel[i, j]
    return matrix


@right("convolution_matrix")
def window_by_window(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    rows = []
    for y, x in np.ndindex(height - kh + 1, width - kw + 1):
        canvas = np.zeros(image_shape)
        canvas[y : y + kh, x : x + kw] = kernel
        rows.append(canvas.ravel())
    return np.array(rows)


@right("convolution_matrix")
def from_toeplitz_blocks(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    matrix = 0.0
    for i in range(kh):
        block = sum(kernel[i, j] * np.eye(width - kw + 1, width, j) for j in range(kw))
        matrix = matrix + np.kron(np.eye(height - kh + 1, height, i), block)
    return matrix


@right("convolution_matrix")
def by_sliding_windows_in_float32(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    numbers = np.arange(height * width).reshape(image_shape)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, (kh, kw)).reshape(-1, kh * kw)
    matrix = np.zeros((len(windows), height * width), np.float32, order="F")
    np.put_along_axis(matrix, windows, np.broadcast_to(np.ravel(kernel), windows.shape), axis=1)
    return matrix


@right("convolution_matrix")
def by_scipy(kernel, image_shape):
    from scipy.signal import convolve2d

    units = np.eye(int(np.prod(image_shape))).reshape(-1, *image_shape)
    return np.stack([convolve2d(unit, kernel[::-1, ::-1], "valid").ravel() for unit in units]).T
