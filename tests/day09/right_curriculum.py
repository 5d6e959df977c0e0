"""Other right ways to write day09/curriculum."""

import math

import numpy as np

from grader.mutants import right
from solutions.day09 import curriculum as reference


@right("noise_at")
def by_logarithms(step, ramp, start, end):
    share = min(step / ramp, 1.0) if ramp else 1.0
    return np.exp((1 - share) * np.log(start) + share * np.log(end))


@right("noise_at")
def by_powers(step, ramp, start, end):
    share = min(step, ramp) / ramp if ramp else 1
    return start ** (1 - share) * end**share


@right("difficulty")
def by_norm(images, noise_sd):
    norms = np.linalg.norm(images.reshape(len(images), -1), axis=1)
    with np.errstate(divide="ignore"):
        return np.divide(noise_sd, norms)


@right("difficulty")
def image_by_image(images, noise_sd):
    hardness = []
    for image, sd in zip(images, np.broadcast_to(noise_sd, len(images)), strict=True):
        snr = math.sqrt(sum(float(pixel) ** 2 for pixel in image.flat)) / sd
        hardness.append(1 / snr if snr else math.inf)
    return np.array(hardness)


@right("difficulty")
def in_float32(images, noise_sd):
    return reference.difficulty(images, noise_sd).astype(np.float32)


@right("pacing")
def by_minimum(step, ramp, start, power=1):
    share = step / ramp if ramp else 1.0
    return float(np.minimum(1.0, (share * (1 - start**power) + start**power) ** (1 / power)))


@right("easiest")
def by_lexsort(hardness, fraction):
    count = max(1, int(np.rint(fraction * len(hardness))))
    return np.lexsort((np.arange(len(hardness)), hardness))[:count].astype(np.int32)


@right("easiest")
def by_python(hardness, fraction):
    order = sorted(range(len(hardness)), key=lambda i: hardness[i])
    return np.array(order[: max(1, int(fraction * len(hardness) + 0.5))])


@right("draw_batch")
def by_integers(hardness, fraction, size, rng):
    pool = reference.easiest(hardness, fraction)
    return pool[rng.integers(0, len(pool), size)]


@right("draw_batch")
def one_by_one(hardness, fraction, size, rng):
    pool = reference.easiest(hardness, fraction)
    return np.array([pool[int(u * len(pool))] for u in rng.random(size)])
