"""Wrong turns of day06/group_norm."""

import math

import torch

from grader.mutants import lenient, wrong
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
    return scaled(*moments(x, 0), weight, bias, eps)


@wrong(
    "layer_norm",
    because="The variance divides by D - 1. The vector is not a sample of anything here: divide by D "
    "(torch's var and std do otherwise by default).",
)
def takes_the_unbiased_variance(x, weight, bias, eps=1e-5):
    return scaled(*moments(x, -1, correction=1), weight, bias, eps)


@wrong(
    "layer_norm",
    because="The variance is taken as the mean of x squared minus the square of the mean: where the mean is "
    "large, that is the small difference of two large numbers, and most of its digits are gone.",
)
def loses_digits(x, weight, bias, eps=1e-5):
    mean = x.mean(-1, keepdim=True)
    return scaled(x - mean, x.square().mean(-1, keepdim=True) - mean.square(), weight, bias, eps)


@wrong(
    "group_norm",
    because="The variance of a group is taken as the mean of x squared minus the square of the mean: where the mean is "
    "large, most of its digits are gone. Subtract the mean first.",
)
def loses_digits_in_groups(x, groups, weight, bias, eps=1e-5):
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
    deviation, var = moments(x.reshape(len(x), -1, groups, *x.shape[2:]), (1, 3, 4))
    normal = (deviation / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


@wrong(
    "group_norm",
    because="The statistics go over the batch too. Then an image's result depends on which others are with it, "
    "which is just what group normalisation is there to avoid.",
)
def normalises_over_the_batch(x, groups, weight, bias, eps=1e-5):
    return _grouped(x, groups, weight, bias, eps, (0, 2, 3, 4))


@wrong(
    "group_norm",
    because="Each channel is normalised by itself, whatever the groups: instance normalisation.",
)
def normalises_each_channel(x, groups, weight, bias, eps=1e-5):
    return _grouped(x, groups, weight, bias, eps, (3, 4))


@wrong(
    "group_norm",
    because="`groups` is taken for the number of channels in a group. It is the number of groups.",
)
def mistakes_size_for_number(x, groups, weight, bias, eps=1e-5):
    return right.group_norm(x, x.shape[1] // groups, weight, bias, eps)


@wrong(
    "group_norm",
    because="The variance divides by one less than the number of values. It divides by their number (torch's var does "
    "otherwise by default).",
)
def takes_the_unbiased_variance_of_the_group(x, groups, weight, bias, eps=1e-5):
    return _grouped(x, groups, weight, bias, eps, (2, 3, 4), correction=1)


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
    return math.sqrt(2 / (batch * pixels))


@wrong(
    "batch_statistic_error",
    because="The pixels are not counted: a channel's variance is taken over the images and over their pixels.",
)
def counts_images_only(batch, pixels=1):
    return math.sqrt(2 / max(batch - 1, 1))


@wrong(
    "smallest_batch",
    because="The batch is rounded down, and its error is then a little too large. Round up.",
)
def rounds_down(error, pixels=1):
    return max(1 if pixels > 1 else 2, math.floor((1 + 2 / error**2) / pixels))


@wrong(
    "smallest_batch",
    because="This is how many numbers it takes. Each image brings `pixels` of them.",
)
def counts_numbers(error, pixels=1):
    return right.smallest_batch(error)


@wrong(
    "group_norm",
    because="eps is 1e-3 where none is given, the default of other libraries. Here, as in torch, it is 1e-5.",
)
def has_a_large_eps(x, groups, weight, bias, eps=1e-3):
    return right.group_norm(x, groups, weight, bias, eps)


@lenient(
    "group_norm",
    because="reshape cuts an image's numbers into any number of groups that divides them. If it does not divide the "
    "channels, a border goes through the middle of a channel: refuse it.",
)
def cuts_channels_in_two(x, groups, weight, bias, eps=1e-5):
    if x.shape[1] % groups == 0:
        return right.group_norm(x, groups, weight, bias, eps)
    deviation, var = moments(x.reshape(len(x), groups, -1), -1)
    normal = (deviation / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]


def _grouped(x, groups, weight, bias, eps, axes, correction=0):
    deviation, var = moments(x.reshape(len(x), groups, -1, *x.shape[2:]), axes, correction)
    normal = (deviation / torch.sqrt(var + eps)).reshape(x.shape)
    return normal * weight[:, None, None] + bias[:, None, None]
