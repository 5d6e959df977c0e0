"""day01/galaxy_image: a galaxy as a matrix."""

import numpy as np

from grader.checks import expect


def test_flux(kata, rng):
    """In a stamp that holds all the light the pixels add up to the flux, whatever the shear."""
    g1, g2 = rng.uniform(-0.3, 0.3, 2)
    image = kata.gaussian_galaxy((41, 44), 3.5, 2.5, g1, g2, 0.4, -0.3)
    expect(image).has_shape((41, 44))
    expect(float(np.sum(image)), "the sum of the pixels").near(3.5, within=1e-5)


def test_flip(kata, rng):
    """Turning y round turns the sign of g2 and leaves g1."""
    g1, g2 = rng.uniform(0.1, 0.4, 2)
    image = kata.gaussian_galaxy((8, 7), 2.0, 1.5, g1, g2, 0.7, 0.4)
    expect(kata.gaussian_galaxy((8, 7), 2.0, 1.5, g1, -g2, 0.7, -0.4)).equals(image[::-1])
