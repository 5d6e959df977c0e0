"""Squeeze and excitation: channels that weigh each other (Hu, Shen & Sun 2018, arXiv:1709.01507, equations 2 to 4)."""

import torch
from torch import nn


class SqueezeExcite(nn.Module):
    """Multiply every channel by a gate between 0 and 1 that depends on the means of all channels.

    Called on x, shape (N, channels, H, W), it returns the same shape, in training and evaluation mode alike:

    - squeeze: the mean of each channel over its rows and columns, for each image by itself
    - `reduce`: a torch.nn.Linear from `channels` to channels // reduction units, with a bias; then ReLU
    - `expand`: a torch.nn.Linear back to `channels`, with a bias; then sigmoid: the gates
    - every pixel of channel c is multiplied by gate c

    Gradients flow through the gates as well as past them. There are no other parameters. ValueError names `reduction`
    if it is larger than `channels`, as no unit is left then.

    >>> block = SqueezeExcite(32, 8)
    >>> [tuple(parameter.shape) for parameter in block.parameters()], block(torch.ones(2, 32, 5, 7)).shape
    ([(4, 32), (4,), (32, 4), (32,)], torch.Size([2, 32, 5, 7]))
    """

    def __init__(self, channels, reduction=16):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError
