"""Learning ellipticity from galaxy stamps by gradient descent."""

import numpy as np


def train_mlp(x, y, hidden, steps, learning_rate, rng):
    """Train a network of two layers by gradient descent on all examples at once.

        prediction = tanh(x weight1^T + bias1) weight2^T + bias2
        loss = mean over all N K elements of (prediction - y)^2

    First the weights are drawn from `rng`: independent, with mean 0 and variance 1 / (inputs of the layer),
    from any distribution, and the same for every number of steps. The biases start at 0. Each step then
    moves every parameter at once by -learning_rate times its gradient of the loss.

    Parameters
    ----------
    x : ndarray, shape (N, D)
        One example per row: here the pixels of a stamp.
    y : ndarray, shape (N, K)
        What the network should predict: here g1 and g2.
    hidden : int
        Hidden units H, at least 1.
    steps : int
        Steps of gradient descent; 0 returns the parameters as they were drawn.
    learning_rate : float
        Above 0.
    rng : numpy.random.Generator
        The only source of random numbers.

    Returns
    -------
    params : dict of ndarray
        "weight1" (H, D), "bias1" (H,), "weight2" (K, H), "bias2" (K,) after the last step.
    losses : ndarray, shape (steps,)
        losses[k] is the loss before step k is taken, so losses[0] belongs to the parameters as drawn.

    Raises
    ------
    ValueError
        Naming `x` if it is not two-dimensional or empty, `y` if it is not two-dimensional with N rows,
        `hidden` if it is below 1, `steps` if it is negative, `learning_rate` if it is not above 0.

    Notes
    -----
    The scale of the initial weights is that of LeCun et al. (1998), "Efficient BackProp", section 4.6. Your
    own code from the backprop kata may be copied here.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(50, 3))
    >>> y = x[:, :1] - x[:, 1:2]
    >>> params, losses = train_mlp(x, y, hidden=8, steps=300, learning_rate=0.2, rng=rng)
    >>> params["weight1"].shape, losses.shape, bool(losses[-1] < 0.02 * losses[0])
    ((8, 3), (300,), True)
    """
    if np.ndim(x) != 2 or np.size(x) == 0:
        raise ValueError(f"x must have shape (N, D) and hold something, not {np.shape(x)}")
    if np.ndim(y) != 2 or len(y) != len(x):
        raise ValueError(f"y must have shape ({len(x)}, K), not {np.shape(y)}")
    if hidden < 1:
        raise ValueError(f"hidden must be at least 1, got {hidden}")
    if steps < 0:
        raise ValueError(f"steps must not be negative, got {steps}")
    if not learning_rate > 0:
        raise ValueError(f"learning_rate must be above 0, got {learning_rate}")
    params = _drawn(np.shape(x)[1], hidden, np.shape(y)[1], rng)
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
    residual = hidden @ params["weight2"].T + params["bias2"] - y
    grad_prediction = 2 * residual / residual.size
    grad_sum = grad_prediction @ params["weight2"] * (1 - hidden**2)
    return np.mean(residual**2), {
        "weight1": grad_sum.T @ x,
        "bias1": grad_sum.sum(axis=0),
        "weight2": grad_prediction.T @ hidden,
        "bias2": grad_prediction.sum(axis=0),
    }
