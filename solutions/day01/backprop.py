"""Backpropagation: the gradient of a two-layer network, by the chain rule."""

import numpy as np


def mlp_forward(params, x):
    """Return what a network of two layers makes of a batch of examples.

        hidden = tanh(x weight1^T + bias1)
        prediction = hidden weight2^T + bias2

    Parameters
    ----------
    params : dict of ndarray
        "weight1" (H, D), "bias1" (H,), "weight2" (K, H), "bias2" (K,): a weight has one row per output
        of its layer, as in torch.nn.Linear.
    x : ndarray, shape (N, D)
        One example per row.

    Returns
    -------
    ndarray, shape (N, K)
        The predictions; the second layer has no activation.

    Raises
    ------
    ValueError
        Naming `x` if it is not two-dimensional, holds no example, or has not D columns.

    Examples
    --------
    >>> params = {"weight1": np.array([[1.0, -1.0]]), "bias1": np.array([0.0]),
    ...           "weight2": np.array([[2.0], [3.0]]), "bias2": np.array([0.5, -1.0])}
    >>> mlp_forward(params, np.array([[4.0, 4.0], [0.5, 0.0]])).round(4)
    array([[ 0.5   , -1.    ],
           [ 1.4242,  0.3864]])
    """
    if np.ndim(x) != 2 or len(x) == 0 or np.shape(x)[1] != params["weight1"].shape[1]:
        raise ValueError(f"x must have shape (N, {params['weight1'].shape[1]}) with N >= 1, not {np.shape(x)}")
    return _hidden(params, x) @ params["weight2"].T + params["bias2"]


def _hidden(params, x):
    return np.tanh(x @ params["weight1"].T + params["bias1"])


def mlp_gradients(params, x, y):
    """Return the mean squared error of the network and its gradient for every parameter.

        loss = mean over all N K elements of (prediction - y)^2

    Parameters
    ----------
    params : dict of ndarray
        The parameters of `mlp_forward`.
    x : ndarray, shape (N, D)
        One example per row.
    y : ndarray, shape (N, K)
        What the network should predict.

    Returns
    -------
    loss : float
        The mean squared error.
    gradients : dict of ndarray
        d loss / d parameter, under the same keys and with the same shapes as `params`.

    Raises
    ------
    ValueError
        Naming `x` as `mlp_forward` does, `y` if its shape is not that of the predictions: a `y` of shape (N,)
        would broadcast against (N, 1) to (N, N) without a word.

    Notes
    -----
    Rumelhart, Hinton & Williams (1986), Nature 323, 533.

    Examples
    --------
    >>> params = {"weight1": np.array([[0.0]]), "bias1": np.array([0.0]),
    ...           "weight2": np.array([[2.0]]), "bias2": np.array([1.0])}
    >>> loss, gradients = mlp_gradients(params, np.array([[3.0]]), np.array([[5.0]]))
    >>> loss
    16.0
    >>> gradients["weight1"], gradients["bias2"]
    (array([[-48.]]), array([-8.]))
    """
    prediction = mlp_forward(params, x)
    if np.shape(y) != prediction.shape:
        raise ValueError(f"y must have the shape of the predictions, {prediction.shape}, not {np.shape(y)}")
    hidden = _hidden(params, x)
    residual = prediction - y
    # From the loss backwards: each line multiplies by the derivative of one step of the forward pass.
    grad_prediction = 2 * residual / residual.size
    grad_hidden = grad_prediction @ params["weight2"]
    grad_sum = grad_hidden * (1 - hidden**2)  # tanh' = 1 - tanh^2, and tanh is already there
    gradients = {
        "weight1": grad_sum.T @ x,
        "bias1": grad_sum.sum(axis=0),  # every example adds the same bias, so their gradients add
        "weight2": grad_prediction.T @ hidden,
        "bias2": grad_prediction.sum(axis=0),
    }
    return float(np.mean(residual**2)), gradients
