"""Other right ways to write day06/activation_zoo."""

import numpy as np
import torch
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06 import activation_zoo as reference


def by_autograd(function, x, *options):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(function(x, *options).sum(), x)[0]


@right("leaky_relu")
def by_torch(x, slope=0.01):
    return F.leaky_relu(x, slope)


@right("leaky_relu")
def by_the_larger(x, slope=0.01):
    return torch.maximum(x, slope * x)


@right("leaky_relu_derivative")
def leaky_relu_by_autograd(x, slope=0.01):
    return by_autograd(F.leaky_relu, x, slope)


@right("elu")
def elu_by_torch(x, alpha=1.0):
    return F.elu(x, alpha)


@right("elu")
def by_two_clamps(x, alpha=1.0):
    return x.clamp(min=0) + alpha * (torch.exp(-torch.relu(-x)) - 1)


@right("elu_derivative")
def elu_by_autograd(x, alpha=1.0):
    return by_autograd(F.elu, x, alpha)


@right("elu_derivative")
def from_the_value(x, alpha=1.0):
    return torch.where(x > 0, torch.ones_like(x), reference.elu(x, alpha) + alpha)


@right("gelu")
def gelu_by_torch(x):
    return F.gelu(x)


@right("gelu")
def by_erfc(x):
    return x * torch.special.erfc(-x / 2**0.5) / 2


@right("gelu_derivative")
def gelu_by_autograd(x):
    return by_autograd(F.gelu, x)


@right("gelu_derivative")
def by_the_normal_distribution(x):
    normal = torch.distributions.Normal(torch.zeros_like(x), torch.ones_like(x))
    return normal.cdf(x) + x * torch.exp(normal.log_prob(x))


@right("silu")
def silu_by_torch(x):
    return F.silu(x)


@right("silu")
def by_softplus(x):
    return x * torch.exp(-F.softplus(-x))


@right("silu_derivative")
def silu_by_autograd(x):
    return by_autograd(F.silu, x)


@right("silu_derivative")
def from_the_silu(x):
    y, s = reference.silu(x), 1 / (1 + torch.exp(-x))
    return y + s * (1 - y)


@right("tanh")
def tanh_by_torch(x):
    return torch.tanh(x)


@right("tanh")
def by_a_quotient(x):
    z = -2 * x.abs()
    return -x.sign() * torch.expm1(z) / (1 + torch.exp(z))


@right("tanh_derivative")
def by_cosh(x):
    return 1 / torch.cosh(x) ** 2


@right("tanh_derivative")
def tanh_by_autograd(x):
    return by_autograd(torch.tanh, x)


@right("dead_fraction")
def unit_by_unit(pre_activations):
    units = pre_activations.shape[1]
    return sum(not torch.any(pre_activations[:, u] > 0) for u in range(units)) / units


@right("dead_fraction")
def by_the_largest(pre_activations):
    others = [axis for axis in range(pre_activations.ndim) if axis != 1]
    return np.float64(np.mean(pre_activations.cpu().numpy().max(axis=tuple(others)) <= 0))


@right("dead_fraction")
def one_less_the_living(pre_activations):
    return 1 - (pre_activations > 0).transpose(0, 1).flatten(1).any(dim=1).float().mean().item()
