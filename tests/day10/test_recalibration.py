"""day10/recalibration: stated errors made honest on galaxies kept for it."""

import numpy as np
import pytest

from grader.checks import expect


def test_isotonic_regression_of_its_own_result(kata, rng):
    """What rises already stays as it is."""
    once = kata.isotonic_regression(rng.normal(size=40))
    expect(float(np.min(np.diff(once))), "least step from one value to the next").at_least(0.0)
    expect(kata.isotonic_regression(once)).equals(once)


def test_weights_count_like_copies(kata, rng):
    """A value of weight 3 counts as three equal values do."""
    y, weights = rng.normal(size=15), rng.integers(1, 4, 15)
    copies = kata.isotonic_regression(np.repeat(y, weights))
    starts = np.cumsum(weights) - weights
    expect(kata.isotonic_regression(y, weights.astype(float))).equals(copies[starts])


@pytest.mark.parametrize("power", [0.5, 1.0])
def test_on_other_galaxies(kata, rng, power):
    """A map that is fitted on one half makes the errors of the other half honest, where they were off by up to 10."""
    stated = 10 ** rng.uniform(-3.0, -1.0, 6000)
    made = 2.0 * (stated / 0.1) ** power * 0.1
    truth = made * rng.normal(size=6000)
    knots, values = kata.fit_map(np.zeros(3000), stated[:3000], truth[:3000], 30)
    sd = kata.apply_map(stated[3000:], knots, values)
    small = stated[3000:] < 0.01
    for name, which in (("small", small), ("large", ~small)):
        pull = truth[3000:][which] / sd[which]
        expect(float(np.sqrt(np.mean(pull**2))), f"root mean square of the pulls, of {name} errors").near(
            1.0, within=0.1
        )
