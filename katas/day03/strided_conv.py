"""Convolution with stride, padding, dilation and groups, as torch's conv2d has it.

Not allowed here: numpy.convolve, numpy.correlate (this kata builds it).
"""

import numpy as np


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Return out, shape (N, F, H', W'): every image under every kernel, which is not flipped.

    With x zero outside the image, and c counting the channels of f's group,

        out[n, f, i, j] = bias[f] + sum over c, u, v of
            weight[f, c, u, v] x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]

    wherever the kernel lies wholly on the padded image (Goodfellow et al., Deep Learning, equation 9.8). A ValueError
    names `weight` if that is nowhere or if its channels are not C / groups, and `bias` if its shape is not (F,).

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    weight : ndarray, shape (F, C / groups, kh, kw)
    bias : ndarray, shape (F,), or None
    stride, padding, dilation : int or (int, int)
        One number for both axes, or (vertical, horizontal). Padding is on both sides of an axis.
    groups : int
        Channels and filters are cut into so many equal blocks of neighbours. Block i of the filters sees block i alone.

    >>> x = np.arange(25.0).reshape(1, 1, 5, 5)
    >>> conv2d(x, np.ones((1, 1, 2, 2)), stride=(3, 1), dilation=(1, 2))
    array([[[[14., 18., 22.],
             [74., 78., 82.]]]])
    """
    raise NotImplementedError
