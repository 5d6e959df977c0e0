"""Other right ways to write day04/invariance."""

import numpy as np

from grader.mutants import right
from solutions.day04 import invariance as reference


@right("shift_sensitivity")
def by_index(pool, image, max_shift):
    (height, width), pooled = image.shape, pool(image)
    total, number = 0.0, 0
    for dy in range(-max_shift, max_shift + 1):
        for dx in range(-max_shift, max_shift + 1):
            moved = image[(np.arange(height)[:, None] + dy) % height, (np.arange(width) + dx) % width]
            total += np.linalg.norm(np.ravel(pool(moved) - pooled)) / np.linalg.norm(np.ravel(pooled))
            number += (dy, dx) != (0, 0)
    return total / number


@right("shift_sensitivity")
def by_fourier_phases(pool, image, max_shift):
    ky, kx = np.fft.fftfreq(image.shape[0])[:, None], np.fft.fftfreq(image.shape[1])
    steps = np.arange(-max_shift, max_shift + 1)
    pooled, light = pool(image), np.fft.fft2(image)
    changes = []
    for dy in steps:
        for dx in steps:
            moved = np.fft.ifft2(light * np.exp(-2j * np.pi * (ky * dy + kx * dx))).real
            changes.append(np.sqrt(np.sum(np.square(pool(moved) - pooled))))
    return np.sum(changes) / (len(changes) - 1) / np.sqrt(np.sum(np.square(pooled)))


@right("shift_sensitivity")
def in_float32(pool, image, max_shift):
    return np.float32(reference.shift_sensitivity(pool, image.astype(np.float32), max_shift))


@right("centroid_error")
def pixel_by_pixel(pool, stamps, centres, offset=None):
    total = 0.0
    for stamp, (x0, y0) in zip(stamps, centres, strict=True):
        pooled = pool(stamp)
        (height, width), (rows, columns) = stamp.shape, pooled.shape
        tall, wide = height // rows, width // columns
        light = x = y = 0.0
        for i in range(rows):
            for j in range(columns):
                row = tall * i + ((tall - 1) / 2 if offset is None else offset)
                column = wide * j + ((wide - 1) / 2 if offset is None else offset)
                light += pooled[i, j]
                x += pooled[i, j] * (column - (width - 1) / 2)
                y += pooled[i, j] * (row - (height - 1) / 2)
        total += (x / light - x0) ** 2 + (y / light - y0) ** 2
    return (total / len(stamps)) ** 0.5


@right("centroid_error")
def all_stamps_at_once(pool, stamps, centres, offset=None):
    pooled = np.stack([pool(stamp) for stamp in stamps])
    factors = np.array(stamps.shape[1:]) / pooled.shape[1:]
    first = (factors - 1) / 2 if offset is None else np.array([offset, offset])
    place = first[:, None, None] + factors[:, None, None] * np.indices(pooled.shape[1:])
    place = place - (np.array(stamps.shape[1:]).reshape(2, 1, 1) - 1) / 2
    y, x = np.einsum("nij,aij->an", pooled, place) / pooled.sum(axis=(1, 2))
    return np.linalg.norm(np.stack([x, y], axis=1) - centres) / np.sqrt(len(stamps))


@right("centroid_error")
def from_single_precision(pool, stamps, centres, offset=None):
    return np.float32(reference.centroid_error(pool, stamps.astype(np.float32), centres, offset))
