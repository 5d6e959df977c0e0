"""Weight decay in two forms: a penalty in the loss, and a shrinkage beside the step (1711.05101).

params and grads are dictionaries of tensors with the same names; what is named in `skip`, as biases often are, is not
decayed. Nothing that comes in is changed. A negative decay, or a name in skip that no parameter has, is refused by a
ValueError that names the argument.
"""

import torch


def l2_gradient(params, grads, decay, skip=()):
    """Return the gradients of the loss plus decay/2 times the sum of squares of the parameters (a dict by name).

    >>> l2_gradient({"w": torch.tensor([2.0])}, {"w": torch.tensor([1.0])}, decay=0.25)
    {'w': tensor([1.5000])}
    """
    _check_decay(params, decay, skip)
    penalised = {}
    for name, param in params.items():
        penalty = 0 if name in skip else decay * param
        penalised[name] = grads[name] + penalty
    return penalised


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
    _check_decay(params, decay, skip)
    directions, state = direction(grads, state)
    moved = {}
    for name, param in params.items():
        lost = 0 if name in skip else learning_rate * decay
        moved[name] = (1 - lost) * param - learning_rate * directions[name]
    return moved, state


def ridge(x, y, decay):
    """Return (weight, bias) at the minimum of half the mean squared error plus decay/2 times the sum of weight^2.

    x, shape (N, D), and y, shape (N, C), are fitted by y = x @ weight + bias. The squared error is a sum over C and a
    mean over N; the bias is not decayed. decay = 0, for which N > D, is least squares.

    >>> ridge(torch.tensor([[0.0], [2.0]]), torch.tensor([[1.0], [5.0]]), decay=1.0)  # without decay y = 2 x + 1
    (tensor([[1.]]), tensor([2.]))
    """
    _check_decay({}, decay, ())
    # At the best bias the fit goes through the means, so the weight is that of the deviations.
    mean_x, mean_y = x.mean(0), y.mean(0)
    dx, dy = x - mean_x, y - mean_y
    covariance_x = dx.T @ dx / len(x)
    covariance_xy = dx.T @ dy / len(x)
    identity = torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
    weight = torch.linalg.solve(covariance_x + decay * identity, covariance_xy)
    bias = mean_y - mean_x @ weight
    return weight, bias


def _check_decay(params, decay, skip):
    if decay < 0:
        raise ValueError(f"decay must not be negative, got {decay}")
    if unknown := set(skip) - set(params):
        raise ValueError(f"skip names what is no parameter: {', '.join(sorted(unknown))}")
