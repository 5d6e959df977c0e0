"""day03/cost: what a convolution costs in arithmetic and in memory."""

import pytest

from grader.checks import expect


def test_defaults(kata):
    """Stride 1, no padding, no dilation, one group, one image, 32 bits."""
    expect(kata.conv_macs((6, 9), 3, 4, 3), "conv_macs").equals(kata.conv_macs((6, 9), 3, 4, 3, 1, 0, 1, 1))
    expect(kata.conv_activation_bytes((6, 9), 4, 3), "conv_activation_bytes").equals(
        kata.conv_activation_bytes((6, 9), 4, 3, 1, 0, 1, 1, 32)
    )


@pytest.mark.parametrize("height, width, padding", [(2, 9, 0), (9, 2, 0), (1, 1, 1)])
def test_kernel_larger_than_the_padded_input(kata, height, width, padding):
    """A kernel that fits nowhere, along either axis, is refused by name."""
    for_macs, for_bytes = ((height, width), 1, 1, 4), ((height, width), 1, 4)
    kata.conv_macs.refuses(*for_macs, padding=padding, naming="kernel")
    kata.conv_activation_bytes.refuses(*for_bytes, padding=padding, naming="kernel")


@pytest.mark.parametrize("size", [(4, 9), (9, 4)])
def test_dilated_kernel_larger_than_the_input(kata, size):
    """Three samples, two pixels apart, reach over five pixels and not over three."""
    kata.conv_macs.refuses(size, 1, 1, 3, dilation=2, naming="kernel")
    kata.conv_activation_bytes.refuses(size, 1, 3, dilation=2, naming="kernel")


@pytest.mark.parametrize(
    "name, value",
    [
        ("size", (0, 9)),
        ("size", (9, 0)),
        ("in_channels", 0),
        ("out_channels", 0),
        ("kernel", 0),
        ("stride", 0),
        ("padding", -1),
        ("dilation", 0),
        ("groups", 0),
    ],
)
def test_macs_of_what_cannot_be(kata, name, value):
    """An argument of conv_macs below its least value is refused by name."""
    arguments = {"size": (8, 9), "in_channels": 2, "out_channels": 4, "kernel": 3} | {name: value}
    kata.conv_macs.refuses(**arguments, naming=name)


@pytest.mark.parametrize("channels", [(3, 4), (4, 3)])
def test_groups_that_do_not_divide(kata, channels):
    """Groups that do not divide both numbers of channels are refused by name."""
    kata.conv_macs.refuses((8, 9), *channels, 3, groups=2, naming="groups")


@pytest.mark.parametrize(
    "name, value",
    [
        ("size", (0, 9)),
        ("size", (9, 0)),
        ("out_channels", 0),
        ("kernel", 0),
        ("stride", 0),
        ("padding", -1),
        ("dilation", 0),
        ("batch", 0),
        ("bits", 0),
        ("bits", -8),
        ("bits", 12),
    ],
)
def test_bytes_of_what_cannot_be(kata, name, value):
    """An argument of conv_activation_bytes that cannot be is refused by name."""
    arguments = {"size": (8, 9), "out_channels": 4, "kernel": 3} | {name: value}
    kata.conv_activation_bytes.refuses(**arguments, naming=name)


@pytest.mark.parametrize("k", [-3, 0, 1, 2, 4, 6])
def test_no_stack_for_that(kata, k):
    """An even k, or one below 3, is refused by name: no stack of 3x3 layers sees just that."""
    kata.cheaper_stack.refuses(k, naming="k")
