"""Gradients of a convolutional layer.

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


def conv2d_backward(grad_out, x, weight):
    """Return the gradients of a loss with respect to all that went into a convolutional layer.

    The layer is out = conv2d(x, weight, bias): valid cross-correlation, stride 1, out[n, o] being bias[o] plus
    the sum over input channels c of x[n, c] slid under weight[o, c]. The loss is one number.

    Parameters
    ----------
    grad_out : ndarray, shape (N, Cout, H - kh + 1, W - kw + 1)
        Derivatives of the loss with respect to the layer's output.
    x : ndarray, shape (N, Cin, H, W)
        The batch that went in; floating-point or whole numbers.
    weight : ndarray, shape (Cout, Cin, kh, kw)
        The kernels; floating-point or whole numbers.

    Returns
    -------
    grad_x : ndarray, shape (N, Cin, H, W)
        Derivatives of the loss with respect to x.
    grad_weight : ndarray, shape (Cout, Cin, kh, kw)
        Derivatives with respect to weight.
    grad_bias : ndarray, shape (Cout,)
        Derivatives with respect to bias.

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or the batch is empty; `weight` if it has not four axes, if its
        Cin is not that of x, or if its kernels are higher or wider than the images; `grad_out` if its shape is
        not that of the layer's output.

    Notes
    -----
    Goodfellow et al. 2016, equations 9.11 to 9.13, with stride 1.

    Examples
    --------
    One row of pixels, one channel: out = [x0 w0 + x1 w1, x1 w0 + x2 w1].

    >>> x, weight = np.array([[[[1.0, 2.0, 4.0]]]]), np.array([[[[3.0, -1.0]]]])
    >>> grad_x, grad_weight, grad_bias = conv2d_backward(np.array([[[[1.0, 10.0]]]]), x, weight)
    >>> grad_x
    array([[[[  3.,  29., -10.]]]])
    >>> grad_weight
    array([[[[21., 42.]]]])
    >>> grad_bias
    array([11.])
    """
    raise NotImplementedError
