"""Wrong turns of day06/batch_norm."""

import torch
from torch import nn

from grader.mutants import wrong
from solutions.day06 import batch_norm as right
from solutions.day06.batch_norm import BatchNorm2d

AXES = (0, 2, 3)


def wide(values):
    return values[:, None, None]


class Taken(BatchNorm2d):
    """The solution with its pieces within reach."""

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != len(self.weight) or not len(x):
            raise ValueError(f"x has shape {tuple(x.shape)}")
        n = x.numel() // x.shape[1]
        if self.training and n < 2:
            raise ValueError("x has one value")
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = self.batch(x)
            self.remember(mean, var, n)
        return self.normalised(x, mean, var)

    def batch(self, x):
        return x.mean(AXES), x.var(AXES, correction=0)

    def remember(self, mean, var, n):
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(var * n / (n - 1), self.momentum)

    def normalised(self, x, mean, var):
        return (x - wide(mean)) * wide(self.weight / torch.sqrt(var + self.eps)) + wide(self.bias)


@wrong(
    "BatchNorm2d",
    because="The batch is normalised with the unbiased variance, divided by n - 1. That one is for the running "
    "statistics; in training mode x is divided by the spread of the batch as it is, with n.",
)
class NormalisesUnbiased(Taken):
    def normalised(self, x, mean, var):
        n = x.numel() // x.shape[1]
        return super().normalised(x, mean, var * n / (n - 1) if self.training else var)


@wrong(
    "BatchNorm2d",
    because="running_var takes the variance divided by n. It is to estimate the variance of all data from a sample, so "
    "it divides by n - 1 (the normalisation of the batch itself divides by n).",
)
class RemembersBiased(Taken):
    def remember(self, mean, var, n):
        super().remember(mean, var * (n - 1) / n, n)


@wrong(
    "BatchNorm2d",
    because="The momentum is the other way round. Here it is the share of the *new* batch, 0.1: the running statistics "
    "keep 0.9 of what they were.",
)
class TurnsTheMomentumRound(Taken):
    def remember(self, mean, var, n):
        with torch.no_grad():
            self.running_mean.lerp_(mean, 1 - self.momentum)
            self.running_var.lerp_(var * n / (n - 1), 1 - self.momentum)


@wrong(
    "BatchNorm2d",
    because="eps stands outside the root: sqrt(var) + eps. It belongs to the variance, sqrt(var + eps); for a faint "
    "channel the two differ by a factor.",
)
class AddsEpsToTheSpread(Taken):
    def normalised(self, x, mean, var):
        return (x - wide(mean)) * wide(self.weight / (torch.sqrt(var) + self.eps)) + wide(self.bias)


@wrong(
    "BatchNorm2d",
    because="x is divided by the variance. The spread is its root.",
)
class DividesByTheVariance(Taken):
    def normalised(self, x, mean, var):
        return (x - wide(mean)) * wide(self.weight / (var + self.eps)) + wide(self.bias)


@wrong(
    "BatchNorm2d",
    because="In training mode too x is normalised by the running statistics (ShearNet's code does this). Nothing then "
    "holds the batch at mean 0 and variance 1 while the weights before it change, which is the whole idea.",
)
class TrainsOnRunningStatistics(Taken):
    def normalised(self, x, mean, var):
        return super().normalised(x, self.running_mean, self.running_var)


@wrong(
    "BatchNorm2d",
    because="In training mode x is normalised by the running statistics, and these are never updated: the two branches "
    "of the mode have become one.",
)
class NeverLooksAtTheBatch(Taken):
    def remember(self, mean, var, n):
        pass

    def normalised(self, x, mean, var):
        return super().normalised(x, self.running_mean, self.running_var)


@wrong(
    "BatchNorm2d",
    because="In evaluation mode the batch's own statistics are used. Then a galaxy's estimate depends on which others "
    "are measured with it; the running statistics are there to prevent that.",
)
class EvaluatesOnTheBatch(Taken):
    def normalised(self, x, mean, var):
        return super().normalised(x, *self.batch(x))


@wrong(
    "BatchNorm2d",
    because="The weight and the bias have no effect: what is returned is normalised and no more. They let the "
    "network choose another scale, even undo the normalisation.",
)
class ForgetsWeightAndBias(Taken):
    def normalised(self, x, mean, var):
        return (x - wide(mean)) / wide(torch.sqrt(var + self.eps)) + 0 * wide(self.weight * self.bias)


