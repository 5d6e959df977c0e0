"""How many pixels come out of a convolution or a pooling layer."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    """Return the number of output pixels along one axis.

    The output has one pixel for every place where the kernel lies wholly on the padded input; the kernel
    starts at its first pixel and moves on by `stride`.

    Parameters
    ----------
    size : int
        Input pixels along the axis, at least 1.
    kernel : int
        Samples of the kernel, at least 1.
    stride : int
        Pixels from one position of the kernel to the next, at least 1.
    padding : int
        Pixels added on each of the two sides, at least 0.
    dilation : int
        Pixels from one sample of the kernel to the next, at least 1; 1 is an ordinary kernel without holes.

    Returns
    -------
    int
        Output pixels, at least 1.

    Raises
    ------
    ValueError
        Naming the argument that is below its least value; naming `kernel` if the dilated kernel reaches over more
        pixels than the padded input has.

    Notes
    -----
    Dumoulin & Visin (arXiv:1603.07285), relationships 6 and 15. torch's conv and pooling layers count so too.

    Examples
    --------
    >>> output_size(53, 3, padding=1)
    53
    >>> output_size(53, 2, stride=2)
    26
    """
    least = {"size": 1, "kernel": 1, "stride": 1, "padding": 0, "dilation": 1}
    for (name, smallest), value in zip(least.items(), (size, kernel, stride, padding, dilation), strict=True):
        if value < smallest:
            raise ValueError(f"{name} must be at least {smallest}, got {value}")
    extent = dilation * (kernel - 1) + 1  # from the first sample of the kernel to its last
    room = size + 2 * padding - extent  # the last pixel at which the kernel can start
    if room < 0:
        raise ValueError(f"the kernel reaches over {extent} pixels, the padded input has {size + 2 * padding}")
    return room // stride + 1  # it starts at 0, stride, 2 stride, ..., and never beyond room
