"""day10/likelihood_fit: a galaxy's shear by maximum likelihood."""

import numpy as np
import pytest

from fixtures.bounds import cramer_rao, jacobian, measurable
from fixtures.record_ngmix import read_records, recorded_stamps
from fixtures.shearnet import PSF_SIGMA, SCALE, draw_stamps, render
from fixtures.stamps import galaxy
from grader.checks import expect, limit

COUNT = 25
NOISE_SD = 1e-5


def fit_all(submission, images, noise_sd):
    """Fit every stamp; return what came of them as arrays."""
    fits = [submission.fit_gaussian(image, noise_sd, PSF_SIGMA, SCALE) for image in images]
    return {name: np.array([fit[name] for fit in fits]) for name in ("g", "ok", "cov")}


@limit(60)
def test_what_the_noise_does_to_first_order(kata, rng):
    """On ShearNet's galaxies at noise 1e-5, g follows the noise as that of the best estimator does."""
    images, galaxies = draw_stamps(COUNT, rng, NOISE_SD)
    counted = measurable(galaxies)
    images, galaxies = images[counted], galaxies[counted]
    J = jacobian(galaxies).reshape(len(galaxies), 6, -1)
    noise = (images - render(galaxies)).reshape(len(galaxies), -1, 1)
    moved = np.linalg.solve(J @ J.transpose(0, 2, 1), J @ noise)[:, :2, 0]
    best = np.stack([galaxies.g1, galaxies.g2], axis=1) + moved
    bound = cramer_rao(galaxies, NOISE_SD)
    fit = kata.probe(fit_all, images, NOISE_SD)
    expect(bool(np.all(fit["ok"]))).holds("ok is False for a bright galaxy")
    expect((fit["g"] - best) / bound, "g less that of the best estimator, in units of the bound").near(0.0, within=0.2)
    errors = np.sqrt(np.diagonal(fit["cov"], axis1=1, axis2=2))
    expect(errors / bound, "the stated error over the bound").near(1.0, within=0.02)


@pytest.mark.parametrize("noise_sd, within", [(1e-3, 0.02), (1e-5, 1.0)])
@limit(60)
def test_agrees_with_ngmix(kata, noise_sd, within):
    """On stamps whose fits by NGMix are recorded, g is NGMix's."""
    images, galaxies = recorded_stamps(noise_sd)
    records = read_records(noise_sd)
    kept = np.flatnonzero(measurable(galaxies) & (records.flags == 0))[:COUNT]
    fit = kata.probe(fit_all, images[kept], noise_sd)
    apart = (fit["g"] - records.g[kept]) / records.g_err[kept]
    expect(apart, "g less NGMix's, in units of NGMix's error").near(0.0, within=within)


def test_round_galaxy(kata):
    """A round galaxy without noise, drawn by GalSim, has g = 0."""
    image = galaxy((31, 27), half_light_radius=0.5, x0=0.3, y0=-0.2, psf_sigma=PSF_SIGMA, scale=SCALE)
    fit = kata.fit_gaussian(image, 1e-4, PSF_SIGMA, SCALE)
    expect(fit["g"], "g").near([0.0, 0.0], within=1e-5)
    expect(fit["ok"], "ok").equals(True)


def test_says_that_it_failed(kata, rng):
    """A stamp of zeros, one with a NaN and a negative galaxy are not ok, and give finite numbers in the same shapes."""
    light = galaxy((25, 21), half_light_radius=0.6, g1=0.2, psf_sigma=PSF_SIGMA, scale=SCALE)
    stamps = {
        "zeros": np.zeros((25, 21)),
        "a NaN": np.where(np.arange(21) == 3, np.nan, light),
        "an infinite pixel": np.where(np.arange(21) == 3, np.inf, light),
        "a negative galaxy": -light + rng.normal(0.0, 1e-4, light.shape),
    }
    for name, image in stamps.items():
        fit = kata.fit_gaussian(image, 1e-3, PSF_SIGMA, SCALE)
        expect(fit["ok"], f"ok, for {name}").equals(False)
        for part, shape in (("g", (2,)), ("cov", (2, 2)), ("params", (6,)), ("chi2", ())):
            expect(np.asarray(fit[part]), f"{part}, for {name}").has_shape(shape)
            expect(bool(np.all(np.isfinite(fit[part])))).holds(f"{part} is not finite, for {name}")


def test_narrower_than_the_psf(kata):
    """Where the light is narrower than the PSF, in all directions or in one, no galaxy is behind it: ok is False."""
    stamps = {  # half-light radius, g1, g2; of what is drawn without a PSF, and fitted with one
        "in all directions": (0.2, 0.03, 0.02),
        "in y": (0.42, 0.4, 0.0),
        "along a diagonal": (0.41, 0.0, 0.4),
        "along the other diagonal": (0.41, 0.0, -0.4),
    }
    for name, (radius, g1, g2) in stamps.items():
        image = galaxy((25, 21), half_light_radius=radius, g1=g1, g2=g2, scale=0.2)
        fit = kata.fit_gaussian(image, 1e-4, 0.25, 0.2)
        expect(fit["ok"], f"ok, for light that is narrower than the PSF {name}").equals(False)


def test_smaller_than_a_pixel(kata):
    """A pixel holds the light on its whole square: flux and g are right where the galaxy's sigma is 0.6 pixels."""
    sigma = 0.6
    shape = {"half_light_radius": float(np.sqrt(2 * np.log(2))) * sigma, "g1": 0.2, "g2": -0.15, "x0": 0.1, "y0": -0.15}
    fit = kata.fit_gaussian(galaxy((15, 17), scale=1.0, **shape), 1e-4, 0.0, 1.0)
    expect(fit["params"][3], "flux, where it is 1").near(1.0, within=0.003)
    expect(fit["g"], "g").near([0.2, -0.15], within=0.002)


@limit(60)
def test_finds_nothing_in_noise(kata, rng):
    """In stamps of pure noise, or of noise and a galaxy of signal-to-noise 3, no galaxy is found: ok is False."""
    light = galaxy((25, 21), half_light_radius=0.7, g1=0.2, psf_sigma=PSF_SIGMA, scale=SCALE)
    light *= 3 * NOISE_SD / np.sqrt(np.sum(light**2))
    for name, image in (("noise", np.zeros(light.shape)), ("noise and a galaxy of signal-to-noise 3", light)):
        fit = kata.probe(fit_all, image + rng.normal(0.0, NOISE_SD, (20, *image.shape)), NOISE_SD)
        expect(int(np.sum(fit["ok"])), f"galaxies found in 20 stamps of {name}").equals(0)
        expect(bool(np.all(np.isfinite(fit["g"])))).holds(f"g is not finite, for a stamp of {name}")


def test_least_signal_to_noise(kata):
    """A galaxy of signal-to-noise 20 or 7.3 is ok, one of 6.7 or 4 is not, even where its stamp has no noise."""
    image = galaxy((25, 21), half_light_radius=0.7, g1=0.2, psf_sigma=PSF_SIGMA, scale=SCALE)
    strength = float(np.sqrt(np.sum(image**2)))
    for snr, ok in ((20, True), (7.3, True), (6.7, False), (4, False)):
        fit = kata.fit_gaussian(image, strength / snr, PSF_SIGMA, SCALE)
        expect(fit["ok"], f"ok, at a signal-to-noise of {snr}").equals(ok)
