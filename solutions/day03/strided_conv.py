"""Convolution with stride, padding, dilation and groups, as torch's conv2d has it."""

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
    (n, c, h, w), (f, _, kh, kw) = x.shape, weight.shape
    (sv, sh), (pv, ph), (dv, dh) = (np.broadcast_to(value, 2) for value in (stride, padding, dilation))
    height, width = h + 2 * pv, w + 2 * ph
    room_v = height - dv * (kh - 1) - 1  # the last row at which the kernel can start
    room_h = width - dh * (kw - 1) - 1
    _check_conv2d(x, weight, bias, groups, min(room_v, room_h))

    # A group is one more axis that both factors share, like the batch axis of a matrix product.
    padded = np.pad(x, ((0, 0), (0, 0), (pv, pv), (ph, ph)))
    channels = padded.reshape(n, groups, c // groups, height, width)
    kernels = weight.reshape(groups, f // groups, c // groups, kh, kw)
    out = 0.0
    for u in range(kh):
        for v in range(kw):
            # What sample (u, v) of the kernel sees as the kernel moves: one pixel for each pixel of the output.
            top, left = u * dv, v * dh
            seen = channels[..., top : top + room_v + 1 : sv, left : left + room_h + 1 : sh]
            out = out + np.einsum("ngchw,gfc->ngfhw", seen, kernels[..., u, v])
    out = out.reshape(n, f, room_v // sv + 1, room_h // sh + 1)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


def _check_conv2d(x, weight, bias, groups, room):
    if weight.shape[1] * groups != x.shape[1]:
        raise ValueError(f"weight sees {weight.shape[1]} channels, a group has {x.shape[1]} / {groups}")
    if room < 0:
        raise ValueError(f"weight reaches over {-room} pixels more than the padded image has")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"bias must have shape {weight.shape[:1]}, got {bias.shape}")
