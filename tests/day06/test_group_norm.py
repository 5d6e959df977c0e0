"""day06/group_norm: normalisation without a batch, and how large a batch must be for batch normalisation."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor


def test_an_image_does_not_see_the_others(kata, rng):
    """An image alone gives what it gave within its batch."""
    x = rng.normal(1, 2, (3, 4, 5, 6))
    weight, bias = Tensor(rng.normal(size=4), "float64"), Tensor(rng.normal(size=4), "float64")
    together = kata.group_norm(Tensor(x, "float64"), 2, weight, bias).array
    alone = kata.group_norm(Tensor(x[1:2], "float64"), 2, weight, bias).array
    expect(alone).equals(together[1:2])


@pytest.mark.parametrize("name", ["layer_norm", "group_norm"])
def test_gradient_of_the_input(kata, rng, name):
    """The gradient that reaches x is the output's slope: mean and variance depend on x too."""
    x, along, weights = (Tensor(values, "float64") for values in rng.normal(1, 2, (3, 2, 4, 3, 4)))
    by_autograd, by_difference = kata.probe(slopes, name, x, along, weights, ones(4), ones(4))
    expect(by_autograd, "slope along a direction by autograd").near(by_difference, 1e-5)


def slopes(submission, name, x, along, weights, weight, bias):
    """Return the derivative of a sum of the output along a direction of x, by autograd and by difference."""
    import torch

    groups = (2,) if name == "group_norm" else ()

    def total(step):
        return (weights * getattr(submission, name)(x + step * along, *groups, weight, bias)).sum()

    step = torch.zeros((), dtype=x.dtype, device=x.device, requires_grad=True)
    total(step).backward()
    with torch.no_grad():
        difference = (total(1e-5) - total(-1e-5)) / 2e-5
    return float(step.grad), float(difference)


def test_error_falls_with_the_batch(kata):
    """The error at the smallest batch is small enough, one image less and it is not."""
    batch = kata.smallest_batch(0.02, 3)
    expect(kata.batch_statistic_error(batch, 3), "error with the smallest batch").at_most(0.02)
    expect(kata.batch_statistic_error(batch - 1, 3), "error with one image less").at_least(0.02)


def ones(*shape):
    return Tensor(np.ones(shape), "float64")
