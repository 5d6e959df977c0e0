"""Wrong turns of day01/convolution_matrix."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import convolution_matrix as right


@wrong(
    "convolution_matrix",
    because="The kernel is flipped. That is convolution as mathematicians write it; deep learning computes "
    "cross-correlation, with kernel[0, 0] on the window's top left pixel, and calls that convolution.",
)
def flips_the_kernel(kernel, image_shape):
    return right.convolution_matrix(kernel[::-1, ::-1], image_shape)


@wrong(
    "convolution_matrix",
    because="A row of the image is W pixels long, so pixel (y, x) is entry y * W + x of image.ravel(). Here a row is "
    "taken to be H long, which is right for square images only.",
)
def takes_the_height_for_a_row(kernel, image_shape):
    return with_rows_of(kernel, image_shape, image_shape[0])


def with_rows_of(kernel, image_shape, length):
    """Return the matrix for images whose rows are taken to be that long."""
    (kh, kw), (height, width) = kernel.shape, image_shape
    out_height, out_width = height - kh + 1, width - kw + 1
    matrix = np.zeros((out_height * out_width, height * width))
    for y, x, i, j in np.ndindex(out_height, out_width, kh, kw):
        matrix[y * out_width + x, (y + i) * length + x + j] = kernel[i, j]
    return matrix


@wrong(
    "convolution_matrix",
    because="The columns are counted with the output's width, W - kw + 1. They stand for pixels of the image, whose "
    "rows are W long.",
)
def takes_the_output_width_for_a_row(kernel, image_shape):
    return with_rows_of(kernel, image_shape, image_shape[1] - kernel.shape[1] + 1)


@wrong(
    "convolution_matrix",
    because="Here every row is the row above moved by one pixel. At the end of each line of the output the window must "
    "jump: with one step more it hangs over the right edge and picks up pixels of the next line.",
)
def lets_the_window_run_over_the_edge(kernel, image_shape):
    matrix = right.convolution_matrix(kernel, image_shape)
    return np.stack([np.roll(matrix[0], n) for n in range(len(matrix))])


@wrong(
    "convolution_matrix",
    because="The image is unrolled column by column. image.ravel() goes row by row, so neighbours in x stand next to "
    "each other and neighbours in y are W entries apart.",
)
def unrolls_the_image_by_columns(kernel, image_shape):
    matrix = right.convolution_matrix(kernel, image_shape)
    return matrix.reshape(-1, *image_shape).transpose(0, 2, 1).reshape(matrix.shape)


@wrong(
    "convolution_matrix",
    because="The output is unrolled column by column. Row y * (W - kw + 1) + x of M belongs to output pixel (y, x), "
    "so that (M @ image.ravel()).reshape(out_height, out_width) is the output.",
)
def unrolls_the_output_by_columns(kernel, image_shape):
    matrix = right.convolution_matrix(kernel, image_shape)
    (kh, kw), (height, width) = kernel.shape, image_shape
    order = np.arange(len(matrix)).reshape(height - kh + 1, width - kw + 1)
    return matrix[order.T.ravel()]


@wrong(
    "convolution_matrix",
    because="The last place is missing along each axis: a kernel of k pixels fits into n in n - k + 1 places, "
    "not in n - k.",
)
def loses_the_last_place(kernel, image_shape):
    matrix = right.convolution_matrix(kernel, image_shape)
    (kh, kw), (height, width) = kernel.shape, image_shape
    places = matrix.reshape(height - kh + 1, width - kw + 1, -1)
    return places[:-1, :-1].reshape((height - kh) * (width - kw), height * width)


@wrong(
    "convolution_matrix",
    because="M is transposed: one row for each output pixel, one column for each image pixel. What you have is the "
    "matrix of the backward pass.",
)
def transposes_the_matrix(kernel, image_shape):
    return right.convolution_matrix(kernel, image_shape).T


@wrong(
    "convolution_matrix",
    because="This has an output pixel for every image pixel: the kernel hangs over the edge, where zeros are assumed. "
    '"Valid" means that only the places count where the whole kernel lies inside the image.',
)
def keeps_the_size_of_the_image(kernel, image_shape):
    (kh, kw), (height, width) = kernel.shape, image_shape
    wide = right.convolution_matrix(kernel, (height + kh - 1, width + kw - 1))
    inside = wide.reshape(height * width, height + kh - 1, width + kw - 1)
    top, left = (kh - 1) // 2, (kw - 1) // 2
    return inside[:, top : top + height, left : left + width].reshape(height * width, height * width)


@lenient(
    "convolution_matrix",
    because="A kernel larger than the image must be refused: the number of places comes out as zero or less, and what "
    "is returned then is an empty matrix without a word.",
)
def lets_large_kernels_pass(kernel, image_shape):
    if np.any(np.array(kernel.shape) > image_shape):
        return np.zeros((0, image_shape[0] * image_shape[1]))
    return right.convolution_matrix(kernel, image_shape)
