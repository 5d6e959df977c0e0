"""Other right ways to write day09/imbalance."""

import numpy as np
import torch
from torch.nn import functional as F

from grader.mutants import right
from solutions.day09 import imbalance as reference


@right("class_weights")
def by_mean(counts):
    weights = 1 / np.asarray(counts, float)
    return weights * counts.sum() / np.sum(weights * counts)


@right("class_weights")
def in_float32(counts):
    return reference.class_weights(counts).astype(np.float32)


@right("focal_loss")
def by_softplus(logits, target, gamma=2.0, alpha=None):
    """-ln p_t is softplus(-score), -ln (1 - p_t) is softplus(score)."""
    real = target.to(logits)
    score = torch.where(real > 0, logits, -logits)
    loss = F.softplus(-score, threshold=40) * torch.exp(-gamma * F.softplus(score, threshold=40))
    if alpha is not None:
        loss = torch.where(real > 0, alpha, 1 - alpha) * loss
    return loss.sum() / logits.numel()


@right("focal_loss")
def by_cross_entropy(logits, target, gamma=2.0, alpha=None):
    real = target.to(logits.dtype)
    entropy = F.binary_cross_entropy_with_logits(logits, real, reduction="none")
    wrongness = F.logsigmoid(torch.where(real == 1, -logits, logits))
    weight = torch.ones_like(logits) if alpha is None else torch.where(real == 1, alpha, 1.0 - alpha)
    return (weight * torch.exp(gamma * wrongness) * entropy).mean()


@right("focal_loss")
def by_a_loop(logits, target, gamma=2.0, alpha=None):
    losses = []
    for logit, label in zip(logits, target, strict=True):
        score = logit if label else -logit
        weight = 1.0 if alpha is None else alpha if label else 1 - alpha
        losses.append(-weight * F.logsigmoid(score) * torch.exp(gamma * F.logsigmoid(-score)))
    return torch.stack(losses).mean()


@right("balanced_indices")
def class_then_member(labels, n, rng):
    classes = np.unique(labels)
    members = [np.flatnonzero(labels == value) for value in classes]
    return np.array([rng.choice(members[k]) for k in rng.integers(len(classes), size=n)])


@right("balanced_indices")
def by_cumulative_sums(labels, n, rng):
    weight = np.array([1 / np.sum(labels == value) for value in labels])
    edges = np.cumsum(weight) / weight.sum()
    return np.minimum(np.searchsorted(edges, rng.random(n), side="right"), len(labels) - 1)


@right("restore_prior")
def row_by_row(probability, trained, true):
    rows = []
    for row in probability:
        joint = [p * new / old for p, new, old in zip(row, true, trained, strict=True)]
        rows.append([value / sum(joint) for value in joint])
    return np.array(rows)


@right("restore_prior")
def by_einsum(probability, trained, true):
    trained, true = trained / trained.sum(), true / true.sum()
    joint = np.einsum("nc,c->nc", probability, true / trained)
    return joint / np.einsum("nc->n", joint)[:, None]
