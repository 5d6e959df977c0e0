"""Weight decay in two forms: a penalty in the loss, and a shrinkage beside the step (1711.05101).

params and grads are dictionaries of tensors with the same names; what is named in `skip`, as biases often are, is not
decayed. Nothing that comes in is changed. A negative decay, or a name in skip that no parameter has, is refused by a
ValueError that names the argument.

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
    """Return (params, state) after a step with decoupled decay: with the direction of Adam it is a step of AdamW.

    Parameters
    ----------
    direction : callable
        An optimiser that knows of no decay: direction(grads, state) returns (directions, state), by name the way to go
        against, and the state to be returned.
    learning_rate, decay : float
        The step is -learning_rate * directions. Beside it a parameter loses learning_rate * decay times its old value.

    >>> params, grads = {"w": torch.tensor([2.0])}, {"w": torch.tensor([1.0])}
    >>> descent = lambda grads, steps: (grads, steps + 1)
    >>> decoupled_step(params, grads, 0, descent, learning_rate=0.25, decay=0.5)
    ({'w': tensor([1.5000])}, 1)
    """
    raise NotImplementedError


def ridge(x, y, decay):
    """Return (weight, bias) at the minimum of half the mean squared error plus decay/2 times the sum of weight^2.

    x, shape (N, D), and y, shape (N, C), are fitted by y = x @ weight + bias. The squared error is a sum over C and a
    mean over N; the bias is not decayed. decay = 0, for which N > D, is least squares.

    >>> ridge(torch.tensor([[0.0], [2.0]]), torch.tensor([[1.0], [5.0]]), decay=1.0)  # without decay y = 2 x + 1
    (tensor([[1.]]), tensor([2.]))
    """
    raise NotImplementedError
