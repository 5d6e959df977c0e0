"""Which experiments fit into the time that is left, and in what order.

An experiment is a bet. With probability `p` it works and divides the error by the factor `gain`; else it leaves the
error as it is. It takes `cost` hours, above 0, either way. Factors multiply, so their logarithms are what adds up.
A ValueError names the argument that does not fit: p, cost, or experiments.
"""

import itertools

import numpy as np


def expected_gain(p, gain, cost):
    """Return the expected logarithm of the gain, per hour; numbers, or arrays of one shape.

    A gain below 1 makes the error larger, and has a negative logarithm. A p outside [0, 1] (60 for 60 %) and a cost
    that is not above 0 are refused.

    >>> round(float(expected_gain(0.5, 4.0, 2.0)), 4)
    0.3466
    """
    _check_expected_gain(p, cost)
    return p * np.log(gain) / cost


def plan(experiments, budget):
    """Choose the experiments with the greatest expected gain that fit into a budget.

    Parameters
    ----------
    experiments : dict
        Name: {"p", "gain", "cost", "needs"}, at most 12 of them; "needs" is the list of the names of those that must be
        done before, which may need others. Names that are not there, and needs that run in a circle, are refused.
    budget : float
        Hours, 0 at least.

    Returns
    -------
    chosen : dict
        "order", the list of names, each after what it needs; of those that could come next, the one with the
        greatest expected gain per hour, and of equal ones the first of `experiments`. "log_gain", the sum of their
        expected logarithms, the greatest that there is; of plans with the same sum, the cheapest. "cost", their hours.

    >>> bets = {
    ...     "scale the inputs": {"p": 0.9, "gain": 7.0, "cost": 2.0, "needs": []},
    ...     "Gauss-Newton": {"p": 0.8, "gain": 2.0, "cost": 6.0, "needs": ["renderer"]},
    ...     "renderer": {"p": 1.0, "gain": 1.0, "cost": 4.0, "needs": []},
    ... }
    >>> plan(bets, 5.0)["order"], plan(bets, 12.0)["order"]
    (['scale the inputs'], ['scale the inputs', 'renderer', 'Gauss-Newton'])
    """
    _check_plan(experiments)
    worth = {name: bet["p"] * np.log(bet["gain"]) for name, bet in experiments.items()}
    best = (0.0, 0.0, ())
    for size in range(len(experiments) + 1):
        for names in itertools.combinations(experiments, size):
            cost = sum(experiments[name]["cost"] for name in names)
            if cost <= budget and all(set(experiments[name]["needs"]) <= set(names) for name in names):
                best = max(best, (sum(worth[name] for name in names), -cost, names))
    log_gain, cost, names = best
    return {"order": _in_order(experiments, names), "log_gain": float(log_gain), "cost": float(-cost)}


def _in_order(experiments, names):
    """Return the names in the order of doing; fewer of them, if needs run in a circle."""
    order, left = [], list(names)
    while ready := [name for name in left if set(experiments[name]["needs"]) <= set(order)]:
        bets = [[experiments[name][key] for key in ("p", "gain", "cost")] for name in ready]
        order.append(ready[np.argmax([expected_gain(*bet) for bet in bets])])
        left.remove(order[-1])
    return order


def _check_expected_gain(p, cost):
    if np.any((p < 0) | (p > 1)):
        raise ValueError(f"p is a probability, from 0 to 1; got {p}")
    if np.any(cost <= 0):
        raise ValueError(f"cost must be above 0, got {cost}")


def _check_plan(experiments):
    if unknown := {need for bet in experiments.values() for need in bet["needs"]} - set(experiments):
        raise ValueError(f"experiments need what is not among them: {', '.join(sorted(unknown))}")
    if len(_in_order(experiments, experiments)) < len(experiments):
        raise ValueError("experiments need each other in a circle")
