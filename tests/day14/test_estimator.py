"""day14/estimator: the learner's own estimator on hidden galaxies."""

import functools

import numpy as np
import pytest

from fixtures.bounds import jacobian
from fixtures.shearnet import draw_galaxies, render
from fixtures.stamps import galaxy
from grader.checks import expect, limit

COUNT = 240
LEVELS = pytest.mark.parametrize("noise_sd", [1e-5, 1e-4, 1e-3])


def estimated(submission, images, noise_sd):
    """Build the estimator and let it measure; return its answer and what it left of the images."""
    images = images.copy()
    answer = submission.build_estimator()(images, noise_sd)
    return {name: answer[name] for name in ("g", "error", "ok")} | {"images": images}


@functools.cache
def hidden(seed, noise_sd, count=COUNT):
    """Return stamps of galaxies with |g| < 0.9, their shears, what the best estimator makes of them, and the bound."""
    rng = np.random.default_rng(seed)
    drawn = draw_galaxies(2 * count, rng)
    drawn = drawn[np.hypot(drawn.g1, drawn.g2) < 0.9][:count]
    noise = noise_sd * rng.normal(size=(count, 53, 53))
    best, bound = np.empty((2, count, 2))
    for n in range(0, count, 20):
        J = jacobian(drawn[n : n + 20])
        J = J.reshape(len(J), 6, -1)
        least = np.linalg.inv(J @ J.transpose(0, 2, 1))
        best[n : n + 20] = (least @ J @ noise[n : n + 20].reshape(len(J), -1, 1))[:, :2, 0]
        bound[n : n + 20] = noise_sd * np.sqrt(np.diagonal(least, axis1=1, axis2=2)[:, :2])
    truth = drawn.labels[:, :2]
    return render(drawn) + noise, truth, truth + best, bound


@limit(60)
def test_along_both_axes(kata):
    """A galaxy drawn by GalSim without noise, along x, y or a diagonal, has the shear it was given."""
    shears = np.array([[0.3, 0.0], [-0.3, 0.0], [0.0, 0.3], [0.0, -0.3], [0.0, 0.0]])
    # The smallest of ShearNet's shows the pixel's fourth order best. There 4e-5 is an eighth of the bound.
    for half_light_radius, within in ((0.6, 2e-5), (0.165, 4e-5)):
        seen = {"half_light_radius": half_light_radius, "x0": 0.1, "y0": -0.15, "psf_sigma": 0.25, "scale": 0.141}
        images = np.stack([galaxy((53, 53), g1=g1, g2=g2, **seen) for g1, g2 in shears])
        answer = kata.probe(estimated, images, 1e-5)
        expect(answer["g"], "g").near(shears, within=within)
        expect(np.asarray(answer["ok"]), "ok").equals(np.ones(5, bool))


@limit(60)
def test_one_stamp_or_many(kata, rng):
    """A stamp gives alone what it gives among others, as float32 too, and the images stay what they were."""
    images, _, _, bound = hidden(int(rng.integers(1 << 30)), 1e-4, 20)
    many = kata.probe(estimated, images, 1e-4)
    expect(many["images"], "the images afterwards").equals(images)
    for n in (0, 19):
        alone = kata.probe(estimated, images[n : n + 1], 1e-4)
        expect(alone["g"]).has_shape((1, 2))
        expect((alone["g"][0] - many["g"][n]) / bound[n], "g alone less g among others, over the bound").near(0.0, 0.2)
    single = kata.probe(estimated, images.astype(np.float32), 1e-4)
    expect((single["g"] - many["g"]) / bound, "g of float32 less g of float64, over the bound").near(0.0, 0.2)


@limit(60)
def test_says_that_it_failed(kata, rng):
    """Zeros, a NaN, an infinite pixel and negative galaxies are not ok, and spoil no other stamp."""
    images, truth, _, bound = (part.copy() for part in hidden(int(rng.integers(1 << 30)), 1e-4, 8))
    images[0] = 0.0
    images[1, 20, 30], images[2, 3, 4], images[3, 26, 26] = np.nan, np.nan, np.inf
    images[4], images[5] = -images[4], -images[5]
    answer = kata.probe(estimated, images, 1e-4)
    ok = np.asarray(answer["ok"], bool)
    for kind, rows in (("zeros", [0]), ("a NaN", [1, 2]), ("an infinite pixel", [3]), ("a negative galaxy", [4, 5])):
        expect(not ok[rows].any()).holds(f"ok is True for {kind}")
    for name in ("g", "error"):
        expect(bool(np.isfinite(answer[name]).all())).holds(f"{name} is not finite where ok is False")
    expect(ok[6:], "ok of the galaxies beside them").equals(np.ones(2, bool))
    expect((answer["g"] - truth)[6:] / bound[6:], "their g less the truth, over the bound").near(0.0, within=6.0)


