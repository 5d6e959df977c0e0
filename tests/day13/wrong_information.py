"""Wrong turns of day13/information."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day13 import information as right


def per_pixel(noise_sd, J):
    return np.broadcast_to(np.asarray(noise_sd, float), J.shape[-1])


def lengths(jacobians, noise_sd):
    size = np.linalg.norm(jacobians / np.asarray(noise_sd, float), axis=-1)
    return np.where(size > 0, size, 1)


def fisher(jacobians, noise_sd, layer, covariance):
    """Return the Fisher matrices, in units of the slopes' lengths, of features that have a given covariance."""
    jacobians = jacobians / lengths(jacobians, noise_sd)[..., None]
    if layer is None:  # then the covariance is diagonal, and large
        return jacobians / np.diag(covariance) @ jacobians.transpose(0, 2, 1)
    size = np.sqrt(np.diag(covariance))
    size = np.where(size > 0, size, 1)
    slopes = jacobians @ (layer / size[:, None]).T
    inverse = np.linalg.pinv(covariance / np.outer(size, size), rcond=1e-10, hermitian=True)
    return slopes @ inverse @ slopes.transpose(0, 2, 1)


def covariance_of(jacobians, noise_sd, layer):
    variance = per_pixel(noise_sd, jacobians) ** 2
    return np.diag(variance) if layer is None else layer * variance @ layer.T


def where_known(errors, jacobians, noise_sd, layer):
    """Return errors, infinite where they are so."""
    return np.where(np.isinf(right.smallest_error(jacobians, noise_sd, layer)), np.inf, errors)


def from_fisher(matrix, jacobians, noise_sd, layer):
    errors = np.sqrt(np.abs(np.diagonal(np.linalg.pinv(matrix, rcond=1e-14), axis1=1, axis2=2)))
    return where_known(errors / lengths(jacobians, noise_sd), jacobians, noise_sd, layer)


@wrong(
    "smallest_error",
    because="The Fisher matrix is inverted by a pseudo-inverse. Where a parameter is lost, it answers as if the lost "
    "combination were known to be zero: a finite error, often a small one, for what cannot be told at all.",
)
def hides_what_is_lost(jacobians, noise_sd, layer=None):
    errors = right.smallest_error(jacobians, noise_sd, layer)
    matrix = fisher(jacobians, noise_sd, layer, covariance_of(jacobians, noise_sd, layer))
    pseudo = np.sqrt(np.abs(np.diagonal(np.linalg.pinv(matrix, rcond=1e-10), axis1=1, axis2=2)))
    return np.where(np.isinf(errors), pseudo / lengths(jacobians, noise_sd), errors)


@wrong(
    "smallest_error",
    because="One lost parameter makes all errors of that galaxy infinite here: a singular Fisher matrix is taken "
    "for no information. What is not mixed up with the lost parameter keeps its own error.",
)
def loses_all_with_one(jacobians, noise_sd, layer=None):
    errors = right.smallest_error(jacobians, noise_sd, layer)
    return np.where(np.isinf(errors).any(axis=1, keepdims=True), np.inf, errors)


@wrong(
    "smallest_error",
    because="The features are taken for independent. Rows that share pixels share their noise: the covariance of the "
    "features has elements beside the diagonal.",
)
def takes_features_for_independent(jacobians, noise_sd, layer=None):
    covariance = covariance_of(jacobians, noise_sd, layer)
    covariance = np.diag(np.where(np.diag(covariance) > 0, np.diag(covariance), 1))
    matrix = fisher(jacobians, noise_sd, layer, covariance)
    return from_fisher(matrix, jacobians, noise_sd, layer)


@wrong(
    "smallest_error",
    because="Every feature is given the noise of a pixel. A feature is a sum of pixels, and its noise is that of the "
    "sum: a row twice as large has twice the noise.",
)
def gives_features_the_noise_of_a_pixel(jacobians, noise_sd, layer=None):
    if layer is None:
        return right.smallest_error(jacobians, noise_sd)
    sd = np.sqrt(np.mean(per_pixel(noise_sd, jacobians) ** 2))
    matrix = fisher(jacobians, noise_sd, layer, sd**2 * np.eye(len(layer)))
    return from_fisher(matrix, jacobians, noise_sd, layer)


@wrong(
    "smallest_error",
    because="The features' covariance is made with one mean noise for all pixels. Where pixels have noises of their "
    "own, it is layer diag(noise_sd^2) layer^T.",
)
def takes_a_mean_noise(jacobians, noise_sd, layer=None):
    if layer is None:
        return right.smallest_error(jacobians, noise_sd)
    return right.smallest_error(jacobians, np.sqrt(np.mean(per_pixel(noise_sd, jacobians) ** 2)), layer)


