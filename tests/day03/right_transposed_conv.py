"""Other right ways to write day03/transposed_conv."""

import numpy as np

from grader.mutants import right
from solutions.day03 import transposed_conv as reference


@right("transposed_output_size")
def by_counting_places(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    last = np.arange(size)[-1] * stride + np.arange(kernel)[-1] * dilation
    return np.int64(last + 1 + output_padding - 2 * padding)


@right("conv_transpose2d")
def by_inserting_zeros(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    shape = reference.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation).shape
    (count, channels, height, width), (kh, kw) = x.shape, weight.shape[2:]
    spread = np.zeros((count, channels, stride * (height - 1) + 1, stride * (width - 1) + 1))
    spread[:, :, ::stride, ::stride] = x
    reach = [dilation * (k - 1) for k in (kh, kw)]
    spread = np.pad(spread, [(0, 0), (0, 0), *((r, r + output_padding) for r in reach)])
    windows = np.lib.stride_tricks.sliding_window_view(spread, [r + 1 for r in reach], axis=(2, 3))
    windows = windows[..., ::dilation, ::dilation]
    full = np.einsum("nchwij,coij->nohw", windows, weight[:, :, ::-1, ::-1])
    y = full[:, :, padding:, padding:][:, :, : shape[2], : shape[3]]
    return y if bias is None else y + bias[:, None, None]


@right("conv_transpose2d")
def pixel_by_pixel(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = reference.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    y = np.zeros(y.shape) + (0.0 if bias is None else bias[:, None, None])
    for n, c, r, s in np.ndindex(x.shape):
        for i, j in np.ndindex(weight.shape[2:]):
            row, column = r * stride + i * dilation - padding, s * stride + j * dilation - padding
            if 0 <= row < y.shape[2] and 0 <= column < y.shape[3]:
                y[n, :, row, column] += x[n, c, r, s] * weight[c, :, i, j]
    return y


@right("conv_transpose2d")
def by_torch(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    import torch

    x, weight, bias = (None if a is None else torch.tensor(a).double() for a in (x, weight, bias))
    y = torch.nn.functional.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation=dilation)
    return y.numpy()


@right("conv_transpose2d")
def in_float32_and_turned(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = reference.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return np.asfortranarray(y.astype(np.float32))


@right("conv_transpose2d")
def in_float32_but_for_the_result(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    arrays = [None if array is None else array.astype(np.float32) for array in (x, weight, bias)]
    return reference.conv_transpose2d(*arrays, stride, padding, output_padding, dilation).astype(np.float64)
