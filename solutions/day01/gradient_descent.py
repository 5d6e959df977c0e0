"""Learning ellipticity from galaxy stamps by gradient descent."""

import numpy as np


def train_mlp(x, y, hidden, steps, learning_rate, rng):
    """Return (params, losses) of a network of two layers, trained by gradient descent on all examples at once.

    As in day01/backprop, prediction = tanh(x weight1^T + bias1) weight2^T + bias2, and the loss is the mean of
    (prediction - y)^2 over all N K elements. The weights are drawn from `rng`, a numpy.random.Generator and the only
    source of random numbers: independent, with mean 0 and variance 1 / (inputs of the layer), from any distribution,
    the same for every number of steps (LeCun et al. 1998, Efficient BackProp, section 4.6). The biases start at 0. Then
    each step moves every parameter at once by -learning_rate times its gradient. losses, shape (steps,), holds the loss
    before each step. A y of another number of rows than x might broadcast: it raises a ValueError that names it.

    >>> x = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> params, losses = train_mlp(x, x[:, :1], hidden=4, steps=50, learning_rate=0.1, rng=np.random.default_rng(1))
    >>> params["weight1"].shape, losses.shape, bool(losses[-1] < 0.5 * losses[0])
    ((4, 2), (50,), True)

    Parameters
    ----------
    x : ndarray, shape (N, D)
    y : ndarray, shape (N, K)
    hidden, steps : int, at least 1 and 0
    """
    _check_train_mlp(x, y)
    params = _drawn(x.shape[1], hidden, y.shape[1], rng)
    losses = np.empty(steps)
    for step in range(steps):
        losses[step], gradients = _loss_and_gradients(params, x, y)
        for name, gradient in gradients.items():
            params[name] -= learning_rate * gradient
    return params, losses


def _drawn(inputs, hidden, outputs, rng):
    # With variance 1 / inputs a sum over the inputs is of order one, where tanh is neither flat nor straight.
    return {
        "weight1": rng.normal(0.0, inputs**-0.5, (hidden, inputs)),
        "bias1": np.zeros(hidden),
        "weight2": rng.normal(0.0, hidden**-0.5, (outputs, hidden)),
        "bias2": np.zeros(outputs),
    }


def _loss_and_gradients(params, x, y):
    hidden = np.tanh(x @ params["weight1"].T + params["bias1"])
    prediction = params["bias2"] + hidden @ params["weight2"].T
    residual = prediction - y
    grad_prediction = 2 * residual / residual.size
    grad_hidden = grad_prediction @ params["weight2"]
    grad_sum = grad_hidden * (1 - hidden**2)
    gradients = {
        "weight1": grad_sum.T @ x,
        "bias1": grad_sum.sum(axis=0),
        "weight2": grad_prediction.T @ hidden,
        "bias2": grad_prediction.sum(axis=0),
    }
    return np.mean(residual**2), gradients


def _check_train_mlp(x, y):
    if len(y) != len(x):
        raise ValueError(f"y must have {len(x)} rows, as x has, not {len(y)}")
