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
    _check_output_padding(output_padding, stride, dilation)
    extent = dilation * (kernel - 1) + 1
    whole = stride * (size - 1) + extent  # the first and the last copy of the kernel lie stride (size - 1) apart
    return whole - 2 * padding + output_padding


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
    _check_channels(x, weight, bias)
    (n, _, h, w), (_, outputs, kh, kw) = x.shape, weight.shape
    height = transposed_output_size(h, kh, stride, padding, output_padding, dilation)
    width = transposed_output_size(w, kw, stride, padding, output_padding, dilation)

    # Room for every copy of the kernel, whole; the padding is cropped at the end.
    full = np.zeros((n, outputs, height + 2 * padding, width + 2 * padding), np.result_type(x, weight))
    for u in range(kh):
        for v in range(kw):
            # Sample (u, v) of the kernel carries input pixel (i, j) to (stride i + dilation u, stride j + dilation v).
            top, left = dilation * u, dilation * v
            rows = slice(top, top + stride * (h - 1) + 1, stride)
            columns = slice(left, left + stride * (w - 1) + 1, stride)
            full[:, :, rows, columns] += np.einsum("nchw,co->nohw", x, weight[:, :, u, v])
    y = full[:, :, padding : padding + height, padding : padding + width].copy()
    if bias is not None:
        y = y + bias[:, None, None]
    return y


def _check_output_padding(output_padding, stride, dilation):
    if output_padding >= max(stride, dilation):
        raise ValueError(f"output_padding must be smaller than stride or dilation, got {output_padding}")


def _check_channels(x, weight, bias):
    if weight.shape[0] != x.shape[1]:
        raise ValueError(f"weight must begin with the {x.shape[1]} channels of x, got shape {weight.shape}")
    if bias is not None and bias.shape != weight.shape[1:2]:
        raise ValueError(f"bias must have shape {weight.shape[1:2]}, got {bias.shape}")
