"""Wrong turns of day06/residual."""

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day06 import residual as right
from solutions.day06.residual import ResidualBlock


@wrong(
    "ResidualBlock",
    because="The last ReLU stands before the addition. Then the branch can only add, never subtract, and the numbers "
    "grow from block to block; in the paper's block the sum goes through the ReLU.",
)
class ActivatesBeforeAdding(ResidualBlock):
    def forward(self, x):
        return torch.relu(self._branch(x)) + self._skip(x)


@wrong(
    "ResidualBlock",
    because="The skip is missing: this is the branch alone, a plain pair of convolutions.",
)
class ForgetsTheSkip(ResidualBlock):
    def forward(self, x):
        self._skip(x)
        return torch.relu(self._branch(x))


@wrong(
    "ResidualBlock",
    because="The sum is returned without a ReLU. That is how later designs do it (He et al. 2016, with the activation "
    "moved before the convolutions), but in the block of 2015 a ReLU follows the addition.",
)
class AddsLast(ResidualBlock):
    def forward(self, x):
        return self._branch(x) + self._skip(x)


@wrong(
    "ResidualBlock",
    because="There is no ReLU between the convolutions. Two convolutions in a row are one larger convolution: the "
    "branch has lost what made it worth two layers.",
)
class StaysLinear(ResidualBlock):
    def _branch(self, x):
        return self.bn2(self.conv2(self.bn1(self.conv1(x))))


@wrong(
    "ResidualBlock",
    because="The projection exists only where the channels change. A stride changes the shape as well, and then x "
    "cannot be added to the branch.",
)
class ProjectsOnlyOnChannels(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if in_channels == out_channels and self.projects:
            del self.shortcut, self.shortcut_bn
            self.projects = False


@wrong(
    "ResidualBlock",
    because="There is a projection where none is needed. Where the shape stays, the skip is x itself: that path "
    "without weights, along which a gradient passes unchanged, is the point of the design.",
)
class AlwaysProjects(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.projects = True
        self.shortcut = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
        self.shortcut_bn = nn.BatchNorm2d(out_channels)


@wrong(
    "ResidualBlock",
    because="The projection is not normalised. The branch arrives with the spread that bn2 gives it; the projection "
    "must be brought to such a scale too before the two are added.",
)
class LeavesTheProjectionRaw(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if self.projects:
            del self.shortcut_bn

    def _skip(self, x):
        return self.shortcut(x) if self.projects else x


@wrong(
    "ResidualBlock",
    because="The stride is in the second convolution. The shapes come out right all the same, but in the paper's block "
    "the first one strides, and the second works on the smaller map.",
)
class StridesLate(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.conv1.stride, self.conv2.stride = self.conv2.stride, self.conv1.stride


@wrong(
    "ResidualBlock",
    because="The convolutions have biases. The batch normalisation that follows subtracts the mean, and with it any "
    "bias: parameters that do nothing.",
)
class HasIdleBiases(ResidualBlock):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)


@wrong(
    "ResidualBlock",
    because="x += branch writes into x itself where the skip is x, and so into the caller's tensor. x = x + branch "
    "makes a new one.",
)
class AddsInPlace(ResidualBlock):
    def forward(self, x):
        branch, x = self._branch(x), self._skip(x)
        x += branch
        return torch.relu(x)


@wrong(
    "gradient_gain",
    because="This is how much longer the signal becomes on its way forward, |y| / |x|. Asked for is the gradient on "
    "its way back.",
)
def measures_the_signal(weights, x, grad_out, skip=True):
    h = x
    for weight in weights:
        h = torch.relu(h @ weight.T) + (h if skip else 0)
    return float(h.norm() / x.norm())


@wrong(
    "gradient_gain",
    because="The ratio is upside down: it is the gradient at the input over the gradient at the output.",
)
def turns_the_ratio_over(weights, x, grad_out, skip=True):
    return 1.0 / right.gradient_gain(weights, x, grad_out, skip)


@wrong(
    "gradient_gain",
    because="On the way back the ReLU is missing: where a unit was negative it put out a constant zero, and no "
    "gradient goes through it.",
)
def forgets_the_relu_on_the_way_back(weights, x, grad_out, skip=True):
    grad = grad_out
    for weight in weights.flip(0):
        grad = grad @ weight + (grad if skip else 0)
    return float(grad.norm() / grad_out.norm())


@wrong(
    "gradient_gain",
    because="The layers are applied as h @ weight. A row of h is a sample, so W h is written h @ weight.T.",
)
def forgets_to_transpose(weights, x, grad_out, skip=True):
    return right.gradient_gain(weights.transpose(1, 2), x, grad_out, skip)


@wrong(
    "gradient_gain",
    because="This is the gradient of the sum of the outputs: a one in every place of dL/dy. The loss's own gradient is "
    "given as grad_out.",
)
def differentiates_the_sum(weights, x, grad_out, skip=True):
    return right.gradient_gain(weights, x, torch.ones_like(grad_out), skip)


@lenient(
    "gradient_gain",
    because="A gradient of zeros has no length to compare with: the ratio is 0/0, and nan comes back without a word.",
)
def divides_zero_by_zero(weights, x, grad_out, skip=True):
    if grad_out.shape == x.shape and not grad_out.any():
        return float("nan")
    return right.gradient_gain(weights, x, grad_out, skip)
