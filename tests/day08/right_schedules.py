"""Other right ways to write day08/schedules."""

import numpy as np
import torch
from torch.optim import lr_scheduler

from grader.mutants import right
from solutions.day08 import schedules as reference


@right("warmup_cosine")
def in_numpy(step, warmup, total, peak, floor=0.0):
    rise = peak * np.arange(1, warmup + 1) / (warmup + 1)
    fall = floor + (peak - floor) * np.cos(np.linspace(0, np.pi / 2, total - warmup)) ** 2
    return np.concatenate([rise, fall])[min(step, total - 1)]


@right("warmup_cosine")
def in_float32(step, warmup, total, peak, floor=0.0):
    return np.float32(reference.warmup_cosine(step, warmup, total, peak, floor))


@right("one_cycle")
def by_torch(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak, momentum=0.9)
    more = {"base_momentum": momenta[0], "max_momentum": momenta[1], "pct_start": (rise + 1) / total}
    cycle = lr_scheduler.OneCycleLR(optimizer, peak, total, div_factor=1 / first, final_div_factor=first / last, **more)
    for _ in range(min(step, total - 1)):
        optimizer.step()
        cycle.step()
    group = optimizer.param_groups[0]
    return [group["lr"], group["momentum"]]


@right("lr_range_test")
def in_arrays(step_loss, rates, stop=4.0):
    reference._check_rates(rates)
    losses = np.zeros(0, np.float32)
    for rate in np.asarray(rates):
        losses = np.append(losses, np.float32(step_loss(rate)))
        known = losses[:-1]
        if not np.isfinite(losses[-1]) or (len(known) and losses[-1] > stop * known.min()):
            break
    reference._check_first(losses)
    return losses, float(np.asarray(rates)[np.nanargmin(losses)]) * 0.1
