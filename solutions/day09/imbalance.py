"""Rare classes: weights, the focal loss, a balanced sampler, and the way back to the true rates."""

import numpy as np
from torch.nn import functional as F


def class_weights(counts):
    """Return the weight of each class, shape (C,), inversely proportional to how many examples it has.

    The mean weight of the examples is 1. `counts` is an array of shape (C,); a class without examples is refused.

    >>> class_weights(np.array([90, 10])).round(3).tolist()
    [0.556, 5.0]
    """
    _check_positive("counts", counts)
    return counts.sum() / (len(counts) * counts)


def focal_loss(logits, target, gamma=2.0, alpha=None):
    """Return the focal loss (Lin et al. 2017), averaged over the examples.

    Let p be the probability that sigmoid(logit) gives to class 1, and p_t what is given to the true class: p where the
    target is 1, 1 - p where it is 0. The loss of an example is -a_t (1 - p_t)^gamma ln p_t, with a_t = alpha where the
    target is 1 and 1 - alpha where it is 0. Without alpha, a_t is 1.

    Parameters
    ----------
    logits : tensor, shape (N,)
        As large as +-1000: the loss and its gradient are finite and right.
    target : tensor, shape (N,)
        0 or 1, of any dtype. Another shape is refused.
    gamma : float
        0 or more; with 0 and no alpha this is the binary cross-entropy.

    Returns
    -------
    loss : tensor of one number, of the dtype of the logits

    >>> import torch
    >>> focal_loss(torch.tensor([0.0, 0.0]), torch.tensor([1, 0]), gamma=1.0)  # p_t = 1/2: 1/2 ln 2
    tensor(0.3466)
    """
    _check_target(target, logits)
    target = target.to(logits.dtype)
    score = logits * (2 * target - 1)  # p_t = sigmoid(score), 1 - p_t = sigmoid(-score)
    cross_entropy = -F.logsigmoid(score)
    focus = (gamma * F.logsigmoid(-score)).exp()
    if alpha is None:
        return (focus * cross_entropy).mean()
    weight = alpha * target + (1 - alpha) * (1 - target)
    return (weight * focus * cross_entropy).mean()


def balanced_indices(labels, n, rng):
    """Draw n indices of examples, independently, so that every class is equally likely at each draw.

    So are the examples within a class. `labels`, shape (N,), are any whole numbers: classes are those that occur.

    >>> balanced_indices(np.array([7, 7, 7, 2]), 1000, np.random.default_rng(0)).max()
    3
    """
    classes, member, counts = np.unique(labels, return_inverse=True, return_counts=True)
    of_class = 1 / (len(classes) * counts)
    return rng.choice(len(labels), n, p=of_class[member])


def restore_prior(probability, trained, true):
    """Return what a classifier's probabilities become where the classes have other rates than in its training.

    `probability` has shape (N, C), each row summing to 1. `trained` and `true`, shape (C,), are the classes' rates in
    training and in truth: fractions or counts. A 0 in `trained` is refused; a 0 in `true` is allowed.

    >>> restore_prior(np.array([[0.1, 0.9]]), np.array([0.5, 0.5]), np.array([0.99, 0.01])).round(3).tolist()
    [[0.917, 0.083]]
    """
    _check_positive("trained", trained)
    # p(class | x) is proportional to p(x | class) p(class), and p(x | class) is the same in both worlds.
    joint = probability * (true / trained)
    return joint / joint.sum(axis=1, keepdims=True)


def _check_positive(name, values):
    if np.any(values <= 0):
        raise ValueError(f"{name} must be above 0 for every class, got {values}")


def _check_target(target, logits):
    if target.shape != logits.shape:
        raise ValueError(f"target must have shape {tuple(logits.shape)}, not {tuple(target.shape)}")
