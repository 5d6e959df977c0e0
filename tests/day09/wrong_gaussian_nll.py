"""Wrong turns of day09/gaussian_nll."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day09 import gaussian_nll as right

NO_BETA = "beta has no effect: the weight is the same, whatever beta is. It is variance^beta."
SUMMED = "The losses are summed, over the labels or over all numbers. The mean is over all N K numbers."
DETACHED = "The log-variance is detached altogether, so nothing learns the variance."


def surprise(mean, log_variance, target):
    return ((target - mean) * torch.exp(-log_variance / 2)) ** 2 / 2 + log_variance / 2


@wrong(
    "gaussian_nll",
    because="The term ln(variance) is not halved. The density has 1 / sd in front, and ln sd is half of ln(variance); "
    "with twice that the best variance would be half the squared residual.",
)
def whole_log_variance(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance, target) + log_variance.mean() / 2


@wrong(
    "gaussian_nll",
    because="log_variance is taken for ln sd. It is the logarithm of the variance, sd^2: the residual is divided by "
    "exp(log_variance / 2), and the term without it is log_variance / 2.",
)
def takes_it_for_the_log_sd(mean, log_variance, target):
    return right.gaussian_nll(mean, 2 * log_variance, target)


@wrong(
    "gaussian_nll",
    because="The constant (ln 2 pi) / 2 is in it. It changes no gradient, and the kata leaves it out, as torch does by "
    "default.",
)
def with_the_constant(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance, target) + 0.5 * math.log(2 * math.pi)


@wrong(
    "gaussian_nll",
    because="Both halves are missing, so this is twice -ln p. The gradients are twice as large too.",
)
def without_the_halves(mean, log_variance, target):
    return 2 * right.gaussian_nll(mean, log_variance, target)


@wrong(
    "gaussian_nll",
    because="Only the squared residual over the variance is left. Without ln(variance) / 2 nothing holds the variance "
    "down: the loss falls to 0 as it grows.",
)
def without_the_log(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance, target) - log_variance.mean() / 2


FLOOR = (
    "The variance is kept within limits, by a clamp or by a small number that is added to it. Beyond them next to no "
    "gradient moves the log-variance, and so small an error cannot be said. exp(log_variance) is above 0 by itself."
)


@wrong("gaussian_nll", because=FLOOR)
def clamps_the_variance(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.clamp(min=math.log(1e-6)), target)


@wrong("gaussian_nll", because=FLOOR)
def clamps_it_lower(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.clamp(min=math.log(1e-12)), target)


def with_floor(mean, log_variance, target, eps):
    variance = log_variance.exp() + eps
    return (variance.log() + (target - mean) ** 2 / variance).mean() / 2


@wrong("gaussian_nll", because=FLOOR)
def adds_a_millionth(mean, log_variance, target):
    return with_floor(mean, log_variance, target, 1e-6)


@wrong("gaussian_nll", because=FLOOR)
def adds_less(mean, log_variance, target):
    return with_floor(mean, log_variance, target, 1e-8)


@wrong("gaussian_nll", because=FLOOR)
def adds_next_to_nothing(mean, log_variance, target):
    return with_floor(mean, log_variance, target, 1e-12)


@wrong("gaussian_nll", because=FLOOR)
def clamps_the_logarithm(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.clamp(-10.0, 10.0), target)


@wrong("gaussian_nll", because=SUMMED)
def sums_over_the_labels(mean, log_variance, target):
    return mean.shape[1] * right.gaussian_nll(mean, log_variance, target)


@wrong("gaussian_nll", because=SUMMED)
def sums_over_all(mean, log_variance, target):
    return mean.numel() * right.gaussian_nll(mean, log_variance, target)


@wrong("beta_nll", because=SUMMED)
def sums_what_is_weighted(mean, log_variance, target, beta=0.5):
    return mean.numel() * right.beta_nll(mean, log_variance, target, beta)


@wrong("gaussian_nll", because=DETACHED)
def detaches_the_log_variance(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.detach(), target)


@wrong(
    "gaussian_nll",
    because="The residual is detached, so no gradient flows into the mean: the network learns how wrong it is, and not "
    "to be less so.",
)
def detaches_the_mean(mean, log_variance, target):
    return right.gaussian_nll(mean.detach(), log_variance, target)


@wrong(
    "beta_nll",
    because="The weight is not detached, so a gradient flows through it into the variance. Then lowering the variance "
    "lowers the weight, and the optimum is no longer the true variance.",
)
def weight_with_a_gradient(mean, log_variance, target, beta=0.5):
    return (torch.exp(beta * log_variance) * surprise(mean, log_variance, target)).mean()


@wrong("beta_nll", because=DETACHED)
def detaches_the_variance(mean, log_variance, target, beta=0.5):
    return right.beta_nll(mean, log_variance.detach(), target, beta)


@wrong(
    "beta_nll",
    because="The weight is sd^beta. It is variance^beta: exp(beta * log_variance), without a half.",
)
def weighs_by_the_sd(mean, log_variance, target, beta=0.5):
    return right.beta_nll(mean, log_variance, target, beta / 2)


@wrong(
    "beta_nll",
    because="The exponent is 1 - beta. The weight is variance^beta: at beta = 0 it is 1 everywhere, which leaves the "
    "plain likelihood.",
)
def exponent_reversed(mean, log_variance, target, beta=0.5):
    return right.beta_nll(mean, log_variance, target, 1 - beta)


@wrong(
    "beta_nll",
    because="The weights are divided by their mean. That makes the size of every gradient depend on the rest of the "
    "batch; the kata takes variance^beta as it is.",
)
def normalises_the_weights(mean, log_variance, target, beta=0.5):
    weight = torch.exp(beta * log_variance).detach()
    return (weight * surprise(mean, log_variance, target)).mean() / weight.mean()


@wrong(
    "beta_nll",
    because="Only the residual's term is weighted. The weight stands before the whole of -ln p, or the best variance "
    "is another.",
)
def weighs_one_term(mean, log_variance, target, beta=0.5):
    weight = torch.exp(beta * log_variance).detach()
    z = (target - mean) * torch.exp(-log_variance / 2)
    return (weight * z**2 / 2 + log_variance / 2).mean()


@wrong("beta_nll", because=NO_BETA)
def ignores_beta(mean, log_variance, target, beta=0.5):
    return right.gaussian_nll(mean, log_variance, target)


@wrong("beta_nll", because=NO_BETA)
def always_one_half(mean, log_variance, target, beta=0.5):
    return right.beta_nll(mean, log_variance, target)


@lenient(
    "gaussian_nll",
    because="A target (N,) is broadcast against predictions (N, 1) to N x N residuals, and one log-variance a galaxy "
    "against two means. Compare the shapes with the mean's first.",
)
def broadcasts(mean, log_variance, target):
    return surprise(mean, log_variance, target).mean()
