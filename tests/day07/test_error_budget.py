"""day07/error_budget: three parts of a mean square error, each measured, that add up to it."""

import numpy as np

from grader.checks import expect


def test_parts_add_up(kata, rng):
    """The three parts add up to the total, and their shares to 1."""
    bound = np.exp(rng.normal(0, 0.3, (20, 2)))
    budget = kata.error_budget(4 * rng.normal(size=(20, 2)), 1.5 * bound * rng.choice([-1, 1], (20, 2)), bound)
    parts = [budget[part] for part in ("noise", "approximation", "optimisation")]
    expect(sum(part["mean_square"] for part in parts), "the sum of the parts").equals(budget["total"]["mean_square"])
    expect(sum(part["share"] for part in parts), "the sum of the shares").equals(1.0)


def test_hard_galaxies_cancel(kata, rng):
    """A few hard galaxies that both networks fail on alike do not blur the difference between them."""
    best = rng.normal(size=(40, 2))
    best[:3] *= 50
    errors = np.sqrt(best**2 + 1.0)  # every square larger by exactly 1
    budget = kata.error_budget(errors, best, np.full((40, 2), 0.1))
    expect(budget["optimisation"]["mean_square"], "optimisation").near(1.0, within=1e-9)
    expect(budget["optimisation"]["standard_error"], "its standard error").near(0.0, within=1e-3)
