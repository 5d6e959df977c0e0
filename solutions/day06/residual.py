"""The residual block, and what its skip does for gradients."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions that learn what to add to their input.

    Called on x, a tensor (N, in_channels, H, W) with N at least 1, it returns a tensor (N, out_channels, H', W') of the
    same dtype on the same device: H' = H and W' = W at stride 1, half of each, rounded up, at stride 2, and so on.

    The branch is conv1, bn1, ReLU, conv2, bn2; the skip is x itself, or shortcut, shortcut_bn; the block returns
    ReLU(branch + skip). The modules, under these names:

    conv1        3x3 convolution, in_channels to out_channels, with the stride, padding 1, no bias
    bn1          batch normalisation of out_channels, with torch's defaults
    conv2        3x3 convolution, out_channels to out_channels, stride 1, padding 1, no bias
    bn2          batch normalisation
    shortcut     1x1 convolution, in_channels to out_channels, with the stride, no bias
    shortcut_bn  batch normalisation

    The last two, the projection, exist only where the shape changes: where the stride is not 1, or the channels differ.
    The batch normalisations follow the mode of the module, train or eval.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of what comes and of what goes, at least 1.
    stride : int
        At least 1.

    Raises
    ------
    ValueError
        When built, naming the argument that is below 1; when called, naming `x` if it is not (N, in_channels, H, W)
        with N at least 1.

    Notes
    -----
    He, Zhang, Ren & Sun 2015, 1512.03385, equations 1 and 2 and option B: the basic block of ResNet-18 and ResNet-34.
    Convolutions have no bias because the batch normalisation behind them takes any constant out again.

    Examples
    --------
    >>> block = ResidualBlock(64, 128, stride=2)
    >>> sum(parameter.numel() for parameter in block.parameters())
    230144
    >>> block(torch.zeros(2, 64, 9, 6)).shape
    torch.Size([2, 128, 5, 3])
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        for name, value in (("in_channels", in_channels), ("out_channels", out_channels), ("stride", stride)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}")
        self.in_channels = in_channels
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.projects = stride != 1 or in_channels != out_channels
        if self.projects:
            self.shortcut = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.shortcut_bn = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != self.in_channels or not len(x):
            raise ValueError(f"x must have shape (N, {self.in_channels}, H, W), got {tuple(x.shape)}")
        branch = torch.relu(self.bn1(self.conv1(x)))
        branch = self.bn2(self.conv2(branch))  # no ReLU here: a branch must be able to subtract
        skip = self.shortcut_bn(self.shortcut(x)) if self.projects else x
        return torch.relu(branch + skip)


def gradient_gain(weights, x, grad_out, skip=True):
    """Return how much longer a gradient becomes on its way back through a stack of layers.

    Layer k turns h, a tensor (N, D), into ReLU(h @ weights[k].T), or with the skip into h + ReLU(h @ weights[k].T).

    Parameters
    ----------
    weights : tensor, shape (depth, D, D)
        The matrices of the layers, in the order in which x passes them. Depth 0 is a stack without layers.
    x : tensor, shape (N, D)
        What goes in, N at least 1.
    grad_out : tensor, shape (N, D)
        The gradient dL/dy of a loss with respect to what comes out; not all zeros.
    skip : bool
        Whether the layers have the skip.

    Returns
    -------
    float
        |dL/dx| / |dL/dy|. The norms are over all N D numbers: the root of the sum of their squares.

    Raises
    ------
    ValueError
        Naming `weights` if it is not (depth, D, D), `x` if it is not (N, D) with N at least 1, `grad_out` if its shape
        is not that of x or it is all zeros.

    Examples
    --------
    Two layers that each halve what is positive:

    >>> weights, x = torch.tensor([[[0.5]], [[0.5]]]), torch.ones(1, 1)
    >>> gradient_gain(weights, x, torch.ones(1, 1), skip=False)
    0.25
    >>> gradient_gain(weights, x, torch.ones(1, 1), skip=True)
    2.25
    """
    if weights.ndim != 3 or weights.shape[1] != weights.shape[2]:
        raise ValueError(f"weights must have shape (depth, D, D), got {tuple(weights.shape)}")
    if x.ndim != 2 or x.shape[1] != weights.shape[2] or not len(x):
        raise ValueError(f"x must have shape (N, {weights.shape[2]}), got {tuple(x.shape)}")
    if grad_out.shape != x.shape or not grad_out.any():
        raise ValueError(f"grad_out must have the shape of x and not be all zeros, got {tuple(grad_out.shape)}")
    start = x.detach().requires_grad_()
    h = start
    for weight in weights:
        branch = torch.relu(h @ weight.T)
        h = h + branch if skip else branch
    (grad_x,) = torch.autograd.grad(h, start, grad_out)
    return float(grad_x.norm() / grad_out.norm())
