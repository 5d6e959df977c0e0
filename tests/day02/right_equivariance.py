"""Other right ways to write day02/equivariance."""

import numpy as np

from grader.mutants import right
from solutions.day02 import equivariance as reference


@right("shift")
def pixel_by_pixel(image, dy, dx):
    moved = np.zeros(image.shape)
    height, width = image.shape
    for i in range(height):
        for j in range(width):
            if 0 <= i - dy < height and 0 <= j - dx < width:
                moved[i, j] = image[i - dy, j - dx]
    return moved


@right("shift")
def by_padding_and_cropping(image, dy, dx):
    height, width = image.shape
    tall, wide = abs(dy), abs(dx)
    padded = np.pad(image, ((tall, tall), (wide, wide)))
    return padded[tall - dy : tall - dy + height, wide - dx : wide - dx + width]


@right("shift")
def by_matrices(image, dy, dx):
    height, width = image.shape
    return (np.eye(height, k=-dy) @ image @ np.eye(width, k=dx)).astype(np.float32)


@right("shift")
def by_rolling_and_clearing(image, dy, dx):
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    row, column = np.indices(moved.shape)
    kept = (row >= dy) & (row < dy + moved.shape[0]) & (column >= dx) & (column < dx + moved.shape[1])
    return np.where(kept, moved, 0.0)


@right("equivariance_error")
def without_shifting_the_output(op, image, dy, dx, margin=0):
    before, after = (np.asarray(op(x), dtype=float) for x in (reference.shift(image, dy, dx), image))
    height, width = after.shape
    i, j = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    first_row, last_row = max(0, dy) + margin, height - 1 + min(0, dy) - margin
    first_column, last_column = max(0, dx) + margin, width - 1 + min(0, dx) - margin
    inside = (i >= first_row) & (i <= last_row) & (j >= first_column) & (j <= last_column)
    wanted = after[i[inside] - dy, j[inside] - dx]
    return np.sqrt(np.sum((before[inside] - wanted) ** 2) / np.sum(wanted**2))


@right("equivariance_error")
def with_a_mask(op, image, dy, dx, margin=0):
    after = op(image).astype(float)
    known = reference.shift(np.ones(after.shape), dy, dx) == 1
    for _ in range(margin):  # peel one layer of pixels off
        inner = np.zeros_like(known)
        inner[1:-1, 1:-1] = known[1:-1, 1:-1] & known[:-2, 1:-1] & known[2:, 1:-1] & known[1:-1, :-2] & known[1:-1, 2:]
        known = inner
    wanted = np.where(known, reference.shift(after, dy, dx), 0.0)
    got = np.where(known, op(reference.shift(image, dy, dx)), 0.0)
    return np.float64(np.linalg.norm(got - wanted) / np.linalg.norm(wanted))


@right("equivariance_error")
def undoing_the_shift(op, image, dy, dx, margin=0):
    wanted = op(image).astype(float)
    got = reference.shift(op(reference.shift(image, dy, dx)), -dy, -dx)
    height, width = wanted.shape
    origins = np.s_[
        max(-dy, 0) + margin : height - max(dy, 0) - margin,
        max(-dx, 0) + margin : width - max(dx, 0) - margin,
    ]
    return np.sqrt(np.mean((got - wanted)[origins] ** 2) / np.mean(wanted[origins] ** 2))
