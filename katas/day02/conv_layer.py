"""The convolutional layer: torch.nn.functional.conv2d at stride 1 and without padding (Goodfellow, equation 9.7).

Not allowed here: numpy.convolve, numpy.correlate (sliding a kernel is what this kata
builds).
"""

import numpy as np


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
    raise NotImplementedError
