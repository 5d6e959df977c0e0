"""day12/noise_model: electrons, counts and weights."""

import numpy as np
import pytest

from grader.checks import expect

#        counts of light left and right, sky, gain, read noise in electrons
CAMERAS = [(40.0, 3.0, 6.0, 2.5, 9.0), (0.0, 500.0, 12.0, 0.4, 1.5), (0.5, 4.0, 0.0, 5.0, 0.0), (7, 0, 5, 1, 0)]
CAMERAS += [(0.0, 0.0, 0.0, 2.0, 0.2)]  # read noise far below one electron is not whole either
SHAPE = (120, 200)


def two_levels(left, right, shape=SHAPE):
    image = np.full(shape, float(left))
    image[:, shape[1] // 2 :] = right
    return image


def seen(submission, image, *camera):
    """Return one exposure; the last of `camera` is the seed."""
    *camera, seed = camera
    return submission.add_ccd_noise(image, *camera, np.random.default_rng(seed))


@pytest.mark.parametrize("camera", CAMERAS)
def test_mean_and_variance(kata, rng, camera):
    """Exposures have the image as their mean, and the variance that light and read noise make."""
    left, right, sky, gain, read_noise = camera
    noisy = kata.probe(seen, two_levels(left, right), sky, gain, read_noise, int(rng.integers(1 << 30)))
    expect(noisy, "the noisy image").has_shape(SHAPE)
    half = SHAPE[1] // 2
    for level, part in ((left, noisy[:, :half]), (right, noisy[:, half:])):
        variance = (level + sky) / gain + (read_noise / gain) ** 2
        words = f"where the image is {level:g}, with sky {sky:g}, gain {gain:g}, read noise {read_noise:g}"
        expect((np.mean(part) - level) / np.sqrt(variance), f"error of the mean in sds {words}").near(0.0, 0.06)
        expect(np.var(part) / variance, f"variance over the right one {words}").near(1.0, 0.08)


def test_electrons_are_whole(kata, rng):
    """Without read noise, gain times the counts with the sky is a whole number of electrons, never below 0."""
    image = rng.uniform(0.0, 3.0, (30, 40))
    noisy = kata.probe(seen, image, 1.0, 4.0, 0.0, int(rng.integers(1 << 30)))
    electrons = 4.0 * (np.asarray(noisy, float) + 1.0)
    expect(np.abs(electrons - np.round(electrons)), "distance of the electrons from whole numbers").near(0.0, 1e-3)
    expect(electrons.min(), "the fewest electrons").at_least(-1e-3)


@pytest.mark.parametrize("sky", [0.0, 2.0])
def test_pixels_are_independent(kata, rng, sky):
    """What one pixel sees says nothing of its neighbours."""
    noisy = kata.probe(seen, np.full(SHAPE, 3.0), sky, 2.0, 5.0 - sky, int(rng.integers(1 << 30)))
    noise = np.asarray(noisy, float) - np.mean(noisy)
    total = np.mean(noise**2)
    expect(total, "variance of the pixels of one exposure").at_least(0.5)
    for words, product in (("above", noise[1:] * noise[:-1]), ("beside", noise[:, 1:] * noise[:, :-1])):
        expect(np.mean(product) / total, f"correlation with the pixel {words}").near(0.0, 0.05)


def test_no_light(kata):
    """Where there is neither light nor read noise, there is no noise, in one row of pixels too."""
    for shape in ((2, 3), (1, 4)):
        expect(kata.probe(seen, np.zeros(shape), 0.0, 2.0, 0.0, 1)).equals(np.zeros(shape))


def test_the_generator_decides(kata, rng):
    """Generators of the same seed give the same noise, those of other seeds another."""
    seed = int(rng.integers(1 << 30))
    image = np.full((5, 6), 50.0)
    first, second, other = kata.probe(three_exposures, image, seed)
    expect(second, "the exposure of the same seed").equals(first)
    expect(not np.allclose(first, other)).holds("another seed gives the same noise")


def three_exposures(submission, image, seed):
    return [seen(submission, image.copy(), 4.0, 2.0, 3.0, s) for s in (seed, seed, seed + 1)]


def test_the_image_is_kept(kata, rng):
    """The noiseless image is as it was afterwards."""
    image = rng.uniform(1.0, 9.0, (4, 5))
    expect(kata.probe(image_afterwards, image), "the image afterwards").equals(image)


def image_afterwards(submission, image):
    seen(submission, image, 4.0, 2.0, 3.0, 5)
    return image


def test_matched_is_the_best(kata, rng):
    """The matched S/N is never below the aperture's; they agree where the light is in proportion to the variance."""
    for _ in range(3):
        image, weight = rng.uniform(0.1, 5.0, (2, 5, 6))
        matched, aperture = kata.signal_to_noise(image, weight)
        expect(matched / aperture, "matched over aperture").at_least(1.0)
        matched, aperture = kata.signal_to_noise(0.3 / weight, weight)
        expect(aperture, "aperture S/N where the light is 0.3 times the variance").equals(float(matched))
