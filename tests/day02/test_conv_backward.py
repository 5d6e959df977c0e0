"""day02/conv_backward: gradients of a convolutional layer."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from grader.checks import expect


@pytest.mark.parametrize("kernel", [(3, 3), (2, 4), (1, 1), (5, 6)])
def test_adjoint(kata, rng, kernel):
    """<conv2d(x, weight), y> = <x, grad_x> = <weight, grad_weight>: each gradient is the forward pass transposed."""
    x, weight = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, *kernel))
    out = np.einsum("ncyxij,ocij->noyx", sliding_window_view(x, kernel, axis=(2, 3)), weight)
    y = rng.normal(size=out.shape)
    gradients = kata.conv2d_backward(y, x, weight)
    expect(len(gradients), "the number of gradients returned").equals(3)
    within = 1e-5 * np.linalg.norm(out) * np.linalg.norm(y)
    for name, value, gradient in zip(("grad_x", "grad_weight"), (x, weight), gradients[:2], strict=True):
        expect(gradient, name).has_shape(value.shape)
        expect(np.sum(value * gradient), f"the inner product with {name}").near(np.sum(out * y), within)


def test_bias_of_a_flat_gradient(kata, rng):
    """If every output pixel pulls by 1, a channel's bias is pulled by the number of its pixels in the whole batch."""
    x, weight = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 2, 3))
    gradients = kata.conv2d_backward(np.ones((3, 4, 4, 4)), x, weight)
    expect(len(gradients), "the number of gradients returned").equals(3)
    expect(gradients[2], "grad_bias").equals(np.full(4, 48.0))


@pytest.mark.parametrize("shape", [(5, 2), (3, 2, 6), (0, 2, 5, 6)])
def test_not_a_batch(kata, rng, shape):
    """Images without a batch axis, and an empty batch, are refused by name."""
    grad_out = rng.normal(size=(shape[0], 4, 3, 4))
    kata.conv2d_backward.refuses(grad_out, rng.normal(size=shape), rng.normal(size=(4, 2, 3, 3)), naming="x")


@pytest.mark.parametrize("kernel", [(6, 3), (3, 7)])
def test_kernel_larger_than_the_images(kata, rng, kernel):
    """Kernels that are higher or wider than the images are refused by name."""
    grad_out, x = np.zeros((3, 4, 6 - kernel[0], 7 - kernel[1])), rng.normal(size=(3, 2, 5, 6))
    kata.conv2d_backward.refuses(grad_out, x, rng.normal(size=(4, 2, *kernel)), naming="weight")


@pytest.mark.parametrize("shape", [(3, 3), (2, 3, 3), (4, 3, 3, 3), (4, 1, 3, 3)])
def test_weight_that_does_not_match(kata, rng, shape):
    """A weight without four axes, or without the channels of x, is refused by name."""
    grad_out, x = rng.normal(size=(3, 4, 3, 4)), rng.normal(size=(3, 2, 5, 6))
    kata.conv2d_backward.refuses(grad_out, x, rng.normal(size=shape), naming="weight")


@pytest.mark.parametrize("shape", [(3, 4, 5, 6), (3, 2, 3, 4), (2, 4, 3, 4), (1, 4, 3, 4), (4, 3, 4), (3, 4, 4, 3)])
def test_gradient_of_another_output(kata, rng, shape):
    """A grad_out that is not shaped as the output is refused by name, also where it could be broadcast."""
    x, weight = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 3, 3))
    kata.conv2d_backward.refuses(rng.normal(size=shape), x, weight, naming="grad_out")
