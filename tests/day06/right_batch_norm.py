"""Other right ways to write day06/batch_norm."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06 import batch_norm as reference


@right("BatchNorm2d")
class OfTorch(nn.BatchNorm2d):
    """The library's own, which also counts its batches."""

    def __init__(self, channels, eps=1e-5, momentum=0.1):
        super().__init__(channels, eps=eps, momentum=momentum)

    def forward(self, x):
        return super().forward(x)


@right("BatchNorm2d")
class InFunctions(reference.BatchNorm2d):
    """torch's function on the statistics of this module."""

    def forward(self, x):
        statistics = self.running_mean, self.running_var
        return F.batch_norm(x, *statistics, self.weight, self.bias, self.training, self.momentum, self.eps)


@right("BatchNorm2d")
class ChannelByChannel(nn.Module):
    """A loop over channels, statistics by torch.std_mean, new tensors in the buffers."""

    def __init__(self, channels, eps=1e-5, momentum=0.1):
        super().__init__()
        self.register_buffer("running_var", torch.ones(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.weight = nn.Parameter(torch.ones(channels))
        self.eps, self.momentum = eps, momentum

    def forward(self, x):
        mean, var = self.running_mean.clone(), self.running_var.clone()
        if self.training:
            m = self.momentum
            each = [x[:, c].reshape(-1) for c in range(x.size(1))]
            mean = torch.stack([values.sum() / len(values) for values in each])
            var = torch.stack([((values - c) ** 2).sum() / len(values) for values, c in zip(each, mean, strict=True)])
            unbiased = torch.stack([values.var() for values in each])
            self.running_mean = ((1 - m) * self.running_mean + m * mean).detach()
            self.running_var = ((1 - m) * self.running_var + m * unbiased).detach()
        out = [
            (x[:, c] - mean[c]) * torch.rsqrt(var[c] + self.eps) * self.weight[c] + self.bias[c]
            for c in range(x.size(1))
        ]
        return torch.stack(out, dim=1)


@right("batch_norm_backward")
def by_autograd(grad_out, x, weight, eps=1e-5):
    x, weight = x.clone().requires_grad_(), weight.clone().requires_grad_()
    bias = torch.zeros_like(weight, requires_grad=True)
    out = F.batch_norm(x, None, None, weight, bias, training=True, eps=eps)
    return list(torch.autograd.grad(out, (x, weight, bias), grad_out))


@right("batch_norm_backward")
def step_by_step(grad_out, x, weight, eps=1e-5):
    """The paper's chain rule as it stands."""
    n, axes = x.numel() / x.shape[1], (0, 2, 3)
    mean, var = x.mean(axes, keepdim=True), x.var(axes, correction=0, keepdim=True)
    grad_normal = grad_out * weight.reshape(1, -1, 1, 1)
    grad_var = (grad_normal * (x - mean) * -0.5 * (var + eps) ** -1.5).sum(axes, keepdim=True)
    grad_mean = (-grad_normal * (var + eps) ** -0.5).sum(axes, keepdim=True)
    grad_x = grad_normal * (var + eps) ** -0.5 + grad_var * 2 * (x - mean) / n + grad_mean / n
    normal = (x - mean) * (var + eps) ** -0.5
    return grad_x, torch.einsum("nchw,nchw->c", grad_out, normal), torch.einsum("nchw->c", grad_out)
