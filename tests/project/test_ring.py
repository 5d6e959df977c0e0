"""fixtures/ring.py against GalSim: ring pairs of exponential galaxies behind a Moffat PSF."""

import galsim
import numpy as np
import pytest

from fixtures.ring import render, render_psf, ring_pairs

FINE = galsim.GSParams(folding_threshold=1e-4, maxk_threshold=1e-4, kvalue_accuracy=1e-7)


@pytest.mark.parametrize("profile", ["exponential", "gaussian"])
def test_stamps_are_galsims(profile):
    stamp = render(
        np.array([[0.2, -0.1]]),
        np.array([0.02, 0.03]),
        np.array([2.0]),
        np.array([0.3]),
        np.array([-0.4]),
        (33, 37),
        3.0,
        profile,
    )[0]
    light = (galsim.Exponential if profile == "exponential" else galsim.Gaussian)(half_light_radius=2.0)
    light = light.shear(g1=0.2, g2=-0.1).shear(g1=0.02, g2=0.03).shift(0.3, -0.4)
    drawn = galsim.ImageD(37, 33, scale=1.0)
    galsim.Convolve(light, galsim.Moffat(beta=3.5, fwhm=3.0), gsparams=FINE).drawImage(drawn)
    assert np.abs(stamp - drawn.array).max() < 1e-4 * stamp.max()
    assert render_psf((33, 37)).sum() == pytest.approx(1.0)


def test_noise_and_galaxies_are_shared():
    pairs = ring_pairs(3, (0.02, -0.01), np.random.default_rng(0), noise_sd=1e-2)
    clean = ring_pairs(3, (0.02, -0.01), np.random.default_rng(0), noise_sd=0.0)
    noise = pairs.images - clean.images
    assert np.allclose(noise, noise[0, 0]) and noise[0, 0].std() == pytest.approx(1e-2, rel=0.05)
