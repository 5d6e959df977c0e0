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
    raise NotImplementedError


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
    raise NotImplementedError