@limit(60)
def test_finds_nothing_narrower_than_the_psf(kata, rng):
    """Light that is narrower than the PSF, as of a faint or a bright hot pixel, is no galaxy."""
    y, x = np.mgrid[-26:27, -26:27]
    variances = [(1.0, 1.0), (2.7, 2.7), (4.0, 2.5), (2.0, 12.0), (12.0, 2.0)]  # pixels^2; that of PSF and pixel is 3.2
    blobs = [np.exp(-(x**2 / xx + y**2 / yy) / 2) for xx, yy in variances]
    # A model as narrow as a bright pixel can make a matrix singular, by rounding: so there are many of them.
    pixels = [1.0 * ((x == 3) & (y == -5))] + 40 * [200.0 * ((x == 0) & (y == 0))]
    images = 0.05 * np.stack(blobs + pixels)
    answer = kata.probe(estimated, images + 1e-4 * rng.normal(size=images.shape), 1e-4)
    expect(np.asarray(answer["ok"]), "ok").equals(np.zeros(len(images), bool))
    for name in ("g", "error"):
        expect(bool(np.isfinite(answer[name]).all())).holds(f"{name} is not finite where ok is False")


@limit(60)
def test_finds_nothing_in_noise(kata, rng):
    """In stamps of pure noise there is no galaxy."""
    answer = kata.probe(estimated, 1e-4 * rng.normal(size=(400, 53, 53)), 1e-4)
    expect(int(np.sum(answer["ok"])), "galaxies found in 400 stamps of noise").equals(0)
    for name in ("g", "error"):
        expect(bool(np.isfinite(answer[name]).all())).holds(f"{name} is not finite for a stamp of noise")


@LEVELS
@limit(60)
def test_at_the_bound(kata, rng, noise_sd):
    """The RMSE of g is at most 1.05 times that of the best estimator, which reaches the Cramer-Rao bound."""
    images, truth, best, bound = hidden(int(rng.integers(1 << 30)), noise_sd)
    answer = kata.probe(estimated, images, noise_sd)
    expect(answer["g"]).has_shape((COUNT, 2))
    expect(answer["error"]).has_shape((COUNT, 2))
    expect(answer["ok"]).has_shape((COUNT,))
    ok = np.asarray(answer["ok"], bool)
    expect(float(np.mean(ok)), "the part of the galaxies that is ok").at_least(0.985)
    error, least = (((g - truth) / bound)[ok] for g in (answer["g"], best))
    expect(float(np.sqrt(np.mean(error**2) / np.mean(least**2))), "RMSE over the bound").at_most(1.05)


@LEVELS
@limit(60)
def test_errors_mean_what_they_say(kata, rng, noise_sd):
    """The stated error is that of the bound, and g is off by about as much."""
    images, truth, best, bound = hidden(int(rng.integers(1 << 30)), noise_sd)
    answer = kata.probe(estimated, images, noise_sd)
    ok = np.asarray(answer["ok"], bool)
    ratio = (answer["error"] / bound)[ok]
    expect(float(np.median(ratio)), "the median of error over bound").near(1.0, within=0.03)
    # An error that is that of the galaxy found, and not of the true one, differs by a few percent at much noise.
    most = 0.1 if noise_sd == 1e-3 else 0.04
    off = float(np.quantile(np.abs(ratio - 1), 0.9))
    expect(off, "how far error / bound is from 1, at most, in nine of ten numbers").at_most(most)
    pull, least = np.std(((answer["g"] - truth) / answer["error"])[ok]), np.std(((best - truth) / bound)[ok])
    expect(float(pull / least), "the sd of (g - truth) / error, over that of the best estimator").near(1.0, within=0.1)
