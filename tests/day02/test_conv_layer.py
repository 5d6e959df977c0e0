"""day02/conv_layer: the convolutional layer."""

import numpy as np

from grader.checks import expect


def test_no_bias_by_default(kata, rng):
    """Without a bias, a black image stays black."""
    out = kata.conv2d(np.zeros((2, 3, 5, 6)), rng.normal(size=(4, 3, 2, 3)))
    expect(out).equals(np.zeros((2, 4, 4, 4)))


def test_bias_alone(kata):
    """A black image comes out as the biases: each channel filled with its own."""
    bias = np.array([1.0, -2.0, 0.5])
    out = kata.conv2d(np.zeros((2, 2, 4, 5)), np.ones((3, 2, 2, 2)), bias)
    expect(out).equals(np.broadcast_to(bias[:, None, None], (2, 3, 3, 4)))


def test_images_do_not_mix(kata, rng):
    """What comes out for one image does not depend on the others in the batch."""
    x, weight = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 3, 2))
    x_alone = x * np.array([0.0, 1.0, 0.0])[:, None, None, None]
    expect(kata.conv2d(x_alone, weight)[1], "the second of three images").equals(kata.conv2d(x, weight)[1])


def test_identity_kernels(kata, rng):
    """Single-pixel kernels of ones and zeros can put the channels into another order."""
    x = rng.normal(size=(2, 3, 4, 5))
    weight = np.eye(3)[[2, 0, 1]][:, :, None, None]
    expect(kata.conv2d(x, weight)).equals(x[:, [2, 0, 1]])
