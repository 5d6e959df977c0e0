"""day12/psf_leakage: alpha, beta and c from one fit."""

import numpy as np

from grader.checks import expect


def drawn(rng, count):
    psf = rng.normal([0.03, -0.02], 0.04, (count, 2))
    return psf, 0.1 * psf + rng.normal(2e-3, 3e-3, (count, 2))


def test_planted_leaks_come_out(kata, rng):
    """What was planted comes out, and its errors are those of an exact fit."""
    psf, residual = drawn(rng, 20)
    report = kata.psf_leakage(0.07 * psf - 1.2 * residual + [0.003, -0.001], psf, residual)
    expect(report["alpha"], "alpha").near(0.07, 1e-6)
    expect(report["beta"], "beta").near(-1.2, 1e-6)
    expect(report["c"], "c").near([0.003, -0.001], 1e-6)
    expect(report["alpha_error"], "alpha_error where the fit is exact").near(0.0, 1e-6)


def test_errors_are_honest(kata, rng):
    """Over 150 draws of the noise, alpha and beta scatter by the errors that are stated."""
    psf, residual = drawn(rng, 12)
    found = []
    for _ in range(150):
        report = kata.psf_leakage(0.07 * psf + residual + rng.normal(0, 0.02, psf.shape), psf, residual)
        found.append([report[key] for key in ("alpha", "beta", "alpha_error", "beta_error")])
    alpha, beta, alpha_error, beta_error = np.transpose(np.array(found, float))
    for name, values, error in (("alpha", alpha, alpha_error), ("beta", beta, beta_error)):
        stated = np.sqrt(np.mean(error**2))
        expect(values.std() / stated, f"scatter of {name} over its error").near(1.0, 0.3)


def test_scale_of_the_weights(kata, rng):
    """A thousand times the weights is the same fit, with the same errors."""
    psf, residual = drawn(rng, 9)
    shear, weight = rng.normal(0, 0.2, (9, 2)), rng.uniform(0.1, 2.0, 9)
    found = kata.psf_leakage(shear, psf, residual, 1000 * weight)
    for key, expected in kata.psf_leakage(shear, psf, residual, weight).items():
        expect(found[key], f"{key} with weights a thousand times larger").equals(expected, rtol=1e-6)
