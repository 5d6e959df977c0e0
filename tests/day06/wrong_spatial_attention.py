"""Wrong turns of day06/spatial_attention."""

import torch
from torch import nn

from grader.mutants import wrong
from solutions.day06 import spatial_attention as right
from solutions.day06.spatial_attention import SpatialAttention

LAYER = "SpatialAttention"


class Otherwise(SpatialAttention):
    """The right layer in pieces, of which each wrong turn replaces one."""

    def attention_map(self, x):
        if x.ndim != 4 or x.numel() == 0:
            raise ValueError(f"x must be (N, C, H, W) and not empty, not {tuple(x.shape)}")
        return self.squash(self.conv(self.summary(x)))[:, 0]

    def summary(self, x):
        return torch.stack([x.mean(dim=1), x.amax(dim=1)], dim=1)

    def squash(self, scores):
        return torch.sigmoid(scores)


@wrong(
    LAYER,
    because="The maximum stands first and the mean second. The stub asks for the mean first: loaded weights would "
    "meet the other map.",
)
class PutsTheMaximumFirst(Otherwise):
    def summary(self, x):
        return super().summary(x).flip(1)


@wrong(
    LAYER,
    because="The map (N, H, W) is multiplied with x (N, C, H, W) as it is. Broadcasting sets axes against each other "
    "from the right, so the images of the map meet the channels of x: the map needs an axis of length 1 for them.",
)
class ForgetsTheAxisOfTheChannels(Otherwise):
    def forward(self, x):
        return x * self.attention_map(x)


@wrong(
    LAYER,
    because="The channels are summed where their mean is asked for, so the map grows with the number of channels.",
)
class SumsTheChannels(Otherwise):
    def summary(self, x):
        return torch.stack([x.sum(dim=1), x.amax(dim=1)], dim=1)


@wrong(
    LAYER,
    because="The second map is the largest absolute value. The maximum is meant: a channel far below zero does not "
    "count as a bright one.",
)
class TakesTheLargestSize(Otherwise):
    def summary(self, x):
        return torch.stack([x.mean(dim=1), x.abs().amax(dim=1)], dim=1)


@wrong(
    LAYER,
    because="The convolution is not padded, so its map is smaller than the image and has no place for the edge. Zeros "
    "around it, half a kernel on every side, keep the size.",
)
class DoesNotPad(Otherwise):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, bias=False)


@wrong(LAYER, because="The map is surrounded by its own edge pixels. The layer surrounds it by zeros.")
class RepeatsTheEdge(Otherwise):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, padding_mode="replicate", bias=False)


@wrong(
    LAYER,
    because="The convolution has a bias. This layer has none, so that empty sky gets the gate sigmoid(0) = 1/2; "
    '"conv.weight" is its only parameter.',
)
class HasABias(Otherwise):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2)


@wrong(LAYER, because="`kernel_size` is ignored: the kernel is always 7 x 7.")
class IsAlwaysSeven(Otherwise):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)


@wrong(
    LAYER,
    because="The map is a softmax over the pixels: they share out a sum of 1, so a larger image is darker. Here every "
    "pixel has a gate of its own, by a sigmoid.",
)
class SharesOutOne(Otherwise):
    def squash(self, scores):
        return torch.softmax(scores.flatten(2), dim=2).reshape(scores.shape)


@wrong(LAYER, because="The map goes without the sigmoid: gates can be negative or larger than 1.")
class HasNoSigmoid(Otherwise):
    def squash(self, scores):
        return scores


@wrong(LAYER, because="The input is multiplied by the map twice, which squares every gate.")
class MultipliesTwice(Otherwise):
    def forward(self, x):
        return super().forward(x) * self.attention_map(x)[:, None]


@wrong(
    LAYER,
    because="The input is added once more: x + x * map. This layer is not a residual block; the output is x * map.",
)
class AddsTheInput(Otherwise):
    def forward(self, x):
        return x + super().forward(x)


@wrong(
    LAYER,
    because="The map is detached before it is multiplied, so the convolution gets no gradient and never learns where "
    "to look.",
)
class DetachesTheMap(Otherwise):
    def forward(self, x):
        return x * self.attention_map(x).detach()[:, None]


@wrong(
    LAYER,
    because="What the map is made from is detached. The convolution learns, but the gradient with respect to the input "
    "lacks the way through the map, so that the layers before learn from a wrong slope.",
)
class DetachesTheSummary(Otherwise):
    def summary(self, x):
        return super().summary(x).detach()


@wrong(
    LAYER,
    because="An even kernel has no middle pixel: whatever the padding, the map is a pixel too large or too small. "
    "Refuse it by name.",
)
class AcceptsEvenKernels(SpatialAttention):
    def __init__(self, kernel_size=7):
        if kernel_size < 1:
            raise ValueError(f"kernel_size must be at least 1, got {kernel_size}")
        super().__init__(kernel_size | 1)


@wrong(
    "attention_mass",
    because="The attention on the galaxy is not divided by the attention on the whole image: it is a sum, not a "
    "fraction.",
)
def does_not_normalise(attention_map, galaxy_mask):
    right.attention_mass(attention_map, galaxy_mask)
    return (attention_map * galaxy_mask).sum(dim=(1, 2))


@wrong(
    "attention_mass",
    because="This divides by the attention of all images together. Each image has a fraction of its own.",
)
def shares_the_batch(attention_map, galaxy_mask):
    right.attention_mass(attention_map, galaxy_mask)
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / attention_map.sum()


@wrong(
    "attention_mass",
    because="This is the mean attention of the galaxy's pixels. The fraction that lies on the galaxy divides by the "
    "attention of the whole image, not by a number of pixels.",
)
def takes_the_mean_inside(attention_map, galaxy_mask):
    right.attention_mass(attention_map, galaxy_mask)
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / galaxy_mask.sum(dim=(1, 2)).clamp(min=1)


@wrong(
    "attention_mass",
    because="This is the galaxy's attention relative to that beside it, which has no upper limit. A fraction divides "
    "by the whole.",
)
def divides_by_the_rest(attention_map, galaxy_mask):
    right.attention_mass(attention_map, galaxy_mask)
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / (attention_map * ~galaxy_mask).sum(dim=(1, 2))


@wrong(
    "attention_mass",
    because="One number for the whole batch comes back. Each image has a fraction of its own.",
)
def averages_the_batch(attention_map, galaxy_mask):
    return right.attention_mass(attention_map, galaxy_mask).mean()
