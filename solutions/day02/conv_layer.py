"""The convolutional layer: batches, channels, biases."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, weight, bias=None):
    """Pass a batch of images through a convolutional layer (stride 1, no padding).

    Parameters
    ----------
    x : ndarray, shape (N, Cin, H, W)
        A batch of N images with Cin channels each; floating-point or whole numbers.
    weight : ndarray, shape (Cout, Cin, kh, kw)
        A kernel for each pair of an output and an input channel; any size up to the images'.
    bias : ndarray, shape (Cout,), optional
        A number for each output channel; None adds nothing.

    Returns
    -------
    out : ndarray, shape (N, Cout, H - kh + 1, W - kw + 1)
        Output channel o of image n is bias[o] plus the sum, over all input channels c, of the valid
        cross-correlation of x[n, c] with weight[o, c] (the kernel is not flipped).

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or the batch is empty; `weight` if it has not four axes, if its
        Cin is not that of x, or if its kernels are higher or wider than the images; `bias` if it is given
        and its shape is not (Cout,).

    Notes
    -----
    torch.nn.functional.conv2d with its defaults. Goodfellow et al. 2016, equation 9.7, with stride 1.

    Examples
    --------
    Two channels and one output channel, which takes the second from the first:

    >>> x = np.array([[[[5.0, 6.0, 7.0]], [[1.0, 1.0, 2.0]]]])
    >>> conv2d(x, np.array([[[[1.0]], [[-1.0]]]]), np.array([10.0]))
    array([[[[14., 15., 15.]]]])
    """
    _check(x, weight, bias)
    windows = sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("ncyxij,ocij->noyx", windows, weight)
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1))


def _check(x, weight, bias):
    if np.ndim(x) != 4 or len(x) == 0:
        raise ValueError(f"x must be a batch (N, C, H, W) with N >= 1, its shape is {np.shape(x)}")
    if np.ndim(weight) != 4 or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight must be (Cout, {x.shape[1]}, kh, kw), its shape is {np.shape(weight)}")
    if weight.shape[2] > x.shape[2] or weight.shape[3] > x.shape[3]:
        raise ValueError(f"weight has kernels of {weight.shape[2:]}, which do not fit into images of {x.shape[2:]}")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError(f"bias must be one number for each of {len(weight)} channels, its shape is {np.shape(bias)}")
