"""Other right ways to write day11/stable_functions."""

import torch
from torch.nn import functional as F

from grader.mutants import right


@right("logsumexp")
def of_torch(x, dim):
    return torch.logsumexp(x, dim)


@right("logsumexp")
def pair_by_pair(x, dim):
    first, *others = x.unbind(dim)
    for other in others:
        first = torch.logaddexp(first, other)
    return first


@right("softmax")
def by_logarithm(x, dim):
    return torch.exp(x - torch.logsumexp(x, dim, keepdim=True))


@right("softmax")
def softmax_of_torch(x, dim):
    return F.softmax(x, dim)


@right("softplus")
def by_logaddexp(x):
    return torch.logaddexp(x, torch.zeros_like(x))


@right("softplus")
def picked_with_care(x):
    """Both branches see an input that they can bear."""
    small = torch.log1p(torch.exp(torch.where(x > 0, 0.0, x)))
    large = torch.where(x > 0, x, 0.0)
    return torch.where(x > 0, large + torch.log1p(torch.exp(-large)), small)


@right("cross_entropy")
def entropy_by_logsigmoid(logit, target):
    return -(target * F.logsigmoid(logit) + (1 - target) * F.logsigmoid(-logit))


@right("shear_of")
def by_angles(distortion):
    """q from |e|, with |e| = 0 kept out of the root."""
    size = distortion.square().sum(-1, keepdim=True)
    longer, shorter = torch.sqrt(1 + torch.sqrt(1 - size)), torch.sqrt(1 / (1 + torch.sqrt(1 - size)))
    return distortion * shorter / longer
