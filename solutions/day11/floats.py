"""Floating-point formats: how fine their grid is, where it ends, and what rounding to it costs.

A format is a pair (e, f): e >= 2 exponent bits and f >= 1 fraction bits, beside the sign (IEEE 754). With the least
exponent q_min = 2 - 2^(e-1) and the largest q_max = 2^(e-1) - 1, its numbers are

    +-(1 + k / 2^f) 2^q     the normal ones,     k = 0 ... 2^f - 1,  q = q_min ... q_max,
    +-(k / 2^f) 2^q_min     the subnormal ones and 0.

Here e <= 11 and f <= 52, so float64 holds them all. x is an array of finite float64 or whole numbers; what is returned
is float64.
"""

import numpy as np

FORMATS = {"float64": (11, 52), "float32": (8, 23), "bfloat16": (8, 7), "float16": (5, 10)}


def machine_epsilon(form):
    """Return the distance from 1 to the next larger number of the format.

    >>> machine_epsilon(FORMATS["bfloat16"])
    0.0078125
    """
    _, fraction = form
    return 2.0**-fraction


def limits(form):
    """Return the smallest subnormal, the smallest normal and the largest number (subnormal, normal, largest).

    >>> limits((4, 3))
    (0.001953125, 0.015625, 240.0)
    """
    epsilon = machine_epsilon(form)
    least = _least_exponent(form)
    normal = 2.0**least
    subnormal = epsilon * normal
    largest = (2 - epsilon) * 2.0 ** (1 - least)
    return subnormal, normal, largest


def ulp(x, form):
    """Return the distance from |x|, rounded down to the format, to the next larger number of the format.

    At a number of the format that is the gap above it. |x| is at most the largest; beyond, the grid is to go on.

    >>> ulp(np.array([1.0, 1.99, 2.0, 0.0]), (4, 3))
    array([0.125     , 0.125     , 0.25      , 0.00195312])
    """
    least = _least_exponent(form)
    _, exponent = np.frexp(x)  # |x| = m 2^exponent with 1/2 <= m < 1, exactly: log2 would round
    exponent = np.where(x == 0, least, exponent - 1)
    power = np.ldexp(1.0, np.maximum(exponent, least))
    return machine_epsilon(form) * power


def round_to(x, form):
    """Return the number of the format nearest to x, in float64.

    Halfway between two, it is the one whose k is even. Beyond the largest number x is first rounded as if the grid
    went on; it becomes +-infinity if it is then still beyond.

    >>> round_to(np.array([1.0625, 1.1875, 247.0, -248.0]), (4, 3))
    array([  1.  ,   1.25, 240.  ,  -inf])
    """
    unit = ulp(x, form)
    rounded = np.rint(x / unit) * unit  # a power of 2: only rint rounds, and it takes the even one of two
    _, _, largest = limits(form)
    infinity = np.copysign(np.inf, x)
    return np.where(np.abs(rounded) > largest, infinity, rounded)


def quantisation_error(image, form):
    """Return the root mean square, over all pixels, of what rounding to the format changes.

    >>> print(f"{quantisation_error(np.array([[1.0, 1.03], [1.04, 1.0]]), (4, 3)):.4f}")
    0.0250
    """
    change = round_to(image, form) - image
    return float(np.sqrt(np.mean(change**2)))


def _least_exponent(form):
    exponent_bits, _ = form
    return 2 - 2 ** (exponent_bits - 1)
