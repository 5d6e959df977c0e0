"""day02/conv_backward: gradients of a convolutional layer."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("kernel", [(3, 3), (2, 4), (1, 1), (5, 6)])
def test_adjoint(kata, rng, kernel):
    """<conv2d(x, weight), y> = <x, grad_x> = <weight, grad_weight>: each gradient is the forward pass transposed."""
    x, weight = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, *kernel))
    out = np.einsum("ncyxij,ocij->noyx", np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(2, 3)), weight)
    y = rng.normal(size=out.shape)
    gradients = kata.conv2d_backward(y, x, weight)
    within = 1e-5 * np.linalg.norm(out) * np.linalg.norm(y)
    for name, value, gradient in zip(("grad_x", "grad_weight"), (x, weight), gradients[:2], strict=True):
        expect(gradient, name).has_shape(value.shape)
        expect(np.sum(value * gradient), f"the inner product with {name}").near(np.sum(out * y), within)


def test_bias_of_a_flat_gradient(kata, rng):
    """If every output pixel pulls by 1, a channel's bias is pulled by the number of its pixels in the whole batch."""
    x, weight = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 2, 3))
    gradients = kata.conv2d_backward(np.ones((3, 4, 4, 4)), x, weight)
    expect(gradients[2], "grad_bias").equals(np.full(4, 48.0))
