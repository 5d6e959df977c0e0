"""day07/residual_report: how a measurement departs from the truth, component by component."""

import numpy as np

from grader.checks import expect


def test_planted_m_and_c(kata, rng):
    """A bias that was put in comes out, and so does nothing else."""
    truth = rng.normal(0.1, 0.2, (40, 2))
    report = kata.residual_report(truth, truth + truth * [0.02, -0.1] + [0.003, -0.05])
    expect(report["m"], "m").near([0.02, -0.1], within=1e-10)
    expect(report["c"], "c").near([0.003, -0.05], within=1e-10)
    expect(report["m_error"], "m_error where the line fits exactly").near([0.0, 0.0], within=1e-6)


def test_wild_values_leave_the_medians_alone(kata, rng):
    """Ten times wilder outliers change the RMSE, but neither the median nor how many they are."""
    truth, noise = rng.normal(0, 0.2, (60, 1)), rng.normal(0, 0.01, (60, 1))
    reports = []
    for factor in (1.0, 10.0):
        estimate = truth + noise
        estimate[:3] += factor * np.array([[0.5], [-0.7], [0.6]])
        reports.append(kata.residual_report(truth, estimate))
    expect(reports[1]["median_absolute"], "median_absolute").equals(reports[0]["median_absolute"])
    expect(reports[1]["outliers"], "outliers").equals(reports[0]["outliers"])
    expect(float(reports[1]["rmse"][0] / reports[0]["rmse"][0]), "growth of the RMSE").at_least(5.0)


def test_estimates_in_float32(kata, rng):
    """A network's estimates are float32; the line is fitted to the very residuals nevertheless."""
    truth = rng.normal(0.0, 0.2, (30, 2))
    estimate = (1.01 * truth + rng.normal(0.0, 1e-3, truth.shape)).astype(np.float32)
    expect(kata.residual_report(truth, estimate)["m"], "m").near(
        [np.polyfit(x, e - x, 1)[0] for x, e in zip(truth.T, estimate.T.astype(float), strict=True)], within=1e-6
    )
