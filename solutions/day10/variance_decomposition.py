"""The two parts of a variance: what the data leave open, and what the networks disagree on.

M networks (or passes with dropout) each state a mean and a variance. Their mixture draws a network, then a value from
its distribution. The first axis of every array is that of the networks.
"""

import numpy as np


def decompose_variance(means, variances, weights=None):
    """Split the variance of a mixture of M distributions into its parts.

    Parameters
    ----------
    means, variances : ndarray, shape (M, ...)
        Variances of another shape, which would be broadcast, or below 0, as logarithms are, are refused.
    weights : ndarray, shape (M,), optional
        How likely each network is to be drawn: not negative, on any scale. By default all are equally likely.

    Returns
    -------
    aleatoric, epistemic, total : ndarray, shape (...)
        The mean of the variances; the variance of the means about the mixture's mean (with nine digits right where that
        is a million times the spread); the variance of the mixture, which is their sum.

    >>> decompose_variance(np.array([1.0, 3.0]), np.array([0.5, 1.5]))
    (np.float64(1.0), np.float64(1.0), np.float64(2.0))
    """
    _check_variances(means, variances)
    aleatoric = np.average(variances, axis=0, weights=weights)
    deviations = means - np.average(means, axis=0, weights=weights)
    epistemic = np.average(deviations**2, axis=0, weights=weights)
    return aleatoric, epistemic, aleatoric + epistemic


def decompose_samples(samples):
    """Estimate (aleatoric, epistemic) without bias from S values of each of M networks.

    samples has shape (M, S, ...), M and S at least 2; each result has shape (...). Aleatoric is the mean variance
    within a network; epistemic the variance of the networks' true means, of which a mean of S values is an estimate.
    Both are right on average over many draws, so epistemic may come out negative. It is left so.

    >>> decompose_samples(np.array([[0.0, 2.0], [4.0, 6.0], [5.0, 7.0]]))  # means 1, 5, 6 vary by 7, 1 of it noise
    (np.float64(2.0), np.float64(6.0))
    """
    aleatoric = samples.var(axis=1, ddof=1).mean(axis=0)
    # A mean of S values scatters by aleatoric / S about the true one, and so do the means among themselves.
    epistemic = samples.mean(axis=1).var(axis=0, ddof=1) - aleatoric / samples.shape[1]
    return aleatoric, epistemic


def _check_variances(means, variances):
    if np.shape(means) != np.shape(variances) or np.any(variances < 0):
        raise ValueError(f"variances must have shape {np.shape(means)}, and none below 0")
