"""day10/pulls: errors in units of what was stated."""

import numpy as np

from fixtures.record_ngmix import read_records, read_truth
from grader.checks import expect


def test_unit_of_the_errors_drops_out(kata, rng):
    """A thousand times smaller estimates, errors and truths have the same pulls."""
    truth = rng.normal(size=(20, 2))
    error = rng.uniform(0.1, 2.0, truth.shape)
    estimate = truth + error * rng.normal(size=truth.shape)
    report = kata.pulls(estimate, error, truth)
    small = kata.pulls(estimate / 1000, error / 1000, truth / 1000)
    for name in ("mean", "sd", "robust_sd"):
        expect(small[name], name).equals(report[name])


def test_one_wild_value(kata, rng):
    """One wild value among 200 moves sd, and leaves robust_sd where it was."""
    truth = rng.normal(0.0, 0.2, (200, 2))
    estimate = truth + rng.normal(0.0, 0.01, truth.shape)
    usual = kata.pulls(estimate, np.full(truth.shape, 0.01), truth)
    estimate[7] = truth[7] + 1.0
    wild = kata.pulls(estimate, np.full(truth.shape, 0.01), truth)
    expect(float(np.min(wild["sd"] / usual["sd"])), "growth of sd").at_least(5.0)
    expect(wild["robust_sd"] / usual["robust_sd"], "growth of robust_sd").near(1.0, within=0.05)


def test_ngmix_records(kata):
    """The pulls of NGMix's recorded fits at noise 1e-5, of galaxies with |g| < 0.9, have a width of about 1."""
    records, truth = read_records(1e-5), read_truth()[:, :2]
    usual = np.hypot(*truth.T) < 0.9
    report = kata.pulls(records.g[usual], records.g_err[usual], truth[usual])
    expect(report["sd"], "sd").near(1.0, within=0.15)
    expect(report["outliers"], "outliers").equals(np.array([0, 0]))
