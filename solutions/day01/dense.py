"""The dense layer: one matrix product forward, two backward."""

import numpy as np


def dense_forward(x, weight, bias):
    """Return the outputs of a dense layer for a batch of inputs.

    Parameters
    ----------
    x : ndarray, shape (N, inputs)
        A batch of N >= 1 examples, one a row.
    weight : ndarray, shape (outputs, inputs)
        torch's convention: one row of weights for each output.
    bias : ndarray, shape (outputs,)

    Returns
    -------
    y : ndarray, shape (N, outputs)
        y[n, o] = sum over i of x[n, i] weight[o, i], plus bias[o].

    Raises
    ------
    ValueError
        Naming `x` if it has not two axes or no example, `weight` if it has not two axes or another number of
        inputs than x, `bias` if its shape is not (outputs,), not even where it could be broadcast.

    Notes
    -----
    y = x W^T + b, as torch.nn.functional.linear has it.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0, 3.0]])
    >>> weight = np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
    >>> dense_forward(x, weight, bias=np.array([10.0, 0.0]))
    array([[8., 3.]])
    """
    _check(x, weight)
    if np.shape(bias) != (len(weight),):
        raise ValueError(f"bias has shape {np.shape(bias)}, but weight asks for ({len(weight)},)")
    return x @ weight.T + bias


def dense_backward(grad_out, x, weight):
    """Return the gradients of a loss with respect to a dense layer's input, weight and bias.

    Parameters
    ----------
    grad_out : ndarray, shape (N, outputs)
        The gradient dL/dy of the loss L with respect to the layer's outputs. Whether L is a sum or a mean over
        the batch is settled in it already.
    x : ndarray, shape (N, inputs)
        The inputs of the forward pass.
    weight : ndarray, shape (outputs, inputs)
        The weights of the forward pass.

    Returns
    -------
    grad_x : ndarray, shape (N, inputs)
        dL/dx.
    grad_weight : ndarray, shape (outputs, inputs)
        dL/dweight.
    grad_bias : ndarray, shape (outputs,)
        dL/dbias.

    Raises
    ------
    ValueError
        Naming `x` and `weight` as `dense_forward` does, and `grad_out` if its shape is not (N, outputs).

    Notes
    -----
    Goodfellow et al. 2016, section 6.5.6, for a batch.

    Examples
    --------
    >>> grad_x, grad_weight, grad_bias = dense_backward(
    ...     np.array([[1.0], [2.0]]), x=np.array([[1.0, 0.0], [0.0, 1.0]]), weight=np.array([[3.0, 4.0]])
    ... )
    >>> grad_x
    array([[3., 4.],
           [6., 8.]])
    >>> grad_weight
    array([[1., 2.]])
    >>> grad_bias
    array([3.])
    """
    _check(x, weight)
    if np.shape(grad_out) != (len(x), len(weight)):
        raise ValueError(f"grad_out has shape {np.shape(grad_out)}, but x and weight make ({len(x)}, {len(weight)})")
    # y[n, o] = sum_i x[n, i] weight[o, i] + bias[o]: each gradient sums over the index its variable lacks.
    grad_x = grad_out @ weight  # over o
    grad_weight = grad_out.T @ x  # over n
    grad_bias = grad_out.sum(axis=0)  # over n
    return grad_x, grad_weight, grad_bias


def _check(x, weight):
    if np.ndim(x) != 2 or len(x) == 0:
        raise ValueError(f"x must be a batch (N, inputs) with N >= 1, got shape {np.shape(x)}")
    if np.ndim(weight) != 2 or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight must have shape (outputs, {x.shape[1]}) for this x, got {np.shape(weight)}")
