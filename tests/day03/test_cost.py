"""day03/cost: what a convolution costs in arithmetic and in memory."""

from grader.checks import expect


def test_defaults(kata):
    """Stride 1, no padding, no dilation, one group, one image, 32 bits."""
    expect(kata.conv_macs((6, 9), 3, 4, 3), "conv_macs").equals(kata.conv_macs((6, 9), 3, 4, 3, 1, 0, 1, 1))
    expect(kata.conv_activation_bytes((6, 9), 4, 3), "conv_activation_bytes").equals(
        kata.conv_activation_bytes((6, 9), 4, 3, 1, 0, 1, 1, 32)
    )
