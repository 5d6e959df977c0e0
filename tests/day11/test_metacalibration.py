"""day11/metacalibration: shear the image itself, and see how the measurement answers."""

import numpy as np

from grader.checks import expect, limit

STEP, WINDOW, TARGET = 0.01, 3.0, 2.0


@limit(60)
def test_planted_shear_is_recovered(kata, rng):
    """On 100 ring pairs of exponential galaxies with a Moffat PSF, |m| < 6e-4 at g = 0.02, and |c| < 2e-4."""
    from fixtures.ring import ring_pairs

    pairs = ring_pairs(100, (0.02, 0.0), rng)
    plus, minus = (kata.probe(recovered, images, pairs.psf, STEP, WINDOW, TARGET) for images in pairs.images)
    expect(float(abs(plus[0] - minus[0]) / 0.04), "measured over planted shear").near(1.0, within=6e-4)
    expect(float(plus[0] - minus[0]), "the measured shear, of a planted difference of 0.04").at_least(0.0)
    expect((plus + minus) / 2, "c").near([0.0, 0.0], within=2e-4)


def recovered(submission, images, psf, step, window, target):
    """Measure rings, images[turn, n], with the submission's three functions."""

    def measured(shear):
        e = submission.window_ellipticity(submission.metacal_image(images, psf, shear, target), window)
        return np.mean(np.asarray(e), axis=0)

    sheared = [np.stack([measured((s, 0.0)), measured((0.0, s))]) for s in (step, -step)]
    return np.array(submission.calibrated_shear(measured((0.0, 0.0)), *sheared, step)[0])


def test_stamps_add(kata, rng):
    """The new image is linear in the old one: a matrix could do it, and 2 A - 3 B becomes 2 A' - 3 B'."""
    y, x = np.mgrid[-10:11, -10:12]
    psf = np.exp(-(x**2 + y**2) / (2 * 1.2**2))[:, :-1]
    first, second = psf + 0.1 * rng.normal(size=psf.shape), np.roll(psf, (1, -2), axis=(0, 1))
    one, two, both = (kata.metacal_image(i, psf, (0.02, 0.05), 1.8) for i in (first, second, 2 * first - 3 * second))
    expect(both, "the new image of 2 A - 3 B").near(2 * one - 3 * two, within=1e-4 * float(np.abs(one).max()))


def test_a_round_galaxy_is_round_wherever_it_stands(kata, rng):
    """Moving a round galaxy within its stamp, or making it brighter, makes no ellipticity."""
    y, x = np.mgrid[-14:15, -15:16]
    x0, y0 = rng.uniform(-1.5, 1.5, (2, 5, 1, 1))
    images = (
        np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * 2.0**2)) * np.array([1.0, 10.0, 0.1, 1e3, 1e-3])[:, None, None]
    )
    expect(kata.window_ellipticity(images, 2.5), "e").near(np.zeros((5, 2)), within=1e-5)


def test_error_is_the_scatter(kata, rng):
    """Over 300 experiments with 30 galaxies each, g scatters by the error that is stated."""
    e = rng.normal(0.0, 0.1, (300, 30, 2))
    response = 0.5 + rng.normal(0.0, 0.05, (300, 30))
    shift = 0.01 * response[:, None, :, None] * np.eye(2)[:, None, :]  # [experiment, component, galaxy, component]
    g, error = kata.probe(many, e, e[:, None] + shift, e[:, None] - shift)
    expect(float(np.sqrt(np.mean((g / error) ** 2))), "scatter of g over its stated error").near(1.0, within=0.2)


def many(submission, e, e_plus, e_minus):
    """Return g and error of every experiment."""
    found = [submission.calibrated_shear(*rows, 0.01) for rows in zip(e, e_plus, e_minus, strict=True)]
    return np.array([np.asarray(g) for g, _ in found]), np.array([np.asarray(error) for _, error in found])
