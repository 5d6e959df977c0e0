"""Other right ways to write day10/variance_decomposition."""

import numpy as np

from grader.mutants import right
from solutions.day10 import variance_decomposition as reference


@right("decompose_variance")
def over_pairs(means, variances, weights=None):
    """Half the weighted sum of all squared differences is the variance."""
    shape = np.shape(means)
    if np.shape(variances) != shape or np.min(variances) < 0:
        raise ValueError("variances")
    shares = np.full(len(means), 1 / len(means)) if weights is None else np.asarray(weights) / np.sum(weights)
    aleatoric = np.tensordot(shares, variances, axes=1)
    differences = np.asarray(means, float)[:, None] - np.asarray(means, float)[None]
    epistemic = np.einsum("i,j,ij...->...", shares, shares, differences**2) / 2
    return [aleatoric, epistemic, aleatoric + epistemic]


@right("decompose_variance")
def one_network_after_the_other(means, variances, weights=None):
    if np.shape(variances) != np.shape(means):
        raise ValueError("variances")
    if (np.asarray(variances) < 0).any():
        raise ValueError("variances")
    weights = [1.0] * len(means) if weights is None else [float(w) for w in weights]
    mean = sum(w * np.asarray(m, float) for w, m in zip(weights, means, strict=True)) / sum(weights)
    aleatoric = sum(w * np.asarray(v, float) for w, v in zip(weights, variances, strict=True)) / sum(weights)
    squares = [w * (m - mean) ** 2 for w, m in zip(weights, means, strict=True)]
    epistemic = np.sum(squares, axis=0) / np.sum(weights)
    return aleatoric, epistemic, epistemic + aleatoric


@right("decompose_variance")
def in_float32(means, variances, weights=None):
    centre = np.mean(means, axis=0)
    if weights is None and np.max(np.abs(centre)) > 1e3:
        return reference.decompose_variance(means, variances)
    return tuple(np.asarray(part, np.float32) for part in reference.decompose_variance(means, variances, weights))


@right("decompose_samples")
def by_analysis_of_variance(samples):
    count, each = samples.shape[:2]
    grand, own = samples.mean(axis=(0, 1)), samples.mean(axis=1, keepdims=True)
    within = ((samples - own) ** 2).sum(axis=(0, 1)) / (count * (each - 1))
    between = each * ((own[:, 0] - grand) ** 2).sum(axis=0) / (count - 1)
    return within, (between - within) / each


@right("decompose_samples")
def by_torch(samples):
    import torch

    values = torch.tensor(np.asarray(samples, float))
    within = values.var(1).mean(0)
    epistemic = values.mean(1).var(0) - within / values.shape[1]
    return within.numpy(), epistemic.numpy()
