"""Gradients of a convolutional layer (Goodfellow et al. 2016, equations 9.11 to 9.13, with stride 1).

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


def conv2d_backward(grad_out, x, weight):
    """Return (grad_x, grad_weight, grad_bias): how a loss L changes with x, with weight and with bias.

    The layer is out = conv2d(x, weight, bias): out[n, o] is bias[o] plus the sum over input channels c of the valid
    cross-correlation of x[n, c] with weight[o, c]. L is one number, and grad_out is dL/d out. NumPy spreads an axis of
    length 1 over any other without a word: a ValueError names `weight` if its Cin is not that of x, and `grad_out` if
    its shape is not that of out.

    >>> x, weight = np.array([[[[1.0, 2.0, 4.0]]]]), np.array([[[[3.0, -1.0]]]])  # out = [x0 w0 + x1 w1, x1 w0 + x2 w1]
    >>> [gradient.ravel() for gradient in conv2d_backward(np.array([[[[1.0, 10.0]]]]), x, weight)]
    [array([  3.,  29., -10.]), array([21., 42.]), array([11.])]

    Parameters
    ----------
    grad_out : ndarray, shape (N, Cout, H - kh + 1, W - kw + 1), floating-point
    x : ndarray, shape (N, Cin, H, W), of floating-point or whole numbers
    weight : ndarray, shape (Cout, Cin, kh, kw), of floating-point or whole numbers
    """
    raise NotImplementedError
