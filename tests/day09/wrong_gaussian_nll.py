"""Wrong turns of day09/gaussian_nll."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day09 import gaussian_nll as right


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
    "The variance is kept above 1e-6, the floor of torch's own loss too. Below it the clamp has the gradient 0, "
    "so nothing moves the log-variance any more, and a shear error under 1e-3 cannot be said."
)


@wrong("gaussian_nll", because=FLOOR)
def clamps_the_variance(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.clamp(min=math.log(1e-6)), target)


@wrong(
    "gaussian_nll",
    because="The log-variance is kept between -10 and 10. Outside, a clamp has the gradient 0: a network that starts "
    "there is never told, and errors below exp(-5) = 0.007 cannot be said.",
)
def clamps_the_logarithm(mean, log_variance, target):
    return right.gaussian_nll(mean, log_variance.clamp(-10.0, 10.0), target)


@wrong(
    "gaussian_nll",
    because="The losses of the labels are summed and only then averaged over the galaxies. The mean is over all N K "
    "numbers.",
)
def sums_over_the_labels(mean, log_variance, target):
    return mean.shape[1] * right.gaussian_nll(mean, log_variance, target)


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


@wrong(
    "beta_nll",
    because="The log-variance is detached altogether, so nothing learns the variance. Only the weight in front is a "
    "constant.",
)
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


@lenient(
    "gaussian_nll",
    because="A target (N,) is broadcast against predictions (N, 1) to N x N residuals, and one log-variance a galaxy "
    "against two means. Compare the shapes with the mean's first.",
)
def broadcasts(mean, log_variance, target):
    return surprise(mean, log_variance, target).mean()
