"""Other right ways to write day14/research_plan."""

import functools
import math

import numpy as np

from grader.mutants import right
from solutions.day14 import research_plan as reference


@right("expected_gain")
def by_powers(p, gain, cost):
    return np.log(np.power(np.asarray(gain, float), p)) / cost


@right("expected_gain")
def number_by_number(p, gain, cost):
    if np.ndim(p) == 0:
        return float(p) * math.log(gain) / float(cost)
    return np.array([a * math.log(b) / c for a, b, c in zip(p, gain, cost, strict=True)])


@right("plan")
def by_bits(experiments, budget):
    """All subsets as whole numbers; the order by a sort of what is ready."""
    names = list(experiments)
    best, best_bits = (0.0, 0.0), 0
    for bits in range(1 << len(names)):
        chosen = {name for k, name in enumerate(names) if bits >> k & 1}
        cost = math.fsum(experiments[name]["cost"] for name in chosen)
        if cost > budget or any(set(experiments[name]["needs"]) - chosen for name in chosen):
            continue
        worth = math.fsum(experiments[name]["p"] * math.log(experiments[name]["gain"]) for name in chosen)
        if (worth, -cost) > best:
            best, best_bits = (worth, -cost), bits
    left = [name for k, name in enumerate(names) if best_bits >> k & 1]
    order = []
    while left:
        ready = [name for name in left if all(need in order for need in experiments[name]["needs"])]
        ready.sort(
            key=lambda name: -experiments[name]["p"] * math.log(experiments[name]["gain"]) / experiments[name]["cost"]
        )
        order.append(ready[0])
        left.remove(ready[0])
    return {"order": order, "log_gain": best[0], "cost": -best[1]}


@right("plan")
def by_recursion(experiments, budget):
    """Take or leave the experiments one after the other, needs first."""
    names = sorted(experiments, key=lambda name: _depth(experiments, name))
    worth = {name: bet["p"] * math.log(bet["gain"]) for name, bet in experiments.items()}

    @functools.cache
    def best(k, left, taken):
        if k == len(names):
            return 0.0, 0.0, taken
        options = [best(k + 1, left, taken)]
        bet = experiments[names[k]]
        if bet["cost"] <= left and set(bet["needs"]) <= taken:
            gain, cost, chosen = best(k + 1, left - bet["cost"], taken | {names[k]})
            options.append((gain + worth[names[k]], cost - bet["cost"], chosen))
        return max(options, key=lambda option: (round(option[0], 12), option[1]))

    gain, cost, chosen = best(0, budget, frozenset())
    order = reference._in_order(experiments, [name for name in experiments if name in chosen])
    return {"order": order, "log_gain": gain, "cost": -cost}


def _depth(experiments, name):
    return 1 + max((_depth(experiments, need) for need in experiments[name]["needs"]), default=0)
