"""day04/kernel_bank: kernels that answer to blobs, to edges and to textures."""

import numpy as np
import pytest

from grader.checks import expect


def pixels(size):
    """Return y and x of the pixels, counted from the middle one."""
    half = size // 2
    return np.mgrid[-half : half + 1, -half : half + 1]


@pytest.mark.parametrize("size, sigma", [(3, 1.0), (7, 1.3), (21, 2.5)])
def test_laplacian_sums_to_zero(kata, size, sigma):
    """A constant sky gives no response, however the kernel is cut off."""
    expect(kata.laplacian_of_gaussian(size, sigma).sum(), "the sum").near(0.0, 1e-6)


def test_gabor_sums_to_zero(kata):
    """A constant sky gives no response, whatever the phase."""
    expect(kata.gabor(9, 7.0, 0.5, 1.5, 0.3).sum(), "the sum").near(0.0, 1e-5)


@pytest.mark.parametrize("s, sigma", [(1.5, 1.5), (1.5, 2.5), (3.0, 2.0)])
def test_response_to_a_blob(kata, s, sigma):
    """A Gaussian blob of flux 1 and size s gives -sigma^2 / (pi (s^2 + sigma^2)^2) in its middle."""
    y, x = pixels(41)
    blob = np.exp(-(x**2 + y**2) / (2 * s**2)) / (2 * np.pi * s**2)
    response = np.sum(kata.laplacian_of_gaussian(41, sigma) * blob)
    expect(response, "the response").equals(-(sigma**2) / (np.pi * (s**2 + sigma**2) ** 2), rtol=1e-4)


@pytest.mark.parametrize("angle", [0.0, 0.7, -2.0])
def test_slope_of_a_ramp(kata, angle):
    """An image that rises by 3 a pixel towards `angle` gives 3, and nothing across it."""
    y, x = pixels(21)
    ramp = 3.0 * (x * np.cos(angle) + y * np.sin(angle)) + 5.0
    expect(np.sum(kata.oriented_edge(21, angle, 2.0) * ramp), "the response").equals(3.0, rtol=1e-4)
    across = np.sum(kata.oriented_edge(21, angle + np.pi / 2, 2.0) * ramp)
    expect(across, "the response of the kernel across it").near(0.0, 1e-4)


def test_edges_are_steered(kata):
    """Two kernels, along x and y, make the one of any direction."""
    along_x, along_y = kata.oriented_edge(9, 0.0, 1.5), kata.oriented_edge(9, np.pi / 2, 1.5)
    steered = np.cos(2.2) * along_x + np.sin(2.2) * along_y
    expect(kata.oriented_edge(9, 2.2, 1.5)).equals(steered, rtol=1e-5)


def test_gabor_finds_its_own_texture(kata):
    """Stripes of the kernel's period and direction answer; those across it, or half as wide, do not."""
    y, x = pixels(25)
    kernel = kata.gabor(25, 6.0, 0.5, 4.0)
    along, across = x * np.cos(0.5) + y * np.sin(0.5), y * np.cos(0.5) - x * np.sin(0.5)
    own = np.sum(kernel * np.cos(2 * np.pi * along / 6.0))
    expect(np.sum(kernel * np.cos(2 * np.pi * across / 6.0)) / own, "stripes across, relative").near(0.0, 0.01)
    expect(np.sum(kernel * np.cos(2 * np.pi * along / 3.0)) / own, "finer stripes, relative").near(0.0, 0.01)


def test_brightness_leaves_the_scale(kata):
    """A blob a thousand times as bright has the same scale."""
    y, x = pixels(27)
    blob = 1000.0 * np.exp(-(x**2 + y**2) / (2 * 2.5**2))
    expect(kata.blob_scale(blob, [1.0, 1.6, 2.5, 4.0])).equals(2.5, rtol=1e-5)
