"""Other right ways to write day03/im2col."""

import numpy as np

from grader.mutants import right
from solutions.day03 import im2col as reference


@right("im2col")
def by_windows(x, kernel, stride=1, padding=0, dilation=1):
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    extent = tuple(dilation * (k - 1) + 1 for k in kernel)
    windows = np.lib.stride_tricks.sliding_window_view(padded, extent, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]
    count, channels, rows, columns = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(count, channels * np.prod(kernel), rows * columns)


@right("im2col")
def by_index(x, kernel, stride=1, padding=0, dilation=1):
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    shape = reference._output_shape(x.shape[2:], kernel, stride, padding, dilation)
    rows, columns = (
        dilation * np.arange(k)[:, None] + stride * np.arange(n) for k, n in zip(kernel, shape, strict=True)
    )
    patches = padded[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return patches.reshape(len(x), -1, shape[0] * shape[1])


@right("im2col")
def by_torch(x, kernel, stride=1, padding=0, dilation=1):
    import torch

    unfold = torch.nn.functional.unfold
    return unfold(torch.tensor(x).double(), tuple(kernel), dilation=dilation, padding=padding, stride=stride).numpy()


@right("im2col")
def returning_a_turned_array(x, kernel, stride=1, padding=0, dilation=1):
    return np.asfortranarray(reference.im2col(x, kernel, stride, padding, dilation))


@right("im2col")
def single_precision(x, kernel, stride=1, padding=0, dilation=1):
    return reference.im2col(x, kernel, stride, padding, dilation).astype(np.float32)


@right("col2im")
def by_adding_at_indices(columns, size, kernel, stride=1, padding=0, dilation=1):
    height, width = size[0] + 2 * padding, size[1] + 2 * padding
    numbers = np.arange(height * width).reshape(1, 1, height, width)
    index = reference.im2col(numbers, kernel, stride, 0, dilation).ravel()
    flat = np.zeros((len(columns), columns.shape[1] // np.prod(kernel), height * width))
    np.add.at(flat, (slice(None), slice(None), index), columns.reshape(*flat.shape[:2], -1))
    padded = flat.reshape(*flat.shape[:2], height, width)
    return padded[:, :, padding : height - padding, padding : width - padding]


@right("col2im")
def patch_by_patch(columns, size, kernel, stride=1, padding=0, dilation=1):
    count, channels = len(columns), columns.shape[1] // (kernel[0] * kernel[1])
    _, across = reference._output_shape(size, kernel, stride, padding, dilation)
    padded = np.zeros((count, channels, size[0] + 2 * padding, size[1] + 2 * padding))
    for place in range(columns.shape[2]):
        top, left = stride * (place // across), stride * (place % across)
        rows = top + dilation * np.arange(kernel[0])
        cols = left + dilation * np.arange(kernel[1])
        padded[:, :, rows[:, None], cols] += columns[:, :, place].reshape(count, channels, *kernel)
    return padded[:, :, padding : padding + size[0], padding : padding + size[1]]


@right("col2im")
def by_torch_fold(columns, size, kernel, stride=1, padding=0, dilation=1):
    import torch

    fold = torch.nn.functional.fold
    back = fold(
        torch.tensor(columns).double(), tuple(size), tuple(kernel), dilation=dilation, padding=padding, stride=stride
    )
    return back.numpy()


@right("conv2d_im2col")
def all_images_in_one_product(x, weight, bias=None, stride=1, padding=0, dilation=1):
    if np.ndim(x) != 4 or np.ndim(weight) != 4 or np.ndim(bias if bias is not None else [0]) != 1:
        return reference.conv2d_im2col(x, weight, bias, stride, padding, dilation)
    if x.shape[1] != weight.shape[1] or (bias is not None and len(bias) != len(weight)):
        return reference.conv2d_im2col(x, weight, bias, stride, padding, dilation)
    columns = reference.im2col(x, weight.shape[2:], stride, padding, dilation)
    y = weight.reshape(len(weight), -1) @ columns.transpose(1, 0, 2).reshape(columns.shape[1], -1)
    y = y if bias is None else y + bias[:, None]
    rows = (x.shape[2] + 2 * padding - dilation * (weight.shape[2] - 1) - 1) // stride + 1
    return y.reshape(len(weight), len(x), rows, -1).swapaxes(0, 1)


@right("conv2d_im2col")
def in_float32(x, weight, bias=None, stride=1, padding=0, dilation=1):
    single = [None if a is None else np.asarray(a, np.float32) for a in (x, weight, bias)]
    return reference.conv2d_im2col(*single, stride, padding, dilation)


@right("conv2d_im2col")
def always_in_float64(x, weight, bias=None, stride=1, padding=0, dilation=1):
    double = [None if a is None else np.asarray(a, np.float64) for a in (x, weight, bias)]
    return reference.conv2d_im2col(*double, stride, padding, dilation)
