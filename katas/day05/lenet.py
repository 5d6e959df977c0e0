"""LeNet-5: convolutions that a network learns by itself."""

import torch
from torch import nn


class LeNet5(nn.Module):
    """LeNet-5 with tanh and average pooling, for `channels` channels and `classes` classes (1 or more of each).

    In this order; every convolution has stride 1 and no padding, every layer has a bias:

    - `conv1` (6 filters of 5 x 5), tanh, average pooling 2 x 2
    - `conv2` (16 filters of 5 x 5), tanh, average pooling 2 x 2
    - flatten, channel by channel, each row by row: 16 maps of 5 x 5 make 400 features
    - `fc1` (120 units), tanh, `fc2` (84 units), tanh, `fc3` (`classes` outputs)

    The outputs are logits: nothing comes after `fc3`. Only the five layers have parameters, under these names.
    LeCun et al. 1998 (Proc. IEEE 86, 2278) have more: pooling with parameters, a table of which filters of `conv2` see
    which maps, distances as outputs, a scaled tanh.

    >>> sum(parameter.numel() for parameter in LeNet5().parameters())
    61706
    >>> LeNet5(channels=3)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """

    def __init__(self, channels=1, classes=10):
        raise NotImplementedError

    def forward(self, x):
        """Return logits, shape (N, classes), of images x, shape (N, channels, H, W) with 32 <= H, W <= 35."""
        raise NotImplementedError
