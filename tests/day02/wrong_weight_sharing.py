"""Wrong turns of day02/weight_sharing."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import weight_sharing as right


def windows(dense_weight, kernel_shape, image_shape):
    """Return what every output pixel's window holds, (out_h, out_w, kh, kw)."""
    (kernel_h, kernel_w), (height, width) = kernel_shape, image_shape
    out_h, out_w = height - kernel_h + 1, width - kernel_w + 1
    weight = np.reshape(dense_weight, (out_h, out_w, height, width))
    return np.array(
        [[weight[i, j, i : i + kernel_h, j : j + kernel_w] for j in range(out_w)] for i in range(out_h)], dtype=float
    )


def saving(dense_weight, kernel_shape):
    return int(np.size(dense_weight) - kernel_shape[0] * kernel_shape[1])


@wrong(
    "share_weights",
    because="This is the window of the first output pixel alone. It would do if the layer were a convolution "
    "already; the nearest one must listen to every output pixel.",
)
def takes_the_first_row(dense_weight, kernel_shape, image_shape):
    kernel = windows(dense_weight, kernel_shape, image_shape)[0, 0]
    return kernel, saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="The windows were added up where they should be averaged. A sum is what happens to the *gradient* of a "
    "shared weight; the value nearest to many values is their mean.",
)
def adds_up(dense_weight, kernel_shape, image_shape):
    return windows(dense_weight, kernel_shape, image_shape).sum(axis=(0, 1)), saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="All weights were averaged into one. Weights are shared between output pixels, not between the places "
    "of the kernel: each place has a mean of its own.",
)
def one_mean_for_all(dense_weight, kernel_shape, image_shape):
    mean = windows(dense_weight, kernel_shape, image_shape).mean()
    return np.full(kernel_shape, mean), saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="Your kernel is flipped. Row (i, j) of the matrix holds kernel[a, b] at pixel (i + a, j + b), in "
    "reading order: that is cross-correlation, which frameworks call convolution.",
)
def flips(dense_weight, kernel_shape, image_shape):
    kernel = windows(dense_weight, kernel_shape, image_shape).mean(axis=(0, 1))
    return kernel[::-1, ::-1], saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="Each kernel entry occurs once for every output pixel, so its sum is divided by out_h * out_w, not by "
    "the number of input pixels H * W.",
)
def divides_by_the_pixels(dense_weight, kernel_shape, image_shape):
    total = windows(dense_weight, kernel_shape, image_shape).sum(axis=(0, 1))
    return total / (image_shape[0] * image_shape[1]), saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="Weights that are zero were left out of the mean. Inside a window a zero is a weight like any other: "
    "the kernel has to come near it too.",
)
def skips_zeros(dense_weight, kernel_shape, image_shape):
    seen = windows(dense_weight, kernel_shape, image_shape)
    count = np.maximum((seen != 0).sum(axis=(0, 1)), 1)
    return seen.sum(axis=(0, 1)) / count, saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="The images were unravelled column by column. Here, as in NumPy and PyTorch, an image is flattened row "
    "by row: pixel (i, j) is entry i * W + j.",
)
def unravels_by_columns(dense_weight, kernel_shape, image_shape):
    (kernel_h, kernel_w), (height, width) = kernel_shape, image_shape
    out_h, out_w = height - kernel_h + 1, width - kernel_w + 1
    by_columns = np.reshape(dense_weight, (out_w, out_h, width, height)).transpose(1, 0, 3, 2)
    return right.share_weights(by_columns.reshape(out_h * out_w, -1), kernel_shape, image_shape)


@wrong(
    "share_weights",
    because="The kernel that is best in the median is not the nearest in least squares: squared distances are least "
    "at the mean.",
)
def takes_the_median(dense_weight, kernel_shape, image_shape):
    seen = windows(dense_weight, kernel_shape, image_shape)
    return np.median(seen, axis=(0, 1)), saving(dense_weight, kernel_shape)


@wrong(
    "share_weights",
    because="This is the number of weights that are left. Saved are those of the dense layer less those of the kernel.",
)
def counts_what_is_left(dense_weight, kernel_shape, image_shape):
    kernel, _ = right.share_weights(dense_weight, kernel_shape, image_shape)
    return kernel, int(kernel.size)


@wrong(
    "share_weights",
    because="Only the weights within the windows were counted. A dense layer has a weight for every pair of an "
    "input and an output pixel; those that the convolution holds at zero are saved as well.",
)
def counts_the_windows_only(dense_weight, kernel_shape, image_shape):
    kernel, _ = right.share_weights(dense_weight, kernel_shape, image_shape)
    return kernel, int((len(dense_weight) - 1) * kernel.size)


@wrong(
    "share_weights",
    because="This is the size of the dense layer. The shared kernel has weights of its own, which are kept: only the "
    "rest is saved.",
)
def counts_the_dense_layer(dense_weight, kernel_shape, image_shape):
    kernel, _ = right.share_weights(dense_weight, kernel_shape, image_shape)
    return kernel, int(dense_weight.size)


@wrong(
    "share_weights",
    because="The biases are counted: one for each output pixel of the dense layer, and one for the kernel. Only "
    "weights are wanted.",
)
def counts_biases(dense_weight, kernel_shape, image_shape):
    kernel, saved = right.share_weights(dense_weight, kernel_shape, image_shape)
    return kernel, int(saved + len(dense_weight) - 1)


@lenient(
    "share_weights",
    because="A transposed matrix has as many weights, so reshape takes it without a word, and the kernel is made of "
    "the wrong ones. Refuse a matrix that is not (out_h * out_w, H * W).",
)
def takes_the_transposed(dense_weight, kernel_shape, image_shape):
    (kernel_h, kernel_w), (height, width) = kernel_shape, image_shape
    outputs = (height - kernel_h + 1) * (width - kernel_w + 1)
    return right.share_weights(np.reshape(dense_weight, (outputs, height * width)), kernel_shape, image_shape)


@wrong(
    "share_weights",
    because="The kernel is that of the last output pixel: inside the loop over output pixels each window overwrites "
    "the one before. They are to be averaged.",
)
def keeps_the_last_window(dense_weight, kernel_shape, image_shape):
    kernel = windows(dense_weight, kernel_shape, image_shape)[-1, -1]
    return kernel, saving(dense_weight, kernel_shape)
