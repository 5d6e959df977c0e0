"""day02/cross_correlation: a kernel slid over an image."""

import numpy as np
import pytest

from grader.checks import expect

FUNCTIONS = ["correlate2d", "convolve2d"]


def test_point_source_convolved(kata, rng):
    """A single bright pixel convolved with a kernel shows the kernel: a star shows the PSF."""
    kernel = rng.normal(size=(3, 4))
    expect(kata.convolve2d(impulse(kernel), kernel)).equals(kernel)


def test_point_source_correlated(kata, rng):
    """A single bright pixel correlated with a kernel shows the kernel turned by 180 degrees."""
    kernel = rng.normal(size=(3, 4))
    expect(kata.correlate2d(impulse(kernel), kernel)).equals(np.rot90(kernel, 2))


def impulse(kernel):
    """Return an image with one bright pixel, in which the kernel just reaches it from every side."""
    height, width = kernel.shape
    image = np.zeros((2 * height - 1, 2 * width - 1))
    image[height - 1, width - 1] = 1.0
    return image


def test_numbers_by_hand(kata):
    """[1, 2, 3, 4, 5] smoothed with [1/2, 1, 1/2] is [4, 6, 8] where the kernel fits."""
    image, kernel = np.arange(1.0, 6.0)[None], np.array([[0.5, 1.0, 0.5]])
    expect(kata.correlate2d(image, kernel), "correlate2d").equals(np.array([[4.0, 6.0, 8.0]]))
    expect(kata.convolve2d(image, kernel), "convolve2d").equals(np.array([[4.0, 6.0, 8.0]]))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(2, 5, 7), (5,)])
def test_not_an_image(kata, rng, name, shape):
    """An image that is not two-dimensional is refused by name."""
    getattr(kata, name).refuses(rng.normal(size=shape), rng.normal(size=(3, 3)), naming="image")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(1, 2, 3), (3,), (0, 2)])
def test_not_a_kernel(kata, rng, name, shape):
    """A kernel that is not two-dimensional, or has no pixels, is refused by name."""
    getattr(kata, name).refuses(rng.normal(size=(5, 7)), rng.normal(size=shape), naming="kernel")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(6, 2), (2, 8), (6, 8)])
def test_kernel_larger_than_the_image(kata, rng, name, shape):
    """A kernel that is higher or wider than the image is refused by name."""
    getattr(kata, name).refuses(rng.normal(size=(5, 7)), rng.normal(size=shape), naming="kernel")
