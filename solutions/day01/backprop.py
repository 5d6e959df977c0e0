"""Backpropagation: the gradient of a two-layer network, by the chain rule (Rumelhart et al. 1986, Nature 323, 533).

    hidden = tanh(x weight1^T + bias1)
    prediction = hidden weight2^T + bias2
    loss = mean over all N K elements of (prediction - y)^2

params : dict of "weight1" (H, D), "bias1" (H,), "weight2" (K, H), "bias2" (K,).
"""

import numpy as np


def mlp_forward(params, x):
    """Return the predictions, shape (N, K), for x of shape (N, D).

    >>> params = {"weight1": np.array([[1.0, -1.0]]), "bias1": np.array([0.0]),
    ...           "weight2": np.array([[2.0], [3.0]]), "bias2": np.array([0.5, -1.0])}
    >>> mlp_forward(params, np.array([[4.0, 4.0], [0.5, 0.0]])).round(4)
    array([[ 0.5   , -1.    ],
           [ 1.4242,  0.3864]])
    """
    _, prediction = _layers(params, x)
    return prediction


def _layers(params, x):
    hidden = np.tanh(x @ params["weight1"].T + params["bias1"])
    prediction = params["bias2"] + hidden @ params["weight2"].T
    return hidden, prediction


def mlp_gradients(params, x, y):
    """Return (loss, gradients): d loss / d parameter under the same keys and with the same shapes as in params.

    A y of another shape than the predictions might broadcast: it raises a ValueError that names it.

    >>> params = {"weight1": np.zeros((1, 1)), "bias1": np.zeros(1), "weight2": np.ones((1, 1)), "bias2": np.ones(1)}
    >>> loss, gradients = mlp_gradients(params, np.array([[3.0]]), np.array([[5.0]]))
    >>> loss, gradients["weight1"], gradients["bias2"]
    (16.0, array([[-24.]]), array([-8.]))

    Parameters
    ----------
    x : ndarray, shape (N, D)
    y : ndarray, shape (N, K)
    """
    hidden, prediction = _layers(params, x)
    _check_mlp_gradients(prediction, y)
    residual = prediction - y
    loss = np.mean(residual**2)
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
    return float(loss), gradients


def _check_mlp_gradients(prediction, y):
    if np.shape(y) != prediction.shape:
        raise ValueError(f"y must have the shape of the predictions, {prediction.shape}, not {np.shape(y)}")
