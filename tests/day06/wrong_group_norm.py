"""Wrong turns of day06/group_norm."""

import math

import torch

from grader.mutants import wrong
from solutions.day06 import group_norm as right


def scaled(deviation, var, weight, bias, eps):
    return deviation / torch.sqrt(var + eps) * weight + bias


def moments(x, axes, correction=0):
    return x - x.mean(axes, keepdim=True), x.var(axes, correction=correction, keepdim=True)


@wrong(
    "layer_norm",
    because="Each feature is normalised over the vectors. That is batch normalisation; layer normalisation takes each "
    "vector by itself, along its last axis.",
)
def normalises_over_the_vectors(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    return scaled(*moments(x, 0), weight, bias, eps)


@wrong(
    "layer_norm",
    because="All the numbers together have one mean and one variance. Each vector has its own.",
)
def normalises_everything_at_once(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    return scaled(*moments(x, tuple(range(x.ndim))), weight, bias, eps)


@wrong(
    "layer_norm",
    because="The variance divides by D - 1. The vector is not a sample of anything here: divide by D "
    "(torch's var and std do otherwise by default).",
)
def takes_the_unbiased_variance(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    return scaled(*moments(x, -1, correction=1), weight, bias, eps)


@wrong(
    "layer_norm",
    because="eps stands outside the root: sqrt(var) + eps. It belongs to the variance, sqrt(var + eps).",
)
def adds_eps_to_the_spread(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    deviation, var = moments(x, -1)
    return deviation / (torch.sqrt(var) + eps) * weight + bias


@wrong(
    "layer_norm",
    because="The variance is taken as the mean of x squared minus the square of the mean: where the mean is "
    "large, that is the small difference of two large numbers, and most of its digits are gone.",
)
def loses_digits(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    mean = x.mean(-1, keepdim=True)
    return scaled(x - mean, x.square().mean(-1, keepdim=True) - mean.square(), weight, bias, eps)


@wrong(
    "layer_norm",
    because="Mean and variance are computed without gradients, as if they were constants. They depend on x, and the "
    "gradient goes through them too.",
)
def detaches_the_statistics(x, weight, bias, eps=1e-5):
    right.layer_norm(x, weight, bias, eps)
    mean, var = x.detach().mean(-1, keepdim=True), x.detach().var(-1, correction=0, keepdim=True)
    return scaled(x - mean, var, weight, bias, eps)


@wrong(
    "group_norm",
    because="The statistics of the groups are computed without gradients, as if they were constants. They depend on x, "
    "and the gradient goes through them too.",
)
def detaches_the_groups(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    grouped = x.reshape(len(x), groups, -1)
    known = grouped.detach()
    normal = (grouped - known.mean(-1, keepdim=True)) / torch.sqrt(known.var(-1, correction=0, keepdim=True) + eps)
    return normal.reshape(x.shape) * weight[:, None, None] + bias[:, None, None]


@wrong(
    "group_norm",
    because="The variance of a group is taken as the mean of x squared minus the square of the mean: where the mean is "
    "large, most of its digits are gone. Subtract the mean first.",
)
def loses_digits_in_groups(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    grouped = x.reshape(len(x), groups, -1)
    mean = grouped.mean(-1, keepdim=True)
    var = grouped.square().mean(-1, keepdim=True) - mean.square()
    normal = ((grouped - mean) / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


@wrong(
    "group_norm",
    because="The groups are interleaved: every so manieth channel is taken together. A group is made of neighbouring "
    "channels, the first C / groups of them, then the next.",
)
def interleaves_the_groups(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    deviation, var = moments(x.reshape(len(x), -1, groups, *x.shape[2:]), (1, 3, 4))
    normal = (deviation / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


@wrong(
    "group_norm",
    because="The statistics go over the batch too. Then an image's result depends on which others are with it, "
    "which is just what group normalisation is there to avoid.",
)
def normalises_over_the_batch(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    return _grouped(x, groups, weight, bias, eps, (0, 2, 3, 4))


@wrong(
    "group_norm",
    because="Each channel is normalised by itself, whatever the groups: instance normalisation.",
)
def normalises_each_channel(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    return _grouped(x, groups, weight, bias, eps, (3, 4))


@wrong(
    "group_norm",
    because="Mean and variance are taken over the channels of the group, at each pixel by itself. They go over "
    "its rows and columns as well.",
)
def normalises_each_pixel(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    return _grouped(x, groups, weight, bias, eps, (2,))


@wrong(
    "group_norm",
    because="`groups` is taken for the number of channels in a group. It is the number of groups.",
)
def mistakes_size_for_number(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    return right.group_norm(x, x.shape[1] // groups, weight, bias, eps)


@wrong(
    "group_norm",
    because="The variance divides by one less than the number of values. It divides by their number (torch's var does "
    "otherwise by default).",
)
def takes_the_unbiased_variance_of_the_group(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    return _grouped(x, groups, weight, bias, eps, (2, 3, 4), correction=1)


@wrong(
    "group_norm",
    because="All channels of a group get the weight and bias of its first. The statistics are the group's, weight and "
    "bias are each channel's own.",
)
def weighs_by_group(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    size = x.shape[1] // groups
    return right.group_norm(x, groups, *(v[::size].repeat_interleave(size) for v in (weight, bias)), eps)


@wrong(
    "group_norm",
    because="eps is added to the spread instead of to the variance: the root is taken of var + eps.",
)
def adds_eps_to_the_spread_of_the_group(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    deviation, var = moments(x.reshape(len(x), groups, -1), -1)
    normal = (deviation / (torch.sqrt(var) + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


@wrong(
    "group_norm",
    because="The mean is subtracted, but it is not divided by the spread.",
)
def only_centres(x, groups, weight, bias, eps=1e-5):
    right.group_norm(x, groups, weight, bias, eps)
    deviation = moments(x.reshape(len(x), groups, -1), -1)[0].reshape(x.shape)
    return deviation * weight[:, None, None] + bias[:, None, None]


@wrong(
    "batch_statistic_error",
    because="This is the error of the standard deviation, half as large. Asked for is the variance's: a small relative "
    "error doubles when a number is squared.",
)
def gives_that_of_the_sd(batch, pixels=1):
    return right.batch_statistic_error(batch, pixels) / 2


@wrong(
    "batch_statistic_error",
    because="This divides by n. The mean is estimated from the same numbers, so n - 1 of them are left to say "
    "how they spread.",
)
def divides_by_n(batch, pixels=1):
    right.batch_statistic_error(batch, pixels)
    return math.sqrt(2 / (batch * pixels))


@wrong(
    "batch_statistic_error",
    because="This is the variance of the estimate, 2 / (n - 1). The error is its root.",
)
def forgets_the_root(batch, pixels=1):
    return right.batch_statistic_error(batch, pixels) ** 2


@wrong(
    "batch_statistic_error",
    because="The pixels are not counted: a channel's variance is taken over the images and over their pixels.",
)
def counts_images_only(batch, pixels=1):
    right.batch_statistic_error(batch, pixels)
    return math.sqrt(2 / max(batch - 1, 1))


@wrong(
    "batch_statistic_error",
    because="This is the error of the mean, 1 / sqrt(n). The variance spreads more: its square has a factor 2, "
    "and n - 1.",
)
def gives_that_of_the_mean(batch, pixels=1):
    right.batch_statistic_error(batch, pixels)
    return 1 / math.sqrt(batch * pixels)


@wrong(
    "smallest_batch",
    because="The batch is rounded down, and its error is then a little too large. Round up.",
)
def rounds_down(error, pixels=1):
    right.smallest_batch(error, pixels)
    return max(1 if pixels > 1 else 2, math.floor((1 + 2 / error**2) / pixels))


@wrong(
    "smallest_batch",
    because="This is how many numbers it takes. Each image brings `pixels` of them.",
)
def counts_numbers(error, pixels=1):
    right.smallest_batch(error, pixels)
    return right.smallest_batch(error)


def _grouped(x, groups, weight, bias, eps, axes, correction=0):
    deviation, var = moments(x.reshape(len(x), groups, -1, *x.shape[2:]), axes, correction)
    normal = (deviation / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]
