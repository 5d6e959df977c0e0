"""Wrong turns of day04/adaptive_pool."""

import itertools
import math

import numpy as np

from grader.mutants import wrong
from solutions.day04 import adaptive_pool as right


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def pool(x, output_size, reduce, windows):
    """Pool as the solution does, over windows that are laid otherwise."""
    (rows, columns), (height, width) = pair(output_size), x.shape[2:]
    x = np.stack([reduce(x[:, :, a:b], axis=2) for a, b in windows(height, rows)], axis=2)
    return np.stack([reduce(x[..., a:b], axis=3) for a, b in windows(width, columns)], axis=3)


def as_told(size, count):
    return [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def equal_windows(size, count):
    """Windows of size // count pixels. (None would be left of an output larger than the input.)"""
    k = size // count
    return [(i * k, (i + 1) * k) for i in range(count)] if k else as_told(size, count)


def one_size_and_stride(size, count):
    stride = size // count
    kernel = size - (count - 1) * stride
    return [(i * stride, i * stride + kernel) for i in range(count)] if stride else as_told(size, count)


def rounded(size, count):
    edges = [round(i * size / count) for i in range(count + 1)]
    return [(a, b) if a < b else (min(a, size - 1), min(a, size - 1) + 1) for a, b in itertools.pairwise(edges)]


def nearest(size, count):
    return as_told(size, count) if count <= size else [(i * size // count, i * size // count + 1) for i in range(count)]


def without_overlap(size, count):
    return [(i * size // count, max(i * size // count + 1, (i + 1) * size // count)) for i in range(count)]


def one_past_the_floor(size, count):
    return [(i * size // count, min(size, (i + 1) * size // count + 1)) for i in range(count)]


def inexact(size, count):
    step = size / count
    return [(math.floor(i * step), math.ceil((i + 1) * step)) for i in range(count)]


DROPPED = (
    "All windows have H // H' pixels, and what is left of the division is dropped at the end. Adaptive windows cover "
    "all of the input: from floor(i H / H') to ceil((i + 1) H / H')."
)
NEAREST = (
    "Where the output is larger than the input you repeat single pixels. The rule of the windows holds there as well: "
    "a window may begin in one pixel and end in the next."
)
NO_OVERLAP = (
    "The ends of your windows are rounded down, so that each begins where the last one ended. Ends are rounded up: a "
    "pixel that the border runs through belongs to both windows."
)
TURNED = (
    "The pair is read as (columns, rows). It is (rows, columns), in the order of the axes: vertical, then horizontal."
)
INEXACT = (
    "The windows are right but for rounding: the quotient H / H' is inexact, and a multiple of it can miss a whole "
    "number by a hair, which floor or ceil makes a whole pixel of. Multiply first and divide last, or stay in integers."
)


@wrong("adaptive_avg_pool2d", because=DROPPED)
def drops_the_remainder(x, output_size):
    return pool(x, output_size, np.mean, equal_windows)


@wrong(
    "adaptive_avg_pool2d",
    because="This is ordinary pooling with one window size and one stride for the whole axis. Adaptive windows may "
    "differ: each goes from floor(i H / H') to ceil((i + 1) H / H').",
)
def uses_one_size_and_stride(x, output_size):
    return pool(x, output_size, np.mean, one_size_and_stride)


@wrong(
    "adaptive_avg_pool2d",
    because="The borders of your windows are rounded to the nearest pixel. Beginnings are rounded down and ends up, "
    "so that a pixel that the border runs through belongs to both windows.",
)
def rounds_to_the_nearest(x, output_size):
    return pool(x, output_size, np.mean, rounded)


@wrong("adaptive_avg_pool2d", because=NEAREST)
def repeats_pixels(x, output_size):
    return pool(x, output_size, np.mean, nearest)


@wrong("adaptive_avg_pool2d", because=NO_OVERLAP)
def has_no_overlap(x, output_size):
    return pool(x, output_size, np.mean, without_overlap)


@wrong(
    "adaptive_avg_pool2d",
    because="Your windows end at floor((i + 1) H / H') + 1. That is the ceiling except where the quotient is a whole "
    "number: there the window takes a pixel too many.",
)
def ends_one_past_the_floor(x, output_size):
    return pool(x, output_size, np.mean, one_past_the_floor)


@wrong("adaptive_avg_pool2d", because=INEXACT)
def divides_first(x, output_size):
    return pool(x, output_size, np.mean, inexact)


@wrong("adaptive_avg_pool2d", because=TURNED)
def turns_the_pair_round(x, output_size):
    return right.adaptive_avg_pool2d(x, pair(output_size)[::-1])


@wrong(
    "adaptive_avg_pool2d",
    because="Every window is divided by the same number of pixels, H W / (H' W'). Windows differ in size: divide each "
    "by the pixels that it has.",
)
def divides_all_alike(x, output_size):
    rows, columns = pair(output_size)
    return pool(x, output_size, np.sum, as_told) * (rows * columns) / (x.shape[2] * x.shape[3])


@wrong(
    "adaptive_avg_pool2d",
    because="The means are kept in the dtype of the images: where those are counts, whole numbers, the fractions are "
    "cut off. A mean is a real number.",
)
def cuts_off_fractions(x, output_size):
    return right.adaptive_avg_pool2d(x, output_size).astype(x.dtype)


@wrong("adaptive_max_pool2d", because=NO_OVERLAP)
def max_has_no_overlap(x, output_size):
    return pool(x, output_size, np.max, without_overlap)


@wrong("adaptive_max_pool2d", because=TURNED)
def max_turns_the_pair_round(x, output_size):
    return right.adaptive_max_pool2d(x, pair(output_size)[::-1])


@wrong(
    "adaptive_max_pool2d",
    because="This is the mean of each window, as in adaptive_avg_pool2d. The windows are the same; here their maximum "
    "is wanted.",
)
def averages(x, output_size):
    return right.adaptive_avg_pool2d(x, output_size)


@wrong(
    "adaptive_max_pool2d",
    because="Nothing below zero can win, because the search starts from 0. Start from a pixel of the window itself: a "
    "window of negative pixels has a negative maximum.",
)
def starts_from_zero(x, output_size):
    return np.maximum(right.adaptive_max_pool2d(x, output_size), 0.0)
