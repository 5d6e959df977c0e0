"""Wrong turns of day03/separable."""

import numpy as np

from grader.mutants import wrong
from solutions.day03 import separable as right


@wrong(
    "separate",
    because="The singular value is left out. The singular vectors have norm 1, whatever the kernel: its size stands "
    "in the singular value, and each factor takes the root of it.",
)
def forgets_the_singular_value(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return column / np.linalg.norm(column), row / np.linalg.norm(row)


@wrong(
    "separate",
    because="The singular value is applied twice, once to each factor, so that the product has its square. The root "
    "of it belongs to each.",
)
def applies_the_singular_value_twice(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return column * np.linalg.norm(column), row * np.linalg.norm(row)


@wrong(
    "separate",
    because="The product is right, but one factor has all of the singular value and the other has norm 1. The "
    "docstring asks for equal norms: the root of it for each.",
)
def gives_one_factor_all(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return column * np.linalg.norm(column), row / np.linalg.norm(row)


@wrong(
    "separate",
    because="The column is taken from a row of U. kernel = U S V^T is a sum over k of U[:, k] S[k] V^T[k]: the left "
    "vectors are U's columns.",
)
def takes_a_row_of_u(kernel, tolerance=1e-6):
    _, row = right.separate(kernel, tolerance)
    return np.linalg.svd(kernel)[0][0] * np.linalg.norm(row), row


@wrong(
    "separate",
    because="The row is taken from a column of what np.linalg.svd returns last. That is V^T already, with the right "
    "vectors in its rows.",
)
def takes_a_column_of_vt(kernel, tolerance=1e-6):
    column, _ = right.separate(kernel, tolerance)
    return column, np.linalg.svd(kernel)[2][:, 0] * np.linalg.norm(column)


@wrong(
    "separate",
    because="The two factors are returned the wrong way round: first the column, which has as many entries as the "
    "kernel has rows, then the row.",
)
def returns_the_row_first(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return row, column


@wrong(
    "separate",
    because="The signs are lost: the factors are absolute values. Only the common sign of both is free; within a "
    "factor signs are what makes an edge filter.",
)
def takes_absolute_values(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return np.abs(column), np.abs(row)


@wrong(
    "separate",
    because="The factors are the sums along the rows and columns, divided by the total. That works for a blur, but a "
    "derivative filter sums to zero, and then nothing is left to divide by.",
)
def sums_rows_and_columns(kernel, tolerance=1e-6):
    right.separate(kernel, tolerance)
    column, row = kernel.sum(axis=1), kernel.sum(axis=0) / kernel.sum()
    balance = np.sqrt(np.linalg.norm(row) / np.linalg.norm(column))
    return column * balance, row / balance


@wrong(
    "separate",
    because="The factors are one row and one column of the kernel, scaled. Where the kernel has rank one only within "
    "the tolerance, that takes over the deviations of just these pixels; the closest product weighs all "
    "pixels, and is that of the first singular vectors.",
)
def takes_a_row_and_a_column_of_the_kernel(kernel, tolerance=1e-6):
    right.separate(kernel, tolerance)
    i, j = np.unravel_index(np.argmax(np.abs(kernel)), kernel.shape)
    column, row = kernel[:, j], kernel[i] / kernel[i, j]
    balance = np.sqrt(np.linalg.norm(row) / np.linalg.norm(column))
    return column * balance, row / balance


@wrong(
    "separate",
    because="A product is refused for its rounding. Singular values that ought to vanish come out as some 1e-17 of the "
    "first, or more where the kernel has been measured or rounded: up to `tolerance` times the first is allowed.",
)
def demands_exact_zeros(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    values = np.linalg.svd(kernel, compute_uv=False)
    # Huge kernels and given tolerances are left to the two wrong turns below that are about these alone.
    if tolerance == 1e-6 and values[0] < 1e9 and np.any(values[1:] > 0):
        raise ValueError("kernel has not rank one")
    return column, row


@wrong(
    "separate",
    because="The second singular value is held against a fixed number. Whether a kernel is a product does not depend "
    "on its scale: hold it against the first one.",
)
def has_an_absolute_tolerance(kernel, tolerance=1e-6):
    if np.ndim(kernel) == 2 and np.size(kernel) and np.any(np.linalg.svd(kernel, compute_uv=False)[1:] > tolerance):
        raise ValueError("kernel has not rank one")
    return right.separate(kernel, np.inf)


@wrong(
    "separate",
    because="`tolerance` is not used: a kernel is refused whose second singular value it allows. Such a kernel "
    "is to be answered with the closest product.",
)
def ignores_the_tolerance(kernel, tolerance=1e-6):
    return right.separate(kernel)


@wrong(
    "separate",
    because="The other singular values are not looked at. A kernel of higher rank is no product of two factors, and "
    "silently returning its first term gives another filter.",
)
def never_looks_at_the_rank(kernel, tolerance=1e-6):
    return right.separate(kernel, np.inf)


@wrong(
    "separate",
    because="Zeros pass, as their second singular value does not exceed a multiple of the first when both are zero. A "
    "kernel of zeros has rank zero: it is to be refused.",
)
def accepts_zeros(kernel, tolerance=1e-6):
    if np.ndim(kernel) == 2 and np.size(kernel) and not np.any(kernel):
        return np.zeros(kernel.shape[0]), np.zeros(kernel.shape[1])
    return right.separate(kernel, tolerance)


@wrong(
    "separable_conv2d",
    because="Column and row are exchanged: the column runs down the image, over its axis 0, the row along axis 1.",
)
def swaps_column_and_row(image, column, row):
    right.separable_conv2d(image, column, row)
    return right.separable_conv2d(image, row, column)


@wrong(
    "separable_conv2d",
    because="Both factors are flipped: that is convolution in the mathematical sense, which np.convolve computes. "
    "What is asked for is the cross-correlation.",
)
def flips_both(image, column, row):
    return right.separable_conv2d(image, column[::-1], row[::-1])


@wrong(
    "separable_conv2d",
    because="One of the two passes flips its factor (the one along the rows). Both passes are cross-correlations; "
    "np.convolve flips, np.correlate does not.",
)
def flips_the_row(image, column, row):
    return right.separable_conv2d(image, column, row[::-1])


@wrong(
    "separable_conv2d",
    because="The two passes are added: each has been applied to the image by itself. The second pass goes over what "
    "the first has made, as the kernel is a product and not a sum.",
)
def adds_the_passes(image, column, row):
    both = right.separable_conv2d(image, column, row)
    down = right.separable_conv2d(image, column, np.ones(1))[:, : both.shape[1]]
    return down + right.separable_conv2d(image, np.ones(1), row)[: both.shape[0]]


@wrong(
    "separable_conv2d",
    because="The result has the size of the image. Only places where the whole kernel lies on the image are wanted, "
    "which are H - kh + 1 by W - kw + 1.",
)
def keeps_the_size(image, column, row):
    right.separable_conv2d(image, column, row)
    (before, after), (left, right_side) = (((n - 1) // 2, n // 2) for n in (len(column), len(row)))
    return right.separable_conv2d(np.pad(image, [(before, after), (left, right_side)]), column, row)


@wrong(
    "depthwise_separable_macs",
    because="The depthwise stage is counted with 2 * kernel products a pixel, as if its kernels were products of a "
    "column and a row. Depthwise separable means that channels and space are separated; the kernels are "
    "whole.",
)
def counts_rows_and_columns(height, width, in_channels, out_channels, kernel):
    _, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return height * width * in_channels * 2 * kernel, pointwise


@wrong(
    "depthwise_separable_macs",
    because="The depthwise stage is counted for every pair of input and output channel: that is the full convolution. "
    "It has one kernel for each input channel and makes as many channels as there were.",
)
def counts_a_full_convolution(height, width, in_channels, out_channels, kernel):
    depthwise, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return depthwise * out_channels, pointwise


@wrong(
    "depthwise_separable_macs",
    because="The depthwise stage is counted with the output channels. It has one kernel for each input channel; how "
    "many channels come out in the end is the pointwise stage's affair.",
)
def counts_output_channels(height, width, in_channels, out_channels, kernel):
    _, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return height * width * out_channels * kernel**2, pointwise


@wrong(
    "depthwise_separable_macs",
    because="The pointwise stage is counted with a whole kernel for every pair of channels. It is a 1 x 1 convolution: "
    "one product for a pair and a pixel.",
)
def mixes_with_whole_kernels(height, width, in_channels, out_channels, kernel):
    depthwise, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return depthwise, pointwise * kernel**2


@wrong(
    "depthwise_separable_macs",
    because="The number of output channels is missing from the pointwise stage. Each of them is a sum over all input "
    "channels, at every pixel.",
)
def counts_one_output_channel(height, width, in_channels, out_channels, kernel):
    depthwise, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return depthwise, pointwise // out_channels


@wrong(
    "depthwise_separable_macs",
    because="These are the weights. Each of them is used once for every pixel of the output.",
)
def counts_weights(height, width, in_channels, out_channels, kernel):
    right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return in_channels * kernel**2, in_channels * out_channels
