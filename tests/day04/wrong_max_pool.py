"""Wrong turns of day04/max_pool."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import max_pool as right


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def strides(size, stride):
    return pair(size if stride is None else stride)


def places(x, size, stride):
    """Return the maxima, row and column at which their windows begin, and row and column of them in the window."""
    values, argmax = right.max_pool2d(x, size, stride)
    sv, sh = strides(size, stride)
    top, left = sv * np.arange(values.shape[2])[:, None], sh * np.arange(values.shape[3])
    return values, top, left, argmax // x.shape[3] - top, argmax % x.shape[3] - left


@wrong(
    "max_pool2d",
    because="Without a stride you move the window by one pixel. None stands for `size`: the windows touch and do not "
    "overlap, which is what makes the map smaller.",
)
def moves_by_one_pixel(x, size, stride=None):
    return right.max_pool2d(x, size, 1 if stride is None else stride)


@wrong(
    "max_pool2d",
    because="Your argmax counts within the window. It is to say where in the image the maximum stands, or the gradient "
    "could not be sent back there: add the row and the column at which the window begins.",
)
def argmax_within_the_window(x, size, stride=None):
    values, _, _, row, column = places(x, size, stride)
    return values, row * pair(size)[1] + column


@wrong(
    "max_pool2d",
    because="Your argmax has window (i, j) begin at row i and column j of the image. Those count windows; the window "
    "begins at i stride and j stride.",
)
def argmax_begins_at_i_and_j(x, size, stride=None):
    values, top, left, row, column = places(x, size, stride)
    sv, sh = strides(size, stride)
    return values, (top // sv + row) * x.shape[3] + left // sh + column


@wrong(
    "max_pool2d",
    because="Your argmax counts through all images and channels. It counts the H W pixels of one channel, from 0 in "
    "every channel of every image anew.",
)
def argmax_in_the_whole_batch(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    n, c, height, width = x.shape
    return values, argmax + height * width * np.arange(n * c).reshape(n, c, 1, 1)


@wrong(
    "max_pool2d",
    because="Your argmax is row * H + column. A step down a row passes over the W pixels of that row: row * W + "
    "column.",
)
def multiplies_by_the_height(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    return values, argmax // x.shape[3] * x.shape[2] + argmax % x.shape[3]


@wrong(
    "max_pool2d",
    because="Your argmax multiplies the row by the width of the output. It is an index into the input, whose rows are "
    "W pixels long.",
)
def multiplies_by_the_output_width(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    return values, argmax // x.shape[3] * values.shape[3] + argmax % x.shape[3]


@wrong(
    "max_pool2d",
    because="Your argmax has the windows begin at i size and j size. They begin at i stride and j stride: the two "
    "differ where windows overlap or leave gaps.",
)
def argmax_begins_at_the_size(x, size, stride=None):
    values, top, left, row, column = places(x, size, stride)
    (sv, sh), (kh, kw) = strides(size, stride), pair(size)
    return values, (top // sv * kh + row) * x.shape[3] + left // sh * kw + column


@wrong(
    "max_pool2d",
    because="Of equal maxima yours is the last. The first in row-major order is wanted: a later pixel takes over only "
    "where it is larger (>, not >=).",
)
def takes_the_last_of_equals(x, size, stride=None):
    values, top, left, _, _ = places(x, size, stride)
    kh, kw = pair(size)
    row, column = np.zeros(values.shape, int), np.zeros(values.shape, int)
    for i, j in np.ndindex(kh, kw):
        equal = x[:, :, top + i, left + j] == values
        row, column = np.where(equal, i, row), np.where(equal, j, column)
    return values, (top + row) * x.shape[3] + left + column


@wrong(
    "max_pool2d",
    because="Nothing below zero can win, because the search starts from 0 (or the window is padded with zeros). Start "
    "from a pixel of the window itself: a window of negative pixels has a negative maximum.",
)
def starts_from_zero(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    return np.maximum(values, 0.0), argmax


def over_the_end(x, size, stride, fill):
    """Pool with as many windows as begin on the image, what they lack being filled in."""
    lacking = ((s - (n - k) % s) % s for n, k, s in zip(x.shape[2:], pair(size), strides(size, stride), strict=True))
    padded = np.pad(x.astype(float), [(0, 0), (0, 0), *((0, n) for n in lacking)], constant_values=fill)
    values, argmax = right.max_pool2d(padded, size, stride)
    return values, argmax // padded.shape[3] * x.shape[3] + argmax % padded.shape[3]


@wrong(
    "max_pool2d",
    because='A window that hangs over the end is kept, with the pixels that it still has ("ceil mode"). Only windows '
    "that lie wholly on the image count: the size is rounded down.",
)
def keeps_windows_over_the_end(x, size, stride=None):
    return over_the_end(x, size, stride, -np.inf)


@wrong(
    "max_pool2d",
    because="The image is filled up with zeros so that the windows come out even. Beside negative pixels a zero even "
    "wins. Nothing is padded: windows that do not lie wholly on the image are left out.",
)
def fills_up_with_zeros(x, size, stride=None):
    return over_the_end(x, size, stride, 0.0)


@wrong(
    "max_pool2d",
    because="The last window is lost. A window may begin at 0 up to and including H - size; Python's ranges and slices "
    "leave their end out.",
)
def loses_the_last_window(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    rows, columns = (
        len(range(0, n - k, s)) for n, k, s in zip(x.shape[2:], pair(size), strides(size, stride), strict=True)
    )
    return values[:, :, :rows, :columns], argmax[:, :, :rows, :columns]


@wrong(
    "max_pool2d",
    because="The pairs are read as (horizontal, vertical). They are (vertical, horizontal), in the order of the axes: "
    "rows, then columns.",
)
def turns_the_pairs_round(x, size, stride=None):
    return right.max_pool2d(x, pair(size)[::-1], strides(size, stride)[::-1])


@wrong(
    "max_pool2d_backward",
    because="A pixel that won in several windows keeps the gradient of only one of them. The gradients add. (In NumPy "
    "grad[index] += g does not add twice where an index comes twice.)",
)
def overwrites(grad_out, argmax, input_shape):
    n, c, height, width = input_shape
    grad_x = np.zeros((n * c, height * width), grad_out.dtype)
    grad_x[np.arange(n * c)[:, None], argmax.reshape(n * c, -1)] = grad_out.reshape(n * c, -1)
    return grad_x.reshape(input_shape)


@wrong(
    "max_pool2d_backward",
    because="Everything lands in the first channel of the first image: argmax counts the pixels of one channel, so it "
    "cannot index the whole flattened batch. Scatter each channel of each image by itself.",
)
def into_the_first_channel(grad_out, argmax, input_shape):
    grad_x = np.zeros(int(np.prod(input_shape)), grad_out.dtype)
    np.add.at(grad_x, argmax.ravel(), grad_out.ravel())
    return grad_x.reshape(input_shape)


@lenient(
    "max_pool2d_backward",
    because="An argmax outside the image must be refused: NumPy counts a negative index from the end, and the gradient "
    "goes to a pixel that never won.",
)
def counts_from_the_end(grad_out, argmax, input_shape):
    if argmax.min() < 0:
        argmax = argmax % (input_shape[2] * input_shape[3])
    return right.max_pool2d_backward(grad_out, argmax, input_shape)
