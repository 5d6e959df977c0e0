"""Other right ways to write day09/gaussian_nll."""

import math

import torch

from grader.mutants import right


@right("gaussian_nll")
def by_torch(mean, log_variance, target):
    loss = torch.nn.functional.gaussian_nll_loss
    # In float64: torch's floor of the variance has to be put below all of them.
    doubled = (values.double() for values in (mean, target, log_variance.exp()))
    return loss(*doubled, eps=1e-300).to(mean.dtype)


@right("gaussian_nll")
def by_the_variance(mean, log_variance, target):
    variance = torch.exp(log_variance)
    return 0.5 * torch.mean(torch.log(variance) + (mean - target) ** 2 / variance)


@right("gaussian_nll")
def by_the_precision(mean, log_variance, target):
    return (0.5 * ((target - mean).square() * torch.exp(-log_variance) + log_variance)).sum() / mean.numel()


@right("gaussian_nll")
def by_distributions(mean, log_variance, target):
    density = torch.distributions.Normal(mean, torch.exp(0.5 * log_variance))
    return -density.log_prob(target).mean() - 0.5 * math.log(2 * math.pi)


@right("beta_nll")
def number_by_number(mean, log_variance, target, beta=0.5):
    total = 0.0
    for m, s, t in zip(mean.flatten(), log_variance.flatten(), target.flatten(), strict=True):
        with torch.no_grad():
            weight = s.exp() ** beta
        total = total + weight * ((t - m) ** 2 / s.exp() + s) / 2
    return total / mean.numel()


@right("beta_nll")
def weight_of_the_data(mean, log_variance, target, beta=0.5):
    weight = log_variance.data.exp().pow(beta)
    terms = 0.5 * ((mean - target) / log_variance.exp().sqrt()) ** 2 + 0.5 * log_variance
    return torch.einsum("nk,nk->", weight, terms) / terms.numel()
