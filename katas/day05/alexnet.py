"""AlexNet, with the two groups that its two graphics cards made of it."""

import torch
from torch import nn


class AlexNet(nn.Module):
    """AlexNet for `classes` classes, 1 or more, with all numbers of filters and units divided by `shrink`.

    In this order, every layer with a bias; "pool" is overlapping max pooling, 3 x 3 with stride 2:

    - `conv1` (96 filters of 11 x 11, stride 4, no padding), ReLU, normalisation, pool
    - `conv2` (256 of 5 x 5, padding 2, two groups), ReLU, normalisation, pool
    - `conv3` (384 of 3 x 3, padding 1), ReLU
    - `conv4` (384 of 3 x 3, padding 1, two groups), ReLU
    - `conv5` (256 of 3 x 3, padding 1, two groups), ReLU, pool
    - flatten, channel by channel, each row by row: 256 maps of 6 x 6 make 9,216 features
    - `fc6` (4,096 units), ReLU, dropout; `fc7` (4,096 units), ReLU, dropout; `fc8` (`classes` outputs)

    Normalisation divides by a sum of squares over five neighbouring channels at the same pixel, or over those
    there are: b_i = a_i / (2 + 1e-4 (a_{i-2}^2 + ... + a_{i+2}^2))^0.75. Dropout sets half of the units to zero and
    doubles the others; in eval mode it does nothing. The outputs are logits. Only the eight layers have
    parameters, under these names. `shrink` is 1, 2, 4, 8 or 16, and leaves `classes` alone.
    Krizhevsky, Sutskever & Hinton 2012, NIPS 25. The paper says 224 pixels; its layers fit only 227.

    >>> with torch.device("meta"):  # counts without allocating 240 MB
    ...     sum(parameter.numel() for parameter in AlexNet().parameters())
    60965224
    >>> AlexNet(classes=4, shrink=16)(torch.zeros(2, 3, 227, 227)).shape
    torch.Size([2, 4])
    """

    def __init__(self, classes=1000, shrink=1):
        raise NotImplementedError

    def forward(self, x):
        """Return logits, shape (N, classes), of images x, shape (N, 3, H, W) with 227 <= H, W <= 258."""
        raise NotImplementedError
