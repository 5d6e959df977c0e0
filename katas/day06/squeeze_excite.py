"""Squeeze and excitation: channels that weigh each other."""

import torch
from torch import nn


class SqueezeExcite(nn.Module):
    """Multiply every channel by a number between 0 and 1 that depends on the means of all channels.

    In this order:

    - squeeze: the mean of each channel over its rows and columns, for each image by itself
    - `reduce`: a linear layer from `channels` to `channels // reduction` units, with a bias
    - ReLU
    - `expand`: a linear layer back to `channels`, with a bias
    - sigmoid: the gates
    - every pixel of channel c is multiplied by gate c

    Both layers are torch.nn.Linear, so that the parameters are "reduce.weight" (channels // reduction, channels),
    "reduce.bias", "expand.weight" (channels, channels // reduction) and "expand.bias"; there are no others. The same
    happens in training and in evaluation mode. Gradients flow through the gates as well as past them.

    Parameters
    ----------
    channels : int
        Channels of the input, and of the output.
    reduction : int
        By how much the channels are fewer between the two layers; rounded down where it does not divide.

    Raises
    ------
    ValueError
        Naming `channels` if it is below 1, `reduction` if it is below 1 or larger than `channels`.

    Notes
    -----
    Hu, Shen & Sun 2018, arXiv:1709.01507, equations 2 to 4 with biases.

    Examples
    --------
    >>> block = SqueezeExcite(32, 8)
    >>> [tuple(parameter.shape) for parameter in block.parameters()]
    [(4, 32), (4,), (32, 4), (32,)]
    >>> block(torch.ones(2, 32, 5, 7)).shape
    torch.Size([2, 32, 5, 7])
    """

    def __init__(self, channels, reduction=16):
        raise NotImplementedError

    def forward(self, x):
        """Return the input with its channels weighed.

        Parameters
        ----------
        x : Tensor, shape (N, channels, H, W)
            At least one image of at least one pixel; it is not changed.

        Returns
        -------
        weighed : Tensor, shape (N, channels, H, W)

        Raises
        ------
        ValueError
            Naming `x` if its shape is another.
        """
        raise NotImplementedError
