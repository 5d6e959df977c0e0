"""day12/sky_augmentation: cosmic rays, dead columns, S/N and shifts."""

import numpy as np
import pytest

from grader.checks import expect


def struck(submission, image, rate, length, charge, seed):
    """Return the stamp and its mask after one exposure."""
    return submission.add_cosmic_rays(image, rate, length, charge, np.random.default_rng(seed))


def exposures(submission, shape, rate, length, seed, count):
    """Return the hits of many exposures drawn from one generator, (count, H, W)."""
    rng = np.random.default_rng(seed)
    drawn = [submission.add_cosmic_rays(np.zeros(shape), rate, length, 1.0, rng)[0] for _ in range(count)]
    return np.stack(drawn).astype(np.float32)


def test_only_hits_are_changed(kata, rng):
    """The stamp is as it was outside the mask, and within it has whole multiples of the charge more."""
    image = rng.normal(size=(20, 30))
    after, mask = kata.probe(struck, image, 0.02, 6, 50.0, int(rng.integers(1 << 30)))
    expect(mask.dtype == bool).holds(f"the mask is of {mask.dtype}, not of bools")
    expect(mask, "the mask").has_shape((20, 30))
    expect(int(mask.sum()), "masked pixels, after some 12 rays of six hits").at_least(10)
    expect(after[~mask], "the stamp outside the mask").equals(image[~mask])
    hits = (np.asarray(after, float) - image)[mask] / 50.0
    expect(hits.min(), "the fewest hits within the mask").at_least(1 - 1e-3)
    expect(hits - np.round(hits), "how far the hits are from whole numbers").near(0.0, 1e-3)


