"""The convolutional layer: torch.nn.functional.conv2d at stride 1 and without padding (Goodfellow, equation 9.7)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, weight, bias=None):
    """Return out, shape (N, Cout, H - kh + 1, W - kw + 1): a batch of images passed through a convolutional layer.

    Channel o of image n is bias[o] plus the sum, over all input channels c, of the valid cross-correlation of x[n, c]
    with weight[o, c] (the kernel is not flipped). NumPy spreads an axis of length 1 over any other without a word: a
    ValueError names `weight` if its Cin is not that of x, and `bias` if it is not one number for each output channel.

    >>> x = np.array([[[[5.0, 6.0, 7.0]], [[1.0, 1.0, 2.0]]]])  # two channels: the second is taken from the first
    >>> conv2d(x, np.array([[[[1.0]], [[-1.0]]]]), np.array([10.0]))
    array([[[[14., 15., 15.]]]])

    Parameters
    ----------
    x : ndarray, shape (N, Cin, H, W), of floating-point or whole numbers
    weight : ndarray, shape (Cout, Cin, kh, kw), floating-point; a kernel may be as large as the images
    bias : ndarray, shape (Cout,), or None, which adds nothing
    """
    _check_conv2d(x, weight, bias)
    out_channels, _, kh, kw = weight.shape
    # A window holds Cin kh kw numbers, and the layer is a dense layer from these to the Cout channels: the same one at
    # every position (y, x) and for every image n.
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))
    out = np.einsum("ncyxij,ocij->noyx", windows, weight)
    if bias is not None:
        out = out + bias.reshape(out_channels, 1, 1)  # along the channels, not along the columns
    return out


def _check_conv2d(x, weight, bias):
    if weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight is for {weight.shape[1]} channels, x has {x.shape[1]}")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"bias must be one number for each of {len(weight)} channels, its shape is {bias.shape}")
