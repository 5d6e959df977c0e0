"""The dense layer y = x weight^T + bias, as torch.nn.functional.linear has it: one product forward, two backward."""

import numpy as np


def dense_forward(x, weight, bias):
    """Return the outputs y, shape (N, outputs): y[n, o] = sum over i of x[n, i] weight[o, i], plus bias[o].

    A bias of another shape, which NumPy might stretch, raises a ValueError that names `bias`.

    >>> x, weight = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
    >>> dense_forward(x, weight, bias=np.array([10.0, 0.0]))
    array([[8., 3.]])

    Parameters
    ----------
    x : ndarray, shape (N, inputs)
    weight : ndarray, shape (outputs, inputs)
    bias : ndarray, shape (outputs,)
    """
    raise NotImplementedError


def dense_backward(grad_out, x, weight):
    """Return (grad_x, grad_weight, grad_bias): how a loss L changes with x, with weight and with bias.

    Whether L is a sum or a mean over the batch is settled in grad_out, dL/dy.

    >>> dense_backward(np.array([[1.0], [2.0]]), x=np.array([[1.0, 0.0], [0.0, 1.0]]), weight=np.array([[3.0, 4.0]]))
    (array([[3., 4.],
           [6., 8.]]), array([[1., 2.]]), array([3.]))

    Parameters
    ----------
    grad_out : ndarray, shape (N, outputs)
    x : ndarray, shape (N, inputs)
    weight : ndarray, shape (outputs, inputs)
    """
    raise NotImplementedError
