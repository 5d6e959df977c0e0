"""day04/avg_pool: average pooling, and the way of the gradient back to every pixel of a window."""

import numpy as np

from grader.checks import expect


def test_shearnet_stamp(kata, rng):
    """A map of 53 x 53 is pooled to 26 x 26, and its last row and column count for nothing."""
    x = rng.normal(size=(1, 1, 53, 53))
    pooled = kata.avg_pool2d(x, 2)
    expect(pooled).has_shape((1, 1, 26, 26))
    expect(pooled).equals(kata.avg_pool2d(x[:, :, :52, :52], 2))


def test_flux_is_kept(kata, rng):
    """Where windows tile the image, the mean of the map is the mean of the image."""
    x = rng.normal(1.0, 1.0, (2, 3, 6, 12))
    expect(kata.avg_pool2d(x, (2, 3)).mean(axis=(2, 3)), "the mean of each channel").equals(x.mean(axis=(2, 3)), 1e-5)


def test_backward_is_the_transpose(kata, rng):
    """<pool(x), g> is <x, backward(g)>: the backward pass is the forward pass's matrix, transposed."""
    x = rng.uniform(1.0, 2.0, (2, 2, 8, 9))
    pooled = kata.avg_pool2d(x, (3, 2), (2, 1))
    grad_out = rng.uniform(1.0, 2.0, pooled.shape)
    grad_x = kata.avg_pool2d_backward(grad_out, x.shape, (3, 2), (2, 1))
    expect(grad_x).has_shape(x.shape)
    expect(np.sum(x * grad_x), "<x, backward(g)>").equals(np.sum(pooled * grad_out), rtol=1e-5)
