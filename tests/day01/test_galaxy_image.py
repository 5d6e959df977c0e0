"""day01/galaxy_image: a galaxy as a matrix."""

import numpy as np
import pytest

from grader.checks import each_case, expect


@each_case("gaussian_galaxy")
def test_gaussian_galaxy(kata, case):
    kata.check(case)


def test_whole_numbers_will_do(kata):
    """Whole numbers, NumPy's too, mean what the same floating-point numbers mean."""
    image = kata.gaussian_galaxy((np.int64(4), np.int64(5)), 7, 2, 0, 0, 1, -1)
    expect(image).equals(kata.gaussian_galaxy((4, 5), 7.0, 2.0, 0.0, 0.0, 1.0, -1.0))


def test_flux(kata, rng):
    """In a stamp that holds all the light the pixels add up to the flux, whatever the shear."""
    g1, g2 = rng.uniform(-0.3, 0.3, 2)
    image = kata.gaussian_galaxy((41, 44), 3.5, 2.5, g1, g2, 0.4, -0.3)
    expect(image).has_shape((41, 44))
    expect(float(np.sum(image)), "the sum of the pixels").near(3.5, within=1e-5)


def test_flip(kata, rng):
    """Turning y round turns the sign of g2 and leaves g1."""
    g1, g2 = rng.uniform(-0.4, 0.4, 2)
    image = kata.gaussian_galaxy((8, 7), 2.0, 1.5, g1, g2, 0.7, 0.4)
    expect(kata.gaussian_galaxy((8, 7), 2.0, 1.5, g1, -g2, 0.7, -0.4)).equals(image[::-1])


@pytest.mark.parametrize("shape", [(5,), (4, 5, 6), (0, 5), (5, -1)])
def test_no_image(kata, shape):
    """A shape that is not two sizes is refused by name."""
    kata.gaussian_galaxy.refuses(shape, 1.0, 1.0, naming="shape")


@pytest.mark.parametrize("sigma", [0.0, -1.5])
def test_no_size(kata, sigma):
    """A sigma that is not positive is refused by name."""
    kata.gaussian_galaxy.refuses((5, 7), 1.0, sigma, naming="sigma")


@pytest.mark.parametrize(("g1", "g2"), [(1.0, 0.0), (0.0, -1.0), (0.8, 0.7), (-1.5, 0.2)])
def test_too_much_shear(kata, g1, g2):
    """A shear of 1 or more would flatten the galaxy to a line, and is refused by name."""
    kata.gaussian_galaxy.refuses((5, 7), 1.0, 1.0, g1, g2, naming="g1")
    kata.gaussian_galaxy.refuses((5, 7), 1.0, 1.0, g1, g2, naming="g2")
