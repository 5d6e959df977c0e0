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
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x):
        """Return logits, shape (N, classes), of images x, shape (N, channels, H, W) with 32 <= H, W <= 35."""
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        x = torch.tanh(self.fc1(x.flatten(1)))
        x = torch.tanh(self.fc2(x))
        return self.fc3(x)
