"""What the lessons of week 2 say that was measured, measured again on fewer galaxies."""

import numpy as np
import pytest

from fixtures.bounds import cramer_rao, measurable
from fixtures.record_ngmix import read_records, recorded_stamps
from fixtures.shearnet import PSF_SIGMA, SCALE, draw_stamps

pytestmark = pytest.mark.torch


def fits(images, noise_sd):
    from solutions.day10.likelihood_fit import fit_gaussian

    found = [fit_gaussian(image, noise_sd, PSF_SIGMA, SCALE) for image in images]
    return {name: np.array([fit[name] for fit in found]) for name in ("g", "cov", "ok")}


def test_likelihood_fit_reaches_the_bound():
    """RMSE and pulls at noise 1e-5, against what 600 numbers can tell: 3 % is one standard error."""
    images, galaxies = draw_stamps(300, np.random.default_rng(11), 1e-5)
    counted = measurable(galaxies)
    bound = cramer_rao(galaxies[counted], 1e-5)
    error = fits(images[counted], 1e-5)["g"] - galaxies.labels[counted, :2]
    pull = error / bound
    assert np.sqrt(np.mean(error**2) / np.mean(bound**2)) < 1.15
    assert 0.9 < np.std(pull) < 1.1
    assert np.abs(pull).max() < 5


@pytest.mark.parametrize("noise_sd, within", [(1e-3, 0.02), (1e-5, 1.0)])
def test_likelihood_fit_agrees_with_ngmix(noise_sd, within):
    images, galaxies = recorded_stamps(noise_sd)
    records = read_records(noise_sd)
    fit = fits(images, noise_sd)
    both = measurable(galaxies) & (records.flags == 0) & fit["ok"]
    assert both.sum() > 295
    assert np.abs((fit["g"] - records.g)[both] / records.g_err[both]).max() < within
