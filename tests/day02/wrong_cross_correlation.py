"""Wrong turns of day02/cross_correlation."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import cross_correlation as right


@wrong(
    "correlate2d",
    because="The kernel is flipped: that is convolution. Cross-correlation, which frameworks compute, lays the kernel "
    "on the image as it is.",
)
def flips_the_kernel(image, kernel):
    return right.convolve2d(image, kernel)


@wrong(
    "correlate2d",
    because='This is the "full" result: it has a number wherever kernel and image overlap by a pixel. "valid" keeps '
    "the positions at which the whole kernel lies inside the image.",
)
def correlates_full(image, kernel):
    kh, kw = kernel.shape
    return right.correlate2d(np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1))), kernel)


@wrong(
    "correlate2d",
    because='This is the "same" result: the image was surrounded with zeros so that its size is kept. "valid" adds no '
    "pixels that were never measured; the result is smaller by kernel size - 1.",
)
def correlates_same(image, kernel):
    kh, kw = kernel.shape
    padding = ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)
    return right.correlate2d(np.pad(image, padding), kernel)


@wrong(
    "correlate2d",
    because="The kernel is transposed: its rows were laid along the image's columns. kernel[i, j] belongs i rows down "
    "and j columns to the right.",
)
def transposes_the_kernel(image, kernel):
    fits = kernel.shape[1] <= image.shape[0] and kernel.shape[0] <= image.shape[1]
    return right.correlate2d(image, kernel.T if fits else kernel)


@wrong(
    "correlate2d",
    because="The last position along each axis is missing. A kernel of 3 fits into a line of 5 at the positions 0, 1 "
    "and 2: that is 5 - 3 + 1.",
)
def stops_one_position_early(image, kernel):
    return right.correlate2d(image, kernel)[:-1, :-1]


@wrong(
    "correlate2d",
    because="The results were stored in an array of the image's own type. Counts are whole numbers, and storing a sum "
    "of products among them cuts its fraction off.",
)
def stores_in_the_image_type(image, kernel):
    return right.correlate2d(image, kernel).astype(image.dtype)


@wrong(
    "convolve2d",
    because="This is cross-correlation: the kernel is not flipped. In a convolution the kernel's first row meets the "
    "last row of the window, and its first column the last.",
)
def does_not_flip(image, kernel):
    return right.correlate2d(image, kernel)


@wrong(
    "convolve2d",
    because="The kernel is flipped top to bottom only. Convolution flips it along both axes, a turn by 180 degrees.",
)
def flips_the_rows_only(image, kernel):
    return right.correlate2d(image, kernel[::-1])


@wrong(
    "convolve2d",
    because="The kernel is flipped left to right only. Convolution flips it along both axes, a turn by 180 degrees.",
)
def flips_the_columns_only(image, kernel):
    return right.correlate2d(image, kernel[:, ::-1])


@wrong(
    "convolve2d",
    because="The kernel is transposed instead of flipped. Flipping reverses the order of its rows and of its columns; "
    "transposing swaps rows with columns.",
)
def transposes_instead_of_flipping(image, kernel):
    fits = kernel.shape[1] <= image.shape[0] and kernel.shape[0] <= image.shape[1]
    return right.correlate2d(image, kernel.T) if fits else right.convolve2d(image, kernel)


@wrong(
    "correlate2d",
    because="Window and kernel were multiplied as matrices (@), rows by columns, and the result was summed. Here each "
    "pixel is multiplied by the one weight that lies on it.",
)
def multiplies_matrices(image, kernel):
    out = right.correlate2d(image, kernel).astype(float)
    kh, kw = kernel.shape
    for y, x in np.ndindex(out.shape):
        out[y, x] = np.sum(image[y : y + kh, x : x + kw] @ kernel)
    return out


EIGHT_BITS = (
    "The arithmetic is done in the pixels' own type. Eight bits hold numbers up to 255, and 200 times 2 comes out as "
    "144, without a warning. Convert to floating-point numbers before you multiply."
)


@wrong("correlate2d", because=EIGHT_BITS)
def correlates_in_the_pixels_type(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for y, x in np.ndindex(out.shape):
        out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


@wrong("convolve2d", because=EIGHT_BITS)
def convolves_in_the_pixels_type(image, kernel):
    return correlates_in_the_pixels_type(image, kernel[::-1, ::-1])


@wrong("correlate2d", because=EIGHT_BITS)
def adds_up_in_the_pixels_type(image, kernel):
    out = right.correlate2d(image, kernel)
    return (out % 256).astype(np.uint8) if image.dtype == kernel.dtype == np.uint8 else out


CUT_OFF = (
    "The result is in the pixels' own whole-number type. A kernel that is put into that type loses its fractions, and "
    "so does a sum that is stored in it: 0.25 becomes 0. Whole numbers are right only where pixels and kernel are "
    "whole."
)


@wrong("correlate2d", because=CUT_OFF)
def puts_the_kernel_into_the_pixels_type(image, kernel):
    if np.issubdtype(image.dtype, np.floating):
        return right.correlate2d(image, kernel)
    kernel = kernel.astype(image.dtype)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(2, 3))


@wrong("convolve2d", because=CUT_OFF)
def puts_the_turned_kernel_into_the_pixels_type(image, kernel):
    return puts_the_kernel_into_the_pixels_type(image, kernel[::-1, ::-1])


LAST = (
    "The result holds the products of the kernel's last pixel alone: inside the loop over the kernel's pixels each "
    "piece overwrites the one before. They add up."
)


@wrong("correlate2d", because=LAST)
def keeps_the_last_product(image, kernel):
    alone = np.zeros(kernel.shape)
    alone[-1, -1] = kernel[-1, -1]
    return right.correlate2d(image, alone)


@lenient(
    "correlate2d",
    because="A kernel that does not fit into the image has no position at all. An empty result hides the mistake: "
    "refuse it by name, also where it is too large along one axis only.",
)
def returns_nothing_for_a_large_kernel(image, kernel):
    shape = np.subtract(image.shape, kernel.shape) + 1
    return np.zeros(np.maximum(shape, 0)) if np.any(shape < 1) else right.correlate2d(image, kernel)
