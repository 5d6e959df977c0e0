"""White pixel noise behind a fixed linear layer: noise for nothing.

A layer B, shape (K, P), makes K features of P pixels, `B @ pixels`. Independent Gaussian noise of sd s in the pixels is
Gaussian noise of covariance s^2 B B^T in the features. `rng` is a numpy.random.Generator.
"""

import numpy as np


def noise_factor(layer):
    """Return a matrix L, shape (K, R) with R at most K, for which L L^T = B B^T; any such L will do.

    Rows of B may depend on each other linearly, or be zero; K may exceed P.

    >>> L = noise_factor(np.array([[3.0, 4.0], [6.0, 8.0]]))
    >>> (L @ L.T).round(6).tolist()
    [[25.0, 50.0], [50.0, 100.0]]
    """
    # B^T = Q R with Q^T Q = 1, so B B^T = R^T R. Cholesky would need full rank, and would square the condition.
    return np.linalg.qr(layer.T, mode="r").T


def noise_in_features(layer, noise_sd, n, rng):
    """Draw what white pixel noise makes in the features of n galaxies, for each galaxy anew.

    What is drawn depends on B B^T alone. So L of `noise_factor` may stand in for B, and the pixels are never met again.

    Parameters
    ----------
    layer : ndarray, shape (K, P)
    noise_sd : float or ndarray, shape (n,)
        The sd of the pixel noise, one for all galaxies or one for each; 0 is allowed. Another shape is refused.

    Returns
    -------
    noise : ndarray, shape (n, K)
        The memory that is needed grows with n K and K P, not with n P.

    >>> noise_in_features(np.ones((2, 100)), 0.1, 5, np.random.default_rng(0)).shape
    (5, 2)
    """
    _check_noise_sd(noise_sd, n)
    factor = noise_factor(layer)
    z = rng.standard_normal((n, factor.shape[1]))  # of variance 1 and independent, so that L z has covariance L L^T
    noise = z @ factor.T
    return np.reshape(noise_sd, (-1, 1)) * noise


def draw_noise_levels(low, high, n, rng):
    """Return n noise sds from `low` to `high`, each drawn by itself, their logarithm evenly distributed.

    low = high is allowed; a `low` not above 0, and a `high` below it, are refused by name.

    >>> draw_noise_levels(1e-5, 1e-3, 4, np.random.default_rng(0)).shape
    (4,)
    """
    _check_levels(low, high)
    exponent = rng.uniform(np.log(low), np.log(high), n)
    return np.exp(exponent)


def _check_noise_sd(noise_sd, n):
    if np.shape(noise_sd) not in ((), (n,)):
        raise ValueError(f"noise_sd must be a number or have shape ({n},), not {np.shape(noise_sd)}")


def _check_levels(low, high):
    if not low > 0:
        raise ValueError(f"low must be above 0, got {low}")
    if not high >= low:
        raise ValueError(f"high must be at least low, {low}, got {high}")
