"""Wrong turns of day06/batch_norm."""

import torch

from grader.mutants import lenient, wrong
from solutions.day06 import batch_norm as right
from solutions.day06.batch_norm import BatchNorm2d

AXES = (0, 2, 3)


def wide(values):
    return values[:, None, None]


class Taken(BatchNorm2d):
    """The solution with its pieces within reach."""

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = self.batch(x)
            self.remember(mean, var, x.numel() // x.shape[1])
        return self.normalised(x, mean, var)

    def batch(self, x):
        return x.mean(AXES), x.var(AXES, correction=0)

    def remember(self, mean, var, n):
        self._remember(mean, var, n)

    def normalised(self, x, mean, var):
        return (x - wide(mean)) / wide(torch.sqrt(var + self.eps)) * wide(self.weight) + wide(self.bias)


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
    because="momentum is taken for the share of the old statistics, as Keras has it, with 0.9 by default. Here it is "
    "the share of the *new* batch, which shows as soon as a momentum is given.",
)
class CountsMomentumAsKerasDoes(Taken):
    def __init__(self, channels, eps=1e-5, momentum=0.9):
        super().__init__(channels, eps, 1 - momentum)


@wrong(
    "BatchNorm2d",
    because="momentum is 0.9 where none is given. It is the share of the newest batch, and that is 0.1 by default.",
)
class RemembersTheNewestAlmostAlone(Taken):
    def __init__(self, channels, eps=1e-5, momentum=0.9):
        super().__init__(channels, eps, momentum)


@wrong(
    "BatchNorm2d",
    because="eps is 1e-3 where none is given, the default of other libraries. Here, as in torch, it is 1e-5.",
)
class HasALargeEps(Taken):
    def __init__(self, channels, eps=1e-3, momentum=0.1):
        super().__init__(channels, eps, momentum)


@wrong(
    "BatchNorm2d",
    because="running_var is never updated, so that in evaluation mode x is divided by a spread that no batch has had. "
    "It follows the batches as running_mean does.",
)
class ForgetsTheSpread(Taken):
    def remember(self, mean, var, n):
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)


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
    because="In evaluation mode the batch's own statistics are used. Then a galaxy's estimate depends on which others "
    "are measured with it; the running statistics are there to prevent that.",
)
class EvaluatesOnTheBatch(Taken):
    def normalised(self, x, mean, var):
        return super().normalised(x, *self.batch(x))


@wrong(
    "BatchNorm2d",
    because="In evaluation mode running_mean is used, but the spread is that of the batch: running_var has no effect. "
    "Then a galaxy's estimate still depends on which others are measured with it.",
)
class IgnoresTheRunningSpread(Taken):
    def normalised(self, x, mean, var):
        return super().normalised(x, mean, self.batch(x)[1])


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
    because="eps stands outside the root: sqrt(var) + eps. It belongs to the variance, sqrt(var + eps); for a faint "
    "channel the two differ by a factor.",
)
class AddsEpsToTheSpread(Taken):
    def normalised(self, x, mean, var):
        return (x - wide(mean)) * wide(self.weight / (torch.sqrt(var) + self.eps)) + wide(self.bias)


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


@lenient(
    "batch_norm_backward",
    because="A weight of shape (1,) is broadcast over all channels without a word. Each channel has its own.",
)
def stretches_the_weight(grad_out, x, weight, eps=1e-5):
    return right.batch_norm_backward(grad_out, x, weight.expand(x.shape[1]), eps)


def _sd(x, eps):
    return torch.sqrt(x.var(AXES, correction=0, keepdim=True) + eps)
