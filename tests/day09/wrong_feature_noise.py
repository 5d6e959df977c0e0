"""Wrong turns of day09/feature_noise."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day09 import feature_noise as right

SHARED = (
    "Each feature gets noise of its own, of the right size and without correlation. Features that look at the same "
    "pixels share their noise: L is not diagonal, and all features of a galaxy are made of the same z."
)
SPACED = (
    "The levels are evenly spaced and not drawn. Of four galaxies one has the highest level and one the lowest, every "
    "time: draw each level by itself."
)
TURNED = (
    "L and its transpose are exchanged, and L^T L is not B B^T. If B^T = Q R, then B B^T = R^T R, so that L is R^T; "
    "and with one galaxy to a row the noise is z L^T."
)


@wrong(
    "noise_factor",
    because=SHARED,
)
def independent_rows(layer):
    return np.diag(np.sqrt(np.sum(np.square(layer, dtype=float), axis=1)))


@wrong(
    "noise_factor",
    because="This is B B^T itself, the covariance. L is its root: L L^T must give B B^T.",
)
def covariance(layer):
    return layer @ layer.T


@wrong(
    "noise_factor",
    because="Something is added to the diagonal so that Cholesky goes through. That is noise which no pixel has, and "
    "it breaks the features' exact dependence on each other.",
)
def with_jitter(layer):
    matrix = np.asarray(layer, float) @ np.asarray(layer, float).T
    return np.linalg.cholesky(matrix + 1e-3 * np.trace(matrix) * np.eye(len(matrix)))


@wrong(
    "noise_factor",
    because=TURNED,
)
def triangle_not_transposed(layer):
    return np.linalg.qr(layer.T, mode="r")


@wrong(
    "noise_in_features",
    because="The noise is scaled by noise_sd squared, the variance. A random number is scaled by the standard "
    "deviation.",
)
def scales_by_the_variance(layer, noise_sd, n, rng):
    return right.noise_in_features(layer, np.square(noise_sd), n, rng)


@wrong(
    "noise_in_features",
    because="The noise is scaled by the square root of noise_sd, which is taken for a variance. It is a standard "
    "deviation already.",
)
def takes_the_sd_for_a_variance(layer, noise_sd, n, rng):
    return right.noise_in_features(layer, np.sqrt(noise_sd), n, rng)


@wrong(
    "noise_in_features",
    because="One noise is drawn and given to all galaxies of the batch. Every galaxy has its own.",
)
def the_same_for_all(layer, noise_sd, n, rng):
    return np.reshape(noise_sd, (-1, 1)) * np.tile(right.noise_in_features(layer, 1.0, 1, rng), (n, 1))


@wrong(
    "noise_in_features",
    because=SHARED,
)
def no_correlation(layer, noise_sd, n, rng):
    sd = np.sqrt(np.sum(np.square(layer, dtype=float), axis=1))
    return np.reshape(noise_sd, (-1, 1)) * (rng.standard_normal((n, len(layer))) * sd)


@wrong(
    "noise_in_features",
    because=TURNED,
)
def forgets_to_transpose(layer, noise_sd, n, rng):
    factor = right.noise_factor(layer)
    square = np.zeros((len(layer), len(layer)))
    square[:, : factor.shape[1]] = factor
    return np.reshape(noise_sd, (-1, 1)) * (rng.standard_normal((n, len(layer))) @ square)


@wrong(
    "noise_in_features",
    because="The random numbers are not Gaussian. With the right variance they give the right covariance, and still "
    "other noise than pixels have: draw standard_normal.",
)
def evenly_distributed(layer, noise_sd, n, rng):
    factor = right.noise_factor(layer)
    z = rng.uniform(-np.sqrt(3), np.sqrt(3), (n, factor.shape[1]))
    return np.reshape(noise_sd, (-1, 1)) * (z @ factor.T)


@wrong(
    "noise_in_features",
    because="Noise is drawn for all the pixels and sent through the layer. That is right and costs what this kata "
    "saves: n times P random numbers. Draw as many as L has columns.",
)
def through_the_pixels(layer, noise_sd, n, rng):
    return np.reshape(noise_sd, (-1, 1)) * (rng.standard_normal((n, layer.shape[1])) @ layer.T)


@wrong(
    "noise_in_features",
    because="The noise levels are laid along the features. With one for each galaxy they belong to the rows, which "
    "takes a column of them.",
)
def levels_along_the_features(layer, noise_sd, n, rng):
    unit = right.noise_in_features(layer, 1.0, n, rng)
    return noise_sd * unit if np.ndim(noise_sd) == 0 or unit.shape[1] == n else np.reshape(noise_sd, (-1, 1)) * unit


@wrong(
    "draw_noise_levels",
    because="The levels themselves are evenly distributed. Nine of ten then lie in the highest decade; what is to be "
    "even is their logarithm.",
)
def even_levels(low, high, n, rng):
    return rng.uniform(low, high, n)


@wrong(
    "draw_noise_levels",
    because="One level is drawn for the whole batch. Each galaxy gets its own.",
)
def one_for_all(low, high, n, rng):
    return np.full(n, right.draw_noise_levels(low, high, 1, rng)[0])


@wrong("draw_noise_levels", because=SPACED)
def evenly_spaced(low, high, n, rng):
    return np.geomspace(low, high, n)


@wrong("draw_noise_levels", because=SPACED)
def evenly_spaced_and_shuffled(low, high, n, rng):
    return rng.permutation(np.geomspace(low, high, n))


@wrong(
    "draw_noise_levels",
    because="Two bases are mixed: the logarithm is to base 10 and the power to base e, or the other way round.",
)
def mixes_the_bases(low, high, n, rng):
    if low == high:
        return np.full(n, float(low))
    return np.exp(rng.uniform(np.log10(low), np.log10(high), n))


@lenient(
    "draw_noise_levels",
    because="The limits are put right where they should be refused, or a lower limit of 0 is let through: its "
    "logarithm is minus infinity, and what is drawn is 0 or NaN.",
)
def any_limits(low, high, n, rng):
    low, high = sorted((low, high))
    return right.draw_noise_levels(low, high, n, rng) if low > 0 else np.zeros(n)
