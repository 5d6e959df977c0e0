"""Rare classes: weights, the focal loss, a balanced sampler, and the way back to the true rates.

Not allowed here: torch.utils.data.WeightedRandomSampler (drawing by weight is what this
kata builds).
"""

import numpy as np


def class_weights(counts):
    """Return the weight of each class, an array of shape (C,), inversely proportional to how many examples it has.

    They are scaled so that the mean weight of the examples is 1. `counts` has shape (C,); a class without
    examples is refused.

    >>> class_weights(np.array([90, 10]))
    array([0.55555556, 5.        ])
    """
    raise NotImplementedError


def focal_loss(logits, target, gamma=2.0, alpha=None):
    """Return the focal loss (Lin et al. 2017), averaged over the examples.

    Let p be the probability that sigmoid(logit) gives to class 1, and p_t what is given to the true class: p where the
    target is 1, 1 - p where it is 0. The loss of an example is

        -a_t (1 - p_t)^gamma ln p_t

    with a_t = alpha where the target is 1 and 1 - alpha where it is 0; without alpha, a_t = 1.

    Parameters
    ----------
    logits : tensor, shape (N,)
        Floating point. For values as large as +-1000 the loss and its gradient are finite and right.
    target : tensor, shape (N,)
        0 or 1, whole numbers or not. Another shape is refused.
    gamma : float
        0 or more; with 0 and no alpha this is the binary cross-entropy.

    Returns
    -------
    loss : tensor of one number, of the dtype of the logits

    Examples
    --------
    >>> import torch
    >>> focal_loss(torch.tensor([0.0, 0.0]), torch.tensor([1, 0]), gamma=1.0)  # p_t = 1/2: 1/2 ln 2
    tensor(0.3466)
    """
    raise NotImplementedError


def balanced_indices(labels, n, rng):
    """Draw n indices of examples, independently, so that every class is equally likely at each draw.

    Within a class all examples are equally likely; the same may be drawn again. `labels`, shape (N,), are any whole
    numbers: classes are those that occur. `rng` is a numpy.random.Generator.

    >>> balanced_indices(np.array([7, 7, 7, 2]), 1000, np.random.default_rng(0)).max()
    3
    """
    raise NotImplementedError


def restore_prior(probability, trained, true):
    """Return what the probabilities of a classifier become where the classes have other rates than in its training.

    Parameters
    ----------
    probability : ndarray, shape (N, C)
        What the classifier says, each row summing to 1.
    trained, true : ndarray, shape (C,)
        How frequent the classes were in training, and are in truth: fractions or counts. A class that was never
        trained, 0 in `trained`, is refused; one that does not occur in truth gets probability 0.

    >>> restore_prior(np.array([[0.1, 0.9]]), np.array([0.5, 0.5]), np.array([0.99, 0.01])).round(3)
    array([[0.917, 0.083]])
    """
    raise NotImplementedError
