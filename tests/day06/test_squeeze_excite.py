"""day06/squeeze_excite: channels that weigh each other."""

import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, slopes


@pytest.mark.parametrize("channels, reduction, parameters", [(64, 16, 580), (32, 8, 292), (10, 3, 73)])
def test_parameters(kata, channels, reduction, parameters):
    """Two layers with their biases, the first rounded down."""
    kwargs = {"channels": channels, "reduction": reduction}
    expect(kata.probe(count_parameters, "SqueezeExcite", kwargs), "parameters").equals(parameters)


def test_reduction_is_sixteen_by_default(kata):
    """SqueezeExcite(240) has 15 units between the layers."""
    expect(kata.probe(count_parameters, "SqueezeExcite", {"channels": 240}), "parameters").equals(7455)


def test_units_begin_unlike(kata):
    """As it is built, no layer's weights are all the same number."""
    for name, spread in kata.probe(
        initial_spread, "SqueezeExcite", {"channels": 32, "reduction": 4}, device=kata.device
    ).items():
        expect(spread, f"standard deviation of {name}").at_least(1e-5)


def test_gradient_of_the_input(kata):
    """The gradient that reaches the input is the output's slope: past the gates and through them."""
    found = kata.probe(slopes, "SqueezeExcite", {"channels": 4, "reduction": 2}, (2, 4, 3, 5), device=kata.device)
    expect(found["by autograd"], "slope along a direction by autograd").near(found["by difference"], 1e-5)
