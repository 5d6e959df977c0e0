"""Other right ways to write day08/ensemble."""

import numpy as np
import torch
from torch.optim import swa_utils

from grader.mutants import right
from solutions.day08 import ensemble as reference


@right("combine")
def by_formula(predictions):
    reference._check_members(predictions)
    members = len(predictions)
    mean = sum(predictions) / members
    return mean, (sum((member - mean) ** 2 for member in predictions) / (members - 1)).sqrt()


@right("combine")
def by_torch(predictions):
    reference._check_members(predictions)
    return torch.std_mean(predictions, dim=0)[::-1]


@right("combine_classes")
def by_logarithms(logits):
    return (logits.log_softmax(-1).logsumexp(0) - np.log(len(logits))).exp()


@right("ensemble_error")
def other_formula(rho, members):
    reference._check_rho(rho, members)
    return np.sqrt(np.maximum(rho + (1 - rho) / members, 0.0))


@right("bagging_indices")
def by_uniform_numbers(count, generator):
    drawn = (torch.rand(count, generator=generator, dtype=torch.float64) * count).long()
    return drawn, torch.tensor(sorted(set(range(count)) - set(drawn.tolist())), dtype=torch.int64)


@right("ema_update")
def by_swa_utils(average, model, decay, step):
    reference._check_decay(decay)
    rule = swa_utils.get_ema_avg_fn(min(decay, (1 + step) / (10 + step)))
    with torch.no_grad():
        for old, new in zip(average.parameters(), model.parameters(), strict=True):
            old.copy_(rule(old, new, 1))
        for old, new in zip(average.buffers(), model.buffers(), strict=True):
            old.copy_(rule(old, new, 1) if old.is_floating_point() else new)


@right("ema_update")
def by_loading(average, model, decay, step):
    reference._check_decay(decay)
    rest = 1 - min(decay, (1 + step) / (10 + step))
    old, new = average.state_dict(), model.state_dict()
    average.load_state_dict({
        name: torch.lerp(old[name], new[name], rest) if new[name].is_floating_point() else new[name].clone()
        for name in old
    })  # fmt: skip
