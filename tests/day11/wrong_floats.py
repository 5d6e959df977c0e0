"""Wrong turns of day11/floats."""

import numpy as np

from grader.mutants import wrong
from solutions.day11 import floats as right


def finest(form):
    return right.limits(form)[1]


@wrong(
    "machine_epsilon",
    because="This is the unit roundoff, half of the machine epsilon: the most that rounding moves 1. The epsilon is "
    "the distance from 1 to the next number.",
)
def takes_the_unit_roundoff(form):
    return right.machine_epsilon(form) / 2


@wrong(
    "machine_epsilon",
    because="This is the smallest normal number, which the exponent bits decide. The epsilon is the distance from 1 "
    "to its neighbour, and the fraction bits alone decide it.",
)
def takes_the_smallest_number(form):
    return right.limits(form)[1]


@wrong(
    "limits",
    because="The largest exponent is one too high. The exponent field of all ones is kept for infinity and nan, so "
    "q_max is 2^(e-1) - 1.",
)
def counts_infinity_as_a_number(form):
    subnormal, normal, largest = right.limits(form)
    return subnormal, normal, float(np.ldexp(largest, 1))


@wrong(
    "limits",
    because="The smallest normal number has the exponent one too low. The exponent field of all zeros is kept for "
    "the subnormal numbers, so q_min is 2 - 2^(e-1).",
)
def counts_zero_as_normal(form):
    subnormal, normal, largest = right.limits(form)
    return subnormal / 2, normal / 2, largest


@wrong(
    "limits",
    because="This largest number is the power of two alone. Its fraction bits are all ones, which nearly doubles it.",
)
def leaves_the_fraction_zero(form):
    subnormal, normal, largest = right.limits(form)
    return subnormal, normal, float(2.0 ** np.floor(np.log2(largest / 1.4)))


@wrong(
    "ulp",
    because="The gap is taken as epsilon times |x|. Between two powers of two all gaps are equally wide: the gap is "
    "epsilon times the power of two at or below |x|.",
)
def scales_with_x(x, form):
    power = right.ulp(x, form) / right.machine_epsilon(form)
    normal = np.abs(x) >= finest(form)
    return right.machine_epsilon(form) * np.where(normal, np.abs(x), power)


@wrong(
    "ulp",
    because="The exponent comes from floor(log2(|x|)). Just below a power of two the logarithm is rounded up to the "
    "whole number, and the gap comes out twice too wide. The exponent is stored in the number and can be read "
    "exactly.",
)
def takes_the_logarithm(x, form):
    size = np.abs(np.where(np.abs(x) < finest(form), finest(form), x))
    return right.machine_epsilon(form) * np.ldexp(1.0, np.floor(np.log2(size)).astype(int))


@wrong(
    "ulp",
    because="At a power of two this is the gap below it, which is half as wide. Asked for is the gap above.",
)
def looks_below_powers_of_two(x, form):
    mantissa, _ = np.frexp(x)
    is_power = (np.abs(mantissa) == 0.5) & (np.abs(x) > finest(form))
    return np.where(is_power, 0.5, 1.0) * right.ulp(x, form)


@wrong(
    "ulp",
    because="Below the smallest normal number the gaps go on shrinking here. The subnormal numbers all stand equally "
    "far apart: the exponent goes no lower than q_min.",
)
def has_no_subnormals(x, form):
    small = (np.abs(x) < finest(form)) & (x != 0)
    shrunk = np.ldexp(right.machine_epsilon(form), np.frexp(x)[1] - 1)
    return np.where(small, shrunk, right.ulp(x, form))


@wrong(
    "round_to",
    because="The digits that do not fit are cut off, towards zero. Rounding takes the nearest number, which may be "
    "the one further from zero.",
)
def cuts_off(x, form):
    unit = right.ulp(x, form)
    cut = np.trunc(x / unit) * unit
    return np.where(np.isinf(right.round_to(x, form)), right.round_to(x, form), cut)


@wrong(
    "round_to",
    because="Halfway between two numbers this always goes away from zero. IEEE 754 goes to the one whose k is even, "
    "so that the roundings of many numbers cancel.",
)
def rounds_half_away(x, form):
    unit = right.ulp(x, form)
    away = np.copysign(np.floor(np.abs(x) / unit + 0.5) * unit, x)
    is_half = np.abs(x / unit - np.trunc(x / unit)) == 0.5
    return np.where(is_half & np.isfinite(right.round_to(x, form)), away, right.round_to(x, form))


@wrong(
    "round_to",
    because="What is too large becomes the largest number here. In IEEE 754 it becomes infinity, which nobody can "
    "mistake for a measurement.",
)
def saturates(x, form):
    largest = right.limits(form)[2]
    return np.clip(right.round_to(x, form), -largest, largest)


@wrong(
    "round_to",
    because="Everything above the largest number becomes infinity here. What lies less than half a gap above it is "
    "still nearest to the largest number: round first, then compare.",
)
def overflows_before_rounding(x, form):
    largest = right.limits(form)[2]
    return np.where(np.abs(x) > largest, np.copysign(np.inf, x), right.round_to(x, form))


@wrong(
    "round_to",
    because="Numbers below the smallest normal one become 0 here. The subnormal numbers fill that gap, with fewer "
    "digits the closer they come to 0.",
)
def flushes_to_zero(x, form):
    return np.where(np.abs(x) < finest(form), 0.0, right.round_to(x, form))


@wrong(
    "quantisation_error",
    because="This is the mean of the absolute changes. Noise is compared by its root mean square: square, average, "
    "then take the root.",
)
def averages_sizes(image, form):
    return float(np.mean(np.abs(right.round_to(image, form) - image)))


@wrong(
    "quantisation_error",
    because="This is the expected error of many numbers, the gap divided by the root of 12. Asked for is what "
    "rounding does to this very image.",
)
def predicts_it(image, form):
    if np.isinf(right.quantisation_error(image, form)):
        return np.inf
    return float(np.sqrt(np.mean(right.ulp(image, form) ** 2) / 12))
