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
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding="same")
        self.relu1 = nn.ReLU()
        self.pool1 = nn.AvgPool2d(2)  # 53 -> 26
        self.conv2 = nn.Conv2d(16, 32, 3, padding="same")
        self.relu2 = nn.ReLU()
        self.pool2 = nn.AvgPool2d(2)  # 26 -> 13
        self.flatten = nn.Flatten()
        self.dense1 = nn.Linear(32 * 13 * 13, 128)
        self.relu3 = nn.ReLU()
        self.dense2 = nn.Linear(128, 4)

    def forward(self, x):
        _check_stamps(x)
        maps = self.pool1(self.relu1(self.conv1(x[:, None])))  # a channel axis for the convolutions
        maps = self.pool2(self.relu2(self.conv2(maps)))
        return self.dense2(self.relu3(self.dense1(self.flatten(maps))))


def _check_stamps(x):
    if x.shape[1:] != (53, 53):
        raise ValueError(f"x must be stamps of shape (N, 53, 53), got {tuple(x.shape)}")
