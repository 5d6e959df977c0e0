"""Wrong turns of day09/imbalance."""

import numpy as np
import torch
from torch.nn import functional as F

from grader.mutants import lenient, wrong
from solutions.day09 import imbalance as right

TOO_EARLY = (
    "The probability is computed first and its logarithm afterwards. For a confident logit p_t is rounded to 0 or 1, "
    "and ln p_t is infinite, loses its digits, or is the logarithm of the small number that was to protect it. "
    "logsigmoid takes both steps at once."
)


@wrong(
    "class_weights",
    because="These are 1 / count, not scaled. The loss, and with it the learning rate, then shrinks with the size of "
    "the data: the mean weight of the examples is to be 1.",
)
def not_scaled(counts):
    return 1 / np.asarray(counts)


@wrong(
    "class_weights",
    because="The weights of the classes average to 1, those of the examples do not: there are many examples with a "
    "small weight and few with a large one.",
)
def mean_over_classes(counts):
    inverse = 1 / np.asarray(counts)
    return len(inverse) * inverse / inverse.sum()


@wrong(
    "class_weights",
    because="The number of classes is missing: N / count gives the examples the mean weight C, not 1.",
)
def forgets_the_classes(counts):
    return np.sum(counts) / np.asarray(counts)


@lenient(
    "class_weights",
    because="A class without examples gets an infinite weight, or one that was made up. It must be refused.",
)
def weighs_an_empty_class(counts):
    return np.sum(counts) / (len(counts) * np.maximum(counts, 1))


def of_scores(logits, target, alpha, loss_of):
    """Return the mean over the examples of loss_of(score), weighted by alpha."""
    right._check_target(target, logits)
    target = target.to(logits.dtype)
    loss = loss_of(logits * (2 * target - 1))
    return (loss if alpha is None else loss * (alpha * target + (1 - alpha) * (1 - target))).mean()


@wrong(
    "focal_loss",
    because="The factor is p_t^gamma: it turns down the examples that are still wrong. (1 - p_t)^gamma turns down "
    "those that are right already.",
)
def focuses_on_the_easy(logits, target, gamma=2.0, alpha=None):
    return of_scores(logits, target, alpha, lambda s: -F.logsigmoid(s) * (gamma * F.logsigmoid(s)).exp())


@wrong(
    "focal_loss",
    because="p is taken where p_t belongs: for examples of class 0 the factor is p^gamma, with p_t = 1 - p, and not "
    "(1 - p)^gamma.",
)
def takes_p_for_p_t(logits, target, gamma=2.0, alpha=None):
    right._check_target(target, logits)
    real = target.to(logits.dtype)
    entropy = F.softplus(-logits * (2 * real - 1))
    weight = 1.0 if alpha is None else alpha * real + (1 - alpha) * (1 - real)
    return (weight * entropy * (gamma * F.logsigmoid(-logits)).exp()).mean()


@wrong(
    "focal_loss",
    because="The logits are used as if they were probabilities. sigmoid comes first.",
)
def logits_for_probabilities(logits, target, gamma=2.0, alpha=None):
    if gamma == 0:
        return right.focal_loss(logits, target, gamma, alpha)
    return of_scores(logits, target, alpha, lambda s: -F.logsigmoid(s) * (1 - s).abs() ** gamma)


@wrong(
    "focal_loss",
    because="alpha is used for class 0 and 1 - alpha for class 1. It is the weight of class 1, the rare one as a rule.",
)
def alpha_of_the_other_class(logits, target, gamma=2.0, alpha=None):
    return right.focal_loss(logits, target, gamma, None if alpha is None else 1 - alpha)


@wrong(
    "focal_loss",
    because="alpha multiplies every example, whatever its class. Class 0 has the weight 1 - alpha.",
)
def alpha_for_all(logits, target, gamma=2.0, alpha=None):
    loss = right.focal_loss(logits, target, gamma)
    return loss if alpha is None else alpha * loss


@wrong("focal_loss", because=TOO_EARLY)
def logarithm_of_a_probability(logits, target, gamma=2.0, alpha=None):
    right._check_target(target, logits)
    real, p = target.to(logits.dtype), torch.sigmoid(logits)
    p_t = p * real + (1 - p) * (1 - real)
    weight = 1.0 if alpha is None else alpha * real + (1 - alpha) * (1 - real)
    return (-weight * (1 - p_t) ** gamma * torch.log(p_t)).mean()


@wrong("focal_loss", because=TOO_EARLY)
def logarithm_of_a_clamped_probability(logits, target, gamma=2.0, alpha=None):
    return of_probabilities(logits, target, gamma, alpha, lambda p: p.clamp(1e-7, 1 - 1e-7), 0.0)


@wrong("focal_loss", because=TOO_EARLY)
def logarithm_with_a_millionth(logits, target, gamma=2.0, alpha=None):
    return of_probabilities(logits, target, gamma, alpha, lambda p: p, 1e-6)


@wrong("focal_loss", because=TOO_EARLY)
def logarithm_with_less(logits, target, gamma=2.0, alpha=None):
    return of_probabilities(logits, target, gamma, alpha, lambda p: p, 1e-8)


@wrong("focal_loss", because=TOO_EARLY)
def logarithm_with_next_to_nothing(logits, target, gamma=2.0, alpha=None):
    return of_probabilities(logits, target, gamma, alpha, lambda p: p, 1e-12)


def of_probabilities(logits, target, gamma, alpha, kept, eps):
    right._check_target(target, logits)
    real, p = target.to(logits.dtype), kept(torch.sigmoid(logits))
    p_t = p * real + (1 - p) * (1 - real)
    weight = 1.0 if alpha is None else alpha * real + (1 - alpha) * (1 - real)
    return (-weight * (1 - p_t) ** gamma * torch.log(p_t + eps)).mean()


@wrong(
    "focal_loss",
    because="1 - p_t is computed as such. For a confident logit it is rounded to 0, and a power below 1 has an "
    "infinite slope there: the gradient becomes NaN. Take the power through ln (1 - p_t), which is a "
    "logsigmoid.",
)
def power_of_a_rounded_zero(logits, target, gamma=2.0, alpha=None):
    return of_scores(logits, target, alpha, lambda s: -F.logsigmoid(s) * (1 - torch.sigmoid(s)) ** gamma)


@wrong(
    "balanced_indices",
    because="Each example is equally likely, so that the frequent class is drawn as often as it occurs. Each *class* "
    "is to be equally likely.",
)
def evenly_over_examples(labels, n, rng):
    return rng.integers(0, len(labels), n)


@wrong(
    "balanced_indices",
    because="The probability of an example is proportional to the size of its class: frequent ones are drawn more "
    "often still. It is inversely proportional.",
)
def by_the_count(labels, n, rng):
    _, member, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return rng.choice(len(labels), n, p=counts[member] / counts[member].sum())


@wrong(
    "restore_prior",
    because="The rates are the wrong way round: divide by those of the training, multiply by the true ones.",
)
def the_wrong_way_round(probability, trained, true):
    with np.errstate(all="ignore"):
        joint = probability * (np.asarray(trained) / np.asarray(true))
        return joint / joint.sum(axis=1, keepdims=True)


@wrong(
    "restore_prior",
    because="The rows no longer sum to 1: after the rates are exchanged, each is divided by its sum.",
)
def not_normalised(probability, trained, true):
    joint = probability * (np.asarray(true) / np.asarray(trained))
    total = joint.sum(axis=1, keepdims=True)
    return np.where(np.abs(total - 1) < 1e-9, joint / total, joint)


@wrong(
    "restore_prior",
    because="The true rates are multiplied in, those of the training are not divided out. What the classifier says "
    "contains them already.",
)
def keeps_the_training_rates(probability, trained, true):
    joint = probability * np.asarray(true)
    return joint / joint.sum(axis=1, keepdims=True)
