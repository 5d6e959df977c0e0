"""Functions whose formula is right and whose obvious code is not: they overflow, cancel, or lose a small term.

All take float32 or float64 tensors and return their dtype, on their device. Every single number that a normal one can
hold is right to nine digits in float64, to five in float32. Inputs are finite unless a docstring says more; for all
finite inputs gradients flow, and are finite and right.
"""

import torch


def logsumexp(x, dim):
    """Return log(sum of exp(x)) over the axis dim, which is dropped. x may be -inf, even everywhere: log 0 is -inf.

    >>> logsumexp(torch.tensor([[200.0, 200.0], [-200.0, -200.0]]), dim=1)
    tensor([ 200.6931, -199.3069])
    """
    largest = x.detach().amax(dim, keepdim=True)
    shift = torch.where(torch.isfinite(largest), largest, 0.0)  # -inf - (-inf) would be nan
    total = torch.exp(x - shift).sum(dim)
    return shift.squeeze(dim) + torch.log(total)


def softmax(x, dim):
    """Return exp(x) / sum of exp(x), the sum over the axis dim.

    >>> softmax(torch.tensor([1000.0, 999.0]), dim=0)
    tensor([0.7311, 0.2689])
    """
    largest = x.detach().amax(dim, keepdim=True)
    share = torch.exp(x - largest)
    return share / share.sum(dim, keepdim=True)


def softplus(x):
    """Return log(1 + exp(x)), a smooth max(x, 0). Its slope is 1 / (1 + exp(-x)), at 0 too.

    >>> softplus(torch.tensor([1000.0, 0.0, -20.0]))
    tensor([1.0000e+03, 6.9315e-01, 2.0612e-09])
    """
    small = torch.exp(-torch.abs(x))  # log(1 + e^x) = x + log(1 + e^-x)
    large = torch.maximum(x, torch.zeros_like(x))  # slope 1/2 at 0, where that of |x| is 0 in torch
    return large + torch.log1p(small)


def cross_entropy(logit, target):
    """Return -(target log p + (1 - target) log(1 - p)) with p = 1 / (1 + exp(-logit)), number by number.

    target is in [0, 1]. If it has not the shape of logit, it is refused by a ValueError: it would be broadcast.

    >>> cross_entropy(torch.tensor([20.0, -1000.0]), torch.tensor([1.0, 1.0]))
    tensor([2.0612e-09, 1.0000e+03])
    """
    _check_target(logit, target)
    if_one, if_zero = softplus(-logit), softplus(logit)  # -log p and -log(1 - p)
    return target * if_one + (1 - target) * if_zero


def shear_of(distortion):
    """Return the shear (g1, g2) of an ellipse, shape (..., 2), from its distortion (e1, e2).

    With |e| = (1 - q^2) / (1 + q^2) and |g| = (1 - q) / (1 + q) for an axis ratio q,

        g = e (1 - sqrt(1 - |e|^2)) / |e|^2,    and g = e / 2 as |e| goes to 0.

    In float32 the five digits are asked for up to |e| = 0.999; at |e| = 1 the slope is infinite.
    |e| above 1, which no ellipse has, is refused by a ValueError that names `distortion`.

    >>> shear_of(torch.tensor([[0.6, 0.0], [0.0, 2e-9]]))
    tensor([[3.3333e-01, 0.0000e+00],
            [0.0000e+00, 1.0000e-09]])
    """
    square = distortion.square().sum(-1, keepdim=True)
    _check_distortion(square)
    root = torch.sqrt(1 - square)
    return distortion / (1 + root)  # (1 - root) (1 + root) = |e|^2 takes the difference out


def _check_target(logit, target):
    if target.shape != logit.shape:
        raise ValueError(f"target must have the shape {tuple(logit.shape)} of logit, got {tuple(target.shape)}")


def _check_distortion(square):
    if torch.any(square > 1):
        raise ValueError("distortion must not be longer than 1")
