"""Other right ways to write day06/residual."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import right
from solutions.day06 import residual as reference


@right("ResidualBlock")
class WithAnIdentity(nn.Module):
    """An identity stands where no projection is needed; ReLUs in place, where that harms nothing."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, (3, 3), stride=(stride, stride), padding=(1, 1), bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding="same", bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        if stride > 1 or in_channels != out_channels:
            self.shortcut = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
            self.shortcut_bn = nn.BatchNorm2d(out_channels)
        else:
            self.shortcut = nn.Identity()
            self.shortcut_bn = nn.Identity()

    def forward(self, x):
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut_bn(self.shortcut(x))
        return self.relu(out)


@right("ResidualBlock")
class InFunctions(reference.ResidualBlock):
    """Convolutions by unfold and a matrix product; the addition first; initialised as the paper does."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        for parameter in self.parameters():
            if parameter.ndim == 4:
                nn.init.kaiming_normal_(parameter, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        out = _unfolded(torch.clamp(self.bn1(_unfolded(x, self.conv1)), min=0), self.conv2)
        skip = x
        if hasattr(self, "shortcut"):
            step = self.shortcut.stride[0]
            strided = x[:, :, ::step, ::step]
            skip = self.shortcut_bn(torch.einsum("oc,nchw->nohw", self.shortcut.weight[:, :, 0, 0], strided))
        return F.relu(skip + self.bn2(out))


def _unfolded(x, conv):
    step = conv.stride[0]
    height, width = ((size - 1) // step + 1 for size in x.shape[2:])
    columns = F.unfold(x, 3, padding=1, stride=step)
    return (conv.weight.flatten(1) @ columns).reshape(len(x), -1, height, width)


@right("gradient_gain")
def by_hand(weights, x, grad_out, skip=True):
    gates, h = [], x
    for weight in weights:
        branch = torch.relu(h @ weight.T)
        gates.append(branch > 0)
        h = h + branch if skip else branch
    grad = grad_out
    for weight, gate in zip(weights.flip(0), gates[::-1], strict=True):
        through = (grad * gate) @ weight
        grad = grad + through if skip else through
    return (grad.square().sum() / grad_out.square().sum()).sqrt().item()


@right("gradient_gain")
def by_backward(weights, x, grad_out, skip=True):
    x = x.clone().requires_grad_()
    out = x
    for weight in weights:
        out = (out if skip else 0) + F.relu(F.linear(out, weight))
    (out * grad_out).sum().backward()
    return np.float64(torch.linalg.vector_norm(x.grad).item() / torch.linalg.vector_norm(grad_out).item())