@wrong(
    "BatchNorm2d",
    because="Mean and variance are taken over the images alone, for each pixel by itself. A channel is one feature "
    "wherever it is seen: its statistics go over images, rows and columns.",
)
class NormalisesEachPixel(Taken):
    def normalised(self, x, mean, var):
        if self.training:
            pixel = (x - x.mean(0)) / torch.sqrt(x.var(0, correction=0) + self.eps)
            return pixel * wide(self.weight) + wide(self.bias)
        return super().normalised(x, mean, var)


@wrong(
    "BatchNorm2d",
    because="Mean and variance are taken for each image by itself. That is instance normalisation: the batch does not "
    "come into it, and every image loses its own brightness.",
)
class NormalisesEachImage(Taken):
    def normalised(self, x, mean, var):
        if self.training:
            mean, var = x.mean((2, 3), keepdim=True), x.var((2, 3), correction=0, keepdim=True)
            return (x - mean) / torch.sqrt(var + self.eps) * wide(self.weight) + wide(self.bias)
        return super().normalised(x, mean, var)


@wrong(
    "BatchNorm2d",
    because="The variance is taken as the mean of x squared minus the square of the mean: the difference of two large "
    "numbers where the mean is large, and most of its digits are gone. Subtract the mean first.",
)
class LosesDigits(Taken):
    def batch(self, x):
        mean = x.mean(AXES)
        return mean, x.square().mean(AXES) - mean.square()


@wrong(
    "BatchNorm2d",
    because="The running statistics are plain attributes. They must be registered as buffers: else they are not saved "
    "with the model and do not move with it to another device or dtype.",
)
class ForgetsToRegister(Taken):
    def __init__(self, channels, eps=1e-5, momentum=0.1):
        super().__init__(channels, eps, momentum)
        mean, var = self.running_mean, self.running_var
        del self.running_mean, self.running_var
        self.running_mean, self.running_var = mean, var


@wrong(
    "BatchNorm2d",
    because="The running statistics are parameters. An optimiser's weight decay would pull them towards zero (that "
    "happened in ShearNet's code); they are buffers.",
)
class MakesThemParameters(Taken):
    def __init__(self, channels, eps=1e-5, momentum=0.1):
        super().__init__(channels, eps, momentum)
        del self.running_mean, self.running_var
        self.running_mean = nn.Parameter(torch.zeros(channels), requires_grad=False)
        self.running_var = nn.Parameter(torch.ones(channels), requires_grad=False)


@wrong(
    "BatchNorm2d",
    because="Evaluation updates the running statistics as well. Then every galaxy that is measured changes the "
    "estimator for those after it.",
)
class LearnsInEvaluation(Taken):
    def normalised(self, x, mean, var):
        out = super().normalised(x, mean.clone(), var.clone())
        if not self.training and x.numel() > x.shape[1]:
            with torch.no_grad():
                self.running_mean.lerp_(x.mean(AXES), self.momentum)
                self.running_var.lerp_(x.var(AXES), self.momentum)
        return out


@wrong(
    "BatchNorm2d",
    because="The running statistics keep the graph of every past batch: memory grows with every step. They are updated "
    "without gradients: torch.no_grad(), or detach().",
)
class KeepsTheGraph(Taken):
    def remember(self, mean, var, n):
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)


@wrong(
    "BatchNorm2d",
    because="Mean and variance are computed without gradients, as if they were constants. In training mode they "
    "depend on x, and a shift of the whole channel must have no gradient.",
)
class DetachesTheStatistics(Taken):
    def batch(self, x):
        with torch.no_grad():
            return super().batch(x)


@wrong(
    "BatchNorm2d",
    because="The variance is computed without gradients, as if it were a constant. In training mode it depends on x, "
    "as the mean does, and gradients flow through both.",
)
class DetachesTheVariance(Taken):
    def batch(self, x):
        mean, var = super().batch(x)
        return mean, var.detach()


@wrong(
    "BatchNorm2d",
    because="Weight and bias are taken without their gradients (as by .data or detach()), so no optimiser will ever "
    "move them.",
)
class DetachesTheParameters(Taken):
    def normalised(self, x, mean, var):
        weight, bias = self.weight.detach(), self.bias.detach()
        return (x - wide(mean)) / wide(torch.sqrt(var + self.eps)) * wide(weight) + wide(bias)


