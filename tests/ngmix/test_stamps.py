"""NGMix, an independent judge, finds in the course's stamps the shear they were drawn with."""

import numpy as np
import pytest

from fixtures.ngmix_fits import fit_gaussians
from fixtures.stamps import stamps

MEND = "NGMix cannot be imported: conda env create -f environment.yml brings it"


@pytest.fixture(scope="module")
def fits():
    try:
        import ngmix  # noqa: F401
    except ImportError:
        pytest.fail(MEND, pytrace=False)
    rng = np.random.default_rng(11)
    batch = stamps(60, rng, shape=(41, 41), shear_sd=0.1, noise_sd=1e-5, psf_sigma=1.2)
    return batch, fit_gaussians(batch, rng)


def test_every_fit_converges(fits):
    assert [fit.flags for fit in fits[1]] == [0] * 60


def test_shears_agree_within_their_errors(fits):
    """Sign, axes and centre of the stamps are the field's: the pulls have mean 0 and sd 1."""
    batch, found = fits
    pulls = np.array(
        [
            ((fit.g1 - g1) / fit.g_cov[0, 0] ** 0.5, (fit.g2 - g2) / fit.g_cov[1, 1] ** 0.5)
            for fit, g1, g2 in zip(found, batch.g1, batch.g2, strict=True)
        ]
    )
    assert abs(pulls.mean()) < 4 / np.sqrt(pulls.size)
    assert 0.8 < pulls.std() < 1.25


def test_fluxes_agree(fits):
    batch, found = fits
    assert np.allclose([fit.flux for fit in found], batch.flux, rtol=2e-3)
