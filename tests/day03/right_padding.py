"""Other right ways to write day03/padding."""

import numpy as np

from grader.mutants import right
from solutions.day03 import padding as reference

NUMPY_MODE = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@right("pad2d")
def by_numpy(image, pad, mode):
    return np.pad(image, pad, mode=NUMPY_MODE[mode])


@right("pad2d")
def in_float32(image, pad, mode):
    return reference.pad2d(image, pad, mode).astype(np.float32)


@right("pad2d")
def pixel_by_pixel(image, pad, mode):
    height, width = image.shape
    padded = np.zeros((height + 2 * pad, width + 2 * pad), image.dtype)
    for row in range(height + 2 * pad):
        for column in range(width + 2 * pad):
            y, x = _source(row - pad, height, mode), _source(column - pad, width, mode)
            padded[row, column] = image[y, x] if y is not None and x is not None else 0.0
    return padded


def _source(index, size, mode):
    if mode == "zeros":
        return index if 0 <= index < size else None
    if mode == "replicate":
        return min(max(index, 0), size - 1)
    if mode == "circular":
        return (index + size) % size
    return -index if index < 0 else 2 * (size - 1) - index if index >= size else index


@right("pad2d")
def returning_a_view(image, pad, mode):
    return np.asfortranarray(reference.pad2d(image, pad, mode))


@right("same_padding")
def by_formula(kernel, dilation=1):
    total = (kernel - 1) * dilation
    return np.int64(total // 2), np.int64(total - total // 2)
