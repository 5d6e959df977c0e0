"""Other right ways to write day10/calibration."""

import math

import numpy as np
from scipy import special

from grader.mutants import right
from solutions.day10 import calibration as reference


@right("coverage_curve")
def level_of_each_pull(mean, sd, truth, levels):
    reference._check_stated(mean, sd, truth)
    reference._check_levels(levels)
    reached = special.erf(np.abs(truth - mean) / sd / np.sqrt(2))
    return np.array([np.sum(reached <= level) / len(reached) for level in levels])


@right("coverage_curve")
def sorted_once(mean, sd, truth, levels):
    reference._check_stated(mean, sd, truth)
    reference._check_levels(levels)
    reached = np.sort([math.erf(abs(t - m) / s / math.sqrt(2)) for m, s, t in zip(mean, sd, truth, strict=True)])
    return np.searchsorted(reached, levels, side="right") / len(reached)


@right("coverage_curve")
def in_float32(mean, sd, truth, levels):
    return reference.coverage_curve(mean, sd, truth, levels).astype(np.float32)


@right("calibration_error")
def as_numpy_scalar(mean, sd, truth, levels):
    curve = reference.coverage_curve(mean, sd, truth, levels)
    return np.abs(np.subtract(curve, levels)).sum() / len(levels)


@right("reliability")
def by_a_loop(mean, sd, truth, groups):
    reference._check_stated(mean, sd, truth)
    reference._check_groups(groups, len(sd))
    order = sorted(range(len(sd)), key=lambda i: sd[i])
    stated, found, rest = [], [], len(order)
    for left in range(groups, 0, -1):
        size = -(-rest // left)  # rounded up, so the first groups get what is left over
        part, order, rest = order[:size], order[size:], rest - size
        stated.append(math.sqrt(sum(float(sd[i]) ** 2 for i in part) / size))
        found.append(math.sqrt(sum(float(truth[i] - mean[i]) ** 2 for i in part) / size))
    return [np.array(stated), np.array(found)]


@right("normalised_error")
def relative_first(mean, sd, truth, groups):
    stated, found = reference.reliability(mean, sd, truth, groups)
    return np.mean(np.abs(1.0 - found / stated))
