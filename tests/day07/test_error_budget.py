"""day07/error_budget: three parts of a mean square error, each measured, that add up to it."""

import numpy as np
import pytest

from grader.checks import expect


def test_parts_add_up(kata, rng):
    """The three parts add up to the total, and their shares to 1."""
    bound = np.exp(rng.normal(0, 0.3, (20, 2)))
    budget = kata.error_budget(4 * rng.normal(size=(20, 2)), 1.5 * bound * rng.choice([-1, 1], (20, 2)), bound)
    parts = [budget[part] for part in ("noise", "approximation", "optimisation")]
    expect(sum(part["mean_square"] for part in parts), "the sum of the parts").equals(budget["total"]["mean_square"])
    expect(sum(part["share"] for part in parts), "the sum of the shares").equals(1.0)


def test_best_network_in_hand(kata, rng):
    """The best network itself has nothing left to optimise."""
    best = 2 * rng.normal(size=(20, 2))
    budget = kata.error_budget(best, best, np.full((20, 2), 0.1))
    expect(budget["optimisation"]["mean_square"], "optimisation").equals(0.0)
    expect(budget["optimisation"]["standard_error"], "its standard error").equals(0.0)


def test_hard_galaxies_cancel(kata, rng):
    """A few hard galaxies that both networks fail on alike do not blur the difference between them."""
    best = rng.normal(size=(40, 2))
    best[:3] *= 50
    errors = np.sqrt(best**2 + 1.0)  # every square larger by exactly 1
    budget = kata.error_budget(errors, best, np.full((40, 2), 0.1))
    expect(budget["optimisation"]["mean_square"], "optimisation").near(1.0, within=1e-9)
    expect(budget["optimisation"]["standard_error"], "its standard error").near(0.0, within=1e-3)


def test_better_than_the_bound(kata, rng):
    """Errors far below the bound are no triumph but a mistake: refused by name."""
    bound = np.full((20, 2), 1.0)
    kata.error_budget.refuses(rng.normal(size=(20, 2)), 0.1 * rng.normal(size=(20, 2)), bound, naming="best_errors")


def test_better_than_the_best(kata, rng):
    """A network that is clearly better than the best known is refused by name."""
    bound = np.full((20, 2), 0.01)
    kata.error_budget.refuses(0.1 * rng.normal(size=(20, 2)), rng.normal(size=(20, 2)), bound, naming="errors")


def below_zero(part, standard_errors):
    """Return arguments of which a part lies so many of its standard errors below zero."""
    steps = 0.3 * np.array([-1.0, 1.0, -1.0, 1.0])  # their mean has the error 0.3 / sqrt(3)
    steps -= standard_errors * 0.3 / np.sqrt(3)
    squares = [1 + steps, np.full(4, 4.0)] if part == "approximation" else [np.full(4, 4.0), 4 + steps]
    best_errors, errors = (np.repeat(np.sqrt(values)[:, None], 2, axis=1) for values in squares)
    return errors, best_errors, np.ones((4, 2))


def test_chance_below_zero(kata):
    """A part 1.9 of its standard errors below zero may be chance: it is left as it is, not refused."""
    for part in ("approximation", "optimisation"):
        values = kata.error_budget(*below_zero(part, 1.9))[part]
        expect(values["mean_square"] / values["standard_error"], f"{part} in standard errors").equals(-1.9)


def test_clearly_below_zero(kata):
    """A part 2.1 of its standard errors below zero is refused by name."""
    kata.error_budget.refuses(*below_zero("approximation", 2.1), naming="best_errors")
    kata.error_budget.refuses(*below_zero("optimisation", 2.1), naming="errors")


@pytest.mark.parametrize("shape", [(6,), (1, 2), (0, 2), (3, 2, 2)])
def test_errors_of_another_shape(kata, rng, shape):
    """Errors that are not a row for each of at least two galaxies are refused by name."""
    errors = rng.normal(size=shape)
    kata.error_budget.refuses(errors, 0.5 * errors, np.full(shape, 1e-3), naming="errors")


def test_no_error_at_all(kata):
    """Errors that are all zero have no parts: refused by name."""
    kata.error_budget.refuses(np.zeros((4, 2)), np.zeros((4, 2)), np.full((4, 2), 1e-3), naming="errors")


@pytest.mark.parametrize("shape", [(2,), (1, 2), (6, 1), (5, 2)])
def test_best_errors_of_another_shape(kata, rng, shape):
    """Errors of other galaxies, or that would be broadcast, are refused by name."""
    kata.error_budget.refuses(
        rng.normal(size=(6, 2)), 0.1 * rng.normal(size=shape), np.full((6, 2), 1e-3), naming="best_errors"
    )


@pytest.mark.parametrize("shape", [(), (2,), (6, 1)])
def test_bound_of_another_shape(kata, rng, shape):
    """One bound for all galaxies, or for both components, is refused by name: it differs from galaxy to galaxy."""
    errors = rng.normal(size=(6, 2))
    kata.error_budget.refuses(errors, 0.5 * errors, np.full(shape, 1e-3), naming="bound")


@pytest.mark.parametrize("value", [0.0, -1e-3])
def test_bound_that_is_no_standard_deviation(kata, rng, value):
    """A bound that is not above zero is refused by name."""
    errors, bound = rng.normal(size=(6, 2)), np.full((6, 2), 1e-3)
    bound[4, 1] = value
    kata.error_budget.refuses(errors, 0.5 * errors, bound, naming="bound")
