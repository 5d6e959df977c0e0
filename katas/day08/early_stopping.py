"""When to stop, which weights to keep, and how to hold examples out where there are few."""

import copy
import math

import torch


class EarlyStopping:
    """Watches a validation loss, keeps the best weights, and says when to stop.

    A value is better than the best so far if it is smaller by more than `min_delta`; the first value that is a number
    below infinity is always better, NaN never. Attributes: `best`, the best value (infinity before there is one), and
    `waited`, how many values in a row were not better. A `patience` below 1 and a negative `min_delta` raise a
    ValueError that names it.

    >>> stopping = EarlyStopping(patience=2)
    >>> [stopping.update(value, torch.nn.Linear(1, 1)) for value in (0.3, 0.2, 0.25, 0.22)]
    [False, False, False, True]
    """

    def __init__(self, patience, min_delta=0.0):
        raise NotImplementedError

    def update(self, value, model):
        """Take the next validation loss of a model; return whether to stop: the last `patience` values were not better.

        The model is not changed; where the value is better, its state (parameters and buffers) as it is now is kept.
        """
        raise NotImplementedError

    def restore(self, model):
        """Give a model the state that belongs to `best`; without one it stays as it is."""
        raise NotImplementedError

    def state_dict(self):
        """Return all that must be saved to go on later, as a dictionary of its own."""
        raise NotImplementedError

    def load_state_dict(self, state):
        """Go on from what `state_dict` returned."""
        raise NotImplementedError


def k_fold(count, folds, generator):
    """Deal `count` examples out to `folds` folds at random, each to be held out once.

    Parameters
    ----------
    folds : int
        From 2 to `count`, or it is refused by a ValueError that names it.
    generator : torch.Generator
        What the order is drawn from, and nothing else.

    Returns
    -------
    pairs : list of (training, held)
        Two int64 tensors of indices for each fold, in any order. Every example is held out in exactly one fold, and
        trained on in all others. The sizes of the held-out parts differ by one at most.

    >>> pairs = k_fold(7, 3, torch.Generator().manual_seed(0))
    >>> sorted(len(held) for training, held in pairs)
    [2, 2, 3]
    """
    raise NotImplementedError
