"""Other right ways to write day03/cost."""

from fractions import Fraction

import numpy as np

from grader.mutants import right


@right("conv_macs")
def by_counting_in_a_loop(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    positions = 1
    for pixels in size:
        positions *= len(range(-padding, pixels + padding - dilation * (kernel - 1), stride))
    count = 0
    for _ in range(groups):
        for _ in range(out_channels // groups):
            for _ in range(in_channels // groups):
                count += positions * kernel * kernel
    return count


@right("conv_macs")
def by_the_size_of_the_weight(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    weight = np.empty((out_channels, in_channels // groups, kernel, kernel))
    out = (np.array(size) + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
    return np.prod(out) * weight.size


@right("conv_activation_bytes")
def by_the_array_itself(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    out = (np.array(size) + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
    return np.broadcast_to(np.zeros((), np.dtype(f"V{bits // 8}")), (batch, out_channels, *out)).nbytes


@right("cheaper_stack")
def by_adding_layers(k):
    layers, seen = 0, 1
    while seen < k:
        layers, seen = layers + 1, seen + 2
    return [np.int64(layers), np.float64(Fraction(9 * layers, k * k))]


@right("cheaper_stack")
def by_closed_form(k):
    return k // 2, np.float32(4.5 * (k - 1) / k**2)
