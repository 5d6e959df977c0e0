"""day14/research_plan: what to try next."""

import itertools
import math

import pytest

from fixtures.day14.research_plan import random_bets
from grader.checks import expect


@pytest.mark.parametrize("budget", [8.0, 17.0, 31.0])
def test_no_plan_is_better(kata, rng, budget):
    """Of all sets of experiments that fit and hold what they need, none has a greater expected gain."""
    bets = random_bets(rng, 8)
    chosen = kata.plan(bets, budget)
    best = 0.0
    for size in range(9):
        for names in itertools.combinations(bets, size):
            whole = all(need in names for name in names for need in bets[name]["needs"])
            if whole and sum(bets[name]["cost"] for name in names) <= budget:
                best = max(best, sum(bets[name]["p"] * math.log(bets[name]["gain"]) for name in names))
    expect(chosen["log_gain"], "log_gain").near(best, within=1e-9)
    order = list(chosen["order"])
    expect(all(set(bets[name]["needs"]) <= set(order[:k]) for k, name in enumerate(order))).holds(
        "an experiment comes before what it needs"
    )
    expect(float(sum(bets[name]["cost"] for name in order)), "the cost of the plan").at_most(budget)


def test_more_time_is_never_worse(kata, rng):
    """With a greater budget the expected gain is no smaller."""
    bets = random_bets(rng, 6)
    gains = [float(kata.plan(bets, float(budget))["log_gain"]) for budget in range(0, 60, 12)]
    expect(all(b >= a - 1e-12 for a, b in itertools.pairwise(gains))).holds("with more time the expected gain falls")
