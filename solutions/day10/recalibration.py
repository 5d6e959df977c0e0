"""Recalibration: stated errors made honest, by one factor or by a rising map, fitted on galaxies kept for it.

`mean`, `sd` and `truth` are arrays of shape (N,), of a set that is neither trained on nor tested on. A ValueError names
what would be taken without a word: weights or an sd not above 0, groups below 1, above N, or with equal knots.
"""

import numpy as np


def scale_factor(mean, sd, truth):
    """Return the factor by which all sd are to be multiplied: the one of largest Gaussian likelihood.

    >>> scale_factor(np.zeros(2), np.ones(2), np.array([3.0, -4.0])) ** 2
    12.5
    """
    _check_sd(sd)
    return float(np.sqrt(np.mean(((truth - mean) / sd) ** 2)))


def isotonic_regression(y, weights=None):
    """Return the fit, shape (K,): the numbers that never fall from one to the next and are nearest to y.

    Nearest means the least sum of weights * (fit - y)^2.

    Parameters
    ----------
    y : ndarray, shape (K,)
        One value at least.
    weights : ndarray, shape (K,)
        Above 0; by default they are equal.

    >>> isotonic_regression(np.array([1.0, 4.0, 2.0, 5.0]))
    array([1., 3., 3., 5.])
    """
    weights = np.ones(len(y)) if weights is None else weights
    _check_weights(weights)
    blocks = []  # each a mean, its weight, its length; the means rise
    for value, weight in zip(y, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:  # the union may again lie below the one before it
            block = _union(blocks.pop(), block)
        blocks.append(block)
    means, _, lengths = zip(*blocks, strict=True)
    return np.repeat(np.array(means, float), lengths)


def _union(a, b):
    weight = a[1] + b[1]
    return (a[0] * a[1] + b[0] * b[1]) / weight, weight, a[2] + b[2]


def fit_map(mean, sd, truth, groups):
    """Return (knots, values), each of shape (groups,): stated errors, and what they should have been.

    Sorted by sd, equal ones in the order given, the N numbers are divided into groups as equal as can be; the first
    ones get what is left over. A group's knot is the root mean square of its sd. `values` are roots of variances: of
    the isotonic regression of the groups' mean squared residuals, with the number of members as weights.

    >>> knots, values = fit_map(np.zeros(6), np.array([1.0, 1, 2, 2, 3, 3]), np.array([2.0, 2, 5, 5, 1, 7]), 3)
    >>> knots, values  # mean squares 4, 25, 25
    (array([1., 2., 3.]), array([2., 5., 5.]))
    """
    _check_sd(sd)
    _check_groups(groups, len(sd))
    parts = np.array_split(np.argsort(sd, kind="stable"), groups)
    knots = np.sqrt([np.mean(sd[part] ** 2) for part in parts])
    _check_knots(knots)
    residual = truth - mean
    squares = np.array([np.mean(residual[part] ** 2) for part in parts])
    return knots, np.sqrt(isotonic_regression(squares, np.array([len(part) for part in parts])))


def apply_map(sd, knots, values):
    """Return the recalibrated sd: linear between the knots, and beyond them the first and the last value.

    >>> apply_map(np.array([0.1, 1.5, 9.0]), np.array([1.0, 2.0]), np.array([2.0, 5.0]))
    array([2. , 3.5, 5. ])
    """
    return np.interp(sd, knots, values)


def _check_sd(sd):
    if not np.all(sd > 0):
        raise ValueError("sd must be above 0")


def _check_weights(weights):
    if not np.all(weights > 0):
        raise ValueError("weights must be above 0")


def _check_groups(groups, most):
    if not 1 <= groups <= most:
        raise ValueError(f"groups must be 1 to {most}, got {groups}")


def _check_knots(knots):
    if np.any(np.diff(knots) <= 0):
        raise ValueError("groups are so many that two of them have the same stated error")
