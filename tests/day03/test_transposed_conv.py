"""day03/transposed_conv: convolution turned round."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("geometry", [(1, 0, 1), (2, 1, 1), (3, 2, 1), (2, 1, 2)])
def test_adjoint(kata, rng, geometry):
    """sum(conv(x) * y) = sum(x * conv_transpose2d(y)): it is the transpose of the convolution's matrix."""
    stride, padding, dilation = geometry
    y, weight = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(2, 3, 3, 2))
    shape = [stride * (n - 1) + dilation * (k - 1) + 1 - 2 * padding for n, k in [(4, 3), (5, 2)]]
    x = rng.normal(size=(2, 3, *shape))
    back = kata.conv_transpose2d(y, weight, None, stride, padding, 0, dilation)
    expect(back).has_shape(x.shape)
    forth = correlated(x, weight, stride, padding, dilation)
    expect(np.sum(x * back), "sum(x * conv_transpose2d(y))").near(np.sum(forth * y), within=1e-3)


def correlated(x, weight, stride, padding, dilation):
    """Return the forward convolution, pixel by pixel."""
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = (dilation * (k - 1) + 1 for k in weight.shape[2:])
    height, width = ((n - k) // stride + 1 for n, k in zip(padded.shape[2:], (kh, kw), strict=True))
    y = np.empty((len(x), len(weight), height, width))
    for i, j in np.ndindex(height, width):
        top, left = stride * i, stride * j
        patch = padded[:, :, top : top + kh : dilation, left : left + kw : dilation]
        y[:, :, i, j] = np.einsum("nchw,ochw->no", patch, weight)
    return y


def test_arguments_by_name(kata, rng):
    """Options may be given by name, and each has its default."""
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 1, 1, 1))
    mixed = np.einsum("nchw,co->nohw", x, weight[:, :, 0, 0])
    expect(kata.conv_transpose2d(x, weight)).equals(mixed, rtol=1e-5)
    expect(kata.conv_transpose2d(x, weight, stride=2, output_padding=1)[:, :, ::2, ::2]).equals(mixed, rtol=1e-5)
    cropped = kata.conv_transpose2d(x, weight, padding=1, bias=np.array([3.0]))
    expect(cropped).equals(mixed[:, :, 1:-1, 1:-1] + 3.0, rtol=1e-5)
    expect(kata.transposed_output_size(5, 4, dilation=2)).equals(11)


@pytest.mark.parametrize(("name", "value"), [("stride", 0), ("padding", -1), ("output_padding", -1), ("dilation", 0)])
def test_out_of_range(kata, rng, name, value):
    """A stride or dilation of zero, and a negative padding, are refused by name."""
    kata.transposed_output_size.refuses(5, 3, naming=name, **{name: value})
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 3, 3, 2))
    kata.conv_transpose2d.refuses(x, weight, naming=name, **{name: value})


def test_no_size(kata):
    """A line without pixels is refused by name."""
    kata.transposed_output_size.refuses(0, 3, naming="size")


def test_no_kernel(kata):
    """A kernel without pixels is refused by name."""
    kata.transposed_output_size.refuses(5, 0, naming="kernel")


@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (3, 1), (2, 3), (3, 2)])
def test_output_padding_too_large(kata, rng, stride, dilation):
    """An output_padding as large as stride and dilation is refused by name: no remainder is that large."""
    too_large = max(stride, dilation)
    kata.transposed_output_size.refuses(5, 3, stride, 0, too_large, dilation, naming="output_padding")
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 3, 3, 2))
    kata.conv_transpose2d.refuses(x, weight, None, stride, 0, too_large, dilation, naming="output_padding")


def test_nothing_left(kata, rng):
    """A padding that crops every pixel is refused by name."""
    kata.transposed_output_size.refuses(2, 3, 1, 2, naming="padding")
    kata.conv_transpose2d.refuses(
        rng.normal(size=(1, 2, 2, 9)), rng.normal(size=(2, 3, 3, 2)), None, 1, 2, naming="padding"
    )


@pytest.mark.parametrize("shape", [(2, 3, 4), (0, 2, 3, 4), (1, 2, 0, 4)])
def test_not_a_batch(kata, rng, shape):
    """What is not a batch of images, or holds none, is refused by name."""
    kata.conv_transpose2d.refuses(rng.normal(size=shape), rng.normal(size=(2, 3, 3, 2)), naming="x")


@pytest.mark.parametrize("shape", [(3, 2, 3, 2), (1, 2, 3, 2), (2, 3, 3)])
def test_weight_of_other_channels(kata, rng, shape):
    """A weight whose first axis is not the channels of x is refused by name."""
    kata.conv_transpose2d.refuses(rng.normal(size=(1, 2, 3, 4)), rng.normal(size=shape), naming="weight")


@pytest.mark.parametrize("shape", [(1,), (2,), (3, 1)])
def test_bias_of_another_shape(kata, rng, shape):
    """A bias that has not one number for each output channel is refused by name, even where it would broadcast."""
    x, weight = rng.normal(size=(1, 2, 3, 4)), rng.normal(size=(2, 3, 3, 2))
    kata.conv_transpose2d.refuses(x, weight, rng.normal(size=shape), naming="bias")
