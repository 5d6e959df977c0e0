"""Floating-point formats: how fine their grid is, where it ends, and what rounding to it costs.

A format is a pair (e, f): e >= 2 exponent bits and f >= 1 fraction bits, beside the sign (IEEE 754). With the least
exponent q_min = 2 - 2^(e-1) and the largest q_max = 2^(e-1) - 1, its numbers are

    +-(1 + k / 2^f) 2^q     the normal ones,     k = 0 ... 2^f - 1,  q = q_min ... q_max,
    +-(k / 2^f) 2^q_min     the subnormal ones and 0.

Here e <= 11 and f <= 52, so float64 holds them all. x is an array of finite float64 or whole numbers; what is returned
is float64.

Not allowed here: numpy.spacing, numpy.nextafter, math.ulp, math.nextafter (the gaps are
what this kata builds).
"""

import numpy as np

FORMATS = {"float64": (11, 52), "float32": (8, 23), "bfloat16": (8, 7), "float16": (5, 10)}


def machine_epsilon(form):
    """Return the distance from 1 to the next larger number of the format.

    >>> machine_epsilon(FORMATS["bfloat16"])
    0.0078125
    """
    raise NotImplementedError


def limits(form):
    """Return the smallest subnormal, the smallest normal and the largest number (subnormal, normal, largest).

    >>> limits((4, 3))
    (0.001953125, 0.015625, 240.0)
    """
    raise NotImplementedError


def ulp(x, form):
    """Return the distance from |x|, rounded down to the format, to the next larger number of the format.

    At a number of the format that is the gap above it. |x| is at most the largest; beyond, the grid is to go on.

    >>> ulp(np.array([1.0, 1.99, 2.0, 0.0]), (4, 3))
    array([0.125     , 0.125     , 0.25      , 0.00195312])
    """
    raise NotImplementedError


def round_to(x, form):
    """Return the number of the format nearest to x, in float64.

    Halfway between two, it is the one whose k is even. Beyond the largest number x is first rounded as if the grid
    went on; it becomes +-infinity if it is then still beyond.

    >>> round_to(np.array([1.0625, 1.1875, 247.0, -248.0]), (4, 3))
    array([  1.  ,   1.25, 240.  ,  -inf])
    """
    raise NotImplementedError


def quantisation_error(image, form):
    """Return the root mean square, over all pixels, of what rounding to the format changes.

    >>> print(f"{quantisation_error(np.array([[1.0, 1.03], [1.04, 1.0]]), (4, 3)):.4f}")
    0.0250
    """
    raise NotImplementedError
