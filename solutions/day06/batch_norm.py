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
        super().__init__()
        if channels < 1:
            raise ValueError(f"channels must be at least 1, got {channels}")
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != len(self.weight) or not len(x):
            raise ValueError(f"x must have shape (N, {len(self.weight)}, H, W), got {tuple(x.shape)}")
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), correction=0)
            self._remember(mean, var, x.numel() // x.shape[1])
        scale = self.weight / torch.sqrt(var + self.eps)
        return (x - _per_channel(mean)) * _per_channel(scale) + _per_channel(self.bias)

    @torch.no_grad()
    def _remember(self, mean, var, n):
        if n < 2:
            raise ValueError("x has a single value per channel: in training mode at least two are needed")
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(var * n / (n - 1), self.momentum)


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
    if x.ndim != 4 or x[:, :1].numel() < 2:
        raise ValueError(f"x must have shape (N, C, H, W) with two values per channel or more, got {tuple(x.shape)}")
    if grad_out.shape != x.shape:
        raise ValueError(f"grad_out has shape {tuple(grad_out.shape)}, x has {tuple(x.shape)}; they must be the same")
    if weight.shape != (x.shape[1],):
        raise ValueError(f"weight must have shape ({x.shape[1]},), got {tuple(weight.shape)}")
    axes = (0, 2, 3)
    deviation = x - x.mean(axes, keepdim=True)
    sd = torch.sqrt(deviation.square().mean(axes, keepdim=True) + eps)
    normal = deviation / sd
    # Two directions in which x can move without moving the output (up to eps): a shift, and a stretch about
    # the mean. Along them no gradient comes through: what grad_out has of 1 and of `normal` is taken out.
    shift = grad_out.mean(axes, keepdim=True)
    stretch = (grad_out * normal).mean(axes, keepdim=True)
    grad_x = _per_channel(weight) / sd * (grad_out - shift - normal * stretch)
    return grad_x, (grad_out * normal).sum(axes), grad_out.sum(axes)


def _per_channel(values):
    """Return a value for each channel as it is broadcast over (N, C, H, W)."""
    return values[:, None, None]
