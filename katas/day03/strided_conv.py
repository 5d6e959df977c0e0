"""Convolution with stride, padding, dilation and groups.

Not allowed here: numpy.convolve, numpy.correlate (this kata builds it).
"""

import numpy as np


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Convolve a batch of images as torch's conv2d does: the kernel is not flipped.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        Batch of images.
    weight : ndarray, shape (F, C / groups, kh, kw)
        Kernels; filter f sees only the channels of its own group.
    bias : ndarray, shape (F,), or None
        Added to every pixel of its filter's output.
    stride : int or (int, int)
        Pixels from one position of the kernel to the next, at least 1; one number for both axes or the pair
        (vertical, horizontal). The same form holds for padding and dilation.
    padding : int or (int, int)
        Zeros added on both sides of each axis, at least 0.
    dilation : int or (int, int)
        Pixels from one sample of the kernel to the next, at least 1.
    groups : int
        Channels and filters are cut into so many equal blocks of neighbours; block i of the filters sees block i
        of the channels. With groups = C every filter sees one channel ("depthwise").

    Returns
    -------
    ndarray, shape (N, F, H', W')
        H' = floor((H + 2 padding - dilation (kh - 1) - 1) / stride) + 1 with the vertical numbers; W' likewise.

    Raises
    ------
    ValueError
        Naming `stride`, `padding` or `dilation` if a number of it is too small; `x` if it has not four axes or holds
        no image; `weight` if it has not four axes; `groups` if it is below 1 or does not divide both C and F;
        `weight` if its second axis is then not C / groups or its dilated kernel reaches over more pixels than the
        padded image has; `bias` if its shape is not (F,).

    Notes
    -----
    With all indices from 0, x zero outside the image and c counting the channels of f's group,

        out[n, f, i, j] = bias[f] + sum over c, u, v of
            weight[f, c, u, v] x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]

    (Goodfellow et al., Deep Learning, equation 9.8, with padding, dilation and groups.)

    Examples
    --------
    >>> x = np.arange(25.0).reshape(1, 1, 5, 5)
    >>> conv2d(x, np.ones((1, 1, 2, 2)), stride=(3, 1), dilation=(1, 2))
    array([[[[14., 18., 22.],
             [74., 78., 82.]]]])
    """
    raise NotImplementedError
