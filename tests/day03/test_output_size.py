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
