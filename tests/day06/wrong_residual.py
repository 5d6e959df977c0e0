"""Wrong turns of day06/residual."""

import torch
from torch import nn
from torch.nn import functional as F

from grader.mutants import wrong
from solutions.day06 import residual as right
from solutions.day06.residual import ResidualBlock


class Taken(ResidualBlock):
    """The solution with its pieces within reach."""

    def checked(self, x):
        if x.ndim != 4 or x.shape[1] != self.in_channels or not len(x):
            raise ValueError(f"x has shape {tuple(x.shape)}")

    def branch(self, x):
        return self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))

    def skip(self, x):
        return self.shortcut_bn(self.shortcut(x)) if self.projects else x


@wrong(
    "ResidualBlock",
    because="The last ReLU stands before the addition. Then the branch can only add, never subtract, and the numbers "
    "grow from block to block; in the paper's block the sum goes through the ReLU.",
)
class ActivatesBeforeAdding(Taken):
    def forward(self, x):
        self.checked(x)
        return torch.relu(self.branch(x)) + self.skip(x)


@wrong(
    "ResidualBlock",
    because="The skip is missing: this is the branch alone, a plain pair of convolutions.",
)
class ForgetsTheSkip(Taken):
    def forward(self, x):
        self.checked(x)
        self.skip(x)
        return torch.relu(self.branch(x))


@wrong(
    "ResidualBlock",
    because="The sum is returned without a ReLU. That is how later designs do it (He et al. 2016, with the activation "
    "moved before the convolutions), but in the block of 2015 a ReLU follows the addition.",
)
class AddsLast(Taken):
    def forward(self, x):
        self.checked(x)
        return self.branch(x) + self.skip(x)


@wrong(
    "ResidualBlock",
    because="There is no ReLU between the convolutions. Two convolutions in a row are one larger convolution: the "
    "branch has lost what made it worth two layers.",
)
class StaysLinear(Taken):
    def forward(self, x):
        self.checked(x)
        return torch.relu(self.bn2(self.conv2(self.bn1(self.conv1(x)))) + self.skip(x))


