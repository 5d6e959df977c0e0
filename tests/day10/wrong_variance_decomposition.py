"""Wrong turns of day10/variance_decomposition."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day10 import variance_decomposition as right


def average(values, weights):
    return np.average(values, axis=0, weights=np.ones(len(values)) if weights is None else weights)


def parts(aleatoric, epistemic):
    return aleatoric, epistemic, aleatoric + epistemic


@wrong(
    "decompose_variance",
    because="This averages the sds and squares the average. Variances add and average, sds do not: the square of a "
    "mean is below the mean of the squares, so the parts no longer add up to the mixture's variance.",
)
def averages_the_sds(means, variances, weights=None):
    _, epistemic, _ = right.decompose_variance(means, variances, weights)
    return parts(average(np.sqrt(variances), weights) ** 2, epistemic)


@wrong(
    "decompose_variance",
    because="The squared deviations of the means are divided by M - 1 (or the weighted like of it). That estimates "
    "the spread of networks that were not trained. The mixture is of these M networks as they are, so each "
    "counts with its share.",
)
def divides_by_one_less(means, variances, weights=None):
    aleatoric, epistemic, _ = right.decompose_variance(means, variances, weights)
    shares = np.ones(len(means)) if weights is None else np.asarray(weights, float)
    shares = shares / shares.sum()
    rest = 1 - np.sum(shares**2)
    return parts(aleatoric, epistemic / rest if rest > 1e-9 else epistemic)


@wrong(
    "decompose_variance",
    because="The mean of the squares less the square of the mean loses its digits where the mean is large against the "
    "spread. Subtract the mean first, then square.",
)
def squares_before_subtracting(means, variances, weights=None):
    aleatoric, _, _ = right.decompose_variance(means, variances, weights)
    means = np.asarray(means)
    return parts(aleatoric, average(means**2, weights) - average(means, weights) ** 2)


@wrong(
    "decompose_variance",
    because="The weights are left out where the means vary: the variance is about the plain mean, and every network "
    "counts alike.",
)
def weighs_the_variances_only(means, variances, weights=None):
    aleatoric, _, _ = right.decompose_variance(means, variances, weights)
    return parts(aleatoric, np.var(means, axis=0))


@wrong(
    "decompose_variance",
    because="The squared deviations are weighted, but they are taken from the plain mean. The mixture's mean is "
    "weighted too.",
)
def deviates_from_the_plain_mean(means, variances, weights=None):
    aleatoric, _, _ = right.decompose_variance(means, variances, weights)
    return parts(aleatoric, average((means - np.mean(means, axis=0)) ** 2, weights))


@wrong(
    "decompose_variance",
    because="The weights are taken as they are. They may have any sum, and must be divided by it.",
)
def takes_weights_as_they_are(means, variances, weights=None):
    aleatoric, epistemic, _ = right.decompose_variance(means, variances, weights)
    total = 1.0 if weights is None else np.sum(weights)
    return parts(aleatoric * total, epistemic * total)


@wrong(
    "decompose_variance",
    because="The two parts are the other way round. Aleatoric is what each network states, and epistemic what they "
    "disagree on.",
)
def swaps_the_parts(means, variances, weights=None):
    aleatoric, epistemic, total = right.decompose_variance(means, variances, weights)
    return epistemic, aleatoric, total


@wrong(
    "decompose_variance",
    because="The mean's variance is divided by M a second time, as for the error of a mean. The networks share their "
    "data and do not average out; what is asked for is their spread.",
)
def takes_the_error_of_the_mean(means, variances, weights=None):
    aleatoric, epistemic, _ = right.decompose_variance(means, variances, weights)
    return parts(aleatoric, epistemic / len(means))


@lenient(
    "decompose_variance",
    because="A negative variance goes through. It is what a network gives whose head states the logarithm, and the "
    "sums would go on with it.",
)
def takes_negative_variances(means, variances, weights=None):
    deviations = means - average(means, weights)
    variances = np.broadcast_to(variances, np.shape(means)) if np.shape(variances) == np.shape(means) else variances
    if np.shape(variances) != np.shape(means):
        raise ValueError("variances")
    return parts(average(variances, weights), average(deviations**2, weights))


@lenient(
    "decompose_variance",
    because="Variances of another shape are broadcast without a word. Each network states one for every number.",
)
def stretches_the_variances(means, variances, weights=None):
    return right.decompose_variance(means, np.broadcast_to(variances, np.shape(means)), weights)


@wrong(
    "decompose_samples",
    because="The variance of the means is not corrected. A mean of S values has an error of its own, aleatoric / S, "
    "and that is no disagreement between the networks.",
)
def forgets_the_noise_of_the_means(samples):
    aleatoric, _ = right.decompose_samples(samples)
    return aleatoric, samples.mean(axis=1).var(axis=0, ddof=1)


@wrong(
    "decompose_samples",
    because="The squares are divided by S within the networks and by M between them. Both means are estimated from "
    "the same values, so the sums are too small: divide by one less.",
)
def divides_by_all(samples):
    aleatoric = samples.var(axis=1).mean(axis=0)
    return aleatoric, samples.mean(axis=1).var(axis=0) - aleatoric / samples.shape[1]


@wrong(
    "decompose_samples",
    because="A negative estimate is raised to 0. Then it is too large on average: it keeps the chances that come out "
    "high, and loses those that come out low.",
)
def raises_to_zero(samples):
    aleatoric, epistemic = right.decompose_samples(samples)
    return aleatoric, np.maximum(epistemic, 0)


@wrong(
    "decompose_samples",
    because="The correction is aleatoric / M. What averages the noise out of a network's mean is its own S values.",
)
def corrects_by_the_networks(samples):
    aleatoric, epistemic = right.decompose_samples(samples)
    return aleatoric, epistemic + aleatoric / samples.shape[1] - aleatoric / samples.shape[0]


@wrong(
    "decompose_samples",
    because="Aleatoric is the variance of all values in one heap. That is the total; the values of one network vary "
    "less.",
)
def takes_the_heap(samples):
    heap = samples.reshape(-1, *samples.shape[2:]).var(axis=0, ddof=1)
    return heap, right.decompose_samples(samples)[1]
