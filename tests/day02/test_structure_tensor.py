"""day02/structure_tensor: a galaxy's orientation and shear from its edges."""

import numpy as np
import pytest

from grader.checks import expect


def gaussian(sigma, g1, g2, size=61):
    """Return a Gaussian galaxy whose covariance is sigma^2 S S^T, sampled at the pixel centres."""
    shear = np.array([[1 + g1, g2], [g2, 1 - g1]]) / np.sqrt(1 - g1**2 - g2**2)
    inverse = np.linalg.inv(sigma**2 * shear @ shear.T)
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    return np.exp(-0.5 * (inverse[0, 0] * x**2 + 2 * inverse[0, 1] * x * y + inverse[1, 1] * y**2))


@pytest.mark.parametrize("degrees", [-80, -45, -20, 10, 45, 65])
def test_angle_of_a_long_galaxy(kata, degrees):
    """The long axis of a Gaussian is found to half a degree, in every direction."""
    g1, g2 = 0.4 * np.cos(2 * np.radians(degrees)), 0.4 * np.sin(2 * np.radians(degrees))
    expect(kata.position_angle(gaussian(6.0, g1, g2))).near(np.radians(degrees), np.radians(0.5))


def test_finer_sampling_comes_nearer(kata):
    """At twice the pixels across, what is missing of g falls to a quarter."""
    truth = np.array([0.2, 0.15])
    coarse, fine = (
        np.array(kata.ellipticity_from_gradients(gaussian(sigma, *truth, size=12 * int(sigma) + 1)))
        for sigma in (5.0, 10.0)
    )
    expect((truth - coarse) / (truth - fine), "ratio of the errors").near(4.0, 0.2)


def test_sky_and_flux_do_not_matter(kata, rng):
    """Brighter, or on another sky: the same shape."""
    image = rng.normal(size=(6, 8))
    shear = np.array(kata.ellipticity_from_gradients(image))
    expect(np.array(kata.ellipticity_from_gradients(30.0 * image - 5.0))).equals(shear)
    expect(kata.position_angle(30.0 * image - 5.0)).equals(kata.position_angle(image))


def test_quarter_turn(kata, rng):
    """Turned by 90 degrees, a galaxy has the opposite shear."""
    image = rng.normal(size=(6, 8))
    shear = np.array(kata.ellipticity_from_gradients(image))
    expect(np.array(kata.ellipticity_from_gradients(np.rot90(image)))).equals(-shear)


def test_mirror_image(kata, rng):
    """In a mirror, g1 stays and g2 and the angle change their sign."""
    image = rng.normal(size=(7, 5))
    g1, g2 = kata.ellipticity_from_gradients(image)
    expect(np.array(kata.ellipticity_from_gradients(image[:, ::-1]))).equals(np.array([g1, -g2]))
    expect(kata.position_angle(image[::-1])).equals(-kata.position_angle(image))


def test_round_galaxy(kata):
    """A round galaxy has no shear."""
    expect(np.array(kata.ellipticity_from_gradients(gaussian(4.0, 0.0, 0.0, size=31)))).near(np.zeros(2), 1e-6)


def test_ramp(kata):
    """Edges that all run one way have |g| = 1, without a warning."""
    y, x = np.mgrid[:6, :9]
    g1, g2 = kata.ellipticity_from_gradients.silent(0.3 * x + 0.1 * y)
    direction = np.arctan2(0.1, 0.3)  # of the gradient; the edges run across it
    expect(np.array([g1, g2])).near(-np.array([np.cos(2 * direction), np.sin(2 * direction)]), 1e-6)


@pytest.mark.parametrize("slope_x, slope_y", [(0.3, 0.1), (-2.0, 3.0)])
def test_axis_of_a_ramp(kata, slope_x, slope_y):
    """The edges of a ramp run at right angles to its slope."""
    y, x = np.mgrid[:6, :9]
    angle = kata.position_angle(slope_x * x + slope_y * y)
    expect(angle).near(np.arctan(-slope_x / slope_y), 1e-6)


def test_edges_along_the_columns(kata):
    """Where brightness changes from column to column only, the edges run along y: 90 degrees, and g1 is -1."""
    stripes = np.tile([1.0, 2.0, 5.0, 3.0, 3.0, 4.0], (5, 1))
    expect(abs(kata.position_angle(stripes)), "the angle without its sign").near(np.pi / 2, 1e-6)
    expect(np.array(kata.ellipticity_from_gradients(stripes))).near(np.array([-1.0, 0.0]), 1e-6)


def test_edges_along_the_rows(kata):
    """Where brightness changes from row to row only, the edges run along x: 0 degrees, and g1 is 1."""
    stripes = np.tile([[1.0], [2.0], [5.0], [3.0], [3.0], [4.0]], (1, 5))
    expect(kata.position_angle(stripes)).near(0.0, 1e-6)
    expect(np.array(kata.ellipticity_from_gradients(stripes))).near(np.array([1.0, 0.0]), 1e-6)
