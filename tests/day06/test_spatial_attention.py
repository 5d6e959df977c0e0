"""day06/spatial_attention: where in the image to look, and whether that is where the galaxy is."""

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, slopes
from grader.plain import Tensor

LAYER = "SpatialAttention"


def test_seven_by_default(kata):
    """Two maps under a kernel of 7 x 7, and no bias: 98 parameters."""
    expect(kata.probe(count_parameters, LAYER), "parameters").equals(98)


def test_units_begin_unlike(kata):
    """As it is built, the kernel's weights are not all the same number."""
    for name, spread in kata.probe(initial_spread, LAYER, device=kata.device).items():
        expect(spread, f"standard deviation of {name}").at_least(1e-5)


def test_attention_map_is_what_weighs(kata, rng):
    """What `attention_map` returns, (N, H, W), times the input is what the layer returns."""
    x = Tensor(rng.normal(size=(2, 3, 4, 6)), "float64")
    gates, output = kata.probe(map_and_output, LAYER, x)
    expect(gates, "attention_map(x)").has_shape((2, 4, 6))
    expect(output, "output").equals(Tensor(x.array * gates.array[:, None], "float64"))


def map_and_output(submission, name, x):
    import torch

    torch.manual_seed(1)
    model = getattr(submission, name)(3).to(x)
    return model.attention_map(x), model(x)


def test_gradient_of_the_input(kata):
    """The gradient that reaches the input is the output's slope: past the attention map and through it."""
    found = kata.probe(slopes, LAYER, {"kernel_size": 3}, (2, 3, 4, 6), device=kata.device)
    expect(found["by autograd"], "slope along a direction by autograd").near(found["by difference"], 1e-5)


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
