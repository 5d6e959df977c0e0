"""Other right ways to write day10/recalibration."""

import numpy as np
from scipy import interpolate, optimize

from grader.mutants import right
from solutions.day10 import recalibration as reference


@right("scale_factor")
def by_einsum(mean, sd, truth):
    reference._check_sd(sd)
    pull = (truth - mean) / sd
    return np.sqrt(np.einsum("n,n->", pull, pull) / len(pull))


@right("isotonic_regression")
def by_scipy(y, weights=None):
    reference._check_weights(np.ones(1) if weights is None else weights)
    return optimize.isotonic_regression(np.asarray(y, float), weights=weights).x


@right("isotonic_regression")
def greatest_of_the_least_means(y, weights=None):
    """The value at k is the largest, over where a run that holds k begins, of the least mean over where it ends."""
    weights = np.ones(len(y)) if weights is None else weights
    reference._check_weights(weights)
    total, weight = np.append(0, np.cumsum(weights * y)), np.append(0, np.cumsum(weights))

    def mean(a, b):
        return (total[b] - total[a]) / (weight[b] - weight[a])

    n = len(y)
    return np.array([max(min(mean(a, b) for b in range(k + 1, n + 1)) for a in range(k + 1)) for k in range(n)])


@right("isotonic_regression")
def in_float32(y, weights=None):
    return reference.isotonic_regression(y, weights).astype(np.float32)


@right("fit_map")
def by_scipy_and_reduceat(mean, sd, truth, groups):
    reference._check_sd(sd)
    reference._check_groups(groups, len(sd))
    order = np.lexsort((np.arange(len(sd)), sd))
    sizes = np.full(groups, len(sd) // groups)
    sizes[: len(sd) % groups] += 1
    starts = np.cumsum(sizes) - sizes
    knots = np.sqrt(np.add.reduceat(np.square(sd, dtype=float)[order], starts) / sizes)
    reference._check_knots(knots)
    squares = np.add.reduceat(np.square(truth - mean, dtype=float)[order], starts) / sizes
    return knots, np.sqrt(optimize.isotonic_regression(squares, weights=sizes).x)


@right("apply_map")
def by_interpolate(sd, knots, values):
    if len(knots) == 1:
        return np.full(np.shape(sd), values[0])
    return interpolate.interp1d(knots, values)(np.clip(sd, knots[0], knots[-1]))
