"""Disc, bulge or merger: training a classifier, and saying how well it does.

`model` maps images (n, C, H, W) to logits (n, K), where its parameters are. `stamps`, shape (N, H, W) or (N, C, H, W),
are images in its dtype; without an axis of channels they are given one, C = 1. `labels`, shape (N,), int64, are their
classes, from 0 to K - 1. Stamps and labels may be on another device than the model, and are not changed.
"""

import torch


def train_classifier(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    """Train a classifier in place by minimising the cross-entropy with Adam.

    In every epoch all examples are drawn once, in a new random order, in batches of `batch_size` (the last holds
    what is left over). Each batch moves the parameters by one step of torch.optim.Adam, with the given learning rate
    and all else by default, along the mean cross-entropy of its logits; Adam's moments run on from epoch to epoch.
    The model is in training mode meanwhile, in whatever mode it comes. The orders are drawn from a generator seeded
    with `seed`; torch's global one is neither used nor seeded (dropout may use it). Labels that are not (N,) raise a
    ValueError naming `labels`.

    Returns
    -------
    history : dict
        "loss" and "accuracy", each a list of one float an epoch: the mean cross-entropy over all N examples, and the
        share of them classified rightly, by the logits that training computed (each batch's before its step).

    >>> stamps, labels = torch.arange(12.0).reshape(3, 2, 2) / 12, torch.tensor([0, 1, 1])
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2))
    >>> history = train_classifier(model, stamps, labels, epochs=5, batch_size=2)
    >>> len(history["loss"]), len(history["accuracy"])
    (5, 5)
    """
    raise NotImplementedError


@torch.no_grad()
def predict(model, stamps, batch_size=256):
    """Return the most likely class of each stamp: int64, shape (N,), on the device of `stamps`.

    The model works in evaluation mode, without recording gradients, on at most `batch_size` stamps at a time;
    afterwards it is in the mode in which it came.

    >>> predict(torch.nn.Sequential(torch.nn.Flatten()), torch.tensor([[[0.1, 0.7]], [[0.4, 0.2]]]))
    tensor([1, 0])
    """
    raise NotImplementedError


def accuracy(model, stamps, labels, batch_size=256):
    """Return the share of stamps whose class `predict` gives; ValueError naming `labels` if these are not (N,).

    >>> stamps = torch.tensor([[[0.1, 0.7]], [[0.4, 0.2]]])
    >>> accuracy(torch.nn.Sequential(torch.nn.Flatten()), stamps, torch.tensor([1, 1]))
    0.5
    """
    raise NotImplementedError


def confusion_matrix(labels, predicted, classes):
    """Return counts, int64, shape (K, K): counts[i, j] examples of class i were predicted to be of class j.

    Both tensors are int64, shape (N,), and hold classes from 0 to `classes` - 1, not always all of them. What holds
    another class raises a ValueError naming `labels` or `predicted`, and so does `predicted` of another shape.

    >>> confusion_matrix(torch.tensor([0, 0, 0, 1]), torch.tensor([0, 0, 1, 1]), 3)
    tensor([[2, 1, 0],
            [0, 1, 0],
            [0, 0, 0]])
    """
    raise NotImplementedError
