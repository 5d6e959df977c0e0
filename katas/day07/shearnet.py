"""ShearNet's default network, in PyTorch."""

from torch import nn


class ShearNetCNN(nn.Module):
    """ShearNet's `cnn`: two convolutions, two poolings, two dense layers; 697,668 parameters.

    Called on stamps x, a tensor (N, 53, 53) with N at least 1, it returns the estimates (g1, g2, sigma, flux), a tensor
    (N, 4) of the same dtype on the same device. It does the same in training and in evaluation mode.

    Ten layers, each a module under the name below, called once, in this order:

    conv1    3x3 convolution of the one channel to 16, zeros around it so that 53 x 53 stay 53 x 53
    relu1    ReLU
    pool1    average over blocks of 2 x 2; the odd last row and column are dropped
    conv2    3x3 convolution to 32 channels, size kept
    relu2    ReLU
    pool2    as pool1
    flatten  to (N, features), in torch's order: channel, row, column, the column running fastest
    dense1   to 128
    relu3    ReLU
    dense2   to 4, which are the estimates as they are

    All four layers with weights have biases. How they are initialised is open, so long as no two units begin alike.

    Raises
    ------
    ValueError
        When called, naming `x` if it is not (N, 53, 53) with N at least 1.

    Notes
    -----
    The original is "EnhancedGalaxyNN" of ShearNet as of June 2025, in JAX/Flax. There images are (N, H, W, C), and the
    flattening runs over row, column, channel: weights of `dense1` taken over from it must be reordered.

    Examples
    --------
    >>> import torch
    >>> network = ShearNetCNN()
    >>> sum(parameter.numel() for parameter in network.parameters())
    697668
    >>> network(torch.zeros(2, 53, 53)).shape
    torch.Size([2, 4])
    """

    def __init__(self):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError
