"""Wrong turns of day06/squeeze_excite."""

import torch
from torch import nn

from grader.mutants import wrong
from solutions.day06.squeeze_excite import SqueezeExcite

LAYER = "SqueezeExcite"


class Otherwise(SqueezeExcite):
    """The right layer in pieces, of which each wrong turn replaces one."""

    def forward(self, x):
        super().forward(x)  # for what it refuses
        return self.weigh(x, self.gates(self.squeeze(x)))

    def squeeze(self, x):
        return x.mean(dim=(2, 3))

    def gates(self, squeezed):
        return torch.sigmoid(self.expand(torch.relu(self.reduce(squeezed))))

    def weigh(self, x, gates):
        return x * gates[:, :, None, None]


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
        if x.ndim != 4 or x.shape[1] != self.reduce.in_channels or x.numel() == 0:
            raise ValueError(f"x must be (N, {self.reduce.in_channels}, H, W), not {tuple(x.shape)}")
        return x * torch.sigmoid(self.expand(torch.relu(self.reduce(x.mean((2, 3), keepdim=True)))))


@wrong(
    LAYER,
    because="The squeeze takes the largest pixel of each channel. It is the mean that describes a channel here; the "
    "maximum of a noisy map is mostly noise.",
)
class SqueezesTheMaximum(Otherwise):
    def squeeze(self, x):
        return x.amax(dim=(2, 3))


@wrong(
    LAYER,
    because="The squeeze sums the pixels instead of averaging them, so the gates depend on how large the image is.",
)
class SqueezesTheSum(Otherwise):
    def squeeze(self, x):
        return x.sum(dim=(2, 3))


@wrong(
    LAYER,
    because="The squeeze averages over the rows only, so every column of the image has gates of its own. One number "
    "a channel is meant: the mean over rows and columns.",
)
class AveragesOneAxis(Otherwise):
    def squeeze(self, x):
        return x.mean(dim=2).transpose(1, 2)

    def weigh(self, x, gates):
        return x * gates.transpose(1, 2)[:, :, None, :]


@wrong(
    LAYER,
    because="The squeeze averages over the images of the batch as well: all images get the same gates, and what "
    "one gets depends on its neighbours in the batch.",
)
class AveragesTheBatch(Otherwise):
    def squeeze(self, x):
        return x.mean(dim=(0, 2, 3)).expand(len(x), -1)


@wrong(
    LAYER,
    because="The gates are not squashed: without the sigmoid they can be negative or larger than 1.",
)
class HasNoSigmoid(Otherwise):
    def gates(self, squeezed):
        return self.expand(torch.relu(self.reduce(squeezed)))


@wrong(
    LAYER,
    because="The gates come from a softmax, so the channels compete for a sum of 1. With a sigmoid each channel is "
    "open or shut by itself.",
)
class SharesOutOne(Otherwise):
    def gates(self, squeezed):
        return torch.softmax(self.expand(torch.relu(self.reduce(squeezed))), dim=1)


@wrong(
    LAYER,
    because="The sigmoid is the piecewise linear one (hardsigmoid, as MobileNet has it), which is 0 below -3 and 1 "
    "above 3. The logistic function is meant.",
)
class IsHard(Otherwise):
    def gates(self, squeezed):
        return nn.functional.hardsigmoid(self.expand(torch.relu(self.reduce(squeezed))))


@wrong(
    LAYER,
    because="There is no ReLU between the two layers, so together they are one linear map.",
)
class HasNoRelu(Otherwise):
    def gates(self, squeezed):
        return torch.sigmoid(self.expand(self.reduce(squeezed)))


@wrong(
    LAYER,
    because="The activation between the layers is ReLU6, which cuts everything above 6. It is ReLU that is meant: "
    "nothing here keeps the means of the channels small.",
)
class CutsAtSix(Otherwise):
    def gates(self, squeezed):
        return torch.sigmoid(self.expand(nn.functional.relu6(self.reduce(squeezed))))


@wrong(
    LAYER,
    because="The gates are added to the maps. To weigh is to multiply: adding shifts every pixel, the empty sky too.",
)
class AddsTheGates(Otherwise):
    def weigh(self, x, gates):
        return x + gates[:, :, None, None]


@wrong(
    LAYER,
    because="The input is added once more: x + x * gate. This layer is not a residual block; the output is x * gate.",
)
class AddsTheInput(Otherwise):
    def weigh(self, x, gates):
        return x + super().weigh(x, gates)


@wrong(
    LAYER,
    because="The gates are detached, so the two layers get no gradient and never learn.",
)
class DetachesTheGates(Otherwise):
    def weigh(self, x, gates):
        return super().weigh(x, gates.detach())


@wrong(
    LAYER,
    because="What is squeezed is detached. The two layers learn, but the gradient with respect to the input lacks the "
    "way through the gates, so that the layers before learn from a wrong slope.",
)
class DetachesTheSqueeze(Otherwise):
    def squeeze(self, x):
        return super().squeeze(x).detach()


@wrong(
    LAYER,
    because="The reduction is ignored: between the two layers there are as many units as channels.",
)
class IgnoresTheReduction(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, reduction)
        self.reduce, self.expand = nn.Linear(channels, channels), nn.Linear(channels, channels)


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


@wrong(
    LAYER,
    because="A reduction larger than the channels leaves no unit between the layers, and all gates are then constant. "
    "Refuse it by name.",
)
class LeavesNoUnit(SqueezeExcite):
    def __init__(self, channels, reduction=16):
        super().__init__(channels, min(reduction, channels) if channels > 0 else reduction)
