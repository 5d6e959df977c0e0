"""Other right ways to write day04/avg_pool."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.mutants import right
from solutions.day04 import avg_pool as reference


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


@right("avg_pool2d")
def by_torch(x, size, stride=None):
    import torch

    x = torch.tensor(x if x.dtype.kind == "f" else x.astype(float))
    return torch.nn.functional.avg_pool2d(x, size, stride).numpy()


@right("avg_pool2d")
def by_windows(x, size, stride=None):
    sv, sh = pair(size if stride is None else stride)
    return sliding_window_view(x, pair(size), axis=(2, 3))[:, :, ::sv, ::sh].mean(axis=(4, 5))


@right("avg_pool2d")
def window_by_window(x, size, stride=None):
    out = np.zeros_like(reference.avg_pool2d(x, size, stride))
    (kh, kw), (sv, sh) = pair(size), pair(size if stride is None else stride)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * sv : i * sv + kh, j * sh : j * sh + kw].mean(axis=(2, 3))
    return out


@right("avg_pool2d")
def by_summed_area(x, size, stride=None):
    """The sum of a window from four corners of the cumulative sums."""
    (kh, kw), (sv, sh) = pair(size), pair(size if stride is None else stride)
    area = np.pad(x.astype(float).cumsum(axis=2).cumsum(axis=3), ((0, 0), (0, 0), (1, 0), (1, 0)))
    total = area[:, :, kh:, kw:] - area[:, :, :-kh, kw:] - area[:, :, kh:, :-kw] + area[:, :, :-kh, :-kw]
    return total[:, :, ::sv, ::sh] / (kh * kw)


@right("avg_pool2d")
def in_float32(x, size, stride=None):
    return reference.avg_pool2d(x, size, stride).astype(np.float32)


@right("avg_pool2d_backward")
def backward_window_by_window(grad_out, input_shape, size, stride=None):
    grad_x = np.zeros_like(reference.avg_pool2d_backward(grad_out, input_shape, size, stride))
    (kh, kw), (sv, sh) = pair(size), pair(size if stride is None else stride)
    for i in range(grad_out.shape[2]):
        for j in range(grad_out.shape[3]):
            grad_x[:, :, i * sv : i * sv + kh, j * sh : j * sh + kw] += grad_out[:, :, i, j, None, None] / (kh * kw)
    return grad_x


@right("avg_pool2d_backward")
def backward_by_matrices(grad_out, input_shape, size, stride=None):
    """Averaging is a matrix along each axis; the way back is its transpose."""
    matrices = []
    for n, count, k, s in zip(
        input_shape[2:], grad_out.shape[2:], pair(size), pair(size if stride is None else stride), strict=True
    ):
        offset = np.arange(n) - s * np.arange(count)[:, None]
        matrices.append(((offset >= 0) & (offset < k)) / k)
    return matrices[0].T @ grad_out @ matrices[1]


@right("avg_pool2d_backward")
def backward_in_float32(grad_out, input_shape, size, stride=None):
    return np.asfortranarray(reference.avg_pool2d_backward(grad_out, input_shape, size, stride).astype(np.float32))
