"""day12/psf: convolution by the FFT, moments, and the galaxy's shape without the PSF's."""

import numpy as np
import pytest

from grader.checks import expect

SIZES = [(1, 1), (3, 3), (2, 2), (4, 3), (3, 6), (9, 8)]


@pytest.mark.parametrize("size", SIZES)
def test_a_point_changes_nothing(kata, rng, size):
    """A PSF that is 1 at its centre pixel (h // 2, w // 2) gives the image back."""
    image, psf = rng.normal(size=(5, 7)), np.zeros(size)
    psf[size[0] // 2, size[1] // 2] = 1.0
    blurred = kata.fft_convolve(image, psf)
    expect(blurred, "the image convolved with a point").has_shape((5, 7))
    expect(blurred, "the image convolved with a point").near(image, 1e-5)


def test_light_that_leaves_is_gone(kata):
    """Light beyond an edge does not come in again on the other side."""
    image = np.zeros((6, 8))
    image[0, 7] = 1.0
    blurred = np.asarray(kata.fft_convolve(image, np.ones((3, 3))))
    expect(blurred[2:], "what a corner's light leaves in the other rows").near(0.0, 1e-5)
    expect(blurred[:, :6], "what a corner's light leaves in the other columns").near(0.0, 1e-5)
    expect(blurred[:2, 6:], "the light about the corner").near(1.0, 1e-5)


def test_moments_add(kata, rng):
    """Convolution adds the second moments of the PSF to those of the image, and multiplies the fluxes."""
    image, psf = np.zeros((13, 15)), rng.uniform(0.1, 1.0, (5, 3))
    image[4:9, 5:10] = rng.uniform(0.1, 1.0, (5, 5))
    flux, _, q = kata.moments(image)
    blur_flux, _, blur = kata.moments(psf)
    both_flux, _, both = kata.moments(np.asarray(kata.fft_convolve(image, psf), float))
    expect(both, "q of the blurred image").near(np.asarray(q) + np.asarray(blur), 1e-4)
    expect(both_flux / (flux * blur_flux), "its flux over the product of the fluxes").near(1.0, 1e-5)


def test_the_psf_may_be_anywhere(kata, rng):
    """Neither the place nor the flux of the PSF changes the galaxy's shape."""
    image, psf = rng.uniform(0.5, 1.0, (9, 11)), rng.uniform(0.2, 1.0, (3, 4))
    moved = np.zeros((6, 9))
    moved[2:5, 4:8] = 7.0 * psf
    expect(kata.galaxy_shape(image, moved), "the shape with the PSF moved and brighter").equals(
        kata.galaxy_shape(image, psf), rtol=1e-5
    )
