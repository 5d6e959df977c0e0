"""Wrong turns of day03/separable."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day03 import separable as right

ONE_HAS_ALL = (
    "The product is right, but one factor has all of the singular value and the other has norm 1. Equal norms are "
    "asked for: the root of it for each."
)


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
    because="The factors are the sums along the rows and columns, divided by the total. That works for a blur, but a "
    "derivative filter sums to zero, and then nothing is left to divide by.",
)
def sums_rows_and_columns(kernel, tolerance=1e-6):
    column, row = kernel.sum(axis=1), kernel.sum(axis=0) / kernel.sum()
    balance = np.sqrt(np.linalg.norm(row) / np.linalg.norm(column))
    return column * balance, row / balance


@wrong(
    "separate",
    because="`tolerance` is not used: a kernel is refused whose second singular value it allows. Such a kernel "
    "is to be answered with the closest product.",
)
def ignores_the_tolerance(kernel, tolerance=1e-6):
    return right.separate(kernel)


@wrong(
    "separable_conv2d",
    because="Column and row are exchanged: the column runs down the image, over its axis 0, the row along axis 1.",
)
def swaps_column_and_row(image, column, row):
    return right.separable_conv2d(image, row, column)


@wrong(
    "separable_conv2d",
    because="Both factors are flipped: that is convolution in the mathematical sense, which np.convolve computes. "
    "What is asked for is the cross-correlation.",
)
def flips_both(image, column, row):
    return right.separable_conv2d(image, column[::-1], row[::-1])


@wrong(
    "depthwise_separable_macs",
    because="The depthwise stage is counted for every pair of input and output channel: that is the full convolution. "
    "It has one kernel for each input channel and makes as many channels as there were.",
)
def counts_a_full_convolution(height, width, in_channels, out_channels, kernel):
    depthwise, pointwise = right.depthwise_separable_macs(height, width, in_channels, out_channels, kernel)
    return depthwise * out_channels, pointwise


@wrong(
    "separate",
    because="The second singular value is held against a fixed number. Whether a kernel is a product does not depend "
    "on its scale: hold it against the first one.",
)
def has_an_absolute_tolerance(kernel, tolerance=1e-6):
    if np.any(np.linalg.svd(kernel, compute_uv=False)[1:] > tolerance):
        raise ValueError("kernel has not rank one")
    return right.separate(kernel, np.inf)


@lenient(
    "separate",
    because="The other singular values are not looked at. A kernel of higher rank is no product of two factors, and "
    "its first term alone is another filter.",
)
def never_looks_at_the_rank(kernel, tolerance=1e-6):
    return right.separate(kernel, np.inf)


@lenient(
    "separable_conv2d",
    because="A stack of images goes through: its axes 0 and 1 are then convolved, the images among themselves. Look at "
    "the number of axes.",
)
def mixes_the_images_of_a_stack(image, column, row):
    along = sum(row[b] * image[:, b : b + image.shape[1] - len(row) + 1] for b in range(len(row)))
    return sum(column[a] * along[a : a + image.shape[0] - len(column) + 1] for a in range(len(column)))


@wrong("separate", because=ONE_HAS_ALL)
def gives_the_column_all(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return column * np.linalg.norm(column), row / np.linalg.norm(row)


@wrong("separate", because=ONE_HAS_ALL)
def gives_the_row_all(kernel, tolerance=1e-6):
    column, row = right.separate(kernel, tolerance)
    return column / np.linalg.norm(column), row * np.linalg.norm(row)


@wrong(
    "separable_conv2d",
    because="The result has the size of the image. Only places where the whole kernel lies on the image are wanted, "
    "which are H - kh + 1 by W - kw + 1.",
)
def keeps_the_size(image, column, row):
    kh, kw = len(column), len(row)
    padded = np.pad(image, [(kh // 2, (kh - 1) // 2), (kw // 2, (kw - 1) // 2)])
    return right.separable_conv2d(padded, column, row)
