"""The convolutional layer: batches, channels, biases.

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


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
    raise NotImplementedError
