"""Several models in place of one: what their mean gains, and what their spread says.

The first axis of predictions and logits, float32 or float64, is that of M members. Results have their dtype and device.

Not allowed here: torch.optim.swa_utils (averaging the weights is what this kata
builds).
"""

import math

import torch


def combine(predictions):
    """Return the mean of the members' predictions and their spread, each of shape (N, ...).

    The spread is the members' standard deviation with M - 1 in it. Predictions, shape (M, N, ...), of fewer than two
    members raise a ValueError that names `predictions`: one member has no spread.

    >>> combine(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))
    (tensor([2., 5.]), tensor([1.4142, 0.0000]))
    """
    raise NotImplementedError


def combine_classes(logits):
    """Return the mean of the members' class probabilities, shape (N, K), from logits of shape (M, N, K).

    >>> combine_classes(torch.tensor([[[0.0, 0.0]], [[0.0, 40.0]]]))
    tensor([[0.2500, 0.7500]])
    """
    raise NotImplementedError


def ensemble_error(rho, members):
    """Return the error of the mean of `members` models in units of the error of one.

    The members' errors have mean 0 and one standard deviation, and every pair has the correlation `rho`. A rho that no
    errors can have raises a ValueError that names it: above 1, or below -1/(members - 1).

    >>> ensemble_error(0.0, 4), ensemble_error(1.0, 4)
    (0.5, 1.0)
    """
    raise NotImplementedError


def bagging_indices(count, generator):
    """Draw a bootstrap sample of `count` examples from a torch.Generator.

    Returns
    -------
    drawn : Tensor, int64, shape (count,)
        Each element is equally likely to be any example, whatever the others are.
    left : Tensor, int64
        The examples that were not drawn, in rising order: a validation set for the member trained on `drawn`.

    >>> drawn, left = bagging_indices(1000, torch.Generator().manual_seed(0))
    >>> len(drawn), int(drawn.max()) < 1000
    (1000, True)
    """
    raise NotImplementedError


@torch.no_grad()
def ema_update(average, model, decay, step):
    """Move an average of weights one step towards a model, in place: average = d average + (1 - d) model.

    Parameters
    ----------
    average, model : torch.nn.Module
        Two of one build; `average` is changed, `model` is not. Parameters and buffers of floating point are averaged,
        whole-number buffers are taken from the model.
    decay : float
        d is `decay`, but at most (1 + step) / (10 + step), which forgets the start soon. Refused by a ValueError that
        names it unless 0 <= decay < 1.
    step : int
        How many updates came before, 0 for the first.

    >>> average, model = torch.nn.Linear(1, 1, bias=False), torch.nn.Linear(1, 1, bias=False)
    >>> average.weight.data[:], model.weight.data[:] = 1.0, 2.0
    >>> ema_update(average, model, 0.5, 100)
    >>> round(average.weight.item(), 4)
    1.5
    """
    raise NotImplementedError
