"""day03/strided_conv: convolution with stride, padding, dilation and groups."""

import numpy as np
import pytest

from grader.checks import expect


def test_defaults(kata, rng):
    """Without further arguments there is no bias, no padding, one group, and the stride and dilation are 1."""
    x, weight = rng.normal(size=(2, 3, 4, 6)), rng.normal(size=(5, 3, 2, 3))
    out = kata.conv2d(x, weight)
    expect(out).has_shape((2, 5, 3, 4))
    expect(out).equals(kata.conv2d(x, weight, np.zeros(5), 1, 0, 1, 1), rtol=1e-5)


def test_stride_thins_out(kata, rng):
    """Stride (2, 3) keeps every second row and every third column of what stride 1 gives."""
    x, weight = rng.normal(size=(1, 2, 9, 11)), rng.normal(size=(3, 2, 2, 3))
    expect(kata.conv2d(x, weight, stride=(2, 3))).equals(kata.conv2d(x, weight)[:, :, ::2, ::3], rtol=1e-5)


def test_dilated_kernel_has_holes(kata, rng):
    """Dilation (2, 3) is the same as a larger kernel with zeros between the samples."""
    x, weight = rng.normal(size=(1, 2, 8, 9)), rng.normal(size=(3, 2, 3, 2))
    with_holes = np.zeros((3, 2, 5, 4))
    with_holes[:, :, ::2, ::3] = weight
    expect(kata.conv2d(x, weight, dilation=(2, 3))).equals(kata.conv2d(x, with_holes), rtol=1e-5)


def test_groups_are_separate_layers(kata, rng):
    """Two groups are two layers side by side, each on its half of the channels."""
    x, weight = rng.normal(size=(2, 4, 5, 6)), rng.normal(size=(6, 2, 3, 3))
    halves = [kata.conv2d(x[:, :2], weight[:3]), kata.conv2d(x[:, 2:], weight[3:])]
    expect(kata.conv2d(x, weight, groups=2)).equals(np.concatenate(halves, axis=1), rtol=1e-5)


def test_images_do_not_mix(kata, rng):
    """What comes of an image does not depend on the others of its batch."""
    x, weight = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(2, 2, 3, 3))
    expect(kata.conv2d(x, weight, padding=1)[1:2]).equals(kata.conv2d(x[1:2], weight, padding=1), rtol=1e-5)


@pytest.mark.parametrize(
    "name, value",
    [
        ("stride", 0),
        ("stride", (1, 0)),
        ("stride", (-1, 1)),
        ("padding", -1),
        ("padding", (1, -1)),
        ("dilation", 0),
        ("dilation", (0, 2)),
    ],
)
def test_too_small(kata, rng, name, value):
    """A number below its least value is refused by name, in a pair too."""
    x, weight = rng.normal(size=(1, 2, 6, 7)), rng.normal(size=(3, 2, 3, 3))
    kata.conv2d.refuses(x, weight, **{name: value}, naming=name)


@pytest.mark.parametrize("shape", [(6, 7), (2, 6, 7), (0, 2, 6, 7)])
def test_no_batch_of_images(kata, rng, shape):
    """An image without batch and channels, and an empty batch, are refused by name."""
    kata.conv2d.refuses(rng.normal(size=shape), rng.normal(size=(3, 2, 3, 3)), naming="x")


@pytest.mark.parametrize("shape, groups", [((3, 3), 1), ((2, 3, 3), 1), ((3, 4, 3, 3), 1), ((4, 2, 3, 3), 2)])
def test_weight_of_the_wrong_shape(kata, rng, shape, groups):
    """A weight without four axes, or for another number of channels, is refused by name."""
    x = rng.normal(size=(1, 2, 6, 7))
    kata.conv2d.refuses(x, rng.normal(size=shape), groups=groups, naming="weight")


@pytest.mark.parametrize("kernel, padding, dilation", [((7, 2), 0, 1), ((2, 10), 1, 1), ((3, 3), 0, (3, 1))])
@pytest.mark.parametrize("stride", [1, 2])
def test_kernel_larger_than_the_padded_image(kata, rng, kernel, padding, dilation, stride):
    """A kernel that fits nowhere on the padded image is refused by name."""
    x, weight = rng.normal(size=(1, 2, 6, 7)), rng.normal(size=(3, 2, *kernel))
    kata.conv2d.refuses(x, weight, None, stride, padding, dilation, naming="weight")


@pytest.mark.parametrize("shape", [(1,), (2,), (3, 1), (5,)])
def test_bias_of_the_wrong_shape(kata, rng, shape):
    """A bias that has not one number a filter is refused by name, even where NumPy would stretch it."""
    x, weight = rng.normal(size=(1, 2, 6, 7)), rng.normal(size=(3, 2, 3, 3))
    kata.conv2d.refuses(x, weight, rng.normal(size=shape), naming="bias")


@pytest.mark.parametrize(
    "channels, weight_shape, groups", [(4, (4, 4, 3, 3), 0), (4, (3, 2, 3, 3), 2), (5, (4, 2, 3, 3), 2)]
)
def test_groups_that_do_not_divide(kata, rng, channels, weight_shape, groups):
    """Groups below 1, or not dividing channels and filters, are refused by name."""
    x = rng.normal(size=(1, channels, 6, 7))
    kata.conv2d.refuses(x, rng.normal(size=weight_shape), groups=groups, naming="groups")
