"""Gradients of a convolutional layer."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
    _check(grad_out, x, weight)
    kh, kw = weight.shape[2:]
    # weight[o, c, i, j] was multiplied by pixel (i, j) of every window, in every image.
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))
    grad_weight = np.einsum("noyx,ncyxij->ocij", grad_out, windows)
    # Pixel (y, x) went into output (y - i, x - j) with weight[o, c, i, j], wherever that output exists. With zeros
    # where it does not, this is again a kernel that slides, turned by 180 degrees.
    padded = np.pad(grad_out, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    grad_windows = sliding_window_view(padded, (kh, kw), axis=(2, 3))
    grad_x = np.einsum("noyxij,ocij->ncyx", grad_windows, weight[:, :, ::-1, ::-1])
    return grad_x, grad_weight, grad_out.sum(axis=(0, 2, 3))


def _check(grad_out, x, weight):
    if np.ndim(x) != 4 or len(x) == 0:
        raise ValueError(f"x must be a batch (N, C, H, W) with N >= 1, its shape is {np.shape(x)}")
    if np.ndim(weight) != 4 or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight must be (Cout, {x.shape[1]}, kh, kw), its shape is {np.shape(weight)}")
    (count, _, height, width), (out_channels, _, kh, kw) = x.shape, weight.shape
    if kh > height or kw > width:
        raise ValueError(f"weight has kernels of {kh} x {kw}, which do not fit into images of {height} x {width}")
    shape = count, out_channels, height - kh + 1, width - kw + 1
    if np.shape(grad_out) != shape:
        raise ValueError(f"grad_out must have the output's shape {shape}, not {np.shape(grad_out)}")
