"""Wrong turns of day11/stable_functions."""

import torch

from grader.mutants import lenient, wrong
from solutions.day11 import stable_functions as right


@wrong(
    "logsumexp",
    because="exp is taken of x as it is. Above 709 it overflows in float64, below -745 every term is 0, and the "
    "logarithm of 0 is -inf. Take out the largest x first.",
)
def sums_as_it_stands(x, dim):
    return torch.log(torch.exp(x).sum(dim))


@wrong(
    "logsumexp",
    because="The largest x is taken out before exp, and not put back after the logarithm.",
)
def forgets_the_shift(x, dim):
    largest = x.amax(dim)
    return right.logsumexp(x, dim) - torch.where(torch.isfinite(largest), largest, 0.0)


@wrong(
    "logsumexp",
    because="One largest number is taken out of everything. Where the rows lie far apart, all terms of the lower one "
    "become 0. Each row needs its own.",
)
def shifts_all_alike(x, dim):
    return x.max() + torch.log(torch.exp(x - x.max()).sum(dim))


@wrong(
    "logsumexp",
    because="Where everything is -inf, so is the largest number, and -inf - (-inf) is nan. The sum of no probability "
    "at all is 0, and its logarithm is -inf.",
)
def stumbles_over_infinity(x, dim):
    largest = x.amax(dim, keepdim=True)
    return largest.squeeze(dim) + torch.log(torch.exp(x - largest).sum(dim))


@wrong(
    "softmax",
    because="exp is taken of x as it is, and above 709 it overflows in float64: inf / inf is nan. A common shift of "
    "x cancels in the ratio, so take out the largest x first.",
)
def shares_as_they_stand(x, dim):
    share = torch.exp(x)
    return share / share.sum(dim, keepdim=True)


@wrong(
    "softmax",
    because="One largest number is taken out of everything. Where the rows lie far apart, the lower one becomes 0 / "
    "0. Each row needs its own.",
)
def shares_all_alike(x, dim):
    share = torch.exp(x - x.max())
    return share / share.sum(dim, keepdim=True)


@wrong(
    "softplus",
    because="exp(x) overflows for large x. There log(1 + exp(x)) is x + log(1 + exp(-x)), which needs no large number.",
)
def overflows(x):
    return torch.log1p(torch.exp(x))


@wrong(
    "softplus",
    because="Below about -37 the sum 1 + exp(x) is just 1, and its logarithm 0. log1p(t) is log(1 + t) without that "
    "sum.",
)
def loses_the_small_term(x):
    return torch.maximum(x, torch.zeros_like(x)) + torch.log(1 + torch.exp(-torch.abs(x)))


@wrong(
    "softplus",
    because="torch.where picks the right value, but the gradient runs through both branches. The one that is not "
    "picked overflowed, and 0 times inf is nan.",
)
def picks_one_of_two(x):
    return torch.where(x > 0, x + torch.log1p(torch.exp(-x)), torch.log1p(torch.exp(x)))


@wrong(
    "softplus",
    because="The values are right, the slope at exactly 0 is not: in torch relu and abs both have slope 0 there, and "
    "softplus has 1/2.",
)
def has_a_corner(x):
    return torch.relu(x) + torch.log1p(torch.exp(-torch.abs(x)))


@wrong(
    "cross_entropy",
    because="p is computed first, and the logarithm is taken of it. Where p rounds to 0 or 1 that is log 0: the loss "
    "becomes inf, or nan where it is multiplied by 0.",
)
def goes_through_p(logit, target):
    p = torch.sigmoid(logit)
    return -(target * torch.log(p) + (1 - target) * torch.log(1 - p))


@wrong(
    "cross_entropy",
    because="Where the logit is large and the target 1, two large numbers that nearly agree are subtracted here, as "
    "in softplus(logit) - target * logit, and the small loss is gone. A sum of two products that are never negative "
    "loses nothing.",
)
def subtracts_the_logit(logit, target):
    return right.softplus(logit) - target * logit


@lenient(
    "cross_entropy",
    because="The two shapes are broadcast against each other: a column and a row of N make a table of N x N losses, "
    "and nothing complains.",
)
def broadcasts(logit, target):
    return target * right.softplus(-logit) + (1 - target) * right.softplus(logit)


@wrong(
    "shear_of",
    because="1 - sqrt(1 - |e|^2) subtracts two numbers that agree in nearly all digits where |e| is small: below "
    "1e-8 nothing is left, and at 0 it is 0 / 0. The same ratio can be written without a difference.",
)
def cancels(distortion):
    square = distortion.square().sum(-1, keepdim=True)
    return distortion * (1 - torch.sqrt(1 - square)) / square


@wrong(
    "shear_of",
    because="g = e / 2 holds for nearly round galaxies only.",
)
def takes_half(distortion):
    return distortion / 2


@wrong(
    "shear_of",
    because="The length |e| itself is taken. Its slope at a round galaxy is 0 / 0, and every gradient that passes "
    "there is nan. |e|^2 is smooth, and it is all that the formula needs.",
)
def goes_through_the_length(distortion):
    size = torch.sqrt(distortion.square().sum(-1, keepdim=True))
    return distortion / (1 + torch.sqrt((1 - size) * (1 + size)))
