"""Wrong turns of day09/multi_task."""

import numpy as np
import torch

from grader.mutants import lenient, wrong
from solutions.day09 import multi_task as right

MEAN = "This is the mean over the tasks. The likelihoods of the tasks multiply, so their logarithms are summed."
DOUBLE = (
    "Both halves are missing, so this is twice the negative log-likelihood: L / (2 sigma^2) has a half, and ln sigma "
    "is half of ln sigma^2."
)
EQUALS = (
    "Of equal runs on the front not all are kept. An equal run is better in no task, so it dominates nobody: all of "
    "them stay."
)
WEIGHTED = (
    "Only those runs are kept that are best in one task, or for some weighted sum of the losses. Where the front is "
    "hollow a run is best for no weights, and still no other run is as good in all tasks."
)


@wrong(
    "uncertainty_weighted_loss",
    because="The term ln sigma is missing. Without it nothing holds the variances down: every one grows for ever, and "
    "the loss falls to 0 with nothing learnt.",
)
def without_the_log(losses, log_variances):
    return torch.sum(torch.exp(-log_variances) * losses) / 2


@wrong(
    "uncertainty_weighted_loss",
    because="The given numbers are taken for ln sigma. They are ln sigma^2: 1 / sigma^2 is exp(-log_variance), and "
    "ln sigma is half of it.",
)
def takes_them_for_log_sds(losses, log_variances):
    return right.uncertainty_weighted_loss(losses, 2 * log_variances)


@wrong(
    "uncertainty_weighted_loss",
    because="The log-variance is not halved. The formula has ln sigma, which is half of ln sigma^2. With the whole of "
    "it a variance settles at half its task's loss.",
)
def whole_log_variance(losses, log_variances):
    return right.uncertainty_weighted_loss(losses, log_variances) + log_variances.sum() / 2


@wrong(
    "uncertainty_weighted_loss",
    because="The losses are not halved. The formula has L / (2 sigma^2); without the 2 a variance settles at twice its "
    "task's loss.",
)
def whole_loss(losses, log_variances):
    return right.uncertainty_weighted_loss(losses, log_variances) + (torch.exp(-log_variances) * losses).sum() / 2


@wrong("uncertainty_weighted_loss", because=MEAN)
def mean_over_tasks(losses, log_variances):
    return right.uncertainty_weighted_loss(losses, log_variances) / len(losses)


@wrong("uncertainty_weighted_loss", because=DOUBLE)
def twice_the_likelihood(losses, log_variances):
    return 2 * right.uncertainty_weighted_loss(losses, log_variances)


@wrong("profile_loss", because=DOUBLE)
def twice_the_least(losses):
    return 2 * right.profile_loss(losses)


@wrong("profile_loss", because=MEAN)
def mean_of_the_least(losses):
    return right.profile_loss(losses) / len(losses)


@wrong(
    "uncertainty_weighted_loss",
    because="The weights are detached, so the loss tells the variances only to shrink, and never where to stop. The "
    "gradient must flow through both terms.",
)
def detaches_the_weights(losses, log_variances):
    return torch.sum(torch.exp(-log_variances.detach()) * losses + log_variances) / 2


@wrong(
    "profile_loss",
    because="The sigma^2 = L is right, but the first term is forgotten: at the optimum L / (2 sigma^2) is 1/2 for "
    "every task, and not 0.",
)
def without_the_constant(losses):
    return torch.sum(torch.log(losses)) / 2


@wrong(
    "profile_loss",
    because="The logarithm is taken of the sum of the losses. Each task has a variance of its own, so it is the sum of "
    "the logarithms: otherwise the task with the largest loss takes it all again.",
)
def log_of_the_sum(losses):
    return (len(losses) + len(losses) * torch.log(losses.mean())) / 2


@wrong(
    "profile_loss",
    because="The half of the logarithm is missing: ln sigma is half of ln sigma^2.",
)
def whole_logarithm(losses):
    return torch.sum(0.5 + torch.log(losses))


@wrong(
    "profile_loss",
    because="The losses themselves are detached, so no gradient reaches the network. Their value may be treated as "
    "constant in the weights, and not in the losses that are weighted.",
)
def detaches_the_losses(losses):
    return right.profile_loss(losses.detach())


@wrong(
    "pareto_front",
    because="A run is dropped only where another is better in every task. One that is equal in one task and worse in "
    "the other is dominated too.",
)
def strictly_in_every_task(losses):
    dominates = np.all(losses[None] < losses[:, None], axis=2)
    return np.flatnonzero(~dominates.any(axis=1))


@wrong("pareto_front", because=EQUALS)
def drops_equal_runs(losses):
    kept = right.pareto_front(losses)
    _, first = np.unique(losses[kept], axis=0, return_index=True)
    return kept[np.sort(first)]


@wrong("pareto_front", because=EQUALS)
def drops_all_equal_runs(losses):
    beaten = [any(np.all(other <= row) for j, other in enumerate(losses) if j != i) for i, row in enumerate(losses)]
    return np.flatnonzero(~np.array(beaten))


@wrong("pareto_front", because=WEIGHTED)
def champions(losses):
    return np.unique(np.argmin(losses, axis=0))


@wrong("pareto_front", because=WEIGHTED)
def weighted_sums(losses):
    weights = np.random.default_rng(0).dirichlet(np.ones(losses.shape[1]), 1000)
    return np.unique(np.argmin(losses @ weights.T, axis=0))


@wrong(
    "pareto_front",
    because="Large is taken for good. These are losses: a run dominates where its numbers are smaller.",
)
def the_other_end(losses):
    return right.pareto_front(-np.asarray(losses))


@lenient(
    "pareto_front",
    because="A comparison with NaN is always false, so a run that diverged dominates nobody and is dominated by "
    "nobody: it stands on the front. Refuse what is not finite.",
)
def lets_nan_through(losses):
    this, other = losses[:, None], losses[None]
    dominates = np.all(other <= this, axis=2) & np.any(other < this, axis=2)
    return np.flatnonzero(~dominates.any(axis=1))
