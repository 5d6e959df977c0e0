"""The residual block, and what its skip does for gradients (He, Zhang, Ren & Sun 2015, arXiv:1512.03385)."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    """Two convolutions that learn what to add to their input: ReLU(branch + skip).

    Called on x, shape (N, in_channels, H, W), it returns (N, out_channels, H', W'), H' being H / stride rounded up.
    The branch is conv1, bn1, ReLU, conv2, bn2. The skip is x itself; where the stride is not 1 or the channels differ,
    and only there, it is shortcut, shortcut_bn. No convolution has a bias; the others are torch.nn.BatchNorm2d.

    conv1        3x3 convolution, in_channels to out_channels, with the stride, padding 1
    conv2        3x3 convolution, out_channels to out_channels, stride 1, padding 1
    shortcut     1x1 convolution, in_channels to out_channels, with the stride

    >>> block = ResidualBlock(64, 128, stride=2)
    >>> sum(parameter.numel() for parameter in block.parameters()), block(torch.zeros(2, 64, 9, 6)).shape
    (230144, torch.Size([2, 128, 5, 3]))
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.projects = stride != 1 or in_channels != out_channels
        if self.projects:
            self.shortcut = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.shortcut_bn = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return torch.relu(self._branch(x) + self._skip(x))

    def _branch(self, x):
        inner = torch.relu(self.bn1(self.conv1(x)))
        return self.bn2(self.conv2(inner))  # no ReLU behind it: a branch must be able to subtract

    def _skip(self, x):
        return self.shortcut_bn(self.shortcut(x)) if self.projects else x


def gradient_gain(weights, x, grad_out, skip=True):
    """Return how much longer a gradient becomes on its way back through a stack of layers.

    Layer k turns h, shape (N, D), into ReLU(h @ weights[k].T), or with the skip into h + ReLU(h @ weights[k].T). The
    gain is |dL/dx| / |dL/dy|, a norm being the root of the sum of all N D squares. A ValueError names `weights` that
    are not square, and `grad_out` that has not the shape of x or is all zeros.

    Parameters
    ----------
    weights : tensor, shape (depth, D, D)
        In the order in which x, shape (N, D), passes the layers. Depth 0 is a stack without layers.
    grad_out : tensor, shape (N, D)
        The gradient dL/dy of a loss with respect to what comes out.

    >>> weights, x = torch.tensor([[[0.5]], [[0.5]]]), torch.ones(1, 1)
    >>> [gradient_gain(weights, x, torch.ones(1, 1), skip) for skip in (False, True)]
    [0.25, 2.25]
    """
    _check_stack(weights, x, grad_out)
    start = x.detach().requires_grad_()
    h = start
    for weight in weights:
        branch = torch.relu(h @ weight.T)
        h = h + branch if skip else branch
    (grad_x,) = torch.autograd.grad(h, start, grad_out)
    return float(grad_x.norm() / grad_out.norm())


def _check_stack(weights, x, grad_out):
    if weights.shape[1] != weights.shape[2]:
        raise ValueError(f"weights must be square matrices, got {tuple(weights.shape)}")
    if grad_out.shape != x.shape or not grad_out.any():
        raise ValueError(f"grad_out must have the shape of x and not be all zeros, got {tuple(grad_out.shape)}")
