"""Weight decay in two forms: a penalty in the loss, and a shrinkage beside the step (1711.05101).

Parameters and gradients are dictionaries of tensors by name, with the same names. The parameters named in `skip` are
not decayed: biases, as a rule. Dictionaries and tensors that come in are left as they are. A negative decay and a name
in `skip` that no parameter has are refused by a ValueError that names the argument: the one lets weights grow, the
other leaves a bias to decay, without a word.

Not allowed here: torch.optim (this kata builds what these optimisers do with
weight_decay).
Not allowed here: torch.optim.SGD, torch.optim.Adam (this kata builds its weight_decay).
Not allowed here: torch.optim.AdamW (this kata builds it).
Not allowed here: torch.linalg.lstsq (this kata derives the minimum).
"""

import torch


def l2_gradient(params, grads, decay, skip=()):
    """Return the gradients of the loss plus decay/2 times the sum of squares of the parameters (a dict by name).

    >>> l2_gradient({"w": torch.tensor([2.0])}, {"w": torch.tensor([1.0])}, decay=0.25)
    {'w': tensor([1.5000])}
    """
    raise NotImplementedError


def decoupled_step(params, grads, state, direction, learning_rate, decay, skip=()):
    """Take one step with decoupled weight decay: with the direction of Adam it is a step of AdamW.

    Parameters
    ----------
    params, grads : dict of Tensor
    state : what `direction` remembers
    direction : callable
        An optimiser. direction(grads, state) returns (directions, state): by name, the way to go against, and
        what to remember. It is told nothing of the decay.
    learning_rate, decay : float
        The step is -learning_rate * directions. Beside it each parameter loses the share learning_rate * decay of
        what it was before the step.
    skip : collection of str, optional
        Names of parameters that take the step and do not decay.

    Returns
    -------
    params : dict of Tensor
    state : what direction returned

    Examples
    --------
    >>> params, grads = {"w": torch.tensor([2.0])}, {"w": torch.tensor([1.0])}
    >>> def plain(grads, state):  # gradient descent, which counts its steps
    ...     return grads, state + 1
    >>> decoupled_step(params, grads, 0, plain, learning_rate=0.5, decay=0.5)
    ({'w': tensor([1.])}, 1)
    """
    raise NotImplementedError


def ridge(x, y, decay):
    """Return the minimum (weight, bias) of half the mean squared error plus decay/2 times the sum of weight^2.

    x has shape (N, D) and y shape (N, C); y is fitted by x @ weight + bias with weight (D, C) and bias (C,). The squared
    error of a sample is summed over C, and the mean is over N. The bias is not decayed. With decay = 0 this is the least
    squares fit, for which N > D.

    >>> ridge(torch.tensor([[0.0], [2.0]]), torch.tensor([[1.0], [5.0]]), decay=1.0)  # without decay y = 2 x + 1
    (tensor([[1.]]), tensor([2.]))
    """
    raise NotImplementedError
