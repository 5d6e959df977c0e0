"""Batch normalisation by hand (Ioffe & Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2).

Images are tensors (N, C, H, W) of float32 or float64; a channel has n = N H W numbers. What is returned has the dtype
and the device of x. What would be broadcast without a word is refused by a ValueError that names the argument.
"""

import torch
from torch import nn

_AXES = (0, 2, 3)


class BatchNorm2d(nn.Module):
    """Normalise each channel of a batch: weight * (x - mean) / sqrt(var + eps) + bias.

    In training mode mean and var are those of the channel's n numbers in the batch, var divided by n, and

        running = (1 - momentum) * running + momentum * batch

    updates the running statistics; for this update alone var is divided by n - 1. In evaluation mode mean and var
    are the running statistics, which stay as they are. Gradients flow through mean and var of the batch, and none is
    kept in the running statistics. In float64 nine digits are right where the mean is 100,000 times the spread. `x` is
    refused if it has not as many channels or, in training mode, if n is 1: one number has no spread.

    Parameters `weight`, `bias`, at first 1 and 0; buffers `running_mean`, `running_var`, at first 0 and 1; all of
    shape (channels,).

    >>> norm = BatchNorm2d(1)
    >>> norm(torch.tensor([0.0, 2.0, 4.0, 6.0]).reshape(2, 1, 1, 2)).flatten().detach()
    tensor([-1.3416, -0.4472,  0.4472,  1.3416])
    >>> norm.running_mean, norm.running_var  # 0.1 * 3, 0.9 + 0.1 * 20 / 3
    (tensor([0.3000]), tensor([1.5667]))
    """

    def __init__(self, channels, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        _check_channels(x, len(self.weight), self.training)
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(_AXES), x.var(_AXES, correction=0)
            self._remember(mean, var, x.numel() // x.shape[1])
        sd = torch.sqrt(var + self.eps)
        normal = (x - _per_channel(mean)) / _per_channel(sd)
        return _per_channel(self.weight) * normal + _per_channel(self.bias)

    @torch.no_grad()
    def _remember(self, mean, var, n):
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(var * n / (n - 1), self.momentum)


def batch_norm_backward(grad_out, x, weight, eps=1e-5):
    """Return the gradients (grad_x, grad_weight, grad_bias) through a batch normalisation in training mode.

    grad_out, shape (N, C, H, W), is the gradient dL/dy with respect to the output; x and weight, shape (C,), are those
    of the forward pass, with n at least 2. Mean and variance depend on x, and that is part of grad_x.

    >>> x = torch.tensor([0.0, 2.0, 4.0, 6.0]).reshape(2, 1, 1, 2)
    >>> [g.flatten() for g in batch_norm_backward(x + 1, x, torch.ones(1), eps=5.0)]
    [tensor([-0.4743, -0.1581,  0.1581,  0.4743]), tensor([6.3246]), tensor([16.])]
    """
    _check_gradient(grad_out, x, weight)
    deviation = x - x.mean(_AXES, keepdim=True)
    sd = torch.sqrt(deviation.square().mean(_AXES, keepdim=True) + eps)
    normal = deviation / sd
    # A shift or a stretch of x leaves the output as it is (up to eps): along 1 and `normal` no gradient comes through.
    shift = grad_out.mean(_AXES, keepdim=True)
    stretch = (grad_out * normal).mean(_AXES, keepdim=True)
    grad_x = _per_channel(weight) / sd * (grad_out - shift - normal * stretch)
    grad_weight = (grad_out * normal).sum(_AXES)
    grad_bias = grad_out.sum(_AXES)
    return grad_x, grad_weight, grad_bias


def _per_channel(values):
    """Return a value for each channel as it is broadcast over (N, C, H, W)."""
    return values[:, None, None]


def _check_channels(x, channels, training):
    if x.shape[1] != channels:
        raise ValueError(f"x must have shape (N, {channels}, H, W), got {tuple(x.shape)}")
    if training and x.numel() <= channels:
        raise ValueError("x has a single value per channel: in training mode at least two are needed")


def _check_gradient(grad_out, x, weight):
    if grad_out.shape != x.shape:
        raise ValueError(f"grad_out has shape {tuple(grad_out.shape)}, x has {tuple(x.shape)}; they must be the same")
    if weight.shape != (x.shape[1],):
        raise ValueError(f"weight must have shape ({x.shape[1]},), got {tuple(weight.shape)}")
