"""NGMix finds again what fixtures/ngmix_fits.npz says that it found."""

import numpy as np
import pytest

from fixtures.record_ngmix import NOISE_SDS, fit_records, read_records, read_truth
from fixtures.shearnet import SCALE

AGAIN = 12  # galaxies fitted again at each noise level
MEND = "NGMix cannot be imported: conda env create -f environment.yml brings it"


@pytest.fixture(autouse=True)
def ngmix():
    try:
        import ngmix
    except ImportError:
        pytest.fail(MEND, pytrace=False)
    return ngmix


@pytest.fixture(params=NOISE_SDS)
def both(request):
    return fit_records(request.param, AGAIN), read_records(request.param)


def test_shears_are_found_again(both):
    """To a tenth of their errors: another version may stop its iteration a step earlier."""
    again, recorded = both
    assert np.all(np.abs(again.g - recorded.g[:AGAIN]) < 0.1 * recorded.g_err[:AGAIN])


def test_errors_are_found_again(both):
    again, recorded = both
    assert np.allclose(again.g_err, recorded.g_err[:AGAIN], rtol=0.02)
    assert np.allclose(again.s2n, recorded.s2n[:AGAIN], rtol=1e-3)


def test_a_start_that_is_far_too_small_goes_astray_without_a_flag():
    """From one pixel's area, some fits end at |g| = 1 with a huge chi square: why the records start from START_T."""
    fits = fit_records(1e-5, 80, T=SCALE**2)
    astray = np.hypot(*(fits.g - read_truth()[:80, :2]).T) > 0.1
    assert 2 <= astray.sum() <= 8
    assert np.all(np.hypot(*fits.g[astray].T) > 0.99)
    assert np.all(fits.chi2_dof[astray] > 1000) and not np.any(fits.flags[astray])
