"""Wrong turns of day06/spatial_attention."""

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day06 import spatial_attention as right
from solutions.day06.spatial_attention import SpatialAttention

LAYER = "SpatialAttention"


@wrong(
    LAYER,
    because="The maximum stands first and the mean second. The stub asks for the mean first: loaded weights would "
    "meet the other map.",
)
class PutsTheMaximumFirst(SpatialAttention):
    def _summary(self, x):
        return super()._summary(x).flip(1)


@wrong(
    LAYER,
    because="Both maps are the mean over the channels; the maximum has been forgotten. A feature that is bright in one "
    "channel only is then diluted by all the others.",
)
class TakesTheMeanTwice(SpatialAttention):
    def _summary(self, x):
        return torch.stack([x.mean(dim=1), x.mean(dim=1)], dim=1)


@wrong(
    LAYER,
    because="The map (N, H, W) is multiplied with x (N, C, H, W) as it is. Broadcasting sets axes against each other "
    "from the right, so the images of the map meet the channels of x: the map needs an axis of length 1 for them.",
)
class ForgetsTheAxisOfTheChannels(SpatialAttention):
    def forward(self, x):
        return x * self.attention_map(x)


@wrong(
    LAYER,
    because="The convolution is not padded, so its map is smaller than the image and has no place for the edge. Zeros "
    "around it, half a kernel on every side, keep the size.",
)
class DoesNotPad(SpatialAttention):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, bias=False)


@wrong(
    LAYER,
    because="The convolution has a bias. This layer has none, so that empty sky gets the gate sigmoid(0) = 1/2; "
    '"conv.weight" is its only parameter.',
)
class HasABias(SpatialAttention):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size)
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2)


@wrong(
    LAYER,
    because="The map is a softmax over the pixels: they share out a sum of 1, so a larger image is darker. Here every "
    "pixel has a gate of its own, by a sigmoid.",
)
class SharesOutOne(SpatialAttention):
    def _gates(self, scores):
        return torch.softmax(scores.flatten(2), dim=2).reshape(scores.shape)


@wrong(LAYER, because="The map goes without the sigmoid: gates can be negative or larger than 1.")
class HasNoSigmoid(SpatialAttention):
    def _gates(self, scores):
        return scores


@wrong(
    LAYER,
    because="The input is added once more: x + x * map. This layer is not a residual block; the output is x * map.",
)
class AddsTheInput(SpatialAttention):
    def forward(self, x):
        return x + super().forward(x)


@wrong(
    LAYER,
    because="The map is detached before it is multiplied, so the convolution gets no gradient and never learns where "
    "to look.",
)
class DetachesTheMap(SpatialAttention):
    def forward(self, x):
        return x * self.attention_map(x).detach()[:, None]


@wrong(
    "attention_mass",
    because="The attention on the galaxy is not divided by the attention on the whole image: it is a sum, not a "
    "fraction.",
)
def does_not_normalise(attention_map, galaxy_mask):
    return (attention_map * galaxy_mask).sum(dim=(1, 2))


@wrong(
    "attention_mass",
    because="This divides by the attention of all images together. Each image has a fraction of its own.",
)
def shares_the_batch(attention_map, galaxy_mask):
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / attention_map.sum()


@wrong(
    "attention_mass",
    because="This is the mean attention of the galaxy's pixels. The fraction that lies on the galaxy divides by the "
    "attention of the whole image, not by a number of pixels.",
)
def takes_the_mean_inside(attention_map, galaxy_mask):
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / galaxy_mask.sum(dim=(1, 2)).clamp(min=1)


@wrong(
    "attention_mass",
    because="This is the galaxy's attention relative to that beside it, which has no upper limit. A fraction divides "
    "by the whole.",
)
def divides_by_the_rest(attention_map, galaxy_mask):
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / (attention_map * ~galaxy_mask).sum(dim=(1, 2))


@lenient(
    LAYER,
    because="An even kernel has no middle pixel: with one zero more on one side it keeps the size, and the map is "
    "shifted by half a pixel without a word.",
)
class AcceptsEvenKernels(SpatialAttention):
    def __init__(self, kernel_size=7):
        super().__init__(kernel_size | 1)


@lenient(
    "attention_mass",
    because="An image without any attention has no share of it: this is 0/0, and nan comes back without a word.",
)
def divides_zero_by_zero(attention_map, galaxy_mask):
    if (attention_map < 0).any():
        return right.attention_mass(attention_map, galaxy_mask)
    return (attention_map * galaxy_mask).sum(dim=(1, 2)) / attention_map.sum(dim=(1, 2))
