"""Other right ways to write day03/output_size."""

import numpy as np

from grader.mutants import right


@right("output_size")
def by_listing_the_positions(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - dilation * (kernel - 1) - 1
    return len(range(0, last + 1, stride))


@right("output_size")
def by_walking(size, kernel, stride=1, padding=0, dilation=1):
    count, first = 0, -padding
    while first + dilation * (kernel - 1) < size + padding:
        count, first = count + 1, first + stride
    return count


@right("output_size")
def by_the_positions_at_stride_one(size, kernel, stride=1, padding=0, dilation=1):
    return np.int64(np.ceil((size + 2 * padding - dilation * (kernel - 1)) / stride))


@right("output_size")
def by_torch(size, kernel, stride=1, padding=0, dilation=1):
    import torch

    layer = torch.nn.Conv1d(1, 1, kernel, stride, padding, dilation)
    return layer(torch.zeros(1, 1, size)).shape[-1]
