"""Wrong turns of day04/avg_pool."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import avg_pool as right


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def strides(size, stride):
    return pair(size if stride is None else stride)


@wrong(
    "avg_pool2d",
    because="This is the sum of each window. The average is the sum over the number of pixels in the window.",
)
def sums(x, size, stride=None):
    return right.avg_pool2d(x, size, stride) * np.prod(pair(size))


@wrong(
    "avg_pool2d",
    because="The sum is divided by the pixels from one window to the next. How far the windows stand apart does not "
    "change how many pixels are in one: divide by kh kw.",
)
def divides_by_the_stride(x, size, stride=None):
    return right.avg_pool2d(x, size, stride) * np.prod(pair(size)) / np.prod(strides(size, stride))


@wrong(
    "avg_pool2d",
    because="Without a stride you move the window by one pixel. None stands for `size`: the windows touch and do not "
    "overlap, which is what makes the map smaller.",
)
def moves_by_one_pixel(x, size, stride=None):
    return right.avg_pool2d(x, size, 1 if stride is None else stride)


@wrong(
    "avg_pool2d",
    because="The stride that was given is not used: the windows always touch. Only where stride is None is it the "
    "size.",
)
def ignores_the_stride(x, size, stride=None):
    return right.avg_pool2d(x, size)


def over_the_end(x, size, stride):
    """Return the sums of all windows that begin on the image, and how many of its pixels each holds."""
    lacking = ((s - (n - k) % s) % s for n, k, s in zip(x.shape[2:], pair(size), strides(size, stride), strict=True))
    ends = [(0, 0), (0, 0), *((0, n) for n in lacking)]
    padded, there = np.pad(x, ends), np.pad(np.ones_like(x), ends)
    area = np.prod(pair(size))
    return right.avg_pool2d(padded, size, stride) * area, right.avg_pool2d(there, size, stride) * area


@wrong(
    "avg_pool2d",
    because='A window that hangs over the end is kept, and averaged over the pixels that it still has ("ceil mode"). '
    "Only windows that lie wholly on the image count: the size is rounded down.",
)
def keeps_windows_over_the_end(x, size, stride=None):
    total, count = over_the_end(x, size, stride)
    return total / np.maximum(count, 1)


@wrong(
    "avg_pool2d",
    because="The image is filled up with zeros so that the windows come out even. That darkens the last row and column "
    "of the map; windows that do not lie wholly on the image are left out.",
)
def fills_up_with_zeros(x, size, stride=None):
    return over_the_end(x, size, stride)[0] / np.prod(pair(size))


@wrong(
    "avg_pool2d",
    because="The last window is lost. A window may begin at 0 up to and including H - size; Python's ranges and slices "
    "leave their end out.",
)
def loses_the_last_window(x, size, stride=None):
    out = right.avg_pool2d(x, size, stride)
    rows, columns = (
        len(range(0, n - k, s)) for n, k, s in zip(x.shape[2:], pair(size), strides(size, stride), strict=True)
    )
    return out[:, :, :rows, :columns]


@wrong(
    "avg_pool2d",
    because="The pairs are read as (horizontal, vertical). They are (vertical, horizontal), in the order of the axes: "
    "rows, then columns.",
)
def turns_the_pairs_round(x, size, stride=None):
    return right.avg_pool2d(x, pair(size)[::-1], strides(size, stride)[::-1])


@wrong(
    "avg_pool2d",
    because="The means are kept in the dtype of the images: where those are counts, whole numbers, the fractions are "
    "cut off. A mean is a real number.",
)
def cuts_off_fractions(x, size, stride=None):
    return right.avg_pool2d(x, size, stride).astype(x.dtype)


@wrong(
    "avg_pool2d_backward",
    because="Every pixel of the window receives the whole gradient. It is one of kh kw pixels whose mean was taken, so "
    "it receives that part of it.",
)
def does_not_divide(grad_out, input_shape, size, stride=None):
    return right.avg_pool2d_backward(grad_out, input_shape, size, stride) * np.prod(pair(size))


def laid(grad_out, input_shape, size, stride, lay):
    """Go through the windows in order; `lay` says what a window's piece of the gradient becomes."""
    (kh, kw), (sv, sh) = pair(size), pair(stride)
    grad_x = np.zeros(input_shape)
    for i, j in np.ndindex(grad_out.shape[2:]):
        piece = np.s_[:, :, i * sv : i * sv + kh, j * sh : j * sh + kw]
        grad_x[piece] = lay(grad_x[piece], grad_out[:, :, i : i + 1, j : j + 1] / (kh * kw))
    return grad_x


REPLACED = (
    "Where windows overlap, the share of one replaces that of another. The pixel is in both means, so the shares add: "
    "+=, not =."
)


@wrong("avg_pool2d_backward", because=REPLACED)
def overwrites(grad_out, input_shape, size, stride=None):
    return laid(
        grad_out, input_shape, size, strides(size, stride), lambda old, share: np.broadcast_to(share, old.shape)
    )


@wrong("avg_pool2d_backward", because=REPLACED)
def overwrites_place_by_place(grad_out, input_shape, size, stride=None):
    grad_x = np.zeros(input_shape)
    places = right._samples(input_shape, size, stride)
    for place in places:
        grad_x[place] = grad_out / len(places)
    return grad_x


@wrong(
    "avg_pool2d_backward",
    because="The windows always touch: the stride that the forward pass had is not used on the way back.",
)
def backward_ignores_the_stride(grad_out, input_shape, size, stride=None):
    return laid(grad_out, input_shape, size, size, lambda old, share: old + share)


@wrong(
    "avg_pool2d_backward",
    because="Without a stride your way back moves the window by one pixel. None stands for `size`, as on the way "
    "forward.",
)
def backward_moves_by_one_pixel(grad_out, input_shape, size, stride=None):
    return laid(grad_out, input_shape, size, 1 if stride is None else stride, lambda old, share: old + share)


@wrong(
    "avg_pool2d_backward",
    because="Pixels that lie in no window receive a gradient: those at the end that the forward pass dropped get a "
    "copy of their neighbour's. They did not change the result, so their gradient is 0.",
)
def dropped_pixels_receive_a_gradient(grad_out, input_shape, size, stride=None):
    grad_x = right.avg_pool2d_backward(grad_out, input_shape, size, stride)
    (kh, kw), (sv, sh) = pair(size), strides(size, stride)
    rows, columns = (grad_out.shape[2] - 1) * sv + kh, (grad_out.shape[3] - 1) * sh + kw
    ends = [(0, 0), (0, 0), (0, input_shape[2] - rows), (0, input_shape[3] - columns)]
    return np.pad(grad_x[:, :, :rows, :columns], ends, mode="edge")


@wrong(
    "avg_pool2d_backward",
    because="Only the first pixel of each window receives the gradient. All of them went into the mean, each as much "
    "as any other.",
)
def to_the_first_pixel_only(grad_out, input_shape, size, stride=None):
    grad_x = np.zeros(input_shape)
    (sv, sh), (rows, columns) = strides(size, stride), grad_out.shape[2:]
    grad_x[:, :, : rows * sv : sv, : columns * sh : sh] = grad_out
    return grad_x


@lenient(
    "avg_pool2d_backward",
    because="A gradient of another shape is stretched by broadcasting without a word. Compare its shape with that of "
    "the forward pass's result.",
)
def stretches_the_gradient(grad_out, input_shape, size, stride=None):
    shape = right.avg_pool2d(np.zeros(input_shape), size, stride).shape
    return right.avg_pool2d_backward(np.broadcast_to(grad_out, shape), input_shape, size, stride)
