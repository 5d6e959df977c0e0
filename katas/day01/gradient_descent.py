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
    raise NotImplementedError