@wrong(
    "smallest_error",
    because="This is 1 / sqrt(F_kk), the error of a parameter when all others are known. They are unknown here, "
    "and what their slopes can imitate is no evidence: invert the whole matrix, then take the diagonal.",
)
def supposes_the_others_known(jacobians, noise_sd, layer=None):
    matrix = fisher(jacobians, noise_sd, layer, covariance_of(jacobians, noise_sd, layer))
    diagonal = np.diagonal(matrix, axis1=1, axis2=2)
    errors = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1)) / lengths(jacobians, noise_sd)
    return where_known(errors, jacobians, noise_sd, layer)


def limited(jacobians, noise_sd, layer, most):
    """Return errors, infinite where they are larger than a share of what the slopes alone would give, or of 1."""
    length = lengths(jacobians, noise_sd)
    slopes = jacobians / np.asarray(noise_sd, float) / length[..., None]
    if layer is not None:
        slopes = slopes @ right._row_basis(layer * noise_sd).T
    own = np.stack([right._beside_the_others(slopes, k) for k in range(slopes.shape[1])], axis=1)
    errors = 1 / (np.maximum(own, 1e-300) * length)
    return np.where((own < 1e-9) | (errors > most(length)), np.inf, errors)


ABSOLUTE = (
    "Whether a parameter is lost is decided by a number with a unit: how much is left of its slope, of its information "
    "or of an eigenvalue, in the units that come in. Hold what is left of a slope against that slope's own length in "
    "the pixels."
)


@wrong("smallest_error", because=ABSOLUTE)
def holds_against_a_small_number(jacobians, noise_sd, layer=None):
    return limited(jacobians, noise_sd, layer, lambda length: np.minimum(1e12, 1e6 / length))


@wrong(
    "smallest_error",
    because="The limit is too low: a parameter of whose slope less than a millionth is left counts as lost, and here "
    "it gets a finite error. In the Fisher matrix, which holds squares, a millionth of a slope is 1e-12.",
)
def keeps_what_is_lost(jacobians, noise_sd, layer=None):
    return limited(jacobians, noise_sd, layer, lambda length: 1e8 / length)


@wrong(
    "smallest_error",
    because="The limit is too high: only a parameter of whose slope less than a millionth is left counts as lost, and "
    "here one with more gets an infinite error. In the Fisher matrix, which holds squares, a millionth of a slope is "
    "1e-12.",
)
def loses_what_is_kept(jacobians, noise_sd, layer=None):
    return limited(jacobians, noise_sd, layer, lambda length: 1e5 / length)


@wrong(
    "smallest_error",
    because="Rows that are small beside the others are thrown away as if they were rounding errors. Their noise is "
    "small as well: a feature says the same in any units. Bring each row to the same length first.",
)
def throws_small_rows_away(jacobians, noise_sd, layer=None):
    if layer is not None:
        size = np.linalg.norm(layer * noise_sd, axis=1, keepdims=True)
        layer = np.where(size > 1e-10 * size.max(), layer, 0)
    return right.smallest_error(jacobians, noise_sd, layer)


@wrong("smallest_error", because="This is the variance. The error is a standard deviation: take the square root.")
def returns_variances(jacobians, noise_sd, layer=None):
    return right.smallest_error(jacobians, noise_sd, layer) ** 2


@wrong(
    "smallest_error",
    because="The slopes are divided by the variance and their products summed as if they were white. To make the noise "
    "white, divide by noise_sd; in the Fisher matrix that gives 1 / noise_sd^2.",
)
def divides_by_the_variance(jacobians, noise_sd, layer=None):
    return right.smallest_error(jacobians, np.asarray(noise_sd, float) ** 2, layer)


@wrong(
    "information_kept",
    because="This is the features' bound over the pixels', which is 1 or more. Asked for is how much is kept: the "
    "pixels' bound over the features', 0 where a parameter is lost.",
)
def turns_the_ratio_round(layer, jacobians, noise_sd):
    kept = right.information_kept(layer, jacobians, noise_sd)
    return np.where(kept > 0, 1 / np.maximum(kept, 1e-300), np.inf)


@wrong(
    "information_kept",
    because="This is the share of the information, a ratio of variances. Asked for is the ratio of the bounds, "
    "which are standard deviations.",
)
def squares_the_ratio(layer, jacobians, noise_sd):
    return right.information_kept(layer, jacobians, noise_sd) ** 2


@wrong(
    "information_kept",
    because="This is a mean over the galaxies, the same for all. Each has a share of its own: a layer may serve small "
    "galaxies and fail large ones.",
)
def takes_the_mean_over_galaxies(layer, jacobians, noise_sd):
    share = right.information_kept(layer, jacobians, noise_sd)
    return np.broadcast_to(share.mean(axis=0), share.shape).copy()


@lenient(
    "smallest_error",
    because="A noise of 0 or below must be refused. The sign is lost in the square, and a zero makes a bound of 0"
    " or NaN out of a pixel that was never measured.",
)
def takes_any_noise(jacobians, noise_sd, layer=None):
    with np.errstate(all="ignore"):
        return np.where(np.isfinite(jacobians[..., 0]), np.abs(np.max(noise_sd)), 0.0)
