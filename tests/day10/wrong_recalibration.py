"""Wrong turns of day10/recalibration."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day10 import recalibration as right


@wrong(
    "scale_factor",
    because="This is the mean square of the pulls, the factor for the variances. The sd are to be multiplied: take the "
    "root.",
)
def factor_for_variances(mean, sd, truth):
    return right.scale_factor(mean, sd, truth) ** 2


@wrong(
    "scale_factor",
    because="This is the standard deviation of the pulls about their own mean. The likelihood is that of the stated "
    "mean; a common shift belongs to the error.",
)
def about_the_mean_pull(mean, sd, truth):
    factor = right.scale_factor(mean, sd, truth)
    return float(np.std((truth - mean) / sd)) if len(sd) > 1 else factor


@wrong(
    "scale_factor",
    because="Errors made and errors stated are averaged apart, and then divided. The large ones decide about all "
    "others then; the likelihood weighs each residual by its own sd.",
)
def ratio_of_means(mean, sd, truth):
    right.scale_factor(mean, sd, truth)
    return float(np.sqrt(np.mean((truth - mean).astype(float) ** 2) / np.mean(sd.astype(float) ** 2)))


@wrong(
    "scale_factor",
    because="This is the factor turned over: the one by which the sd are too large.",
)
def factor_turned_over(mean, sd, truth):
    return 1.0 / right.scale_factor(mean, sd, truth)


@wrong(
    "isotonic_regression",
    because="This is the largest value so far. It never falls, but one high value at the start lifts all that follow; "
    "the nearest rising numbers lie between the high and the low ones.",
)
def running_maximum(y, weights=None):
    right.isotonic_regression(y, weights)
    return np.maximum.accumulate(y)


@wrong(
    "isotonic_regression",
    because="The values are sorted. They do rise then, but each stands at a place that is not its own.",
)
def sorts_the_values(y, weights=None):
    right.isotonic_regression(y, weights)
    return np.sort(y)


@wrong(
    "isotonic_regression",
    because="Blocks are joined in one pass from left to right, and never looked at again. A joined block may lie below "
    "the one before it, and then these two have to be joined as well.",
)
def looks_back_once(y, weights=None):
    right.isotonic_regression(y, weights)
    blocks = []
    for value, weight in zip(y, np.ones(len(y)) if weights is None else weights, strict=True):
        block = (value, weight, 1)
        if blocks and blocks[-1][0] > value:
            block = right._union(blocks.pop(), block)
        blocks.append(block)
    return np.repeat(np.array([b[0] for b in blocks], float), [b[2] for b in blocks])


def _pooled(y, weights, union):
    blocks = []
    for value, weight in zip(y, weights, strict=True):
        block = (float(value), weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            block = union(blocks.pop(), block)
        blocks.append(block)
    return np.repeat(np.array([b[0] for b in blocks], float), [b[2] for b in blocks])


@wrong(
    "isotonic_regression",
    because="Two blocks are joined at the middle of their means, whatever they hold. A block of five values counts "
    "five times as much as a single one.",
)
def middle_of_two_blocks(y, weights=None):
    weights = np.ones(len(y)) if weights is None else weights
    right.isotonic_regression(y, weights)
    return _pooled(y, weights, lambda a, b: ((a[0] + b[0]) / 2, a[1] + b[1], a[2] + b[2]))


@wrong(
    "isotonic_regression",
    because="The weights are not used: every value counts as much as any other.",
)
def ignores_the_weights(y, weights=None):
    right.isotonic_regression(y, weights)
    return right.isotonic_regression(y)


@wrong(
    "isotonic_regression",
    because="This fit never rises. It is the nearest falling one, not the nearest rising one.",
)
def falling_fit(y, weights=None):
    return -right.isotonic_regression(-np.asarray(y, float), weights)


def _mapped(mean, sd, truth, groups, of_sd, of_residual, back, weights=len):
    right.fit_map(mean, sd, truth, groups)
    parts = np.array_split(np.argsort(sd, kind="stable"), groups)
    residual = np.asarray(truth - mean, float)
    found = np.array([of_residual(residual[p]) for p in parts])
    fit = right.isotonic_regression(found, np.array([weights(p) for p in parts]))
    return np.array([of_sd(sd[p].astype(float)) for p in parts]), back(fit)


def _rms(values):
    return np.sqrt(np.mean(values**2))


def _square(values):
    return np.mean(values**2)


@wrong(
    "fit_map",
    because="The isotonic regression runs over standard deviations, so joined groups get the mean of their sd. It is "
    "variances that may be averaged: pool the mean squares, and take the root last.",
)
def pools_sds(mean, sd, truth, groups):
    return _mapped(mean, sd, truth, groups, _rms, _rms, lambda fit: fit)


@wrong(
    "fit_map",
    because="`values` are variances; the root is missing.",
)
def leaves_variances(mean, sd, truth, groups):
    return _mapped(mean, sd, truth, groups, _rms, _square, lambda fit: fit)


@wrong(
    "fit_map",
    because="The groups are not made to rise: `values` are the errors found in them, with all their chance. A larger "
    "stated error may then come out smaller than a smaller one.",
)
def no_isotonic_fit(mean, sd, truth, groups):
    right.fit_map(mean, sd, truth, groups)
    parts = np.array_split(np.argsort(sd, kind="stable"), groups)
    knots = np.array([_rms(sd[p].astype(float)) for p in parts])
    return knots, np.array([_rms(np.asarray(truth - mean, float)[p]) for p in parts])


@wrong(
    "fit_map",
    because="Groups of different size count alike. A group with more members is known better: its size is its weight.",
)
def groups_count_alike(mean, sd, truth, groups):
    return _mapped(mean, sd, truth, groups, _rms, _square, np.sqrt, weights=lambda part: 1)


@wrong(
    "apply_map",
    because="Beyond the ends the first and the last line go on. There are no galaxies there to support them, and below "
    "the first knot the line can reach 0 and less; keep the end values.",
)
def goes_on_beyond_the_ends(sd, knots, values):
    if len(knots) < 2:
        return right.apply_map(sd, knots, values)
    inside = right.apply_map(sd, knots, values)
    first = values[0] + (sd - knots[0]) * (values[1] - values[0]) / (knots[1] - knots[0])
    last = values[-1] + (sd - knots[-1]) * (values[-1] - values[-2]) / (knots[-1] - knots[-2])
    return np.where(sd < knots[0], first, np.where(sd > knots[-1], last, inside))


@lenient(
    "fit_map",
    because="So many groups were let through that two have the same stated error. The map then has two values at one "
    "place, and which one a galaxy gets is chance.",
)
def two_values_at_one_knot(mean, sd, truth, groups):
    parts = [part for part in np.array_split(np.argsort(sd, kind="stable"), max(groups, 1)) if len(part)]
    knots = np.sqrt([np.mean(np.asarray(sd, float)[part] ** 2) for part in parts])
    squares = np.array([_square((truth - mean)[part]) for part in parts])
    return knots, np.sqrt(right.isotonic_regression(squares, np.array([len(part) for part in parts])))
