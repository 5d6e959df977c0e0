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
        super().__init__()
        _check_reduction(channels, reduction)
        self.reduce = nn.Linear(channels, channels // reduction)
        self.expand = nn.Linear(channels // reduction, channels)

    def forward(self, x):
        gates = self._gates(self._squeezed(x))
        return self._weighed(x, gates)

    def _squeezed(self, x):
        return x.mean(dim=(2, 3))

    def _gates(self, squeezed):
        return torch.sigmoid(self.expand(torch.relu(self.reduce(squeezed))))

    def _weighed(self, x, gates):
        return x * gates[:, :, None, None]


def _check_reduction(channels, reduction):
    if reduction > channels:
        raise ValueError(f"reduction must be at most the {channels} channels, got {reduction}")