def test_every_pixel_is_poisson(kata, rng):
    """Rays of one hit strike each pixel as often as a Poisson number says, some pixels twice."""
    hits = kata.probe(exposures, (50, 70), 0.5, 1, int(rng.integers(1 << 30)), 3)
    expect(np.mean(hits) / 0.5, "hits per pixel over the rate").near(1.0, 0.075)
    expect(np.mean(np.square(hits - 0.5)) / 0.5, "variance of the hits per pixel over the rate").near(1.0, 0.1)
    rows, columns = hits.mean(axis=(0, 2)), hits.mean(axis=(0, 1))
    for name, means in (("row", rows), ("column", columns)):
        first, last = means[: len(means) // 2].mean(), means[len(means) // 2 :].mean()
        expect((last - first) / 0.5, f"difference of the later and the earlier {name}s over the rate").near(0.0, 0.14)
        border = (means[0] + means[-1]) / 2
        expect(border / 0.5, f"hits per pixel of the first and last {name} over the rate").near(1.0, 0.4)


@pytest.mark.parametrize("shape", [(3, 4), (1, 12)])
def test_rays_per_exposure(kata, rng, shape):
    """The number of rays changes from exposure to exposure as a Poisson number does."""
    hits = kata.probe(exposures, shape, 0.4, 1, int(rng.integers(1 << 30)), 800)
    counts = hits.sum(axis=(1, 2))
    expect(np.mean(counts) / 4.8, "rays per exposure over the mean that is asked for").near(1.0, 0.08)
    expect(np.var(counts) / 4.8, "variance of their number over that mean").near(1.0, 0.27)


def test_rays_have_length_and_direction(kata, rng):
    """A ray of eight hits stretches over seven pixels, in every direction alike."""
    hits = kata.probe(exposures, (31, 31), 1.0 / 31**2, 8, int(rng.integers(1 << 30)), 1500)
    y, x = np.indices((31, 31))
    alone = [h for h in hits if h.sum() == 8 and max(np.ptp(x[h > 0]), np.ptp(y[h > 0])) < 9]
    expect(len(alone), "lone rays wholly on the stamp, of some 400").at_least(250)
    angles, lengths = [], []
    for h in alone:
        dx, dy = x - np.average(x, weights=h), y - np.average(y, weights=h)
        xx, xy, yy = (np.average(product, weights=h) for product in (dx * dx, dx * dy, dy * dy))
        lengths.append(np.sqrt(12 * (xx + yy)))
        angles.append(np.degrees(np.arctan2(2 * xy, xx - yy)) / 2)
    expect(np.mean(lengths), "mean length of the rays, in pixels").near(8.0, 0.4)
    for low in range(10, 180, 30):
        share = np.mean((np.array(angles) - low) % 180 < 30)
        expect(share, f"share of the rays that lie between {low} and {low + 30} degrees").near(1 / 6, 0.1)


def test_rays_go_both_ways(kata, rng):
    """A ray goes up as often as down and right as often as left, so no side of the stamp is hit more than another."""
    hits = kata.probe(exposures, (8, 8), 0.3, 8, int(rng.integers(1 << 30)), 800)
    mean = hits.mean()
    expect(mean, "hits per pixel").at_least(0.5)
    for name, means in (("row", hits.mean(axis=(0, 2))), ("column", hits.mean(axis=(0, 1)))):
        difference = means[-1] - means[0]
        expect(difference / mean, f"difference of the last and the first {name} over the mean").near(0.0, 0.11)


def test_rays_start_anywhere_in_a_pixel(kata, rng):
    """Of the rays of two hits, one in 22 hits a pixel twice: it starts far enough from the centre of the pixel."""
    hits = kata.probe(exposures, (40, 40), 2.0 / 40**2, 2, int(rng.integers(1 << 30)), 800)
    twice = np.sum(hits == 2) / 1600  # for each ray; 1 - 3 / pi is 0.045
    expect(twice, "share of the rays whose two hits are in one pixel").near(0.048, 0.03)


@pytest.mark.parametrize(("rate", "length"), [(0.0, 5), (0.3, 0)])
def test_no_rays(kata, rng, rate, length):
    """Without rays, or with rays that make no hit, the stamp is as it was and the mask is empty."""
    image = rng.normal(size=(5, 7))
    after, mask = kata.probe(struck, image, rate, length, 50.0, 3)
    expect(after, "the stamp").equals(image)
    expect(mask, "the mask").equals(np.zeros((5, 7), bool))


def test_charge_of_nothing(kata, rng):
    """The mask shows the hits, whatever their charge is."""
    nothing, much = kata.probe(two_masks, np.ones((8, 9)), int(rng.integers(1 << 30)))
    expect(nothing, "the mask where the charge is 0, beside that of the same rays with charge 50").equals(much)


def two_masks(submission, image, seed):
    return [struck(submission, image.copy(), 0.5, 2, charge, seed)[1] for charge in (0.0, 50.0)]


def test_the_generator_decides(kata, rng):
    """Generators of the same seed give the same rays, those of other seeds others."""
    image, seed = rng.normal(size=(9, 11)), int(rng.integers(1 << 30))
    first, second, other = kata.probe(three_exposures, image, seed)
    expect(second, "the exposure of the same seed").equals(first)
    expect(not np.allclose(first, other)).holds("another seed gives the same rays")


def three_exposures(submission, image, seed):
    return [struck(submission, image.copy(), 0.1, 3, 9.0, s)[0] for s in (seed, seed, seed + 1)]


def test_the_stamp_is_kept(kata, rng):
    """Cosmic rays are added to a new array; the stamp is as it was afterwards."""
    image = rng.normal(size=(9, 11))
    expect(kata.probe(stamp_afterwards, image), "the stamp afterwards").equals(image)


def stamp_afterwards(submission, image):
    struck(submission, image, 0.3, 3, 9.0, 4)
    return image


def test_results_are_new_arrays(kata, rng):
    """Writing into a result leaves the stamp as it was, also where nothing was to be done."""
    image = rng.normal(size=(4, 5))
    for name, after in kata.probe(write_into_results, image).items():
        expect(after, f"the stamp after writing into what {name} returned").equals(image)


def write_into_results(submission, image):
    found = {}
    for name, arguments in (("mask_columns", ([],)), ("shift_stamp", ((0.0, 0.0), 0, 0))):
        stamp = image.copy()
        getattr(submission, name)(stamp, *arguments)[0][:] = 7.0
        found[name] = stamp
    return found


def test_signal_to_noise_is_reached(kata, rng):
    """The scaled stamp has the S/N that was asked for."""
    image = rng.uniform(0.0, 1.0, (6, 7))
    scaled, factor = kata.to_snr(image, 0.3, 12.0)
    expect(np.sqrt(np.sum(np.square(scaled))) / 0.3, "matched-filter S/N of the scaled stamp").near(12.0, 1e-3)
    expect(scaled, "the scaled stamp").near(image * float(factor), 1e-3)
