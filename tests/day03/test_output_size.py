"""day03/output_size: how many pixels come out of a convolution or a pooling layer."""

import pytest

from grader.checks import expect


def test_defaults(kata):
    """Without further arguments the stride is 1, the padding 0, the dilation 1."""
    expect(kata.output_size(10, 4)).equals(7)


def test_arguments_by_name(kata):
    """The options can be given by name."""
    expect(kata.output_size(size=20, kernel=3, dilation=4, padding=2, stride=5)).equals(4)


@pytest.mark.parametrize("kernel", [1, 3, 5, 7])
def test_half_the_kernel_keeps_the_size(kata, kernel):
    """An odd kernel with (kernel - 1) / 2 pixels of padding keeps the size at stride 1."""
    expect(kata.output_size(53, kernel, 1, (kernel - 1) // 2)).equals(53)


@pytest.mark.parametrize("size, kernel, padding", [(4, 5, 0), (1, 4, 1), (3, 9, 2)])
@pytest.mark.parametrize("stride", [1, 2, 20])
def test_kernel_larger_than_the_padded_input(kata, size, kernel, padding, stride):
    """A kernel that fits nowhere is refused by name, whatever the stride."""
    kata.output_size.refuses(size, kernel, stride, padding, naming="kernel")


def test_dilated_kernel_larger_than_the_input(kata):
    """Three samples, four pixels apart, reach over nine pixels and not over three."""
    kata.output_size.refuses(8, 3, 1, 0, 4, naming="kernel")


@pytest.mark.parametrize(
    "name, arguments",
    [
        ("size", (0, 1)),
        ("kernel", (5, 0)),
        ("stride", (5, 3, 0)),
        ("stride", (5, 3, -1)),
        ("padding", (5, 3, 1, -1)),
        ("dilation", (5, 3, 1, 0, 0)),
    ],
)
def test_too_small(kata, name, arguments):
    """An argument below its least value is refused by name."""
    kata.output_size.refuses(*arguments, naming=name)
