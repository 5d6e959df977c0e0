"""From classes to numbers: what a classifier's end does to a measurement, and how to replace it."""

import copy
import math

import torch
from torch import nn

SQUASHING = (nn.Softmax, nn.LogSoftmax, nn.Sigmoid, nn.Tanh)


def to_regressor(classifier, outputs, freeze=False):
    """Return a copy of a classifier whose head is replaced by a linear one, for regression.

    The head is the last nn.Linear in the order of classifier.named_modules(). In the copy a new nn.Linear with bias
    stands in its place, under its name, on its device and in its dtype, as nn.Linear draws it (torch.manual_seed
    decides how). Whatever module of `SQUASHING` comes behind the head in that order becomes nn.Identity: what is
    measured is not squeezed into a range. All other weights and buffers are copies of the classifier's, which is not
    changed and shares no memory with the result.

    Parameters
    ----------
    classifier : torch.nn.Module
        A network with at least one nn.Linear among its submodules.
    outputs : int
        Numbers to predict, at least 1: two for (g1, g2).
    freeze : bool
        With False every parameter of the result can be trained, whether or not it could before. With True
        those of the new head alone can.

    Returns
    -------
    regressor : torch.nn.Module
        Maps what the classifier maps, to shape (N, outputs).

    Raises
    ------
    ValueError
        Naming `classifier` if it has no nn.Linear among its submodules, `outputs` if it is below 1.

    Examples
    --------
    >>> classifier = nn.Sequential(nn.Flatten(), nn.Linear(9, 4), nn.ReLU(), nn.Linear(4, 3), nn.Softmax(dim=1))
    >>> to_regressor(classifier, 2)
    Sequential(
      (0): Flatten(start_dim=1, end_dim=-1)
      (1): Linear(in_features=9, out_features=4, bias=True)
      (2): ReLU()
      (3): Linear(in_features=4, out_features=2, bias=True)
      (4): Identity()
    )
    """
    raise NotImplementedError


def shear_to_class(g, bins, limit):
    """Return the class of each shear, if the range from -limit to limit is cut into equal bins.

    Class k holds the shears from -limit + k w up to, and without, -limit + (k + 1) w, with w = 2 limit / bins; the last
    holds `limit` as well.

    Parameters
    ----------
    g : tensor, any shape
        One component of the shear.
    bins : int
        How many classes, at least 1.
    limit : float
        Above 0.

    Returns
    -------
    classes : tensor of int64, the shape of g
        From 0 to bins - 1.

    Raises
    ------
    ValueError
        Naming `bins` if it is below 1, `limit` if it is not above 0, `g` if |g| is above limit somewhere.

    Examples
    --------
    >>> shear_to_class(torch.tensor([-0.5, -0.1, 0.0, 0.3, 0.5]), bins=4, limit=0.5)
    tensor([0, 1, 2, 3, 3])
    """
    raise NotImplementedError


def expected_shear(logits, limit):
    """Return the mean shear of the probabilities that a classifier over equal bins gives.

    The probabilities are the softmax of the logits; each bin stands for the shear at its centre.

    Parameters
    ----------
    logits : tensor, shape (..., K)
        One logit for each of the K bins of shear_to_class.
    limit : float
        Above 0.

    Returns
    -------
    g : tensor, shape (...)
        Between the centres of the first and last bin, in the dtype of the logits. Gradients flow back to the logits.

    Raises
    ------
    ValueError
        Naming `limit` if it is not above 0.

    Examples
    --------
    >>> expected_shear(torch.tensor([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 50.0, 50.0]]), limit=0.5)
    tensor([0.0000, 0.2500])
    """
    raise NotImplementedError


def quantisation_error(bins, limit):
    """Return the RMS error of knowing of a shear only its bin: shear uniform in the range, answer the bin's centre.

    Parameters
    ----------
    bins : int
        Equal bins from -limit to limit, at least 1.
    limit : float
        Above 0.

    Returns
    -------
    error : float
        In units of the shear.

    Raises
    ------
    ValueError
        Naming `bins` if it is below 1, `limit` if it is not above 0.

    Examples
    --------
    >>> round(quantisation_error(bins=10, limit=0.5), 4)
    0.0289
    """
    raise NotImplementedError


@torch.no_grad()
def turned_signal(features, stamps):
    """Return by how much features tell a galaxy from itself turned by 90 degrees, before and after global pooling.

    Such a turn takes (g1, g2) to (-g1, -g2). Feature maps F of the stamps and F' of the stamps turned by
    torch.rot90(stamps, 1, (-2, -1)) differ by |F' - F| / |F|, the norms being taken over all elements: stamps,
    channels and pixels. Global average pooling replaces every map by its mean first; the norms are then over
    stamps and channels.

    Parameters
    ----------
    features : callable
        Maps (N, 1, H, H) to feature maps (N, C, h, w).
    stamps : tensor, shape (N, H, H)
        Square images.

    Returns
    -------
    maps : float
        The relative difference of the feature maps.
    pooled : float
        The relative difference of their means.

    Raises
    ------
    ValueError
        Naming `stamps` if it is not (N, H, H) or holds no image.

    Examples
    --------
    >>> bar = torch.tensor([[[0.0, 0.0, 0.0], [1.0, 2.0, 1.0], [0.0, 0.0, 0.0]]])
    >>> [round(value, 4) for value in turned_signal(lambda x: x, bar)]
    [0.8165, 0.0]
    """
    raise NotImplementedError
