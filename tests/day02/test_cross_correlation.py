"""day02/cross_correlation: a kernel slid over an image."""

import numpy as np

from grader.checks import expect


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


def test_convolution_is_associative(kata, rng):
    """Two blurs are one blur: convolving by two kernels in turn is convolving by their own full convolution."""
    image, first, second = rng.normal(size=(8, 9)), rng.normal(size=(2, 3)), rng.normal(size=(3, 2))
    both = kata.convolve2d(np.pad(first, ((2, 2), (1, 1))), second)
    expect(kata.convolve2d(kata.convolve2d(image, first), second)).equals(kata.convolve2d(image, both))
