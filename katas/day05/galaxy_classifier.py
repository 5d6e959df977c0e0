"""Disc, bulge or merger: training a classifier, and saying how well it does."""

import torch


def train_classifier(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    """Train a classifier in place by minimising the cross-entropy with Adam.

    In every epoch all examples are drawn once, in a new random order, in batches of `batch_size` (the last
    batch holds what is left over). Each batch moves the parameters by one step of torch.optim.Adam with the given
    learning rate and its other settings as they are by default; its moments run on from epoch to epoch. The
    loss of a batch is the mean cross-entropy of the model's outputs, which are logits.

    The model is in training mode meanwhile, in whatever mode it comes. Each batch is moved to where the model's
    parameters are; `stamps` and `labels` may be elsewhere and are not changed. The orders are drawn from a generator
    seeded with `seed`; torch's global generator is neither used nor seeded here (dropout in the model may use it).

    Parameters
    ----------
    model : torch.nn.Module
        Maps (n, C, H, W) to logits (n, K).
    stamps : tensor, shape (N, H, W) or (N, C, H, W)
        Images in the dtype of the model. Without an axis of channels they are given one, C = 1.
    labels : tensor of int64, shape (N,)
        The class of each, from 0 to K - 1.
    epochs, batch_size : int
        At least 1.
    learning_rate : float
        Above 0.
    seed : int
        The only source of the orders.

    Returns
    -------
    history : dict
        "loss" and "accuracy", each a list of one float an epoch: the mean over all N examples of the
        cross-entropy, and the share of them classified rightly, by the logits that training computed (each batch's
        before its step).

    Raises
    ------
    ValueError
        Naming `stamps` if it has neither three nor four axes or holds no image, `labels` if its shape is not (N,),
        `epochs` or `batch_size` if it is below 1, `learning_rate` if it is not above 0.

    Notes
    -----
    Adam is Kingma & Ba (2015), arXiv:1412.6980, algorithm 1; day 8 builds it.

    Examples
    --------
    >>> stamps = torch.arange(12.0).reshape(3, 2, 2) / 12
    >>> labels = torch.tensor([0, 1, 1])
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2))
    >>> history = train_classifier(model, stamps, labels, epochs=200, batch_size=2, learning_rate=0.05)
    >>> len(history["loss"]), history["loss"][-1] < 0.5 * history["loss"][0], history["accuracy"][-1]
    (200, True, 1.0)
    """
    raise NotImplementedError


@torch.no_grad()
def predict(model, stamps, batch_size=256):
    """Return the most likely class of each stamp.

    The model works in evaluation mode, without recording gradients, on at most `batch_size` stamps at a time, where its
    parameters are; afterwards it is in the mode in which it came.

    Parameters
    ----------
    model : torch.nn.Module
        Maps (n, C, H, W) to logits (n, K).
    stamps : tensor, shape (N, H, W) or (N, C, H, W)
        As in train_classifier.
    batch_size : int
        At least 1.

    Returns
    -------
    predicted : tensor of int64, shape (N,)
        The class with the largest logit, on the device of `stamps`.

    Raises
    ------
    ValueError
        Naming `stamps` if it has neither three nor four axes or holds no image, `batch_size` if it is below 1.

    Examples
    --------
    >>> predict(torch.nn.Flatten(), torch.tensor([[[0.1, 0.7]], [[0.4, 0.2]]]))
    tensor([1, 0])
    """
    raise NotImplementedError


def accuracy(model, stamps, labels, batch_size=256):
    """Return the share of stamps whose most likely class is the true one.

    Parameters
    ----------
    model, stamps, batch_size
        As in predict.
    labels : tensor of int64, shape (N,)
        The true classes.

    Returns
    -------
    share : float
        Between 0 and 1, over all N stamps.

    Raises
    ------
    ValueError
        As predict does, and naming `labels` if its shape is not (N,).

    Examples
    --------
    >>> stamps = torch.tensor([[[0.1, 0.7]], [[0.4, 0.2]]])
    >>> accuracy(torch.nn.Flatten(), stamps, torch.tensor([1, 1]))
    0.5
    """
    raise NotImplementedError


def confusion_matrix(labels, predicted, classes):
    """Count how often each class is taken for each.

    Parameters
    ----------
    labels, predicted : tensor of int64, shape (N,)
        True and predicted classes, from 0 to classes - 1.
    classes : int
        How many classes K there are, whether all of them occur or not.

    Returns
    -------
    counts : tensor of int64, shape (K, K)
        counts[i, j] examples of the true class i were predicted to be of class j.

    Raises
    ------
    ValueError
        Naming `predicted` if its shape is not that of `labels`, and `labels` or `predicted` if it
        holds a class below 0 or above classes - 1.

    Notes
    -----
    Of a class i, counts[i, i] over the sum of row i is the completeness (recall), and over the sum of column i the
    purity (precision).

    Examples
    --------
    >>> confusion_matrix(torch.tensor([0, 0, 0, 1]), torch.tensor([0, 0, 1, 1]), 3)
    tensor([[2, 1, 0],
            [0, 1, 0],
            [0, 0, 0]])
    """
    raise NotImplementedError
