"""Wrong turns of day06/squeeze_excite."""

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day06.squeeze_excite import SqueezeExcite

LAYER = "SqueezeExcite"


@wrong(
    LAYER,
    because="The two layers are 1x1 convolutions. They compute the same, but their weights have two axes more: the "
    "hidden weights, made for torch.nn.Linear, do not fit.",
)
class MakesThemConvolutions(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        self.reduce = nn.Conv2d(channels, channels // reduction, 1)
        self.expand = nn.Conv2d(channels // reduction, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.expand(torch.relu(self.reduce(x.mean((2, 3), keepdim=True)))))


@wrong(
    LAYER,
    because="The squeeze takes the largest pixel of each channel. It is the mean that describes a channel here; the "
    "maximum of a noisy map is mostly noise.",
)
class SqueezesTheMaximum(SqueezeExcite):
    def _squeezed(self, x):
        return x.amax(dim=(2, 3))


@wrong(
    LAYER,
    because="The squeeze sums the pixels instead of averaging them, so the gates depend on how large the image is.",
)
class SqueezesTheSum(SqueezeExcite):
    def _squeezed(self, x):
        return x.sum(dim=(2, 3))


@wrong(
    LAYER,
    because="The squeeze averages over the rows only, so every column of the image has gates of its own. One number "
    "a channel is meant: the mean over rows and columns.",
)
class AveragesOneAxis(SqueezeExcite):
    def _squeezed(self, x):
        return x.mean(dim=2).transpose(1, 2)

    def _weighed(self, x, gates):
        return x * gates.transpose(1, 2)[:, :, None, :]


@wrong(
    LAYER,
    because="The squeeze averages over the images of the batch as well: all images get the same gates, and what "
    "one gets depends on its neighbours in the batch.",
)
class AveragesTheBatch(SqueezeExcite):
    def _squeezed(self, x):
        return x.mean(dim=(0, 2, 3)).expand(len(x), -1)


@wrong(
    LAYER,
    because="The gates are not squashed: without the sigmoid they can be negative or larger than 1.",
)
class HasNoSigmoid(SqueezeExcite):
    def _gates(self, squeezed):
        return self.expand(torch.relu(self.reduce(squeezed)))


@wrong(
    LAYER,
    because="The gates come from a softmax, so the channels compete for a sum of 1. With a sigmoid each channel is "
    "open or shut by itself.",
)
class SharesOutOne(SqueezeExcite):
    def _gates(self, squeezed):
        return torch.softmax(self.expand(torch.relu(self.reduce(squeezed))), dim=1)


@wrong(
    LAYER,
    because="There is no ReLU between the two layers, so together they are one linear map.",
)
class HasNoRelu(SqueezeExcite):
    def _gates(self, squeezed):
        return torch.sigmoid(self.expand(self.reduce(squeezed)))


@wrong(
    LAYER,
    because="The input is added once more: x + x * gate. This layer is not a residual block; the output is x * gate.",
)
class AddsTheInput(SqueezeExcite):
    def _weighed(self, x, gates):
        return x + super()._weighed(x, gates)


@wrong(
    LAYER,
    because="The gates are detached, so the two layers get no gradient and never learn.",
)
class DetachesTheGates(SqueezeExcite):
    def _weighed(self, x, gates):
        return super()._weighed(x, gates.detach())


@wrong(
    LAYER,
    because="`reduction` is taken for the number of units between the layers. It is the factor by which they are fewer "
    "than the channels.",
)
class TakesItForTheUnits(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        self.reduce, self.expand = nn.Linear(channels, reduction), nn.Linear(reduction, channels)


@wrong(
    LAYER,
    because="The two layers have no biases. Here both have one: without them a channel of zeros could not be shut.",
)
class HasNoBiases(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        units = channels // reduction
        self.reduce = nn.Linear(channels, units, bias=False)
        self.expand = nn.Linear(units, channels, bias=False)


@lenient(
    LAYER,
    because="A reduction larger than the channels leaves no unit between the layers, and all gates are then constant, "
    "whatever the image shows.",
)
class LeavesNoUnit(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, min(reduction, channels))