@wrong(
    "batch_norm_backward",
    because="Mean and variance are treated as constants: weight / sd times grad_out. But every pixel of the channel is "
    "in both, so each output depends on every input of its channel.",
)
def takes_the_statistics_for_constants(grad_out, x, weight, eps=1e-5):
    _, grad_weight, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    return wide(weight) / _sd(x, eps) * grad_out, grad_weight, grad_bias


@wrong(
    "batch_norm_backward",
    because="The way through the mean is there, the one through the variance is missing: stretching the channel about "
    "its mean changes nothing in the output, so that direction must get no gradient either.",
)
def forgets_the_variance(grad_out, x, weight, eps=1e-5):
    _, grad_weight, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    return wide(weight) / _sd(x, eps) * (grad_out - grad_out.mean(AXES, keepdim=True)), grad_weight, grad_bias


@wrong(
    "batch_norm_backward",
    because="grad_x lacks the factor weight: the output is weight times the normalised x, and so is its gradient.",
)
def forgets_the_weight(grad_out, x, weight, eps=1e-5):
    _, grad_weight, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    return right.batch_norm_backward(grad_out, x, torch.ones_like(weight), eps)[0], grad_weight, grad_bias


@wrong(
    "batch_norm_backward",
    because="grad_weight is the sum of grad_out times x. What the weight multiplies is the normalised x.",
)
def multiplies_by_raw_x(grad_out, x, weight, eps=1e-5):
    grad_x, _, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    return grad_x, (grad_out * x).sum(AXES), grad_bias


@wrong(
    "batch_norm_backward",
    because="The gradients of weight and bias are means over the batch. Each of the n outputs depends on them, so "
    "their gradients add up; whether the loss is a mean is already in grad_out.",
)
def averages_the_parameters(grad_out, x, weight, eps=1e-5):
    grad_x, grad_weight, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    n = x.numel() // x.shape[1]
    return grad_x, grad_weight / n, grad_bias / n


@wrong(
    "batch_norm_backward",
    because="The spread is sqrt(var) + eps; the forward pass divides by sqrt(var + eps), and the backward pass must do "
    "the same.",
)
def adds_eps_to_the_spread(grad_out, x, weight, eps=1e-5):
    right.batch_norm_backward(grad_out, x, weight, eps)
    sd = x.std(AXES, correction=0, keepdim=True) + eps
    return _backward(grad_out, x, weight, sd)


@wrong(
    "batch_norm_backward",
    because="The variance divides by n - 1. Forward, the batch is normalised with n, and backward must do the same.",
)
def takes_the_unbiased_variance(grad_out, x, weight, eps=1e-5):
    right.batch_norm_backward(grad_out, x, weight, eps)
    return _backward(grad_out, x, weight, torch.sqrt(x.var(AXES, correction=1, keepdim=True) + eps))


@wrong(
    "batch_norm_backward",
    because="eps is left out. The forward pass divides by sqrt(var + eps), and the backward pass must do the same; for "
    "a faint channel it makes a large difference.",
)
def forgets_eps(grad_out, x, weight, eps=1e-5):
    right.batch_norm_backward(grad_out, x, weight, eps)
    return _backward(grad_out, x, weight, _sd(x, 0.0))


@wrong(
    "batch_norm_backward",
    because="The gradients of weight and bias have changed places: grad_x, grad_weight, grad_bias is the order.",
)
def swaps_the_parameters(grad_out, x, weight, eps=1e-5):
    grad_x, grad_weight, grad_bias = right.batch_norm_backward(grad_out, x, weight, eps)
    return grad_x, grad_bias, grad_weight


def _sd(x, eps):
    return torch.sqrt(x.var(AXES, correction=0, keepdim=True) + eps)


def _backward(grad_out, x, weight, sd):
    normal = (x - x.mean(AXES, keepdim=True)) / sd
    stretch = (grad_out * normal).mean(AXES, keepdim=True)
    grad_x = wide(weight) / sd * (grad_out - grad_out.mean(AXES, keepdim=True) - normal * stretch)
    return grad_x, (grad_out * normal).sum(AXES), grad_out.sum(AXES)
