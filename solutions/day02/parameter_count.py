"""How many weights and biases a layer has; shapes are (height, width) (Goodfellow et al. 2016, sections 9.2, 9.5)."""


def dense_parameters(in_features, out_features, bias=True):
    """Count for a dense layer: every output is a weighted sum of all inputs, plus (if `bias`) a bias of its own.

    >>> dense_parameters(28 * 28, 100)
    78500
    """
    an_output = in_features + bool(bias)
    return out_features * an_output


def conv_parameters(in_channels, out_channels, kernel_shape, bias=True):
    """Count for a convolutional layer (torch.nn.Conv2d): all positions share one set of weights and biases.

    >>> conv_parameters(1, 16, (3, 3))
    160
    """
    kh, kw = kernel_shape
    an_output = in_channels * kh * kw + bool(bias)
    return out_channels * an_output


def locally_connected_parameters(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    """Count for a layer that looks through a small window, as a convolution does, but shares nothing.

    The window takes every position at which it lies inside the image. At each position there are `out_channels`
    outputs. Each output has weights of its own for all pixels of the window in all input channels, and a bias of its
    own. A window that is higher or wider than the image raises a ValueError naming `kernel_shape`.

    >>> locally_connected_parameters(1, 16, (3, 3), (53, 53))
    416160
    """
    _check_locally_connected(kernel_shape, image_shape)
    (kh, kw), (height, width) = kernel_shape, image_shape
    rows = height - kh + 1
    columns = width - kw + 1
    an_output = in_channels * kh * kw + bool(bias)
    return rows * columns * out_channels * an_output


def _check_locally_connected(kernel_shape, image_shape):
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError(f"kernel_shape {kernel_shape} does not fit into an image of {image_shape}")
