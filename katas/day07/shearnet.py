"""ShearNet's default network, in PyTorch."""

from torch import nn


class ShearNetCNN(nn.Module):
    """ShearNet's `cnn`: 697,668 parameters, ten layers.

    Called on stamps x, a tensor (N, 53, 53), it returns the estimates (g1, g2, sigma, flux), a tensor (N, 4). A layer
    is a module under the name below, called once, in this order:

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

    The four layers with weights have biases. How they begin is open, so long as no two units begin alike. Training and
    evaluation mode do the same. Stamps that are not 53 x 53 are refused by the name of `x`: pooling makes 13 x 13 of 52
    or 55 pixels too. The original ("EnhancedGalaxyNN", June 2025) is in JAX/Flax.

    >>> import torch
    >>> network = ShearNetCNN()
    >>> sum(parameter.numel() for parameter in network.parameters()), network(torch.zeros(2, 53, 53)).shape
    (697668, torch.Size([2, 4]))
    """

    def __init__(self):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError
