"""Other right ways to write day13/equivariant."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day13 import equivariant as reference
from solutions.day13.equivariant import compose, transform


@right("transform")
def by_transposition(x, element):
    """A quarter turn is a transposition and a mirror."""
    x = torch.flip(x, (-1,)) if element // 4 else x
    for _ in range(element % 4):
        x = x.transpose(-1, -2).flip(-1)
    return x


@right("compose")
def by_a_table(a, b):
    stamp = torch.arange(4).reshape(2, 2)
    target = transform(transform(stamp, b), a)
    return next(e for e in range(8) if torch.equal(transform(stamp, e), target))


@right("transform_features")
def by_scattering(features, element):
    out = torch.empty_like(transform(features, element))
    for e in range(features.shape[2]):
        out[:, :, compose(element, e)] = transform(features[:, :, e], element)
    return out


@right("LiftingConv")
class ByTurningTheImage(nn.Module):
    """Move the image back, convolve, and move the result: right for every stride where nothing is left over."""

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        super().__init__()
        self.bias = nn.Parameter(torch.rand(out_channels))
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel))
        self.options, self.order = (stride, padding), order

    def forward(self, x):
        stride, padding = self.options
        out = []
        for e in range(self.order):
            inverse = next(i for i in range(8) if compose(i, e) == 0)
            y = transform(F.conv2d(transform(x, inverse), self.weight, self.bias, 1, padding), e)
            out.append(y[..., ::stride, ::stride])
        return torch.stack(out, 2)


@right("GroupConv")
class ElementByElement(nn.Module):
    """A loop over pairs of elements."""

    def __init__(self, in_channels, out_channels, kernel, order, stride=1, padding=0):
        super().__init__()
        self.weight = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, order, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.order, self.stride, self.padding = order, stride, padding

    def forward(self, features):
        out = []
        for e in range(self.order):
            y = self.bias[:, None, None]
            for h in range(self.order):
                kernel = transform(self.weight[:, :, h], e)
                y = y + F.conv2d(features[:, :, compose(e, h)], kernel, None, self.stride, self.padding)
            out.append(y)
        return torch.stack(out, dim=2)


@right("Spin2Head")
class ByDifferences(nn.Module):
    """Even turns less odd ones, unmirrored plus or minus mirrored."""

    def __init__(self, channels, order):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(2, channels))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, features):
        means = features.mean(4).mean(3)
        turns = means[:, :, 0::2].sum(2) - means[:, :, 1::2].sum(2)
        if means.shape[2] == 4:
            return turns @ self.weight.T / 4
        plain = means[:, :, 0:4:2].sum(2) - means[:, :, 1:4:2].sum(2)
        mirrored = turns - plain
        g1, g2 = (plain + mirrored) @ self.weight[0], (plain - mirrored) @ self.weight[1]
        return torch.stack([g1, g2], 1) / 8


@right("Spin2Head")
class OnSums(reference.Spin2Head):
    def forward(self, features):
        signs = torch.tensor([[1.0, -1, 1, -1, 1, -1, 1, -1], [1, -1, 1, -1, -1, 1, -1, 1]])[:, : features.shape[2]]
        signs = signs.to(features)[:, None, :, None, None] * self.weight[:, :, None, None, None]
        return (features[:, None] * signs).sum((2, 3, 4, 5)) / features[0, 0].numel()


@right("turns_exactly")
def by_positions(size, layers):
    """The first window starts as far outside as the last one ends."""
    for kernel, stride, padding in layers:
        starts = range(-padding, size + padding - kernel + 1, stride)
        if starts[-1] + kernel - 1 - (size - 1) != -starts[0]:
            return False
        size = len(starts)
    return True
