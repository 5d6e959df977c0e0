"""Other right ways to write day13/multi_scale."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day13 import multi_scale as reference


@right("Inception")
class InBranches(nn.Module):
    """Every branch rectified by itself, the maximum by unfold, parts in another order in memory."""

    def __init__(self, channels, widths):
        super().__init__()
        self.project = nn.Conv2d(channels, widths[5], 1)
        self.five = nn.Conv2d(widths[3], widths[4], 5, padding="same")
        self.reduce5 = nn.Conv2d(channels, widths[3], 1)
        self.three = nn.Conv2d(widths[1], widths[2], 3, padding="same")
        self.reduce3 = nn.Conv2d(channels, widths[1], 1)
        self.one = nn.Conv2d(channels, widths[0], 1)

    def forward(self, x):
        relu, pool = nn.ReLU(), nn.MaxPool2d(3, stride=1, padding=1)
        a = relu(self.one(x))
        b = relu(self.three(relu(self.reduce3(x))))
        c = relu(self.five(relu(self.reduce5(x))))
        return torch.cat((a, b, c, relu(self.project(pool(x)))), dim=-3)


@right("DilatedPyramid")
class ByInterpolation(reference.DilatedPyramid):
    """The mean by adaptive pooling, laid out by interpolation as in torchvision; merged branch by branch."""

    def forward(self, x):
        whole = F.relu(self.pooled(F.adaptive_avg_pool2d(x, 1)))
        branches = [F.relu(conv(x)) for conv in [self.one, *self.dilated]]
        branches.append(F.interpolate(whole, size=x.shape[-2:], mode="bilinear", align_corners=False))
        pieces = self.merge.weight.chunk(len(branches), dim=1)
        out = sum(F.conv2d(y, w) for y, w in zip(branches, pieces, strict=True))
        return out + self.merge.bias[:, None, None]


@right("FeaturePyramid")
class ByIndices(nn.Module):
    """From the top down, the nearest pixel by an index."""

    def __init__(self, channels, width):
        super().__init__()
        self.lateral, self.smooth = nn.ModuleList(), nn.ModuleList()
        for c in channels:
            self.lateral.append(nn.Conv2d(c, width, kernel_size=1))
            self.smooth.append(nn.Conv2d(width, width, kernel_size=3, padding=1))

    def forward(self, maps):
        total, out = None, []
        for x, lateral, smooth in list(zip(maps, self.lateral, self.smooth, strict=True))[::-1]:
            y = lateral(x)
            if total is not None:
                rows, columns = (
                    torch.arange(n, device=x.device) * m // n for n, m in zip(y.shape[2:], total.shape[2:], strict=True)
                )
                y = y + total[:, :, rows[:, None], columns]
            total = y
            out.append(smooth(total))
        return tuple(out[::-1])


@right("offsets_met")
def by_convolving_ones(layers):
    line = np.ones(1)
    for kernel, dilation in layers:
        taps = np.zeros(dilation * (kernel - 1) + 1)
        taps[::dilation] = 1
        line = np.convolve(line, taps)
    return np.flatnonzero(line) - len(line) // 2


@right("offsets_met")
def by_recursion(layers):
    if not layers:
        return [0]
    (kernel, dilation), rest = layers[0], by_recursion(layers[1:])
    return sorted({dilation * (k - kernel // 2) + o for k in range(kernel) for o in rest})
