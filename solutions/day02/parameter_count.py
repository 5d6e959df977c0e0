"""How many parameters a layer has: dense, locally connected, convolutional."""


def dense_parameters(in_features, out_features, bias=True):
    """Count the parameters of a fully connected layer.

    Every output is a weighted sum of all inputs, and with `bias` a number of its own is added to it.

    Parameters
    ----------
    in_features : int
        Numbers that go in, at least 1. An image is flattened first: channels x height x width.
    out_features : int
        Numbers that come out, at least 1.
    bias : bool
        Whether the layer adds biases.

    Returns
    -------
    count : int
        Weights and biases together.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Notes
    -----
    torch.nn.Linear(in_features, out_features, bias). Goodfellow et al. 2016, section 9.2.

    Examples
    --------
    >>> dense_parameters(28 * 28, 100)
    78500
    """
    _require_positive(in_features=in_features, out_features=out_features)
    return out_features * (in_features + bool(bias))


def locally_connected_parameters(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    """Count the parameters of a layer that looks through a small window but shares nothing.

    The window takes every position at which it lies inside the image (stride 1, no padding). At each
    position there are `out_channels` outputs, and each output has weights for all the window's pixels in all
    input channels, used at that position alone. With `bias` each output at each position has its own bias.

    Parameters
    ----------
    in_channels, out_channels : int
        At least 1.
    kernel_shape : tuple of int, (kh, kw)
        Height and width of the window, each at least 1.
    image_shape : tuple of int, (H, W)
        Height and width of the image that goes in, each at least 1.
    bias : bool
        Whether the layer adds biases.

    Returns
    -------
    count : int
        Weights and biases together.

    Raises
    ------
    ValueError
        Naming the argument that is below 1 or has an entry below 1; where there is none, naming
        `kernel_shape` if the window is higher or wider than the image.

    Notes
    -----
    Goodfellow et al. 2016, section 9.5, equation 9.9 ("unshared convolution").

    Examples
    --------
    >>> locally_connected_parameters(1, 16, (3, 3), (53, 53))
    416160
    """
    _require_positive(
        in_channels=in_channels, out_channels=out_channels, kernel_shape=kernel_shape, image_shape=image_shape
    )
    (kh, kw), (height, width) = kernel_shape, image_shape
    if kh > height or kw > width:
        raise ValueError(f"kernel_shape {kernel_shape} does not fit into an image of {height} x {width}")
    positions = (height - kh + 1) * (width - kw + 1)
    return positions * out_channels * (in_channels * kh * kw + bool(bias))


def conv_parameters(in_channels, out_channels, kernel_shape, bias=True):
    """Count the parameters of a convolutional layer.

    As a locally connected layer, but the weights and biases are the same at every position.

    Parameters
    ----------
    in_channels, out_channels : int
        At least 1.
    kernel_shape : tuple of int, (kh, kw)
        Height and width of the kernels, each at least 1.
    bias : bool
        Whether the layer adds biases.

    Returns
    -------
    count : int
        Weights and biases together.

    Raises
    ------
    ValueError
        Naming the argument that is below 1 or has an entry below 1.

    Notes
    -----
    torch.nn.Conv2d(in_channels, out_channels, kernel_shape, bias=bias).

    Examples
    --------
    >>> conv_parameters(1, 16, (3, 3))
    160
    """
    _require_positive(in_channels=in_channels, out_channels=out_channels, kernel_shape=kernel_shape)
    kh, kw = kernel_shape
    return out_channels * (in_channels * kh * kw + bool(bias))


def _require_positive(**sizes):
    for name, size in sizes.items():
        if min(size if isinstance(size, (tuple, list)) else [size]) < 1:
            raise ValueError(f"{name} must be at least 1, got {size}")
