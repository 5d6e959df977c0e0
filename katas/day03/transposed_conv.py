"""Convolution turned round: the transpose of a convolution's matrix, which makes images larger.

`stride`, `padding` and `dilation` are those of the forward convolution that is turned round, the same for both axes, as
in torch.nn.functional.conv_transpose2d. That convolution forgets a remainder: with stride 2 and a kernel of 3, images
of 7 and 8 pixels both give 3. `output_padding` says which of them is to come back. It is below the larger of stride and
dilation, or a ValueError names it.
"""

import numpy as np


def transposed_output_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """Return how many pixels a transposed convolution makes of `size` pixels along one axis.

    It is the size of a forward input that gives `size` pixels (Dumoulin & Visin, arXiv:1603.07285, relationship 14).

    >>> transposed_output_size(3, 3, stride=2), transposed_output_size(3, 3, stride=2, output_padding=1)
    (7, 8)
    """
    raise NotImplementedError


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    """Return y, shape (N, Cout, H', W'): every input pixel spread over the output as a copy of the kernel.

    If A x is the forward convolution (cross-correlation) with this weight, from Cout to Cin channels, it is A^T. What A
    puts around its input is cropped here. With output_padding less is cropped at the bottom and on the right: values
    that stand there are kept, and beyond the last copy of the kernel there are zeros. A ValueError names `weight` or
    `bias` if its channels do not fit.

    Parameters
    ----------
    x : ndarray, shape (N, Cin, H, W)
    weight : ndarray, shape (Cin, Cout, kh, kw)
    bias : ndarray, shape (Cout,), or None; added once to every output pixel

    >>> conv_transpose2d(np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 10.0, 100.0]]]]), stride=2)
    array([[[[  1.,  10., 102.,  20., 200.]]]])
    """
    raise NotImplementedError
