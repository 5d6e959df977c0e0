"""The U-Net (Ronneberger, Fischer & Brox 2015, arXiv:1505.04597): an answer for every pixel.

Maps are tensors (N, C, H, W). What would go wrong without a word is refused by a ValueError that names the argument.
"""

import torch
from torch import nn
from torch.nn import functional as F


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
        super().__init__()
        self.padded = padded
        widths = [width * 2**level for level in range(depth + 1)]
        self.down = nn.ModuleList(map(self._block, [in_channels, *widths], widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * w, w, 2, stride=2) for w in widths[:-1])
        self.merge = nn.ModuleList(self._block(2 * w, w) for w in widths[:-1])
        self.head = nn.Conv2d(width, out_channels, 1)

    def forward(self, x):
        x = self.down[0](x)
        skips = []
        for block in self.down[1:]:
            skips.append(x)
            x = block(F.max_pool2d(x, 2))
        for up, merge, skip in reversed(list(zip(self.up, self.merge, skips, strict=True))):
            x = merge(torch.cat(self._fitted(skip, up(x)), dim=1))
        return self.head(x)

    def _block(self, channels, width):
        pad = int(self.padded)
        first, second = nn.Conv2d(channels, width, 3, padding=pad), nn.Conv2d(width, width, 3, padding=pad)
        return nn.Sequential(first, nn.ReLU(), second, nn.ReLU())

    def _fitted(self, skip, x):
        """Return both at the larger size if padded, else at the smaller one."""
        if not self.padded:
            return center_crop(skip, x.shape[-2:]), x
        rows, columns = (a - b for a, b in zip(skip.shape[-2:], x.shape[-2:], strict=True))
        return skip, F.pad(x, (0, columns, 0, rows), mode="replicate")


def center_crop(x, size):
    """Return the middle of x, shape (N, C, *size); of an odd number of rows to be left out, one more is below.

    The same holds for columns, and to the right. A `size` = (height, width) larger than x is refused.

    >>> center_crop(torch.arange(5.0).reshape(1, 1, 1, 5), (1, 2)).flatten()
    tensor([1., 2.])
    """
    _check_size(x, size)
    (height, width), (top, left) = size, ((a - b) // 2 for a, b in zip(x.shape[-2:], size, strict=True))
    return x[..., top : top + height, left : left + width]


def unet_output_size(size, depth, padded=True):
    """Return how many pixels a U-Net makes of `size` along an axis.

    A size that leaves any layer without a pixel is refused.

    >>> unet_output_size(572, depth=4, padded=False), unet_output_size(53, depth=2)
    (388, 53)
    """
    lost = 0 if padded else 4  # by the two convolutions of a block
    sizes = [size - lost]
    for _ in range(depth):
        sizes.append(sizes[-1] // 2 - lost)
    for _ in range(depth):
        sizes.append(2 * sizes[-1] - lost)
    _check_sizes(size, sizes)
    return size if padded else sizes[-1]


def _check_size(x, size):
    if any(a < b for a, b in zip(x.shape[-2:], size, strict=True)):
        raise ValueError(f"size {tuple(size)} is larger than the {tuple(x.shape[-2:])} pixels of x")


def _check_sizes(size, sizes):
    if min(sizes) < 1:
        raise ValueError(f"size {size} leaves a layer without a pixel: {sizes}")
