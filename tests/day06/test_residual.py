"""day06/residual: the residual block, and what its skip does for gradients."""

import numpy as np
import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread
from grader.plain import Tensor


@pytest.mark.parametrize(
    ("arguments", "count"), [((64, 64), 73_984), ((64, 128, 2), 230_144), ((16, 16, 2), 4_960), ((5, 7), 833)]
)
def test_parameters(kata, arguments, count):
    """The parameters are those of the stub's modules, and no others."""
    kwargs = dict(zip(("in_channels", "out_channels", "stride"), arguments, strict=False))
    expect(kata.probe(count_parameters, "ResidualBlock", kwargs), "parameters").equals(count)


def test_silent_branch_is_an_identity(kata, rng):
    """With a branch of zeros, positive numbers and their gradients pass as they came."""
    x = Tensor(rng.uniform(0.1, 9.0, (2, 3, 4, 5)), "float64")
    found = kata.probe(through_silent_branch, "ResidualBlock", x)
    expect(found["output"].array, "output").equals(x.array)
    expect(found["gradient"], "gradient of the output's sum").equals(np.ones((2, 3, 4, 5)))


def through_silent_branch(submission, name, x):
    """Return the output and the gradient of its sum, with bn2 putting out zeros."""
    import torch

    block = getattr(submission, name)(3, 3).to(x).eval()
    torch.nn.init.zeros_(block.bn2.weight)
    x = x.clone().requires_grad_()
    output = block(1.0 * x)
    output.sum().backward()
    return {"output": output, "gradient": (torch.zeros_like(x) if x.grad is None else x.grad).cpu().numpy()}


@pytest.mark.parametrize("stride", [1, 2])
def test_gradient_of_the_input(kata, stride):
    """The gradient that reaches the input is the output's slope: through the branch and through the skip."""
    by_autograd, by_difference = kata.probe(slopes, "ResidualBlock", stride)
    expect(by_autograd, "slope along a direction by autograd").near(by_difference, 1e-5)


def slopes(submission, name, stride):
    """Return the derivative of a sum of the output along a direction of the input, by autograd and by difference."""
    import torch

    torch.manual_seed(6)
    block = getattr(submission, name)(3, 3, stride).double().eval()
    x, along = torch.randn(2, 2, 3, 4, 6, dtype=torch.float64).to(block.conv1.weight.device)

    def total(step):
        return block(x + step * along).square().sum()

    step = torch.zeros((), dtype=torch.float64, device=x.device, requires_grad=True)
    total(step).backward()
    with torch.no_grad():
        difference = (total(1e-6) - total(-1e-6)) / 2e-6
    return float(step.grad), float(difference)


def test_weights_begin_unlike(kata):
    """As it is built, no convolution's weights are all the same number."""
    spreads = kata.probe(initial_spread, "ResidualBlock", {"in_channels": 2, "out_channels": 4}, device=kata.device)
    for name, spread in spreads.items():
        expect(spread, f"standard deviation of {name}").at_least(1e-5)


def test_depth_kills_gradients_without_the_skip(kata, rng):
    """Forty layers of small weights: nothing comes back without the skip, everything with it."""
    weights = Tensor(rng.normal(0, 0.3 / np.sqrt(32), (40, 32, 32)), "float64")
    x, grad_out = (Tensor(values, "float64") for values in rng.normal(0, 1, (2, 4, 32)))
    expect(kata.gradient_gain(weights, x, grad_out, False), "without the skip").at_most(1e-12)
    expect(kata.gradient_gain(weights, x, grad_out, True), "with the skip").at_least(0.5)
