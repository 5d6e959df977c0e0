"""Other right ways to write day12/sky_augmentation."""

import math

import numpy as np

from grader.mutants import right


@right("track_hits")
def hit_by_hit(shape, x, y, angle, length):
    hits = np.zeros(shape, np.int32)
    for k in range(length):
        column = math.floor(x + k * math.cos(angle) + shape[1] / 2)
        row = math.floor(y + k * math.sin(angle) + shape[0] / 2)
        if 0 <= row < shape[0] and 0 <= column < shape[1]:
            hits[row, column] += 1
    return hits


@right("track_hits")
def by_a_histogram(shape, x, y, angle, length):
    edges = [np.arange(n + 1) - n / 2 for n in shape]
    step = np.arange(length)
    hits, _, _ = np.histogram2d(y + step * np.sin(angle), x + step * np.cos(angle), edges)
    return hits.astype(int)


@right("add_cosmic_rays")
def all_at_once(image, rate, length, charge, rng):
    """Draw all angles first, then the rows, then the columns."""
    count = rng.poisson(rate * image.size)
    angle = rng.uniform(-np.pi, np.pi, (count, 1))
    start = rng.random((2, count, 1)) * np.array(image.shape)[:, None, None]
    step = np.arange(length)
    row = np.floor(start[0] + step * np.sin(angle)).astype(int)
    column = np.floor(start[1] + step * np.cos(angle)).astype(int)
    inside = (row >= 0) & (row < image.shape[0]) & (column >= 0) & (column < image.shape[1])
    flat = np.ravel_multi_index((row[inside], column[inside]), image.shape)
    hits = np.bincount(flat, minlength=image.size).reshape(image.shape)
    return (image + np.float64(charge) * hits), hits.astype(bool)


@right("mask_columns")
def column_by_column(image, columns):
    dead, mask = np.array(image), np.full(image.shape, False)
    for column in columns:
        dead[:, column] = 0
        mask[:, column] = True
    return dead, mask


@right("mask_columns")
def by_membership(image, columns):
    mask = np.broadcast_to(np.isin(np.arange(image.shape[1]), columns), image.shape)
    return np.where(mask, np.float32(0), image), mask


@right("to_snr")
def by_the_norm(image, noise_sd, snr):
    factor = float(snr / (np.linalg.norm(image.astype(float)) / noise_sd))
    return (factor * image).astype(np.float32), factor


@right("shift_stamp")
def on_a_larger_canvas(image, centre, dx, dy):
    (height, width), reach = image.shape, max(abs(dx), abs(dy))
    canvas, known = np.pad(image, reach), np.pad(np.ones(image.shape, bool), reach)
    window = slice(reach - dy, reach - dy + height), slice(reach - dx, reach - dx + width)
    return canvas[window], np.add(centre, (dx, dy)), ~known[window]


@right("shift_stamp")
def pixel_by_pixel(image, centre, dx, dy):
    height, width = image.shape
    shifted, empty = np.zeros((height, width)), np.ones((height, width), bool)
    for i in range(height):
        for j in range(width):
            if 0 <= i + dy < height and 0 <= j + dx < width:
                shifted[i + dy, j + dx], empty[i + dy, j + dx] = image[i, j], False
    x, y = centre
    return shifted, [x + dx, y + dy], empty
