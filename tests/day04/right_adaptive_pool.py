"""Other right ways to write day04/adaptive_pool."""

import math

import numpy as np

from grader.mutants import right
from solutions.day04 import adaptive_pool as reference


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


@right("adaptive_avg_pool2d")
def by_torch(x, output_size):
    import torch

    x = torch.tensor(x if x.dtype.kind == "f" else x.astype(float))
    return torch.nn.functional.adaptive_avg_pool2d(x, output_size).numpy()


@right("adaptive_avg_pool2d")
def window_by_window(x, output_size):
    out = np.zeros_like(reference.adaptive_avg_pool2d(x, output_size))
    (height, width), (rows, columns) = x.shape[2:], out.shape[2:]
    for i in range(rows):
        for j in range(columns):
            top, bottom = math.floor(i * height / rows), math.ceil((i + 1) * height / rows)
            left, end = math.floor(j * width / columns), math.ceil((j + 1) * width / columns)
            out[:, :, i, j] = x[:, :, top:bottom, left:end].mean(axis=(2, 3))
    return out


@right("adaptive_avg_pool2d")
def by_matrices(x, output_size):
    """Averaging is a matrix along each axis: pixel p is in window i where their overlap is not empty."""
    matrices = []
    for size, count in zip(x.shape[2:], pair(output_size), strict=True):
        i, p = np.arange(count)[:, None], np.arange(size)
        inside = (p * count < (i + 1) * size) & ((p + 1) * count > i * size)
        matrices.append(inside / inside.sum(axis=1, keepdims=True))
    return np.einsum("ih,nchw,jw->ncij", matrices[0], x, matrices[1])


@right("adaptive_avg_pool2d")
def in_float32(x, output_size):
    return np.asfortranarray(reference.adaptive_avg_pool2d(x, output_size).astype(np.float32))


@right("adaptive_max_pool2d")
def max_by_torch(x, output_size):
    import torch

    return torch.nn.functional.adaptive_max_pool2d(torch.tensor(x.astype(float)), output_size).numpy()


@right("adaptive_max_pool2d")
def max_window_by_window(x, output_size):
    out = np.zeros_like(reference.adaptive_max_pool2d(x, output_size))
    (height, width), (rows, columns) = x.shape[2:], out.shape[2:]
    for n, c, i, j in np.ndindex(out.shape):
        top, bottom = i * height // rows, ((i + 1) * height + rows - 1) // rows
        left, end = j * width // columns, ((j + 1) * width + columns - 1) // columns
        out[n, c, i, j] = max(x[n, c, y, z] for y in range(top, bottom) for z in range(left, end))
    return out


@right("adaptive_max_pool2d")
def max_in_float32(x, output_size):
    return reference.adaptive_max_pool2d(x, output_size).astype(np.float32)
