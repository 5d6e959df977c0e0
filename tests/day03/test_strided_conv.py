"""day03/strided_conv: convolution with stride, padding, dilation and groups."""

import numpy as np

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
