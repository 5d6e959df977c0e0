"""Wrong turns of day10/calibration."""

from statistics import NormalDist

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day10 import calibration as right


def _within(size, z):
    return np.mean(size[:, None] <= np.asarray(z, float), axis=0)


@wrong(
    "coverage_curve",
    because="z is the quantile of p itself. Then 1 - p of the Gaussian lies beyond +z, and as much again beyond -z; "
    "the central interval of level p leaves (1 - p) / 2 on either side. Below level 0.5 your interval is even empty.",
)
def one_sided_z(mean, sd, truth, levels):
    size = np.abs(truth - mean) / sd
    z = [NormalDist().inv_cdf(p) if 0 < p < 1 else (np.inf if p else 0.0) for p in levels]
    return _within(size, z)


@wrong(
    "coverage_curve",
    because="These are one-sided intervals, from minus infinity to the quantile of p. That is another curve: it sees a "
    "bias, and at 0.5 it says nothing about the width.",
)
def quantiles_for_central_intervals(mean, sd, truth, levels):
    pull = (truth - mean) / sd
    z = [NormalDist().inv_cdf(p) if 0 < p < 1 else (np.inf if p else -np.inf) for p in levels]
    return _within(pull, z)


@wrong(
    "coverage_curve",
    because="The sign of the pull is kept, so that every truth below the mean counts as covered, however far "
    "off it is.",
)
def forgets_the_absolute_value(mean, sd, truth, levels):
    z = [NormalDist().inv_cdf((1 + p) / 2) if p < 1 else np.inf for p in levels]
    return _within((truth - mean) / sd, z)


@wrong(
    "coverage_curve",
    because="sd is used as if it were a variance: the residual is divided by its root.",
)
def sd_as_variance(mean, sd, truth, levels):
    return right.coverage_curve(mean, np.sqrt(sd), truth, levels)


@wrong(
    "coverage_curve",
    because="The residual is divided by sd^2. A pull is in units of the standard deviation.",
)
def divides_by_the_variance(mean, sd, truth, levels):
    return right.coverage_curve(mean, sd.astype(float) ** 2, truth, levels)


@wrong(
    "coverage_curve",
    because="One error, the root mean square of all sd, serves every number. A statement about each number is to be "
    "tested, so each has its own interval.",
)
def one_sd_for_all(mean, sd, truth, levels):
    return right.coverage_curve(mean, np.full(len(sd), np.sqrt(np.mean(sd.astype(float) ** 2))), truth, levels)


@wrong(
    "coverage_curve",
    because="The ends are left out of the interval. At level 0 it is the mean alone, and a truth that equals the mean "
    "lies in it.",
)
def open_intervals(mean, sd, truth, levels):
    curve = right.coverage_curve(mean, sd, truth, levels)
    return np.where(levels == 0, 0.0, curve)


@wrong(
    "calibration_error",
    because="Signed differences are averaged, so that levels that cover too much make up for those that cover too "
    "little. Take the size of each difference first.",
)
def differences_that_cancel(mean, sd, truth, levels):
    return float(np.mean(right.coverage_curve(mean, sd, truth, levels) - levels))


@wrong(
    "calibration_error",
    because="This is the largest difference. The mean over the levels is asked for.",
)
def largest_difference(mean, sd, truth, levels):
    return float(np.max(np.abs(right.coverage_curve(mean, sd, truth, levels) - levels)))


@wrong(
    "calibration_error",
    because="The differences are squared before they are averaged. Here their sizes are averaged, so that the result "
    "is a probability.",
)
def mean_square(mean, sd, truth, levels):
    return float(np.mean((right.coverage_curve(mean, sd, truth, levels) - levels) ** 2))


def _grouped(mean, sd, truth, groups, order, of_sd, of_residual):
    right.reliability(mean, sd, truth, groups)
    parts = np.array_split(order, groups)
    residual = truth - mean
    return np.array([of_sd(sd[p]) for p in parts]), np.array([of_residual(residual[p]) for p in parts])


def _rms(values):
    return np.sqrt(np.mean(values.astype(float) ** 2))


@wrong(
    "reliability",
    because="`stated` is the mean of the sd. What they predict for a group is a mean square residual, the mean of the "
    "variances; the mean of the sd is smaller wherever they differ.",
)
def mean_of_sds(mean, sd, truth, groups):
    return _grouped(mean, sd, truth, groups, np.argsort(sd, kind="stable"), np.mean, _rms)


@wrong(
    "reliability",
    because="`found` is the standard deviation about the group's own mean residual, so that a bias is not counted. The "
    "stated error is one about the stated mean.",
)
def scatter_without_bias(mean, sd, truth, groups):
    return _grouped(mean, sd, truth, groups, np.argsort(sd, kind="stable"), _rms, np.std)


@wrong(
    "reliability",
    because="`found` is the mean size of the residuals. For a Gaussian that is 0.8 of its standard deviation, so "
    "honest errors would look too large.",
)
def mean_absolute_residual(mean, sd, truth, groups):
    return _grouped(
        mean, sd, truth, groups, np.argsort(sd, kind="stable"), _rms, lambda r: np.mean(np.abs(r).astype(float))
    )


@wrong(
    "reliability",
    because="The groups are taken in the order given, without sorting by sd. Every group then holds small and large "
    "errors alike, and what is wrong with one kind is hidden.",
)
def does_not_sort(mean, sd, truth, groups):
    return _grouped(mean, sd, truth, groups, np.arange(len(sd)), _rms, _rms)


@wrong(
    "normalised_error",
    because="The difference is divided by what was found. It is measured against what was stated.",
)
def divides_by_found(mean, sd, truth, groups):
    stated, found = right.reliability(mean, sd, truth, groups)
    return float(np.mean(np.abs(stated - found) / np.maximum(found, 1e-300)))


@lenient(
    "coverage_curve",
    because="A level outside 0 ... 1 goes through. Levels in per cent would all count as certainty, or give NaN, and "
    "nobody would be told.",
)
def levels_in_per_cent(mean, sd, truth, levels):
    return right.coverage_curve(mean, sd, truth, np.clip(levels, 0.0, 1.0))
