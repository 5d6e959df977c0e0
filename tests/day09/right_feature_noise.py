"""Other right ways to write day09/feature_noise."""

import numpy as np

from grader.mutants import right
from solutions.day09 import feature_noise as reference


@right("noise_factor")
def by_eigenvectors(layer):
    values, vectors = np.linalg.eigh(np.asarray(layer, float) @ np.asarray(layer, float).T)
    return vectors * np.sqrt(np.clip(values, 0.0, None))


@right("noise_factor")
def by_singular_values(layer):
    left, values, _ = np.linalg.svd(layer, full_matrices=False)
    return left * values


@right("noise_factor")
def by_root(layer):
    """The symmetric root of B B^T."""
    values, vectors = np.linalg.eigh(np.asarray(layer, float) @ np.asarray(layer, float).T)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


@right("noise_factor")
def in_float32(layer):
    return reference.noise_factor(layer).astype(np.float32)


@right("noise_in_features")
def by_multivariate_normal(layer, noise_sd, n, rng):
    """The covariance of features that depend on each other is positive only up to rounding."""
    unit = rng.multivariate_normal(np.zeros(len(layer)), layer @ layer.T, size=n, method="eigh")
    return np.broadcast_to(noise_sd, n)[:, None] * unit


@right("noise_in_features")
def galaxy_by_galaxy(layer, noise_sd, n, rng):
    factor = reference.noise_factor(layer)
    return np.array([sd * (factor @ rng.normal(size=factor.shape[1])) for sd in np.broadcast_to(noise_sd, n)])


@right("noise_in_features")
def in_single_precision(layer, noise_sd, n, rng):
    z = rng.standard_normal((reference.noise_factor(layer).shape[1], n), dtype=np.float32)
    return (noise_sd * (reference.noise_factor(layer).astype(np.float32) @ z)).T


@right("draw_noise_levels")
def by_powers_of_ten(low, high, n, rng):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size=n)


@right("draw_noise_levels")
def by_ratio(low, high, n, rng):
    return low * (high / low) ** rng.random(n)


@right("draw_noise_levels")
def one_by_one(low, high, n, rng):
    """Single precision, one by one."""
    return np.array([low * (high / low) ** rng.random() for _ in range(n)], np.float32)


@right("noise_in_features")
def every_number_in_single_precision(layer, noise_sd, n, rng):
    factor = reference.noise_factor(layer).astype(np.float32)
    z = rng.standard_normal((n, factor.shape[1]), np.float32)
    return (np.reshape(noise_sd, (-1, 1)) * (z @ factor.T)).astype(np.float32)
