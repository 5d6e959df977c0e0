"""The U-Net (Ronneberger, Fischer & Brox 2015, arXiv:1505.04597): an answer for every pixel.

Maps are tensors (N, C, H, W). What would go wrong without a word is refused by a ValueError that names the argument.
"""

import torch
from torch import nn


class UNet(nn.Module):
    """Go down `depth` levels and up again, with what was seen on the way down beside what comes up.

    Level l has width 2^l channels; a block is two convolutions 3 x 3, each with a ReLU after it.

    Down: at each level a block, then a maximum over 2 x 2 pixels, which leaves an odd last row or column out; at level
    `depth` a block alone. Up, from level depth - 1 to 0: a transposed convolution, kernel 2, stride 2; the block's
    output of this level on the way down, and after it, along the channels, what came up; a block. Last a convolution
    1 x 1 to `out_channels`, without a ReLU.

    padded=True: the convolutions keep the size, and what comes up is brought to the size of its level by its last row
    or column once more. padded=False, as published: no convolution is padded, and what is taken from the way down is
    cropped to the size of what comes up, as center_crop does. Any depth from 0 on, and H != W, are right.

    Names: `down` is a ModuleList of depth + 1 blocks, `up` (the transposed convolutions) and `merge` (blocks) of
    `depth`, each in the order of the levels 0, 1, ...; a block is nn.Sequential(conv, relu, conv, relu); `head` is the
    last convolution.

    >>> UNet(1, 2, width=4, depth=2)(torch.zeros(3, 1, 53, 45)).shape
    torch.Size([3, 2, 53, 45])
    """

    def __init__(self, in_channels, out_channels, width=8, depth=2, padded=True):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


def center_crop(x, size):
    """Return the middle of x, shape (N, C, *size); of an odd number of rows to be left out, one more is below.

    The same holds for columns, and to the right. A `size` = (height, width) larger than x is refused.

    >>> center_crop(torch.arange(5.0).reshape(1, 1, 1, 5), (1, 2)).flatten()
    tensor([1., 2.])
    """
    raise NotImplementedError


def unet_output_size(size, depth, padded=True):
    """Return how many pixels a U-Net makes of `size` along an axis.

    A size that leaves any layer without a pixel is refused.

    >>> unet_output_size(572, depth=4, padded=False), unet_output_size(53, depth=2)
    (388, 53)
    """
    raise NotImplementedError
