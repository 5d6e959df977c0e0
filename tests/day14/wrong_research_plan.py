"""Wrong turns of day14/research_plan."""

import itertools
import math

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day14 import research_plan as right


@wrong(
    "expected_gain",
    because="This is the logarithm of the mean factor. One wild bet then looks better than two steady ones. Factors "
    "multiply, so it is the logarithms that are averaged: p ln(gain).",
)
def log_of_the_mean(p, gain, cost):
    return np.log(1 + p * (np.asarray(gain) - 1)) / cost


@wrong(
    "expected_gain",
    because="The factor itself is averaged, without a logarithm. Factors multiply: ten times better and ten times "
    "worse cancel, and their mean is 5.05.",
)
def mean_factor(p, gain, cost):
    return p * np.asarray(gain) / cost


@wrong("expected_gain", because="The cost is forgotten: this is the gain of the experiment, not of an hour.")
def forgets_the_cost(p, gain, cost):
    return right.expected_gain(p, gain, 1.0) + 0 * np.asarray(cost)


@wrong("expected_gain", because="The logarithm is to the base 10. The natural one is meant, np.log.")
def base_ten(p, gain, cost):
    return right.expected_gain(p, gain, cost) / math.log(10)


def worth(bet):
    return bet["p"] * math.log(bet["gain"])


def rate(bet):
    return worth(bet) / bet["cost"]


def told(bets, names, order=None):
    return {
        "order": right._in_order(bets, names) if order is None else order,
        "log_gain": float(sum(worth(bets[name]) for name in names)),
        "cost": float(sum(bets[name]["cost"] for name in names)),
    }


def best(bets, budget, value, cost=None, complete=None):
    """Return the names of the best plan with another value, cost or rule of needs."""
    complete = complete or (lambda names: all(set(bets[name]["needs"]) <= set(names) for name in names))
    cost = cost or (lambda names: sum(bets[name]["cost"] for name in names))
    found = (0.0, 0.0, ())
    for size in range(len(bets) + 1):
        for names in itertools.combinations(bets, size):
            if cost(names) <= budget and complete(names):
                found = max(found, (value(names), -cost(names), names), key=lambda entry: entry[:2])
    return found[2]


def total(bets):
    return lambda names: sum(worth(bets[name]) for name in names)


@wrong(
    "plan",
    because="The plan is greedy: the best gain per hour first, as long as it fits. A quick one can take the hours "
    "that a better one needs. This is the knapsack problem; with twelve experiments look at all sets.",
)
def greedy(experiments, budget):
    chosen, left = [], budget
    while True:
        ready = [
            name
            for name, bet in experiments.items()
            if name not in chosen and set(bet["needs"]) <= set(chosen) and bet["cost"] <= left and worth(bet) > 0
        ]
        if not ready:
            return told(experiments, chosen)
        chosen.append(max(ready, key=lambda name: rate(experiments[name])))
        left -= experiments[chosen[-1]]["cost"]


@wrong(
    "plan",
    because="What an experiment needs is not held against the plan: it may hold a method without the tool that it is "
    "built on.",
)
def forgets_the_needs(experiments, budget):
    names = best(experiments, budget, total(experiments), complete=lambda names: True)
    inside = {name: bet | {"needs": [n for n in bet["needs"] if n in names]} for name, bet in experiments.items()}
    return told(inside, names)


@wrong(
    "plan",
    because="Only the order of the plan looks at the needs, or only the first of them: an experiment with two needs "
    "can be in the plan with one of them.",
)
def one_need_is_enough(experiments, budget):
    def complete(names):
        return all(not experiments[n]["needs"] or set(experiments[n]["needs"]) & set(names) for n in names)

    names = best(experiments, budget, total(experiments), complete=complete)
    inside = {name: bet | {"needs": [n for n in bet["needs"] if n in names]} for name, bet in experiments.items()}
    return told(inside, names)


@wrong(
    "plan",
    because="The value of a plan is the sum of its factors p gain, or of gain alone. Factors multiply: add their "
    "logarithms, each times its p.",
)
def sums_of_factors(experiments, budget):
    return told(experiments, best(experiments, budget, lambda names: sum(right_value(experiments[n]) for n in names)))


def right_value(bet):
    return bet["p"] * bet["gain"]


@wrong(
    "plan",
    because="The gains are taken for certain: p is left out of the value. A bet of one in ten on a factor 100 is then "
    "preferred to a sure factor 3.",
)
def forgets_the_odds(experiments, budget):
    return told(
        experiments, best(experiments, budget, lambda names: sum(math.log(experiments[n]["gain"]) for n in names))
    )


@wrong(
    "plan",
    because="The set is right, its order is that of `experiments`. It is to be the order of doing: after what is "
    "needed, and the best gain per hour first.",
)
def in_the_order_given(experiments, budget):
    plan = right.plan(experiments, budget)
    return {**plan, "order": [name for name in experiments if name in plan["order"]]}


@wrong(
    "plan",
    because="The order looks at the gain per hour alone. An experiment comes before the tool that it needs, if the "
    "tool itself gains nothing.",
)
def by_rate_alone(experiments, budget):
    plan = right.plan(experiments, budget)
    return {**plan, "order": sorted(plan["order"], key=lambda name: -rate(experiments[name]))}


@wrong(
    "plan",
    because="Of those that could come next, the one with the greatest gain is taken. In the same hours two quick ones "
    "may gain more: the gain per hour decides.",
)
def by_gain_alone(experiments, budget):
    plan = right.plan(experiments, budget)
    order, left = [], [name for name in experiments if name in plan["order"]]
    while left:
        ready = [name for name in left if set(experiments[name]["needs"]) <= set(order)]
        order.append(max(ready, key=lambda name: worth(experiments[name])))
        left.remove(order[-1])
    return {**plan, "order": order}


@wrong(
    "plan",
    because="The budget must be undercut here. A plan that takes just the hours that there are fits.",
)
def strictly_below(experiments, budget):
    cost = {name: bet["cost"] for name, bet in experiments.items()}
    return told(
        experiments,
        best(
            experiments, 0.0, total(experiments), cost=lambda names: _excess(sum(cost[n] for n in names), budget, names)
        ),
    )


@wrong(
    "plan",
    because="Of plans with the same expected gain this is not the cheapest. Hours that bring nothing are better left "
    "for something else.",
)
def first_of_equal_gain(experiments, budget):
    chosen = ()
    for size in range(len(experiments) + 1):
        for names in itertools.combinations(experiments, size):
            fits = sum(experiments[name]["cost"] for name in names) <= budget
            whole = all(set(experiments[name]["needs"]) <= set(names) for name in names)
            if fits and whole and total(experiments)(names) > total(experiments)(chosen):
                chosen = names
    return told(experiments, chosen)


def _excess(cost, budget, names):
    return cost if names and cost >= budget else cost - budget - 1e-9


@lenient(
    "plan",
    because="Experiments that need each other in a circle are left out without a word, and so is one that needs what "
    "is not there. Whoever wrote the list made a mistake, and should hear of it.",
)
def leaves_circles_out(experiments, budget):
    return told(experiments, best(experiments, budget, total(experiments)))
