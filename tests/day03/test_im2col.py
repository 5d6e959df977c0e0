"""day03/im2col: convolution as one matrix product."""

import time

import numpy as np
import pytest

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


@pytest.mark.parametrize(("name", "value"), [("stride", 0), ("padding", -1), ("dilation", 0)])
def test_out_of_range(kata, rng, name, value):
    """A stride or dilation of zero and a negative padding are refused by name."""
    x = rng.normal(size=(1, 2, 5, 6))
    kata.im2col.refuses(x, (2, 2), naming=name, **{name: value})
    kata.col2im.refuses(rng.normal(size=(1, 8, 20)), (5, 6), (2, 2), naming=name, **{name: value})
    kata.conv2d_im2col.refuses(x, rng.normal(size=(3, 2, 2, 2)), naming=name, **{name: value})


@pytest.mark.parametrize("kernel", [(0, 2), (2, 0), (4, 4), (6, 3)])
def test_kernel_does_not_fit(kata, rng, kernel):
    """A kernel without pixels, or with a dilated extent beyond the padded image, is refused by name."""
    kata.im2col.refuses(rng.normal(size=(1, 2, 5, 6)), kernel, 1, 0, 2, naming="kernel")
    columns = rng.normal(size=(1, 2 * max(1, kernel[0] * kernel[1]), 4))  # nothing else is wrong with them
    kata.col2im.refuses(columns, (5, 6), kernel, 1, 0, 2, naming="kernel")


def test_weight_does_not_fit(kata, rng):
    """A weight whose dilated kernel exceeds the padded image is refused as im2col refuses it."""
    x, weight = rng.normal(size=(1, 2, 5, 6)), rng.normal(size=(3, 2, 4, 2))
    kata.conv2d_im2col.refuses(x, weight, dilation=2, naming="kernel")


def test_kernel_fits_thanks_to_padding(kata, rng):
    """What counts is the padded image: a 5x5 kernel meets a 3x4 image if there is a pixel of padding."""
    expect(kata.im2col(rng.normal(size=(1, 1, 3, 4)), (5, 5), 1, 1)).has_shape((1, 25, 2))


@pytest.mark.parametrize("shape", [(2, 5, 6), (0, 2, 5, 6), (1, 0, 5, 6), (1, 1, 2, 5, 6)])
def test_not_a_batch(kata, rng, shape):
    """What is not a batch of images, or holds none, is refused by name."""
    kata.im2col.refuses(rng.normal(size=shape), (2, 2), naming="x")


@pytest.mark.parametrize("shape", [(1, 2, 5), (0, 2, 5, 6)])
def test_no_batch_to_convolve(kata, rng, shape):
    """What is not a batch of images, or holds none, is refused by name before it is convolved."""
    kata.conv2d_im2col.refuses(rng.normal(size=shape), rng.normal(size=(3, 2, 2, 2)), naming="x")


@pytest.mark.parametrize("shape", [(8, 20), (1, 9, 20), (1, 8, 21), (0, 8, 20)])
def test_columns_of_another_shape(kata, rng, shape):
    """Columns that do not belong to the size and the kernel are refused by name."""
    kata.col2im.refuses(rng.normal(size=shape), (5, 6), (2, 2), naming="columns")


@pytest.mark.parametrize("size", [(0, 4), (4, 0)])
def test_no_size(kata, rng, size):
    """An image without rows or columns is refused by name."""
    kata.col2im.refuses(rng.normal(size=(1, 4, 5)), size, (2, 2), 1, 1, naming="size")  # padded, it has 5 patches


@pytest.mark.parametrize("shape", [(3, 1, 2, 2), (2, 2, 2)])
def test_weight_of_other_channels(kata, rng, shape):
    """A weight whose channels are not those of x is refused by name."""
    kata.conv2d_im2col.refuses(rng.normal(size=(1, 2, 5, 6)), rng.normal(size=shape), naming="weight")


@pytest.mark.parametrize("shape", [(1,), (2,), (3, 1)])
def test_bias_of_another_shape(kata, rng, shape):
    """A bias that has not one number for each output channel is refused by name, even where it would broadcast."""
    x, weight = rng.normal(size=(1, 2, 5, 6)), rng.normal(size=(3, 2, 2, 2))
    kata.conv2d_im2col.refuses(x, weight, rng.normal(size=shape), naming="bias")


@limit(30)
def test_speed(kata, rng):
    """At least 10 times as fast as a loop over output channels, rows and columns, 53 x 53 pixels, 16 channels."""
    x, weight, bias = (rng.normal(size=shape) for shape in [(1, 16, 53, 53), (32, 16, 2, 2), 32])
    wrong_by, is_fast = kata.probe(race, x, weight, bias)
    # How wrong comes first, as what a wrong result took to make says nothing.
    expect(wrong_by == 0.0).holds("wrong on a batch of 53 x 53 pixels and 16 channels, so its speed was not judged")
    expect(is_fast).holds(f"the result is right, but it is not {SPEEDUP} times as fast as the loops")


def race(submission, x, weight, bias):
    """Return how far off the submission is, and whether it is fast; both clocks run in the same process."""
    # Small patches on purpose: anything without a loop over patches and channels is 15 to 500 times as fast.
    part, slow = timed(loops, x, weight, bias, 2)
    result, quick = timed(submission.conv2d_im2col, x, weight, bias)
    if result.shape != (1, 32, 52, 52):
        return list(result.shape), False  # whichever way it is wrong, to tell wrong turns apart
    wrong_by = round(float(np.abs(result[:, :, :2] - part).max()), 3)
    if wrong_by:
        return wrong_by, False
    slow = 52 / 2 * min(slow, timed(loops, x, weight, bias, 2)[1])  # two rows stand for all
    for _ in range(4 if quick < 2 * slow else 0):
        quick = min(quick, timed(submission.conv2d_im2col, x, weight, bias)[1])
    print(f"timed: the loops {1e3 * slow:.1f} ms, conv2d_im2col {1e3 * quick:.1f} ms")
    return 0.0, bool(SPEEDUP * quick <= slow)


def timed(function, *args):
    """Return the result and the processor time of this thread, which other programs' load does not add to."""
    start = time.thread_time()
    result = function(*args)
    return result, time.thread_time() - start


def loops(x, weight, bias, height, stride=1, padding=0, dilation=1):
    """The loop version: the first rows of the output, pixel by pixel and channel by channel."""
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = (dilation * (k - 1) + 1 for k in weight.shape[2:])
    width = (padded.shape[3] - kw) // stride + 1
    y = np.zeros((len(x), len(weight), height, width))
    for n in range(len(x)):
        for o in range(len(weight)):
            for i in range(height):
                for j in range(width):
                    top, left = i * stride, j * stride
                    patch = padded[n, :, top : top + kh : dilation, left : left + kw : dilation]
                    y[n, o, i, j] = np.sum(patch * weight[o]) + bias[o]
    return y
