"""Batch normalisation by hand (Ioffe & Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2).

Images are tensors (N, C, H, W) of float32 or float64; a channel has n = N H W numbers. What is returned has the dtype
and the device of x. What would be broadcast without a word is refused by a ValueError that names the argument.

Not allowed here: torch.nn.BatchNorm1d, torch.nn.BatchNorm2d, torch.nn.SyncBatchNorm,
torch.nn.functional.batch_norm, torch.nn.functional.instance_norm, torch.batch_norm,
torch.native_batch_norm, torch.nn.InstanceNorm1d, torch.nn.InstanceNorm2d,
torch.instance_norm (this kata builds it).
Not allowed here: torch.func, torch.autograd.grad, torch.autograd.backward,
torch.autograd.functional, torch.Tensor.backward (the backward pass is to be derived, on
paper).
"""

import torch
from torch import nn


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
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


def batch_norm_backward(grad_out, x, weight, eps=1e-5):
    """Return the gradients (grad_x, grad_weight, grad_bias) through a batch normalisation in training mode.

    grad_out, shape (N, C, H, W), is the gradient dL/dy with respect to the output; x and weight, shape (C,), are those
    of the forward pass, with n at least 2. Mean and variance depend on x, and that is part of grad_x.

    >>> x = torch.tensor([0.0, 2.0, 4.0, 6.0]).reshape(2, 1, 1, 2)
    >>> [g.flatten() for g in batch_norm_backward(x + 1, x, torch.ones(1), eps=5.0)]
    [tensor([-0.4743, -0.1581,  0.1581,  0.4743]), tensor([6.3246]), tensor([16.])]
    """
    raise NotImplementedError
