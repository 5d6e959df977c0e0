"""day03/im2col: convolution as one matrix product."""

import time

import numpy as np

from grader.checks import expect, limit

SPEEDUP = 10


def test_adjoint(kata, rng):
    """sum(im2col(x) * columns) = sum(x * col2im(columns)): col2im is the transpose of im2col."""
    geometry = ((3, 2), 2, 1, 2)
    x = rng.normal(size=(2, 3, 9, 8))
    columns = rng.normal(size=(2, 18, 16))
    there = kata.im2col(x, *geometry)
    expect(there, "im2col").has_shape(columns.shape)
    back = kata.col2im(columns, (9, 8), *geometry)
    expect(back, "col2im").has_shape(x.shape)
    expect(np.sum(x * back), "sum(x * col2im(columns))").near(np.sum(there * columns), within=1e-3)


def test_arguments_by_name(kata, rng):
    """stride, padding and dilation may be given by name, and each has its default."""
    x = rng.normal(size=(1, 1, 5, 5))
    expect(kata.im2col(x, (1, 1), padding=1)).equals(np.pad(x[0], [(0, 0), (1, 1), (1, 1)]).reshape(1, 1, 49))
    expect(kata.col2im(x[:, :, :3, :3].reshape(1, 1, 9), (5, 5), (1, 1), stride=2)[:, :, ::2, ::2]).equals(
        x[:, :, :3, :3]
    )
    weight = np.array([[[[1.0, -1.0]]]])
    expect(kata.conv2d_im2col(x, weight, dilation=3)).equals(x[..., :2] - x[..., 3:], rtol=1e-5)


def test_kernel_fits_thanks_to_padding(kata, rng):
    """What counts is the padded image: a 5x5 kernel meets a 3x4 image if there is a pixel of padding."""
    expect(kata.im2col(rng.normal(size=(1, 1, 3, 4)), (5, 5), 1, 1)).has_shape((1, 25, 2))


@limit(30)
def test_speed(kata, rng):
    """At least 10 times as fast as a loop over output channels, rows and columns, 53 x 53 pixels, 16 channels."""
    x, weight, bias = (rng.normal(size=shape) for shape in [(1, 16, 53, 53), (24, 16, 2, 2), 24])
    # How wrong comes first: what a wrong result took to make says nothing.
    y = kata.conv2d_im2col(x, weight, bias)
    expect(y).has_shape((1, 24, 52, 52))
    expect(y[:, :, :2]).equals(loops(x, weight, bias, 2), rtol=1e-5)
    (is_fast,) = kata.probe(race, x, weight, bias)
    expect(is_fast).holds(f"the result is right, but it is not {SPEEDUP} times as fast as the loops")


def race(submission, x, weight, bias):
    """Return whether the submission is fast, in a list; both clocks run in the same process."""
    # Small patches on purpose: anything without a loop over patches and channels is 15 to 500 times as fast.
    slow = 52 / 2 * min(timed(loops, x, weight, bias, 2) for _ in range(2))  # two rows stand for all
    quick = timed(submission.conv2d_im2col, x, weight, bias)
    for _ in range(4 if quick < 2 * slow else 0):
        quick = min(quick, timed(submission.conv2d_im2col, x, weight, bias))
    print(f"timed: the loops {1e3 * slow:.1f} ms, conv2d_im2col {1e3 * quick:.1f} ms")
    return [bool(SPEEDUP * quick <= slow)]


def timed(function, *args):
    """Return the processor time of this thread, which other programs' load does not add to."""
    start = time.thread_time()
    function(*args)
    return time.thread_time() - start


def loops(x, weight, bias, height):
    """The loop version: the first rows of the output, pixel by pixel and channel by channel."""
    n, outputs, kh, kw = len(x), *np.delete(weight.shape, 1)
    y = np.zeros((n, outputs, height, x.shape[3] - kw + 1))
    for n, o, i, j in np.ndindex(y.shape):
        y[n, o, i, j] = np.sum(x[n, :, i : i + kh, j : j + kw] * weight[o]) + bias[o]
    return y
