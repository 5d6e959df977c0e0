"""Sigmoid and ReLU, forward and backward."""

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), exact for every x and without a warning.

    Parameters
    ----------
    x : ndarray, any shape
        Real numbers, in floating point or whole.

    Returns
    -------
    s : ndarray, shape of x, float
        A new array. Every element is right relative to its own size, however small: sigmoid(-700) is
        exp(-700), about 1e-304. sigmoid(1000) is 1.0 and sigmoid(-1000), which no float64 can tell from 0, is 0.0.
        NumPy gives no RuntimeWarning, whatever the size of x.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 2.0, 1000.0])).round(4)
    array([0.    , 0.5   , 0.8808, 1.    ])
    """
    raise NotImplementedError


def sigmoid_backward(grad_out, x):
    """Return the gradient of a loss with respect to the input of a sigmoid.

    Parameters
    ----------
    grad_out : ndarray, any shape
        The gradient dL/ds of the loss L with respect to the sigmoid's output.
    x : ndarray, shape of grad_out
        The *input* of the forward pass, not its output.

    Returns
    -------
    grad_x : ndarray, shape of x, float
        dL/dx. A new array; no RuntimeWarning, whatever the size of x.

    Raises
    ------
    ValueError
        Naming `grad_out` if its shape is not that of x.

    Notes
    -----
    ds/dx = s (1 - s) (Goodfellow et al. 2016, section 3.10).

    Examples
    --------
    >>> sigmoid_backward(np.array([8.0, 8.0]), np.array([0.0, 1000.0]))
    array([2., 0.])
    """
    raise NotImplementedError


def relu(x):
    """Return x where it is positive and 0 where it is negative.

    Parameters
    ----------
    x : ndarray, any shape
        Real numbers; infinite ones and nan too.

    Returns
    -------
    y : ndarray, shape of x
        A new array. A negative number, -inf too, becomes 0.0 and not -0.0; nan stays nan, so that
        a bad pixel is not taken for a dark one.

    Notes
    -----
    As torch.relu (Nair & Hinton 2010).

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0, np.nan]))
    array([ 0.,  0.,  3., nan])
    """
    raise NotImplementedError


def relu_backward(grad_out, x):
    """Return the gradient of a loss with respect to the input of a ReLU.

    Parameters
    ----------
    grad_out : ndarray, any shape
        The gradient dL/dy of the loss L with respect to the ReLU's output.
    x : ndarray, shape of grad_out
        The input of the forward pass, without nan.

    Returns
    -------
    grad_x : ndarray, shape of x, float
        dL/dx. A new array. At x = 0, where ReLU has no derivative, it is 0, as in torch.

    Raises
    ------
    ValueError
        Naming `grad_out` if its shape is not that of x.

    Examples
    --------
    >>> relu_backward(np.array([5.0, -6.0, 7.0]), np.array([2.0, 0.1, -3.0]))
    array([ 5., -6.,  0.])
    """
    raise NotImplementedError
