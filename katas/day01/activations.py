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
    raise NotImplementedError


def sigmoid_backward(grad_out, x):
    """Return the gradient for the input of a sigmoid, with no RuntimeWarning for any x.

    >>> sigmoid_backward(np.array([8.0, 8.0]), np.array([0.0, 1000.0]))
    array([2., 0.])
    """
    raise NotImplementedError


def relu(x):
    """Return x where it is positive and 0 where it is negative, -inf too; nan stays nan: a bad pixel is not a dark one.

    >>> relu(np.array([-2.0, 0.0, 3.0, np.nan]))
    array([ 0.,  0.,  3., nan])
    """
    raise NotImplementedError


def relu_backward(grad_out, x):
    """Return the gradient for the input of a ReLU. At x = 0, where ReLU has no derivative, it is 0, as in torch.

    >>> relu_backward(np.array([5.0, -6.0, 7.0]), np.array([2.0, 0.1, -3.0]))
    array([ 5., -6.,  0.])
    """
    raise NotImplementedError
