"""Other right ways to write day11/floats."""

import math

import numpy as np

from grader.mutants import right
from solutions.day11 import floats as reference


@right("machine_epsilon")
def by_halving(form):
    epsilon = np.float64(1)
    for _ in range(form[1]):
        epsilon /= 2
    return epsilon


@right("limits")
def by_bias(form):
    exponent_bits, fraction_bits = form
    bias = 2 ** (exponent_bits - 1) - 1
    largest = math.ldexp(2 ** (fraction_bits + 1) - 1, bias - fraction_bits)
    return [math.ldexp(1, 1 - bias - fraction_bits), math.ldexp(1, 1 - bias), largest]


@right("ulp")
def number_by_number(x, form):
    gaps = np.empty(x.shape)
    for index, number in np.ndenumerate(x):
        exponent = math.frexp(abs(float(number)))[1] - 1 if number else -(10**6)
        gaps[index] = math.ldexp(1.0, max(exponent, 2 - 2 ** (form[0] - 1)) - form[1])
    return gaps


@right("round_to")
def by_casting(x, form):
    """NumPy's own types where it has the format."""
    own = {(5, 10): np.float16, (8, 23): np.float32, (11, 52): np.float64}
    with np.errstate(over="ignore"):
        return x.astype(own[form]).astype(float) if tuple(form) in own else reference.round_to(x, form)


@right("round_to")
def by_adding_a_large_number(x, form):
    """x + 3/2 2^52 gaps leaves no room for the digits below the gap."""
    unit = reference.ulp(x, form)
    steps = x / unit
    magic = np.where(np.abs(steps) < 2.0**50, 1.5 * 2.0**52, 0.0)
    rounded = ((steps + magic) - magic) * unit
    too_large = np.abs(rounded) > reference.limits(form)[2]
    rounded[too_large] = np.sign(x[too_large]) * np.inf
    return rounded


@right("quantisation_error")
def pixel_by_pixel(image, form):
    changes = (reference.round_to(image, form) - image).ravel()
    return np.float64(math.sqrt(math.fsum(change * change for change in changes) / len(changes)))
