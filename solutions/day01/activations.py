"""Sigmoid and ReLU, forward and backward, for an ndarray x of any shape, of real or whole numbers.

Every result is a new array. The backward functions take grad_out, dL/d(output) of a loss L, and the *input* x of the
forward pass, and return dL/dx. A grad_out of another shape, which NumPy might stretch, raises a ValueError naming it.
"""

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + exp(-x)) with all its digits, sigmoid(-700) = 1e-304 too, and no RuntimeWarning for any x.

    >>> sigmoid(np.array([-1000.0, 0.0, 2.0, 1000.0])).round(4)
    array([0.    , 0.5   , 0.8808, 1.    ])
    """
    # exp(-|x|) cannot overflow. Above 0 the fraction is 1 / (1 + z) as it stands; below 0, where
    # z = exp(x), it is multiplied through by exp(x): z / (1 + z).
    z = np.exp(-np.abs(x))
    numerator = np.where(x >= 0, 1.0, z)
    return numerator / (1.0 + z)


def sigmoid_backward(grad_out, x):
    """Return the gradient for the input of a sigmoid, with no RuntimeWarning for any x.

    >>> sigmoid_backward(np.array([8.0, 8.0]), np.array([0.0, 1000.0]))
    array([2., 0.])
    """
    _check_backward(grad_out, x)
    s = sigmoid(x)
    slope = s * (1.0 - s)
    return grad_out * slope


def relu(x):
    """Return x where it is positive and 0 where it is negative, -inf too; nan stays nan: a bad pixel is not a dark one.

    >>> relu(np.array([-2.0, 0.0, 3.0, np.nan]))
    array([ 0.,  0.,  3., nan])
    """
    return np.maximum(x, 0)


def relu_backward(grad_out, x):
    """Return the gradient for the input of a ReLU. At x = 0, where ReLU has no derivative, it is 0, as in torch.

    >>> relu_backward(np.array([5.0, -6.0, 7.0]), np.array([2.0, 0.1, -3.0]))
    array([ 5., -6.,  0.])
    """
    _check_backward(grad_out, x)
    return np.where(x > 0, grad_out, 0.0)


def _check_backward(grad_out, x):
    if np.shape(grad_out) != np.shape(x):
        raise ValueError(f"grad_out has shape {np.shape(grad_out)}, x has {np.shape(x)}; they must be the same")
