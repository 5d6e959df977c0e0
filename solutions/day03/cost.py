"""What a convolution costs in arithmetic and in memory."""


def conv_macs(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    """Return the multiply-accumulate operations (MACs) of a convolution, for one image.

    A MAC is one product and its addition to a sum; in FLOPs it counts as two. Products with padded zeros are counted,
    since they are computed; the bias is not.

    Parameters
    ----------
    size : (int, int)
        Height and width of the layer's input, each at least 1.
    in_channels : int
        Channels of the input, at least 1.
    out_channels : int
        Filters, at least 1.
    kernel : int
        Samples of the square kernel along each axis, at least 1.
    stride : int
        Pixels from one position of the kernel to the next, at least 1.
    padding : int
        Zeros added on each of the four sides, at least 0.
    dilation : int
        Pixels from one sample of the kernel to the next, at least 1.
    groups : int
        Blocks of channels that are convolved apart, at least 1; it divides in_channels and out_channels.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        Naming the argument that is below its least value; `groups` if it does not divide in_channels and out_channels;
        `kernel` if the dilated kernel reaches over more pixels than the padded input has.

    Examples
    --------
    >>> conv_macs((53, 53), 1, 16, 3, padding=1)
    404496
    """
    _at_least(1, in_channels=in_channels, out_channels=out_channels, groups=groups)
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"groups must divide {in_channels} and {out_channels} channels, got {groups}")
    height, width = _output_shape(size, kernel, stride, padding, dilation)
    # Every number of the output is one sum over a kernel window in the channels of its group.
    return out_channels * height * width * (in_channels // groups) * kernel**2


def conv_activation_bytes(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    """Return the bytes that a convolution's output takes.

    Training keeps the output of every layer until the backward pass has used it: this, not the weights, is what
    fills the memory of a GPU.

    Parameters
    ----------
    size, out_channels, kernel, stride, padding, dilation
        As for conv_macs.
    batch : int
        Images convolved together, at least 1.
    bits : int
        Bits of one number, a positive multiple of 8: 64 and 32 for float64 and float32, 16 for float16 and bfloat16.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        Naming the argument that is below its least value; `bits` if it is not a positive multiple of 8; `kernel` if
        the dilated kernel reaches over more pixels than the padded input has.

    Examples
    --------
    >>> conv_activation_bytes((53, 53), 16, 3, padding=1)
    179776
    """
    _at_least(1, out_channels=out_channels, batch=batch)
    if bits < 8 or bits % 8:
        raise ValueError(f"bits must be a positive multiple of 8, got {bits}")
    height, width = _output_shape(size, kernel, stride, padding, dilation)
    return batch * out_channels * height * width * bits // 8


def cheaper_stack(k):
    """Compare one k x k layer with the stack of 3x3 layers that sees as far.

    All layers have stride 1, "same" padding and as many filters as channels, the same number in both.

    Parameters
    ----------
    k : int
        Kernel size of the one layer, odd, at least 3.

    Returns
    -------
    layers : int
        3x3 layers whose receptive field together is k x k.
    ratio : float
        MACs of the stack over the MACs of the one layer: below 1 the stack is cheaper.

    Raises
    ------
    ValueError
        Naming `k` if it is even or below 3.

    Notes
    -----
    The argument for VGG: Simonyan & Zisserman, arXiv:1409.1556, section 2.3.

    Examples
    --------
    >>> cheaper_stack(5)
    (2, 0.72)
    """
    if k < 3 or k % 2 == 0:
        raise ValueError(f"k must be odd and at least 3, got {k}")
    layers = (k - 1) // 2  # each 3x3 layer sees one pixel further on either side
    return layers, layers * 3**2 / k**2


def _output_shape(size, kernel, stride, padding, dilation):
    height, width = size
    _at_least(1, size=min(height, width), kernel=kernel, stride=stride, dilation=dilation)
    _at_least(0, padding=padding)
    extent = dilation * (kernel - 1) + 1
    if extent > min(height, width) + 2 * padding:
        raise ValueError(f"the kernel reaches over {extent} pixels, more than the padded input has")
    return tuple((pixels + 2 * padding - extent) // stride + 1 for pixels in (height, width))


def _at_least(least, **arguments):
    for name, value in arguments.items():
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
