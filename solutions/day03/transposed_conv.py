"""Convolution turned round: the transpose of a convolution's matrix, which makes images larger."""

import numpy as np


def transposed_output_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """Return how many pixels a transposed convolution makes along one axis.

    Parameters
    ----------
    size : int
        Input pixels, at least 1.
    kernel : int
        Kernel size in pixels, at least 1.
    stride : int
        Output pixels from the place of one input pixel to that of the next, at least 1.
    padding : int
        The padding of the forward convolution that is turned round, not negative.
    output_padding : int
        Pixels to add after the last; not negative, and smaller than the larger of `stride` and `dilation`.
    dilation : int
        Pixels from one sample of the kernel to the next, at least 1.

    Returns
    -------
    size : int
        Output pixels.

    Raises
    ------
    ValueError
        Naming the argument that is out of its range; `padding` if it leaves no pixel.

    Notes
    -----
    The forward convolution forgets a remainder: with stride 2 and a kernel of 3, images of 7 and 8 pixels
    both give 3. `output_padding` says which of them is to come back (Dumoulin & Visin 2016,
    arXiv:1603.07285, section 5.2, relationship 14).

    Examples
    --------
    >>> transposed_output_size(3, 3, stride=2)
    7
    >>> transposed_output_size(3, 3, stride=2, output_padding=1)
    8
    """
    least = {"size": 1, "kernel": 1, "stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
    for name, value in zip(least, (size, kernel, stride, padding, output_padding, dilation), strict=True):
        if value < least[name]:
            raise ValueError(f"{name} must be at least {least[name]}, got {value}")
    if output_padding >= max(stride, dilation):
        raise ValueError(f"output_padding must be smaller than stride or dilation, got {output_padding}")
    # The first and the last input pixel lie stride (size - 1) apart, and each is spread over the kernel's extent.
    output = stride * (size - 1) + dilation * (kernel - 1) + 1 + output_padding - 2 * padding
    if output < 1:
        raise ValueError(f"padding of {padding} leaves no pixel")
    return output


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    """Spread every input pixel over the output as a copy of the kernel.

    Parameters
    ----------
    x : ndarray, shape (N, Cin, H, W)
        A batch of images; no axis is empty.
    weight : ndarray, shape (Cin, Cout, kh, kw)
        One kernel for every pair of channels. The input channel comes first: it is the weight of the
        forward convolution, from Cout to Cin channels, as that has it.
    bias : ndarray, shape (Cout,), or None
        Added once to every pixel of its output channel.
    stride, padding, output_padding, dilation : int
        As in `transposed_output_size`, the same for both axes.

    Returns
    -------
    y : ndarray, shape (N, Cout, H', W')
        H' = transposed_output_size(H, kh, ...), W' = transposed_output_size(W, kw, ...).

    Raises
    ------
    ValueError
        Naming `x` if it has not four axes or one of them is empty; `weight` if it has not four axes or not as
        many input channels as `x`; `bias` if its shape is not (Cout,); the others as in
        `transposed_output_size`.

    Notes
    -----
    If A x is the strided, padded cross-correlation with `weight`, this is A^T y: sum(A(x) * y) =
    sum(x * A^T(y)). Padding, which A adds around x, is therefore cropped here. `output_padding`
    lets the result reach further at the bottom and on the right, where A's last, incomplete stride would
    begin; values that the crop would have taken there are kept, and beyond them there are zeros. The
    meaning of all arguments is that of torch.nn.functional.conv_transpose2d.

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0]]]])
    >>> weight = np.array([[[[1.0, 10.0, 100.0]]]])
    >>> conv_transpose2d(x, weight, stride=2)
    array([[[[  1.,  10., 102.,  20., 200.]]]])
    """
    if np.ndim(x) != 4 or np.size(x) == 0:
        raise ValueError(f"x must be (N, Cin, H, W) and not empty, got shape {np.shape(x)}")
    count, channels, height, width = x.shape
    if np.ndim(weight) != 4 or weight.shape[0] != channels:
        raise ValueError(f"weight must be (Cin, Cout, kh, kw) with the channels of x, got shape {np.shape(weight)}")
    _, outputs, kh, kw = weight.shape
    if bias is not None and np.shape(bias) != (outputs,):
        raise ValueError(f"bias must have shape ({outputs},), got {np.shape(bias)}")
    out_height = transposed_output_size(height, kh, stride, padding, output_padding, dilation)
    out_width = transposed_output_size(width, kw, stride, padding, output_padding, dilation)

    # Room for every copy of the kernel, whole; the padding is cropped at the end.
    full = np.zeros((count, outputs, out_height + 2 * padding, out_width + 2 * padding), np.result_type(x, weight))
    for i in range(kh):
        for j in range(kw):
            # Sample (i, j) of the kernel carries input pixel (r, c) to (stride r + dilation i, stride c + dilation j).
            rows = slice(dilation * i, dilation * i + stride * (height - 1) + 1, stride)
            columns = slice(dilation * j, dilation * j + stride * (width - 1) + 1, stride)
            full[:, :, rows, columns] += np.einsum("nchw,co->nohw", x, weight[:, :, i, j])
    y = full[:, :, padding : padding + out_height, padding : padding + out_width].copy()
    return y if bias is None else y + np.reshape(bias, (outputs, 1, 1))
