"""Gradients of a convolutional layer (Goodfellow et al. 2016, equations 9.11 to 9.13, with stride 1)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
    _check_conv2d_backward(grad_out, x, weight)
    _, _, kh, kw = weight.shape
    # bias[o] was added to every pixel of channel o, in every image.
    grad_bias = grad_out.sum(axis=(0, 2, 3))
    # weight[o, c, i, j] was multiplied by pixel (i, j) of every window, in every image.
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))
    grad_weight = np.einsum("noyx,ncyxij->ocij", grad_out, windows)
    # Pixel (y, x) went into output (y - i, x - j) with weight[o, c, i, j], wherever that output exists. With zeros
    # where it does not, this is again a kernel that slides, turned by 180 degrees.
    rows, columns = (kh - 1, kh - 1), (kw - 1, kw - 1)
    padded = np.pad(grad_out, ((0, 0), (0, 0), rows, columns))
    windows = sliding_window_view(padded, (kh, kw), axis=(2, 3))
    turned = weight[:, :, ::-1, ::-1]
    grad_x = np.einsum("noyxij,ocij->ncyx", windows, turned)
    return grad_x, grad_weight, grad_bias


def _check_conv2d_backward(grad_out, x, weight):
    if weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight is for {weight.shape[1]} channels, x has {x.shape[1]}")
    (height, width), (kh, kw) = x.shape[2:], weight.shape[2:]
    if grad_out.shape != (len(x), len(weight), height - kh + 1, width - kw + 1):
        raise ValueError(f"grad_out has not the shape of the layer's output: {grad_out.shape}")
