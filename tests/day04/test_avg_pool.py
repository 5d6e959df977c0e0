"""day04/avg_pool: average pooling, and the way of the gradient back to every pixel of a window."""

import numpy as np
import pytest

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
    expect(kata.avg_pool2d(x, (2, 3)).mean(axis=(2, 3)), "the mean of each channel").equals(x.mean(axis=(2, 3)))


def test_backward_is_the_transpose(kata, rng):
    """<pool(x), g> is <x, backward(g)>: the backward pass is the forward pass's matrix, transposed."""
    x = rng.uniform(1.0, 2.0, (2, 2, 8, 9))
    pooled = kata.avg_pool2d(x, (3, 2), (2, 1))
    grad_out = rng.uniform(1.0, 2.0, pooled.shape)
    grad_x = kata.avg_pool2d_backward(grad_out, x.shape, (3, 2), (2, 1))
    expect(grad_x).has_shape(x.shape)
    expect(np.sum(x * grad_x), "<x, backward(g)>").equals(np.sum(pooled * grad_out), rtol=1e-5)


@pytest.mark.parametrize("shape", [(6, 7), (2, 6, 7), (0, 2, 6, 7)])
def test_no_batch_of_images(kata, rng, shape):
    """An image without batch and channels, and an empty batch, are refused by name."""
    kata.avg_pool2d.refuses(rng.normal(size=shape), 2, naming="x")


@pytest.mark.parametrize("size", [0, -2, (0, 2), (2, 0), (7, 2), (2, 8), 8])
def test_window_that_is_none_or_does_not_fit(kata, rng, size):
    """A window without pixels, or larger than the image along an axis, is refused by name."""
    kata.avg_pool2d.refuses(rng.normal(size=(1, 2, 6, 7)), size, naming="size")


@pytest.mark.parametrize("stride", [0, -1, (0, 1), (2, 0)])
def test_no_stride(kata, rng, stride):
    """A stride below 1 is refused by name; 0 is not the same as None."""
    kata.avg_pool2d.refuses(rng.normal(size=(1, 2, 6, 7)), 2, stride, naming="stride")


@pytest.mark.parametrize("size", [0, (2, 0), (7, 2), 8])
def test_backward_of_a_window_that_does_not_fit(kata, rng, size):
    """The backward pass refuses the windows that the forward pass refuses."""
    kata.avg_pool2d_backward.refuses(rng.normal(size=(1, 2, 3, 3)), (1, 2, 6, 7), size, 2, naming="size")


@pytest.mark.parametrize("stride", [0, (1, -1)])
def test_backward_without_stride(kata, rng, stride):
    """The backward pass refuses a stride below 1."""
    kata.avg_pool2d_backward.refuses(rng.normal(size=(1, 2, 3, 3)), (1, 2, 6, 7), 2, stride, naming="stride")


@pytest.mark.parametrize("shape", [(1, 2, 3, 4), (1, 2, 2, 3), (1, 1, 3, 3), (2, 2, 3, 3), (3, 3), (1, 2, 1, 1)])
def test_gradient_of_another_shape(kata, rng, shape):
    """A gradient not shaped like the forward pass's result is refused, even where NumPy would stretch it."""
    kata.avg_pool2d_backward.refuses(rng.normal(size=shape), (1, 2, 6, 7), 2, naming="grad_out")


@pytest.mark.parametrize("shape", [(6, 7), (2, 6, 7)])
def test_input_that_is_no_batch(kata, rng, shape):
    """An input_shape that is not that of a batch is refused by name."""
    kata.avg_pool2d_backward.refuses(rng.normal(size=(1, 2, 3, 3)), shape, 2, naming="input_shape")
