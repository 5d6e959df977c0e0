"""Batch normalisation by hand: forward in both modes, and the backward pass."""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    """Normalise each channel of a batch of images.

    Called on x, a tensor (N, channels, H, W) of one or more images, it returns weight * (x - mean) / sqrt(var + eps) +
    bias with one mean, one var, one weight and one bias for each channel: a tensor of the shape and dtype of x, on its
    device.

    In training mode mean and var are those of the batch: over images, rows and columns, n = N H W numbers for each
    channel; var divides by n. The running statistics are then updated,

        running = (1 - momentum) * running + momentum * batch,

    and for this update alone var divides by n - 1. In evaluation mode mean and var are the running statistics, which
    stay as they are.

    Gradients flow to x, weight and bias, in training mode through mean and var as well; none is kept in the running
    statistics. In float64 the result is right to nine digits also where the mean is 100,000 times the spread.

    Its state, all tensors of shape (channels,):

    weight, bias               parameters, at first 1 and 0
    running_mean, running_var  buffers, at first 0 and 1

    Parameters
    ----------
    channels : int
        At least 1.
    eps : float
        Added to the variance.
    momentum : float
        The share of the newest batch in the running statistics.

    Raises
    ------
    ValueError
        When built, naming `channels` if it is below 1; when called, naming `x` if it is not (N, channels, H, W) with
        N at least 1, or if in training mode n is 1, as one number has no spread.

    Notes
    -----
    Ioffe & Szegedy 2015, 1502.03167, algorithms 1 and 2, with the running averages that frameworks have made of
    the latter.

    Examples
    --------
    >>> norm = BatchNorm2d(1)
    >>> norm(torch.tensor([0.0, 2.0, 4.0, 6.0]).reshape(2, 1, 1, 2)).flatten().detach().numpy().round(4)
    array([-1.3416, -0.4472,  0.4472,  1.3416], dtype=float32)
    >>> round(norm.running_mean.item(), 4), round(norm.running_var.item(), 4)  # 0.1 * 3, 0.9 + 0.1 * 20 / 3
    (0.3, 1.5667)
    """

    def __init__(self, channels, eps=1e-5, momentum=0.1):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


def batch_norm_backward(grad_out, x, weight, eps=1e-5):
    """Return the gradients of a loss through a batch normalisation in training mode.

    Parameters
    ----------
    grad_out : tensor, shape (N, C, H, W)
        The gradient dL/dy of the loss L with respect to the output.
    x : tensor, shape (N, C, H, W)
        The input of the forward pass, with n = N H W at least 2.
    weight : tensor, shape (C,)
        The weights of the forward pass.
    eps : float
        As in the forward pass.

    Returns
    -------
    grad_x : tensor, shape (N, C, H, W)
        dL/dx. Mean and variance depend on x, and that is part of it.
    grad_weight : tensor, shape (C,)
        dL/dweight.
    grad_bias : tensor, shape (C,)
        dL/dbias.

    Raises
    ------
    ValueError
        Naming `x` if it is not four-dimensional or n is below 2, `grad_out` if its shape is not that of x, `weight` if
        it is not (C,).

    Notes
    -----
    Ioffe & Szegedy 2015, section 3, gives the chain rule step by step; it can be shortened.

    Examples
    --------
    A gradient that is the same everywhere changes only the bias: the mean takes it out of x.

    >>> x = torch.tensor([0.0, 2.0, 4.0, 6.0]).reshape(2, 1, 1, 2)
    >>> grad_x, grad_weight, grad_bias = batch_norm_backward(torch.ones_like(x), x, torch.tensor([5.0]))
    >>> bool(grad_x.abs().max() < 1e-6), grad_bias
    (True, tensor([4.]))
    """
    raise NotImplementedError
