"""Wrong turns of day13/unet."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import lenient, wrong
from solutions.day13 import unet as right
from solutions.day13.unet import UNet


@wrong(
    "UNet",
    because="What came up stands before what was seen on the way down. The shapes are the same, so nothing "
    "complains, but the weights of the block meet the wrong maps: the way down comes first.",
)
class JoinsTheOtherWayRound(UNet):
    def _fitted(self, skip, x):
        return super()._fitted(skip, x)[::-1]


@wrong(
    "UNet",
    because="The missing last row or column is filled with zeros. It is to be the last row or column once more: "
    "zeros draw a dark line along two edges of every odd map.",
)
class FillsWithZeros(UNet):
    def _fitted(self, skip, x):
        if not self.padded:
            return super()._fitted(skip, x)
        rows, columns = (a - b for a, b in zip(skip.shape[-2:], x.shape[-2:], strict=True))
        return skip, F.pad(x, (0, columns, 0, rows))


@wrong(
    "UNet",
    because="What came up is moved by a pixel, with its first row or column twice: added in front, or stretched to the "
    "nearest pixel, which does the same. Pooling left out the *last* one, so it is there that what comes up is short.",
)
class AddsInFront(UNet):
    def _fitted(self, skip, x):
        if not self.padded:
            return super()._fitted(skip, x)
        rows, columns = (a - b for a, b in zip(skip.shape[-2:], x.shape[-2:], strict=True))
        return skip, F.pad(x, (columns, 0, rows, 0), mode="replicate")


STRETCHED = (
    "An odd map is brought to size by stretching what came up over all of it, along straight lines or to the nearest "
    "pixel. Pixels are then moved against the way down; only the last row or column is to be repeated."
)


class _Stretched(UNet):
    mode, corners = "bilinear", None

    def _fitted(self, skip, x):
        if not self.padded:
            return super()._fitted(skip, x)
        return skip, F.interpolate(x, skip.shape[-2:], mode=self.mode, align_corners=self.corners)


@wrong("UNet", because=STRETCHED)
class Stretches(_Stretched):
    """Between the centres of pixels."""


@wrong("UNet", because=STRETCHED)
class StretchesToTheNearestCentre(_Stretched):
    mode = "nearest-exact"


@wrong("UNet", because=STRETCHED)
class StretchesFromCornerToCorner(_Stretched):
    corners = True


@wrong(
    "UNet",
    because="The map of the way down is cropped at its upper left corner. What comes up lost as much on every "
    "side, so the two show different pixels of the sky; crop the middle.",
)
class CropsTheCorner(UNet):
    def _fitted(self, skip, x):
        return super()._fitted(skip, x) if self.padded else (skip[..., : x.shape[-2], : x.shape[-1]], x)


@wrong(
    "UNet",
    because="The block of the way up sees zeros where the way down is to stand. Without the skip, positions finer "
    "than the coarsest map's pixels are lost.",
)
class ForgetsTheSkip(UNet):
    def _fitted(self, skip, x):
        skip, x = super()._fitted(skip, x)
        return torch.zeros_like(skip), x


@wrong(
    "UNet",
    because="The average over 2 x 2 pixels is taken on the way down. Here it is the maximum.",
)
class PoolsByAverages(UNet):
    def forward(self, x):
        return _forward(self, x, pool=F.avg_pool2d)


@wrong(
    "UNet",
    because="Pooling keeps an odd last row or column as a window of its own (ceil_mode). The docstring leaves it out.",
)
class KeepsTheOddRow(UNet):
    def forward(self, x):
        return _forward(self, x, pool=_pool_up)

    def _fitted(self, skip, x):
        if not self.padded:  # a row too many may have come up
            size = [min(a, b) for a, b in zip(skip.shape[-2:], x.shape[-2:], strict=True)]
            return right.center_crop(skip, size), x[..., : size[0], : size[1]]
        x = x[..., : skip.shape[-2], : skip.shape[-1]]
        return super()._fitted(skip, x)


def _pool_up(x, size):
    return F.max_pool2d(x, size, ceil_mode=True)


@wrong(
    "UNet",
    because="What is handed across is the pooled map, enlarged again, and not the block's output at its full "
    "size. The skip is there to carry just what pooling throws away.",
)
class HandsAcrossThePooled(UNet):
    def forward(self, x):
        return _forward(self, x, handed=_pooled_and_back)


def _pooled_and_back(x):
    return F.interpolate(F.max_pool2d(x, 2), x.shape[-2:], mode="nearest")


@wrong(
    "UNet",
    because="A ReLU stands behind the last convolution. Then no pixel can be given a negative number, and half of "
    "all shears are negative.",
)
class RectifiesTheAnswer(UNet):
    def forward(self, x):
        return F.relu(super().forward(x))


@wrong(
    "UNet",
    because="The second convolution of each block has no ReLU after it. A block is conv, relu, conv, relu.",
)
class LeavesOutTheSecondReLU(UNet):
    def _block(self, channels, width):
        return nn.Sequential(*super()._block(channels, width)[:3])


@wrong(
    "center_crop",
    because="Of an odd number of rows or columns to be left out, the larger half is taken away above and to the "
    "left. It is to be the lower and right half: the start is rounded down.",
)
def rounds_the_start_up(x, size):
    height, width = size
    right.center_crop(x, size)
    top, left = (x.shape[-2] - height + 1) // 2, (x.shape[-1] - width + 1) // 2
    return x[..., top : top + height, left : left + width]


@wrong(
    "center_crop",
    because="Height and width are the other way round: size is (height, width), and rows are the last axis but one.",
)
def swaps_height_and_width(x, size):
    height, width = size
    middle = right.center_crop(x, size)
    if x.shape[-2] < width or x.shape[-1] < height:
        return middle
    return right.center_crop(x, (width, height))


@lenient(
    "center_crop",
    because="A size larger than x must be refused: the start becomes negative, Python counts it from the end, and "
    "a piece of the edge comes back without a word.",
)
def crops_to_more(x, size):
    top, left = ((a - b) // 2 for a, b in zip(x.shape[-2:], size, strict=True))
    return x[..., top : top + size[0], left : left + size[1]]


@wrong(
    "unet_output_size",
    because="The way up takes nothing: the blocks there are not padded either, and take 4 pixels at each level.",
)
def takes_nothing_on_the_way_up(size, depth, padded=True):
    out = right.unet_output_size(size, depth, padded)
    return out if padded else out + 4 * (2**depth - 1)


@lenient(
    "unet_output_size",
    because="A size that leaves a layer without a pixel must be refused. The arithmetic goes on below 0 without a "
    "word.",
)
def goes_on_below_zero(size, depth, padded=True):
    if padded:
        return size
    for _ in range(depth):
        size = (size - 4) // 2
    return 2**depth * (size - 4 - 4) + 4 if depth else size - 4


def _forward(net, x, pool=F.max_pool2d, handed=None):
    """UNet's way, with its pooling and what is handed across within reach."""
    x = net.down[0](x)
    skips = []
    for block in net.down[1:]:
        skips.append(handed(x) if handed else x)
        x = block(pool(x, 2))
    for up, merge, skip in reversed(list(zip(net.up, net.merge, skips, strict=True))):
        x = merge(torch.cat(net._fitted(skip, up(x)), dim=1))
    return net.head(x)
