"""Layers that look at several scales at once.

The inception block (Szegedy+ 2014, arXiv:1409.4842), the dilated pyramid (Chen+ 2017, arXiv:1706.05587) and the feature
pyramid (Lin+ 2016, arXiv:1612.03144). Maps are tensors (N, C, H, W), H and W of any size. No layer changes the size of
a map; where a kernel reaches beyond it there are zeros.
"""

import torch
from torch import nn


class Inception(nn.Module):
    """Four branches on the same map, joined along the channels in this order.

    `one`: 1 x 1. `reduce3`, then `three`: 1 x 1, then 3 x 3. `reduce5`, then `five`: 1 x 1, then 5 x 5. The maximum
    over 3 x 3 pixels at stride 1 (a pixel beyond the edge is never the maximum), then `project`: 1 x 1. All six are
    nn.Conv2d, and after every one comes a ReLU. `widths` are the channels they give, in the order named here.

    >>> Inception(192, (64, 96, 128, 16, 32, 32))(torch.zeros(1, 192, 28, 28)).shape  # 3a of GoogLeNet
    torch.Size([1, 256, 28, 28])
    """

    def __init__(self, channels, widths):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


class DilatedPyramid(nn.Module):
    """One kernel size at many spacings, and the whole map.

    Branches, joined in this order: `one`, 1 x 1; `dilated`, a ModuleList of one 3 x 3 for each number of `dilations`;
    the mean of each channel over the whole map, then `pooled`, 1 x 1, the same number at every pixel. Each gives
    `width` channels, with a ReLU after it; then `merge`, 1 x 1, from all of them to `width`, without a ReLU.

    >>> DilatedPyramid(8, 4, dilations=(1, 6, 12))(torch.zeros(2, 8, 53, 45)).shape
    torch.Size([2, 4, 53, 45])
    """

    def __init__(self, channels, width, dilations):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


class FeaturePyramid(nn.Module):
    """Carry what the coarse maps know down to the fine ones.

    `maps` is a list from the finest to the coarsest. `lateral` (1 x 1) brings each to `width` channels. From the last
    on, each sum is enlarged to the next finer size and added to that map's lateral: row i of H takes row floor(i h / H)
    of h, the nearest, and so for columns. `smooth` (3 x 3) is applied to every sum, after all the adding. No ReLU.
    `lateral` and `smooth` are ModuleLists in the order of the maps. Returns the list of smoothed maps, in that order.

    >>> fine, coarse = torch.zeros(1, 8, 53, 53), torch.zeros(1, 16, 26, 26)
    >>> [tuple(y.shape) for y in FeaturePyramid((8, 16), 4)([fine, coarse])]
    [(1, 4, 53, 53), (1, 4, 26, 26)]
    """

    def __init__(self, channels, width):
        raise NotImplementedError

    def forward(self, maps):
        raise NotImplementedError


def offsets_met(layers):
    """Return the offsets of the pixels that a stack of convolutions really meets along one axis, a sorted list.

    `layers` are pairs (kernel, dilation), kernel odd, stride 1; offset 0 is the pixel in the middle.

    >>> offsets_met([(3, 2), (3, 2)]), offsets_met([(3, 1), (3, 2)])
    ([-4, -2, 0, 2, 4], [-3, -2, -1, 0, 1, 2, 3])
    """
    raise NotImplementedError
