"""day10/calibration: is the truth within stated errors as often as they say."""

import numpy as np
import pytest
from scipy.special import erf, erfinv

from grader.checks import expect

LEVELS = np.linspace(0.05, 0.95, 19)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_planted_confidence(kata, rng, factor):
    """Errors stated at half, once and twice their size cover what a Gaussian of that width says."""
    made = rng.uniform(0.01, 0.1, 4000)
    truth = made * rng.normal(size=4000)
    coverage = kata.coverage_curve(np.zeros(4000), factor * made, truth, LEVELS)
    expect(coverage, "coverage").near(erf(factor * erfinv(LEVELS)), within=0.05)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_planted_factor_in_every_group(kata, rng, factor):
    """Errors stated too small or too large are found so in every group, whatever the level of the error."""
    made = 10 ** rng.uniform(-3.0, -1.0, 4000)
    stated, found = kata.reliability(np.zeros(4000), factor * made, made * rng.normal(size=4000), 5)
    expect(found / stated, "found over stated").near(1 / factor, within=0.2 / factor)


def test_coverage_never_falls(kata, rng):
    """A wider interval covers no less."""
    coverage = kata.coverage_curve(rng.normal(size=50), rng.uniform(0.5, 2.0, 50), rng.normal(size=50), LEVELS)
    expect(float(np.min(np.diff(coverage))), "least step of the coverage from level to level").at_least(0.0)
