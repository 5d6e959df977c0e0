"""Convolution with stride, padding, dilation and groups."""

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
    (sv, sh), (pv, ph), (dv, dh) = (
        _pair("stride", stride, 1),
        _pair("padding", padding, 0),
        _pair("dilation", dilation, 1),
    )
    _check_shapes(x, weight, bias, groups)
    (n, c, h, w), (f, _, kh, kw) = x.shape, weight.shape
    room_v = h + 2 * pv - dv * (kh - 1) - 1  # the last row at which the kernel can start
    room_h = w + 2 * ph - dh * (kw - 1) - 1
    if room_v < 0 or room_h < 0:
        raise ValueError(f"weight reaches beyond the padded image: {kh}x{kw}, dilation {dilation}, on {h}x{w}")

    # A group is one more axis that both factors share, like the batch axis of a matrix product.
    x = np.pad(x, ((0, 0), (0, 0), (pv, pv), (ph, ph))).reshape(n, groups, c // groups, h + 2 * pv, w + 2 * ph)
    weight = weight.reshape(groups, f // groups, c // groups, kh, kw)
    out = 0.0
    for u in range(kh):
        for v in range(kw):
            # What sample (u, v) of the kernel sees as the kernel moves: one pixel for each pixel of the output.
            seen = x[..., u * dv : u * dv + room_v + 1 : sv, v * dh : v * dh + room_h + 1 : sh]
            out = out + np.einsum("ngchw,gfc->ngfhw", seen, weight[..., u, v])
    out = out.reshape(n, f, *out.shape[-2:])
    return out if bias is None else out + bias[:, None, None]


def _pair(name, value, least):
    """Return (vertical, horizontal) of what may be one number for both."""
    vertical, horizontal = value if np.ndim(value) else (value, value)
    if min(vertical, horizontal) < least:
        raise ValueError(f"{name} must be at least {least}, got {value}")
    return vertical, horizontal


def _check_shapes(x, weight, bias, groups):
    if x.ndim != 4 or x.size == 0:
        raise ValueError(f"x must hold at least one image and have shape (N, C, H, W), got {x.shape}")
    if weight.ndim != 4:
        raise ValueError(f"weight must have shape (F, C / groups, kh, kw), got {weight.shape}")
    channels, filters = x.shape[1], weight.shape[0]
    if groups < 1 or channels % groups or filters % groups:
        raise ValueError(f"groups must divide {channels} channels and {filters} filters, got {groups}")
    if weight.shape[1] != channels // groups:
        raise ValueError(f"weight sees {weight.shape[1]} channels, a group has {channels // groups}")
    if bias is not None and bias.shape != (filters,):
        raise ValueError(f"bias must have shape ({filters},), got {bias.shape}")
