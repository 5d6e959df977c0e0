"""Other right ways to write day03/receptive_field."""

import math

import numpy as np

from grader.mutants import right


@right("receptive_field")
def from_the_output_back(layers):
    """Which pixels 0 ... 0 of the output come from first ... last of the layer before, and so on to the image."""
    first = last = 0
    for kernel, stride, padding, dilation in reversed(layers):
        first = first * stride - padding
        last = last * stride - padding + dilation * (kernel - 1)
    return last - first + 1, math.prod(stride for _, stride, _, _ in layers), (first + last) / 2


@right("receptive_field")
def by_cumulative_products(layers):
    kernel, stride, padding, dilation = np.array(layers, int).reshape(-1, 4).T
    jumps = np.concatenate([[1], np.cumprod(stride)])
    reach = dilation * (kernel - 1)
    start = np.sum((reach / 2 - padding) * jumps[:-1])
    return np.int64(1 + reach @ jumps[:-1]), jumps[-1], start


@right("receptive_field")
def by_sets_of_pixels(layers):
    """Follow the pixels that an output pixel sees back through the layers, one by one."""

    def seen_from(pixel):
        pixels = {pixel}
        for kernel, stride, padding, dilation in reversed(layers):
            pixels = {i * stride - padding + u * dilation for i in pixels for u in range(kernel)}
        return pixels

    here, next_one = seen_from(0), seen_from(1)
    first, last = min(here), max(here)
    return [last - first + 1, min(next_one) - first, np.float32((first + last) / 2)]