@wrong(
    "ResidualBlock",
    because="The projection exists only where the stride is not 1. A change of channels changes the shape as well, and "
    "then x cannot be added to the branch.",
)
class ProjectsOnlyOnStride(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if stride == 1 and self.projects:
            del self.shortcut, self.shortcut_bn
            self.projects = False


@wrong(
    "ResidualBlock",
    because="The projection exists only where the channels change. A stride changes the shape as well, and then x "
    "cannot be added to the branch.",
)
class ProjectsOnlyOnChannels(Taken):
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
class AlwaysProjects(Taken):
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
class LeavesTheProjectionRaw(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if self.projects:
            del self.shortcut_bn

    def forward(self, x):
        self.checked(x)
        return torch.relu(self.branch(x) + (self.shortcut(x) if self.projects else x))


@wrong(
    "ResidualBlock",
    because="The projected skip goes through a ReLU before it is added. Only the sum is rectified.",
)
class RectifiesTheProjection(Taken):
    def forward(self, x):
        self.checked(x)
        skip = torch.relu(self.skip(x)) if self.projects else x
        return torch.relu(self.branch(x) + skip)


@wrong(
    "ResidualBlock",
    because="This is ReLU6, which cuts off at 6. The skip carries whatever has been added up so far; a ceiling at 6 "
    "throws it away, and its gradient with it.",
)
class CutsOffAtSix(Taken):
    def forward(self, x):
        self.checked(x)
        return F.relu6(self.bn2(self.conv2(F.relu6(self.bn1(self.conv1(x))))) + self.skip(x))


@wrong(
    "ResidualBlock",
    because="The stride is in the second convolution. The shapes come out right all the same, but in the paper's block "
    "the first one strides, and the second works on the smaller map.",
)
class StridesLate(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.conv1.stride, self.conv2.stride = self.conv2.stride, self.conv1.stride


@wrong(
    "ResidualBlock",
    because="Both convolutions stride, so that the branch shrinks twice and the skip once.",
)
class StridesTwice(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.conv2.stride = self.conv1.stride


@wrong(
    "ResidualBlock",
    because="bn1 normalises after both convolutions, and bn2 is never called. Each layer has its own statistics and "
    "needs its own normalisation.",
)
class NormalisesTwiceWithTheFirst(Taken):
    def branch(self, x):
        return self.bn1(self.conv2(torch.relu(self.bn1(self.conv1(x)))))

    def forward(self, x):
        self.checked(x)
        return torch.relu(self.branch(x) + self.skip(x))


@wrong(
    "ResidualBlock",
    because="The batch normalisations use their running statistics even in training (ShearNet's code does this "
    "too), so nothing is normalised by the batch and the statistics are never learnt.",
)
class NeverNormalisesByTheBatch(Taken):
    def forward(self, x):
        norms = [module for module in self.modules() if isinstance(module, nn.BatchNorm2d)]
        modes = [norm.training for norm in norms]
        for norm in norms:
            norm.eval()
        try:
            return super().forward(x)
        finally:
            for norm, mode in zip(norms, modes, strict=True):
                norm.train(mode)


@wrong(
    "ResidualBlock",
    because="The convolutions have biases. The batch normalisation that follows subtracts the mean, and with it any "
    "bias: parameters that do nothing.",
)
class HasIdleBiases(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)


@wrong(
    "ResidualBlock",
    because="A ReLU that works in place has cut the negative numbers out of x before x went down the skip (and out of "
    "the caller's tensor too). Only what the block has made itself may be changed in place.",
)
class RectifiesItsInputInPlace(Taken):
    def forward(self, x):
        self.checked(x)
        return super().forward(F.relu(x, inplace=True))


@wrong(
    "ResidualBlock",
    because="The skip is detached. Its values pass, gradients do not: exactly what the skip is there for is lost.",
)
class DetachesTheSkip(Taken):
    def forward(self, x):
        self.checked(x)
        return torch.relu(self.branch(x) + self.skip(x).detach())


@wrong(
    "ResidualBlock",
    because="The branch starts from a detached x. Its own weights learn, but the layers before the block get nothing "
    "from it.",
)
class DetachesTheBranch(Taken):
    def forward(self, x):
        self.checked(x)
        return torch.relu(self.branch(x.detach()) + self.skip(x))


@wrong(
    "ResidualBlock",
    because="All convolutions begin at zero. Then all channels of a layer get the same gradient, or none.",
)
class BeginsAtZero(Taken):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        for parameter in self.parameters():
            if parameter.ndim > 1:
                nn.init.zeros_(parameter)


@wrong(
    "gradient_gain",
    because="This is how much longer the signal becomes on its way forward, |y| / |x|. Asked for is the gradient on "
    "its way back.",
)
def measures_the_signal(weights, x, grad_out, skip=True):
    right.gradient_gain(weights, x, grad_out, skip)
    return float(_forward(weights, x, skip).norm() / x.norm())


@wrong(
    "gradient_gain",
    because="The ratio is upside down: it is the gradient at the input over the gradient at the output.",
)
def turns_the_ratio_over(weights, x, grad_out, skip=True):
    return 1.0 / right.gradient_gain(weights, x, grad_out, skip)


@wrong(
    "gradient_gain",
    because="The skip is in the way forward only. An addition hands the gradient to both of its terms: on the way back "
    "the skip adds the gradient itself to what comes through the weights.",
)
def skips_forward_only(weights, x, grad_out, skip=True):
    return _by_hand(weights, x, grad_out, skip, backward_skip=False)


@wrong(
    "gradient_gain",
    because="On the way back the ReLU is missing: where a unit was negative it put out a constant zero, and no "
    "gradient goes through it.",
)
def forgets_the_relu_on_the_way_back(weights, x, grad_out, skip=True):
    return _by_hand(weights, x, grad_out, skip, gate=False)


@wrong(
    "gradient_gain",
    because="The way back takes the layers in the order of the way forward. The gradient meets the last layer first.",
)
def goes_back_in_the_same_order(weights, x, grad_out, skip=True):
    return _by_hand(weights, x, grad_out, skip, reverse=False)


@wrong(
    "gradient_gain",
    because="The way back multiplies by W, as the way forward does. The chain rule asks for the transposed matrix.",
)
def goes_back_without_transposing(weights, x, grad_out, skip=True):
    return _by_hand(weights, x, grad_out, skip, transpose=False)


@wrong(
    "gradient_gain",
    because="This is the ratio of the squares. The norms are the roots of the sums of squares.",
)
def forgets_the_root(weights, x, grad_out, skip=True):
    return right.gradient_gain(weights, x, grad_out, skip) ** 2


@wrong(
    "gradient_gain",
    because="The layers are applied as h @ weight. A row of h is a sample, so W h is written h @ weight.T.",
)
def forgets_to_transpose(weights, x, grad_out, skip=True):
    right.gradient_gain(weights, x, grad_out, skip)
    return right.gradient_gain(weights.transpose(1, 2), x, grad_out, skip)


@wrong(
    "gradient_gain",
    because="This is the gradient of the sum of the outputs: a one in every place of dL/dy. The loss's own gradient is "
    "given as grad_out.",
)
def differentiates_the_sum(weights, x, grad_out, skip=True):
    right.gradient_gain(weights, x, grad_out, skip)
    return right.gradient_gain(weights, x, torch.ones_like(grad_out), skip)


@wrong(
    "gradient_gain",
    because="This is the mean over the samples of each one's ratio. Asked for is one ratio of two norms over all the "
    "numbers.",
)
def averages_the_ratios(weights, x, grad_out, skip=True):
    right.gradient_gain(weights, x, grad_out, skip)
    ratios = [right.gradient_gain(weights, x[i : i + 1], grad_out[i : i + 1], skip) for i in range(len(x))]
    return sum(ratios) / len(ratios)


@wrong(
    "gradient_gain",
    because="The switch has no effect: with skip=False there is a skip all the same.",
)
def always_skips(weights, x, grad_out, skip=True):
    return right.gradient_gain(weights, x, grad_out, True)


def _forward(weights, h, skip):
    for weight in weights:
        h = torch.relu(h @ weight.T) + (h if skip else 0)
    return h


def _by_hand(weights, x, grad_out, skip, backward_skip=True, gate=True, reverse=True, transpose=True):
    right.gradient_gain(weights, x, grad_out, skip)
    befores, h = [], x
    for weight in weights:
        befores.append(h @ weight.T)
        h = torch.relu(befores[-1]) + (h if skip else 0)
    grad = grad_out
    layers = list(zip(weights, befores, strict=True))
    for weight, before in reversed(layers) if reverse else layers:
        passed = grad * (before > 0) if gate else grad
        grad = passed @ (weight if transpose else weight.T) + (grad if skip and backward_skip else 0)
    return float(grad.norm() / grad_out.norm())
