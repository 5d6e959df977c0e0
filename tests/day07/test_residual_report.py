"""day07/residual_report: how a measurement departs from the truth, component by component."""

import numpy as np
import pytest

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


@pytest.mark.parametrize("shape", [(20,), (2, 2), (0, 2), (4, 5, 2)])
def test_truth_of_another_shape(kata, rng, shape):
    """Truth that is not two-dimensional, or too short for a line with its scatter, is refused by name."""
    values = rng.normal(size=shape)
    kata.residual_report.refuses(values, values + 0.1, naming="truth")


@pytest.mark.parametrize("shape", [(6,), (1, 2), (6, 1), (7, 2)])
def test_estimate_of_another_shape(kata, rng, shape):
    """Estimates that do not pair with the truth, even where they would broadcast, are refused by name."""
    kata.residual_report.refuses(rng.normal(size=(6, 2)), rng.normal(size=shape), naming="estimate")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_failed_measurement(kata, rng, value):
    """A galaxy that could not be measured is refused by name, not dropped in silence."""
    truth = rng.normal(size=(8, 2))
    estimate = truth + 0.1 * rng.normal(size=truth.shape)
    estimate[3, 1] = value
    kata.residual_report.refuses(truth, estimate, naming="estimate")


def test_unknown_truth(kata, rng):
    """Truth that is not finite is refused by name."""
    truth = rng.normal(size=(8, 2))
    truth[0, 0] = np.nan
    kata.residual_report.refuses(truth, rng.normal(size=(8, 2)), naming="truth")


def test_truth_without_spread(kata, rng):
    """One shear for all galaxies determines no slope: refused by name, also where their mean is off by a rounding."""
    for value, count in ((0.02, 8), (0.1, 10)):
        truth = rng.normal(size=(count, 2))
        truth[:, 1] = value
        kata.residual_report.refuses(truth, truth + rng.normal(size=(count, 2)), naming="truth")
