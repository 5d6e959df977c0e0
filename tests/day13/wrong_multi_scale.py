"""Wrong turns of day13/multi_scale."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day13 import multi_scale as right
from solutions.day13.multi_scale import DilatedPyramid, FeaturePyramid, Inception


@wrong(
    "Inception",
    because="No ReLU stands between the reducing convolution and the larger one. Without it the two are one "
    "linear map, of lower rank than the larger convolution alone.",
)
class DoesNotRectifyBetween(Inception):
    def forward(self, x):
        three, five = self.three(self.reduce3(x)), self.five(self.reduce5(x))
        project = self.project(F.max_pool2d(x, 3, 1, 1))
        return F.relu(torch.cat([self.one(x), three, five, project], 1))


@wrong(
    "Inception",
    because="The joined branches are not rectified: a ReLU comes after every convolution, the last of each branch too.",
)
class DoesNotRectifyTheEnd(Inception):
    def forward(self, x):
        three, five = self.three(F.relu(self.reduce3(x))), self.five(F.relu(self.reduce5(x)))
        return torch.cat([self.one(x), three, five, self.project(F.max_pool2d(x, 3, 1, 1))], 1)


@wrong(
    "Inception",
    because="The pooling branch takes the average over 3 x 3 pixels. Here it is the maximum.",
)
class PoolsByAverages(Inception):
    def forward(self, x):
        out = super().forward(x)
        project = F.relu(self.project(F.avg_pool2d(x, 3, 1, 1)))
        return torch.cat([out[:, : -project.shape[1]], project], 1)


@wrong(
    "Inception",
    because="The map is padded by zeros before the maximum is taken. Where all pixels at the edge are negative, "
    "the zero wins; a pixel beyond the edge is never to be the maximum.",
)
class LetsZerosWin(Inception):
    def forward(self, x):
        out = super().forward(x)
        project = F.relu(self.project(F.max_pool2d(F.pad(x, (1, 1, 1, 1)), 3, 1)))
        return torch.cat([out[:, : -project.shape[1]], project], 1)


@wrong(
    "Inception",
    because="Pooling and projection are the other way round: the maximum is taken of what the 1 x 1 convolution "
    "made. First the maximum of each channel of x, then `project`.",
)
class PoolsAfterProjecting(Inception):
    def forward(self, x):
        out = super().forward(x)
        project = F.relu(F.max_pool2d(self.project(x), 3, 1, 1))
        return torch.cat([out[:, : -project.shape[1]], project], 1)


@wrong(
    "DilatedPyramid",
    because="The mean over the map is joined in before the other branches or among them. It comes last, and "
    "`merge` knows the branches by their places.",
)
class PutsTheMeanFirst(DilatedPyramid):
    def forward(self, x):
        whole = self.pooled(x.mean((2, 3), keepdim=True)).expand(-1, -1, *x.shape[2:])
        branches = [whole, self.one(x), *(conv(x) for conv in self.dilated)]
        return self.merge(F.relu(torch.cat(branches, 1)))


@wrong(
    "DilatedPyramid",
    because="The branches are not rectified before `merge`. Then branches and merge are one linear map.",
)
class DoesNotRectifyBranches(DilatedPyramid):
    def forward(self, x):
        whole = self.pooled(x.mean((2, 3), keepdim=True)).expand(-1, -1, *x.shape[2:])
        return self.merge(torch.cat([self.one(x), *(conv(x) for conv in self.dilated), whole], 1))


@wrong(
    "DilatedPyramid",
    because="A ReLU stands after `merge`. There is none: what is merged may be negative.",
)
class RectifiesTheMerged(DilatedPyramid):
    def forward(self, x):
        return F.relu(super().forward(x))


@wrong(
    "DilatedPyramid",
    because="The branch of the whole map takes its maximum. It is to take the mean.",
)
class TakesTheMaximum(DilatedPyramid):
    def forward(self, x):
        whole = self.pooled(x.amax((2, 3), keepdim=True)).expand(-1, -1, *x.shape[2:])
        branches = [self.one(x), *(conv(x) for conv in self.dilated), whole]
        return self.merge(F.relu(torch.cat(branches, 1)))


@wrong(
    "DilatedPyramid",
    because="All branches look at dilation 1: the dilations set the padding or the number of branches, but not "
    "the spacing of the samples. The receptive field of a branch is 1 + 2 dilation pixels.",
)
class ForgetsTheDilation(DilatedPyramid):
    def __init__(self, channels, width, dilations):
        super().__init__(channels, width, dilations)
        self.dilated = nn.ModuleList(nn.Conv2d(channels, width, 3, padding=1) for _ in dilations)


@wrong(
    "FeaturePyramid",
    because="What is handed down has been smoothed already. All the adding comes first; `smooth` is the last "
    "thing that happens to each sum.",
)
class HandsDownTheSmoothed(FeaturePyramid):
    def forward(self, maps):
        out = []
        for level in reversed(range(len(maps))):
            y = self.lateral[level](maps[level])
            if out:
                y = y + F.interpolate(out[0], y.shape[2:], mode="nearest")
            out.insert(0, self.smooth[level](y))
        return out


@wrong(
    "FeaturePyramid",
    because="Each map gets the lateral of its neighbour alone. What the coarsest map knows is to come down "
    "through all levels: add the *sum* of the level above.",
)
class AddsTheNeighbourAlone(FeaturePyramid):
    def forward(self, maps):
        lateral = [conv(x) for conv, x in zip(self.lateral, maps, strict=True)]
        sums = lateral[:]
        for level in range(len(sums) - 1):
            sums[level] = lateral[level] + F.interpolate(lateral[level + 1], lateral[level].shape[2:], mode="nearest")
        return [conv(y) for conv, y in zip(self.smooth, sums, strict=True)]


@wrong(
    "FeaturePyramid",
    because="The coarser map is enlarged by straight lines between its pixels (bilinear). Here each pixel is "
    "repeated, the nearest.",
)
class EnlargesByLines(FeaturePyramid):
    def forward(self, maps):
        sums = [conv(x) for conv, x in zip(self.lateral, maps, strict=True)]
        for level in reversed(range(len(sums) - 1)):
            sums[level] = sums[level] + F.interpolate(sums[level + 1], sums[level].shape[2:], mode="bilinear")
        return [conv(y) for conv, y in zip(self.smooth, sums, strict=True)]


@wrong(
    "FeaturePyramid",
    because="The smoothed maps come back from the coarsest to the finest. They are wanted in the order of `maps`.",
)
class ReturnsThemReversed(FeaturePyramid):
    def forward(self, maps):
        return super().forward(maps)[::-1]


@wrong(
    "offsets_met",
    because="Every pixel within reach is counted. A dilated kernel steps over pixels, and what no path meets is a "
    "hole: with dilation 2 alone every second pixel is never seen.",
)
def counts_the_whole_reach(layers):
    reach = max(right.offsets_met(layers))
    return list(range(-reach, reach + 1))


@wrong(
    "offsets_met",
    because="The offsets of the layers are put together, not added: a second layer starts at every pixel that the "
    "first one met.",
)
def puts_the_layers_together(layers):
    return sorted({0}.union(*(right.offsets_met([layer]) for layer in layers)))
