"""Wrong turns of day04/max_pool."""

import numpy as np

from grader.mutants import wrong
from solutions.day04 import max_pool as right


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def strides(size, stride):
    return pair(size if stride is None else stride)


@wrong(
    "max_pool2d",
    because="Without a stride you move the window by one pixel. None stands for `size`: the windows touch and do not "
    "overlap, which is what makes the map smaller.",
)
def moves_by_one_pixel(x, size, stride=None):
    right.max_pool2d(x, size, stride)
    return right.max_pool2d(x, size, 1 if stride is None else stride)


@wrong(
    "max_pool2d",
    because="The stride that was given is not used: the windows always touch. Only where stride is None is it the "
    "size.",
)
def ignores_the_stride(x, size, stride=None):
    right.max_pool2d(x, size, stride)
    return right.max_pool2d(x, size)


@wrong(
    "max_pool2d",
    because="Your argmax counts within the window. It is to say where in the image the maximum stands, or the gradient "
    "could not be sent back there: add the row and the column at which the window begins.",
)
def argmax_within_the_window(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    (sv, sh), kw, width = strides(size, stride), pair(size)[1], x.shape[3]
    rows = argmax // width - sv * np.arange(values.shape[2])[:, None]
    columns = argmax % width - sh * np.arange(values.shape[3])
    return values, rows * kw + columns


@wrong(
    "max_pool2d",
    because="Your argmax has window (i, j) begin at row i and column j of the image. Those count windows; the window "
    "begins at i stride and j stride.",
)
def argmax_begins_at_i_and_j(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    (sv, sh), width = strides(size, stride), x.shape[3]
    rows = argmax // width - (sv - 1) * np.arange(values.shape[2])[:, None]
    columns = argmax % width - (sh - 1) * np.arange(values.shape[3])
    return values, rows * width + columns


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
    because="Your argmax counts down the columns, column * H + row. It counts along the rows, row * W + column.",
)
def counts_down_the_columns(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    return values, argmax % x.shape[3] * x.shape[2] + argmax // x.shape[3]


@wrong(
    "max_pool2d",
    because="The place in the window is taken apart with the window's height (// and % kh). A row of the window is kw "
    "pixels long: the two differ where the window is not square.",
)
def takes_the_place_apart_by_the_height(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    (sv, sh), (kh, kw), width = strides(size, stride), pair(size), x.shape[3]
    top, left = sv * np.arange(values.shape[2])[:, None], sh * np.arange(values.shape[3])
    place = (argmax // width - top) * kw + argmax % width - left
    return values, (top + place // kh) * width + left + place % kh


@wrong(
    "max_pool2d",
    because="Of equal maxima you take the last one. The first in row-major order counts: a later pixel must be larger, "
    "not as large, to take its place.",
)
def last_of_equals(x, size, stride=None):
    values, _ = right.max_pool2d(x, size, stride)
    (sv, sh), (kh, kw) = strides(size, stride), pair(size)
    argmax = np.zeros(values.shape, int)
    for i in range(values.shape[2]):
        for j in range(values.shape[3]):
            window = x[:, :, i * sv : i * sv + kh, j * sh : j * sh + kw].reshape(*x.shape[:2], -1)
            place = kh * kw - 1 - window[..., ::-1].argmax(axis=-1)
            argmax[:, :, i, j] = (i * sv + place // kw) * x.shape[3] + j * sh + place % kw
    return values, argmax


@wrong(
    "max_pool2d",
    because="Of equal maxima you take the first down the columns. Row-major order comes first: the uppermost row, and "
    "in it the leftmost column.",
)
def first_down_the_columns(x, size, stride=None):
    values, argmax = right.max_pool2d(x.swapaxes(2, 3), pair(size)[::-1], strides(size, stride)[::-1])
    right.max_pool2d(x, size, stride)
    argmax = argmax % x.shape[2] * x.shape[3] + argmax // x.shape[2]
    return values.swapaxes(2, 3), argmax.swapaxes(2, 3)


@wrong(
    "max_pool2d",
    because="The maximum is taken over the channels as well, so all channels come out alike. Each channel is pooled by "
    "itself: what the other kernels saw there does not count.",
)
def over_the_channels_too(x, size, stride=None):
    _, argmax = right.max_pool2d(x, size, stride)
    brightest = np.broadcast_to(x.max(axis=1, keepdims=True), x.shape)
    return right.max_pool2d(brightest, size, stride)[0], argmax


@wrong(
    "max_pool2d",
    because="Nothing below zero can win, because the search starts from 0 (or the window is padded with zeros). Start "
    "from a pixel of the window itself: a window of negative pixels has a negative maximum.",
)
def starts_from_zero(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    return np.maximum(values, 0.0), argmax


@wrong(
    "max_pool2d",
    because='A window that hangs over the end is kept, with the pixels that it still has ("ceil mode"). Only windows '
    "that lie wholly on the image count: the size is rounded down.",
)
def keeps_windows_over_the_end(x, size, stride=None):
    right.max_pool2d(x, size, stride)
    below, beyond = (
        (s - (n - k) % s) % s for n, k, s in zip(x.shape[2:], pair(size), strides(size, stride), strict=True)
    )
    padded = np.pad(x, ((0, 0), (0, 0), (0, below), (0, beyond)), constant_values=-np.inf)
    values, argmax = right.max_pool2d(padded, size, stride)
    return values, argmax // padded.shape[3] * x.shape[3] + argmax % padded.shape[3]


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
    right.max_pool2d(x, size, stride)
    return right.max_pool2d(x, pair(size)[::-1], strides(size, stride)[::-1])


@wrong(
    "max_pool2d",
    because="The first number of a pair is used for both axes. The second belongs to the columns.",
)
def uses_the_first_number_for_both(x, size, stride=None):
    right.max_pool2d(x, size, stride)
    return right.max_pool2d(x, pair(size)[0], strides(size, stride)[0])


@wrong(
    "max_pool2d",
    because="A stride of 0 slips through as if none had been given: `stride or size` takes 0 for False. Ask whether "
    "stride is None, and refuse what is below 1.",
)
def takes_zero_for_none(x, size, stride=None):
    return right.max_pool2d(x, size, stride or size)


@wrong(
    "max_pool2d",
    because="Your argmax has the windows begin at i size and j size. They begin at i stride and j stride: the two "
    "differ where windows overlap or leave gaps.",
)
def argmax_begins_at_the_size(x, size, stride=None):
    values, argmax = right.max_pool2d(x, size, stride)
    (sv, sh), (kh, kw) = strides(size, stride), pair(size)
    rows, columns = np.indices(values.shape[2:])
    return values, argmax + (kh - sv) * rows * x.shape[3] + (kw - sh) * columns


@wrong(
    "max_pool2d_backward",
    because="A pixel that won in several windows keeps the gradient of only one of them. The gradients add. (In NumPy "
    "grad[index] += g does not add twice where an index comes twice.)",
)
def overwrites(grad_out, argmax, input_shape):
    right.max_pool2d_backward(grad_out, argmax, input_shape)
    n, c, height, width = input_shape
    grad_x = np.zeros((n * c, height * width), grad_out.dtype)
    grad_x[np.arange(n * c)[:, None], argmax.reshape(n * c, -1)] = grad_out.reshape(n * c, -1)
    return grad_x.reshape(input_shape)


@wrong(
    "max_pool2d_backward",
    because="Where windows share their winner you take the mean of their gradients. The pixel is used in each of them, "
    "so it owes its effect on the loss to all of them: the gradients add.",
)
def averages_what_overlaps(grad_out, argmax, input_shape):
    total = right.max_pool2d_backward(grad_out, argmax, input_shape)
    count = right.max_pool2d_backward(np.ones_like(grad_out), argmax, input_shape)
    return total / np.maximum(count, 1)


@wrong(
    "max_pool2d_backward",
    because="Everything lands in the first channel of the first image: argmax counts the pixels of one channel, so it "
    "cannot index the whole flattened batch. Scatter each channel of each image by itself.",
)
def into_the_first_channel(grad_out, argmax, input_shape):
    right.max_pool2d_backward(grad_out, argmax, input_shape)
    grad_x = np.zeros(int(np.prod(input_shape)), grad_out.dtype)
    np.add.at(grad_x, argmax.ravel(), grad_out.ravel())
    return grad_x.reshape(input_shape)


@wrong(
    "max_pool2d_backward",
    because="argmax is taken apart with H instead of W. It is row * W + column, so the row is argmax // W and the "
    "column argmax % W.",
)
def takes_the_index_apart_by_the_height(grad_out, argmax, input_shape):
    right.max_pool2d_backward(grad_out, argmax, input_shape)
    height, width = input_shape[2:]
    rows, columns = argmax // height % height, argmax % height  # as far as it stays on the image
    turned = rows * width + np.minimum(columns, width - 1)
    return right.max_pool2d_backward(grad_out, turned, input_shape)


@wrong(
    "max_pool2d_backward",
    because="The winners receive 1, or how often they won, instead of the gradient that came to their window. Scatter "
    "grad_out, not a mask.",
)
def scatters_ones(grad_out, argmax, input_shape):
    return right.max_pool2d_backward(np.ones_like(grad_out), argmax, input_shape)


@wrong(
    "max_pool2d_backward",
    because="An argmax outside the image must be refused: NumPy counts a negative index from the end, and the gradient "
    "goes to a pixel that never won.",
)
def counts_from_the_end(grad_out, argmax, input_shape):
    if argmax.shape == grad_out.shape and len(input_shape) == 4 and argmax.min() < 0:
        argmax = argmax % (input_shape[2] * input_shape[3])
    return right.max_pool2d_backward(grad_out, argmax, input_shape)
