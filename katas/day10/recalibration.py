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
    raise NotImplementedError


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
    raise NotImplementedError


def fit_map(mean, sd, truth, groups):
    """Return (knots, values), each of shape (groups,): stated errors, and what they should have been.

    Sorted by sd, equal ones in the order given, the N numbers are divided into groups as equal as can be; the first
    ones get what is left over. A group's knot is the root mean square of its sd. `values` are roots of variances: of
    the isotonic regression of the groups' mean squared residuals, with the number of members as weights.

    >>> knots, values = fit_map(np.zeros(6), np.array([1.0, 1, 2, 2, 3, 3]), np.array([2.0, 2, 5, 5, 1, 7]), 3)
    >>> knots, values  # mean squares 4, 25, 25
    (array([1., 2., 3.]), array([2., 5., 5.]))
    """
    raise NotImplementedError


def apply_map(sd, knots, values):
    """Return the recalibrated sd: linear between the knots, and beyond them the first and the last value.

    >>> apply_map(np.array([0.1, 1.5, 9.0]), np.array([1.0, 2.0]), np.array([2.0, 5.0]))
    array([2. , 3.5, 5. ])
    """
    raise NotImplementedError
