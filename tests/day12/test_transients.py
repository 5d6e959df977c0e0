"""day12/transients: the proper difference, and purity against completeness."""

import numpy as np

from fixtures.day12.transients import convolution, delta, gaussian
from grader.checks import expect


def test_what_does_not_change_is_gone(kata, rng):
    """Without noise the difference of one sky seen through two PSFs is 0 everywhere."""
    shape = (8, 9)
    sky, psf_new, psf_ref = rng.exponential(5.0, shape), gaussian(rng, shape), gaussian(rng, shape)
    new, ref = ((convolution(psf) @ sky.ravel()).reshape(shape) for psf in (psf_new, psf_ref))
    expect(kata.difference(new, ref, psf_new, psf_ref, 0.1, 0.3), "the difference").near(0.0, within=1e-3)


def test_the_noise_is_white(kata, rng):
    """Every frequency of the noise has variance 1, whichever image is the noisier."""
    shape, count = (6, 7), 200
    psf_new, psf_ref = gaussian(rng, shape), gaussian(rng, shape)
    power = np.zeros(shape)
    for _ in range(count):
        new, ref = rng.normal(0.0, 0.2, shape), rng.normal(0.0, 1.5, shape)
        power += np.abs(np.fft.fft2(kata.difference(new, ref, psf_new, psf_ref, 0.2, 1.5))) ** 2 / count / new.size
    expect(power.mean(), "the mean power").near(1.0, within=0.1)
    expect(power.min(), "the least power at one frequency").at_least(0.5)
    expect(power.max(), "the largest power at one frequency").at_most(1.7)


def test_exchange_turns_the_sign(kata, rng):
    """With new and ref exchanged, the difference is the same but for its sign."""
    shape = (5, 8)
    new, ref = rng.normal(size=(2, *shape))
    psf_new, psf_ref = gaussian(rng, shape), gaussian(rng, shape)
    there = kata.difference(new, ref, psf_new, psf_ref, 0.3, 1.1)
    expect(-kata.difference(ref, new, psf_ref, psf_new, 1.1, 0.3), "the difference, exchanged").equals(there)


def test_a_transient_stands_where_it_went_off(kata, rng):
    """A new point of light is brightest in the difference at its own pixel."""
    shape, place = (9, 12), (2, 7)
    point = np.roll(delta(shape), (place[0] - 4, place[1] - 6), (0, 1))
    psf = gaussian(rng, shape)
    new = 10 * (convolution(psf) @ point.ravel()).reshape(shape)
    found = kata.difference(new, np.zeros(shape), psf, gaussian(rng, shape), 1.0, 1.0)
    expect([int(n) for n in np.unravel_index(np.argmax(found), shape)], "the brightest pixel").equals(list(place))
