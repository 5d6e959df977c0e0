"""Calibration of stated errors: is the truth within them as often, and as far from the mean, as they say.

`mean`, `sd` and `truth` are arrays of shape (N,): a Gaussian is stated for each of N numbers, and what was true. A
ValueError names what would be taken without a word: a `truth` or `sd` of another shape than mean, a value in one of the
three that is not finite, an sd not above 0, a level outside 0 ... 1, and groups below 1 or above N.
"""

import statistics

import numpy as np


def coverage_curve(mean, sd, truth, levels):
    """Return the coverage, shape (K,): which part of the truths lies in the central interval of each level.

    The central interval of level p is the one about the mean that has the probability p under the stated Gaussian. Its
    ends belong to it: that of level 0 is the mean alone, that of level 1 is everything.

    Parameters
    ----------
    levels : ndarray, shape (K,)
        Probabilities, 0 and 1 among the legal ones, in any order.

    >>> pull = np.array([-2.0, -0.5, 0.1, 0.9])
    >>> coverage_curve(np.zeros(4), np.ones(4), pull, np.array([0.5, 0.68, 0.96]))
    array([0.5 , 0.75, 1.  ])
    """
    raise NotImplementedError


def calibration_error(mean, sd, truth, levels):
    """Return the mean of |coverage - level| over the levels, a number.

    >>> round(calibration_error(np.zeros(4), np.ones(4), np.array([-2.0, -0.5, 0.1, 0.9]), np.array([0.5, 0.7])), 3)
    0.025
    """
    raise NotImplementedError


def reliability(mean, sd, truth, groups):
    """Return (stated, found), each of shape (groups,): the error stated and the error made, from small to large sd.

    Sorted by sd, equal ones in the order given, the N numbers are divided into groups as equal as can be; the first
    ones get what is left over. Of each group `stated` is the root mean square of sd, `found` that of truth - mean.

    >>> reliability(np.zeros(4), np.array([3.0, 1.0, 1.0, 3.0]), np.array([9.0, -1.0, 1.0, 3.0]), 2)[1]
    array([1.        , 6.70820393])
    """
    raise NotImplementedError


def normalised_error(mean, sd, truth, groups):
    """Return the expected normalised calibration error: the mean over the groups of |stated - found| / stated.

    >>> normalised_error(np.zeros(4), np.full(4, 2.0), np.array([1.0, -1.0, 1.0, 1.0]), 2)
    0.5
    """
    raise NotImplementedError
