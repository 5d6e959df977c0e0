"""Other right ways to write day09/multi_task."""

import numpy as np
import torch

from grader.mutants import right


@right("uncertainty_weighted_loss")
def by_sigma(losses, log_variances):
    sigma = torch.exp(log_variances / 2)
    return (losses / (2 * sigma**2) + torch.log(sigma)).sum()


@right("uncertainty_weighted_loss")
def task_by_task(losses, log_variances):
    return sum(0.5 * torch.exp(-s) * L + 0.5 * s for L, s in zip(losses, log_variances, strict=True))


@right("profile_loss")
def by_the_product(losses):
    return 0.5 * len(losses) + losses.sqrt().log().sum()


@right("profile_loss")
def with_weights_held_fixed(losses):
    """At the optimum the weights' own gradient is zero, so they may be constants."""
    best = torch.log(losses).detach()
    return 0.5 * torch.sum(torch.exp(-best) * losses + best)


@right("pareto_front")
def one_by_one(losses):
    kept = []
    for i, row in enumerate(losses):
        if not any(all(other <= row) and any(other < row) for other in losses):
            kept.append(i)
    return np.array(kept)


@right("pareto_front")
def by_sorting(losses):
    """In lexicographic order a run can be dominated only by one before it."""
    order = np.lexsort(losses.T[::-1])
    kept = []
    for i in order:
        if not any(np.all(losses[j] <= losses[i]) and np.any(losses[j] < losses[i]) for j in kept):
            kept.append(i)
    return np.sort(np.array(kept, dtype=np.int32))
