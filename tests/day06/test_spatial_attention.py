"""day06/spatial_attention: where in the image to look, and whether that is where the galaxy is."""

import numpy as np
import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, on_zeros, slopes
from grader.plain import Tensor

LAYER = "SpatialAttention"


def test_seven_by_default(kata):
    """Two maps under a kernel of 7 x 7, and no bias: 98 parameters."""
    expect(kata.probe(count_parameters, LAYER), "parameters").equals(98)


def test_units_begin_unlike(kata):
    """As it is built, the kernel's weights are not all the same number."""
    for name, spread in kata.probe(initial_spread, LAYER).items():
        expect(spread, f"standard deviation of {name}").at_least(1e-5)


def test_attention_map_is_what_weighs(kata):
    """What `attention_map` returns, (N, H, W), times the input is what the layer returns."""
    shape, worst = kata.probe(map_against_output, LAYER)
    expect(shape == (2, 4, 6)).holds(f"attention_map of x 2x3x4x6 has shape {shape}; (N, H, W) is asked for")
    expect(worst, "largest difference between x * attention_map(x) and the output").near(0.0, 1e-9)


def map_against_output(submission, name):
    """Return the shape of an attention map, and how far the input weighed by it is from the layer's output."""
    import torch

    torch.manual_seed(1)
    model = getattr(submission, name)(3).double()
    x = torch.randn(2, 3, 4, 6, dtype=torch.float64, device=model.conv.weight.device)
    found = model.attention_map(x)
    shape = tuple(found.shape)
    worst = float((x * found[:, None] - model(x)).abs().max()) if shape == (2, 4, 6) else float("inf")
    return shape, worst


def test_gradient_of_the_input(kata):
    """The gradient that reaches the input is the output's slope: past the attention map and through it."""
    found = kata.probe(slopes, LAYER, {"kernel_size": 3}, (2, 3, 4, 6))
    expect(found["by autograd"], "slope along a direction by autograd").near(found["by difference"], 1e-5)


@pytest.mark.parametrize("size", [0, 4, -3])
def test_even_kernel(kata, size):
    """A kernel without a middle pixel is refused by name."""
    kata.SpatialAttention.refuses(kernel_size=size, naming="kernel_size")


@pytest.mark.parametrize("method", ["__call__", "attention_map"])
@pytest.mark.parametrize("shape", [(3, 8, 9), (0, 3, 8, 9), (2, 0, 8, 9), (2, 3, 8, 0)])
def test_not_maps(kata, shape, method):
    """What is not a batch of maps is refused by name."""
    kata.refuses(on_zeros, LAYER, {}, shape, method, naming="x")


def tensor(array):
    return Tensor(array, array.dtype.name)


def test_mass_does_not_depend_on_scale(kata, rng):
    """A thousand times the attention is spread no otherwise."""
    attention, mask = rng.uniform(size=(2, 5, 4)), rng.random((2, 5, 4)) < 0.5
    mass = kata.attention_mass(tensor(attention), tensor(mask))
    expect(kata.attention_mass(tensor(1000 * attention), tensor(mask))).equals(mass)


def test_mass_inside_and_outside(kata, rng):
    """What is on the galaxy and what is beside it add up to one."""
    attention, mask = rng.uniform(size=(2, 5, 4)), rng.random((2, 5, 4)) < 0.5
    inside = kata.attention_mass(tensor(attention), tensor(mask))
    outside = kata.attention_mass(tensor(attention), tensor(~mask))
    expect(outside).equals(tensor(1 - inside.array))


@pytest.mark.parametrize(
    "attention", [np.ones((4, 5)), np.ones((2, 1, 4, 5)), np.ones((0, 4, 5)), -np.eye(4)[None], np.zeros((1, 4, 4))]
)
def test_attention_that_is_none(kata, attention):
    """A map of another shape, a negative one, or one of zeros is refused by name."""
    mask = np.ones(attention.shape, bool)
    kata.attention_mass.refuses(tensor(attention), tensor(mask), naming="attention_map")


def test_one_map_of_zeros(kata):
    """One map of zeros among others is enough to be refused."""
    attention = np.ones((2, 3, 4))
    attention[1] = 0
    kata.attention_mass.refuses(tensor(attention), tensor(np.ones((2, 3, 4), bool)), naming="attention_map")


@pytest.mark.parametrize("mask", [np.ones((2, 4, 5)), np.ones((4, 5), bool), np.ones((1, 4, 5), bool)])
def test_mask_of_another_kind(kata, mask):
    """A mask of numbers, or of another shape, is refused by name."""
    kata.attention_mass.refuses(tensor(np.ones((2, 4, 5))), tensor(mask), naming="galaxy_mask")
