"""day06/self_attention: every pixel asks all the others."""

import numpy as np
import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread
from grader.plain import Tensor

LAYER = "SpatialSelfAttention"


def tensor(array):
    return Tensor(array, "float64")


@pytest.mark.parametrize("hidden", ["nothing", "some keys", "all keys of a query"])
def test_gradients_are_right(kata, rng, hidden):
    """The gradients of queries, keys and values are the slopes, also where a query may look at nothing."""
    mask = rng.random((2, 3, 4)) < 0.5
    mask[..., 0] = True
    if hidden == "all keys of a query":
        mask[0, 1] = False
    q, k, v = (rng.normal(size=shape) for shape in ((2, 3, 2), (2, 4, 2), (2, 4, 3)))
    found = kata.probe(slopes, tensor(q), tensor(k), tensor(v), None if hidden == "nothing" else Tensor(mask, "bool"))
    for name, (by_autograd, by_difference) in found.items():
        expect(abs(by_autograd) < 1e300).holds(f"the gradient with respect to {name} is not finite")
        expect(by_autograd, f"slope along a direction of {name}, by autograd").near(by_difference, 1e-5)


def slopes(submission, q, k, v, mask):
    """Return by autograd and by difference the slope of the output's squares along a direction of q, of k, of v."""
    import torch

    inputs, found = {"q": q, "k": k, "v": v}, {}
    for name, value in inputs.items():
        along = torch.sin(torch.arange(1, value.numel() + 1, dtype=value.dtype, device=value.device)).reshape(
            value.shape
        )
        step = torch.zeros((), dtype=value.dtype, device=value.device, requires_grad=True)

        def total(step, name=name, along=along):
            moved = inputs | {name: inputs[name] + step * along}
            return submission.attention(*moved.values(), mask).square().sum()

        total(step).backward()
        with torch.no_grad():
            difference = (total(1e-5) - total(-1e-5)) / 2e-5
        found[name] = float(step.grad), float(difference)
    return found


def test_weights_add_up_to_one(kata, rng):
    """Where all values are 1, so is every mean of them."""
    q, k = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4))
    out = kata.attention(tensor(q), tensor(k), tensor(np.ones((2, 5, 2))))
    expect(out).equals(tensor(np.ones((2, 3, 2))))


@pytest.mark.parametrize("channels, heads, parameters", [(8, 2, 288), (16, 1, 1088), (6, 6, 168)])
def test_parameters(kata, channels, heads, parameters):
    """Four layers of c (c + 1), however many heads share them."""
    kwargs = {"channels": channels, "heads": heads}
    expect(kata.probe(count_parameters, LAYER, kwargs), "parameters").equals(parameters)


def test_one_head_by_default(kata):
    """SpatialSelfAttention(4) is that of one head."""
    expect(kata.probe(differs_from_one_head, LAYER, 4)).equals(0.0)


def differs_from_one_head(submission, name, channels):
    """Return by how much the layer as it is by default differs from one head."""
    import torch

    torch.manual_seed(0)
    layer = getattr(submission, name)
    default, one = layer(channels), layer(channels, heads=1)
    one.load_state_dict(default.state_dict())
    x = torch.randn(1, channels, 3, 4)
    return float((default(x) - one(x)).abs().max())


def test_units_begin_unlike(kata):
    """As it is built, queries and keys are not all the same number."""
    for name, spread in kata.probe(initial_spread, LAYER, {"channels": 8, "heads": 2}, device=kata.device).items():
        # A last layer of zeros is a good start: the block is then the identity, and learns all the same.
        if not name.startswith("out."):
            expect(spread, f"standard deviation of {name}").at_least(1e-5)
