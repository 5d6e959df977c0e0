"""Other right ways to write day06/group_norm."""

import numpy as np
import torch
from torch.nn import functional as F

from grader.mutants import right


@right("layer_norm")
def by_torch(x, weight, bias, eps=1e-5):
    return F.layer_norm(x, x.shape[-1:], weight, bias, eps)


@right("layer_norm")
def vector_by_vector(x, weight, bias, eps=1e-5):
    rows = [(row - row.mean()) / (row.std(correction=0) ** 2 + eps) ** 0.5 for row in x.reshape(-1, x.shape[-1])]
    return torch.stack(rows).reshape(x.shape) * weight + bias


@right("group_norm")
def by_torch_groups(x, groups, weight, bias, eps=1e-5):
    return F.group_norm(x, groups, weight, bias, eps)


@right("group_norm")
def group_by_group(x, groups, weight, bias, eps=1e-5):
    parts = []
    for part in torch.chunk(x, groups, dim=1):
        var, mean = torch.var_mean(part, dim=(1, 2, 3), correction=0, keepdim=True)
        parts.append((part - mean) * torch.rsqrt(var + eps))
    return torch.addcmul(bias.reshape(1, -1, 1, 1), torch.cat(parts, dim=1), weight.reshape(1, -1, 1, 1))


@right("batch_statistic_error")
def from_the_moments(batch, pixels=1):
    """From E[(n-1) s^2] and the fourth moment of a Gaussian."""
    n = np.float64(batch * pixels)
    return np.sqrt((3 - (n - 3) / (n - 1)) / n)


@right("smallest_batch")
def by_bisection(error, pixels=1):
    low, high = 0, 1
    while high * pixels < 2 or 2 / (high * pixels - 1) > error**2:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        enough = middle * pixels >= 2 and 2 / (middle * pixels - 1) <= error**2
        low, high = (low, middle) if enough else (middle, high)
    return np.int64(high)
