"""Wrong turns of day09/curriculum."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day09 import curriculum as right

NO_END = "The ramp does not stop: after step `ramp` what it leads to goes on past its end."


@wrong(
    "noise_at",
    because="The noise goes down a straight line, by the same amount each step. From 1e-3 to 1e-5 it then stays near "
    "1e-3 until almost the end: change it by the same factor each step.",
)
def along_a_straight_line(step, ramp, start, end):
    return end if step >= ramp else start + (end - start) * step / ramp


@wrong("noise_at", because=NO_END)
def never_stops(step, ramp, start, end):
    return start * (end / start) ** (step / ramp) if ramp else right.noise_at(step, ramp, start, end)


@wrong(
    "noise_at",
    because="The ramp arrives a step early: `end` is due at step `ramp`, which is `ramp` steps after step 0.",
)
def a_step_early(step, ramp, start, end):
    return right.noise_at(step, ramp - 1, start, end) if ramp else end


@lenient(
    "noise_at",
    because="A noise of 0 or below has no logarithm, and no factor leads to it: here the sd becomes 0, negative or "
    "complex without a word. It must be refused.",
)
def any_noise(step, ramp, start, end):
    if start > 0 and end > 0:
        return right.noise_at(step, ramp, start, end)
    return 0.0 if start * end == 0 else start * abs(end / start) ** (step / ramp)


@wrong(
    "difficulty",
    because="This is the S/N, or grows with it: bright galaxies are called the hard ones. Difficulty is 1 / (S/N).",
)
def signal_to_noise(images, noise_sd):
    with np.errstate(divide="ignore"):
        return 1 / right.difficulty(images, noise_sd)


@wrong(
    "difficulty",
    because="The S/N is taken from the brightest pixel alone. A large galaxy is faint in each of its pixels and still "
    "well measured: all of them count, squared and added.",
)
def brightest_pixel(images, noise_sd):
    with np.errstate(divide="ignore"):
        return noise_sd / np.abs(images).max(axis=(1, 2)).astype(float)


@wrong(
    "difficulty",
    because="This divides the flux by the noise of one pixel. The best filter weights each pixel by its own light: the "
    "squares are added, then the root is taken.",
)
def flux_over_noise(images, noise_sd):
    with np.errstate(divide="ignore"):
        return noise_sd / np.abs(np.sum(images, axis=(1, 2), dtype=float))


@wrong(
    "difficulty",
    because="The squares are averaged over the pixels. A wider stamp of the same galaxy then counts as harder, "
    "though it holds the same light: add them.",
)
def mean_of_squares(images, noise_sd):
    return right.difficulty(images, noise_sd) * np.sqrt(images[0].size)


@wrong(
    "difficulty",
    because="The squares are taken in the images' own whole numbers. Where these have few bits, as in a picture of "
    "bytes, a square has no room and wraps around.",
)
def squares_that_wrap(images, noise_sd):
    with np.errstate(divide="ignore"):
        return noise_sd / np.sqrt(np.sum(images**2, axis=(1, 2), dtype=float))


@wrong(
    "pacing",
    because="The root is missing: this is the fraction to the power `power`, which is what grows linearly.",
)
def forgets_the_root(step, ramp, start, power=1):
    return right.pacing(step, ramp, start, power) ** power


@wrong(
    "pacing",
    because="`start` is not raised to the power, so that step 0 does not begin at `start`. What grows linearly goes "
    "from start^power to 1.",
)
def start_without_power(step, ramp, start, power=1):
    return right.pacing(step, ramp, start ** (1 / power), power)


@wrong("pacing", because=NO_END)
def beyond_one(step, ramp, start, power=1):
    if not ramp:
        return right.pacing(step, ramp, start, power)
    return (start**power + (1 - start**power) * step / ramp) ** (1 / power)


@wrong(
    "easiest",
    because="The hardest come first. Sort so that the smallest hardness is at the front.",
)
def hardest_first(hardness, fraction):
    count = len(right.easiest(hardness, fraction))
    return np.argsort(-np.asarray(hardness, float), kind="stable")[:count]


@wrong(
    "easiest",
    because="The number of examples is rounded down, where the nearest whole number is asked for: some are left out.",
)
def rounds_down(hardness, fraction):
    return right.easiest(hardness, fraction)[: max(1, int(fraction * len(hardness)))]


@lenient(
    "easiest",
    because="A NaN has no place in an order, and sorting puts it silently at the end, where it is drawn once all the "
    "data are. It must be refused.",
)
def sorts_nan(hardness, fraction):
    return np.argsort(hardness, kind="stable")[: max(1, round(fraction * len(hardness)))]


@wrong(
    "draw_batch",
    because="Only the hardest of the easy examples are drawn: the new ones have replaced the old ones. A curriculum "
    "adds to what is shown; what is left out is forgotten.",
)
def replaces(hardness, fraction, size, rng):
    pool = right.easiest(hardness, fraction)
    return rng.choice(pool[len(pool) // 2 :], size)


@wrong(
    "draw_batch",
    because="The batch is always the same, the very easiest, and whatever else may be drawn never is.",
)
def takes_the_first(hardness, fraction, size, rng):
    return np.resize(right.easiest(hardness, fraction)[: max(1, size // 10_000)], size)
