"""day10/scores: scores of forecasts that are Gaussians or intervals."""

import numpy as np

from grader.checks import expect
from grader.plain import Tensor

SDS = (0.5, 0.7, 1.0, 1.4, 2.0)


def tensor(values):
    return Tensor(np.asarray(values, float), "float64")


def test_crps_is_proper(kata, rng):
    """Of five sds for the same values, the true one has the smallest mean CRPS."""
    y = rng.normal(0, 1, 20_000)
    means = [kata.crps_gaussian(tensor(0 * y), tensor(0 * y + sd), tensor(y)).array.mean() for sd in SDS]
    expect(SDS[int(np.argmin(means))], "the sd with the smallest mean CRPS for values of sd 1").equals(1.0)


def test_interval_score_is_proper(kata, rng):
    """Of five widths of an interval for the same values, the one that holds 80 % has the smallest mean score."""
    y = rng.normal(0, 1, 20_000)
    end = 1.2815515655446004  # 80 % of a normal distribution lie within
    scores = [kata.interval_score(tensor(0 * y - sd * end), tensor(0 * y + sd * end), tensor(y), 0.2) for sd in SDS]
    best = SDS[int(np.argmin([score.array.mean() for score in scores]))]
    expect(best, "the sd whose 80 % intervals have the smallest mean score for values of sd 1").equals(1.0)


def test_pit_is_uniform(kata, rng):
    """For right forecasts every tenth of the way from 0 to 1 holds a tenth of the values."""
    mean, sd = rng.normal(0, 1, 20_000), rng.uniform(0.5, 2, 20_000)
    values = kata.pit(tensor(mean), tensor(sd), tensor(rng.normal(mean, sd))).array
    shares = np.histogram(values, 10, (0, 1))[0] / len(values)
    expect(shares, "shares of the values in ten bins").near(np.full(10, 0.1), 0.012)
