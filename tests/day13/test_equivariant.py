"""day13/equivariant: convolutions that turn with the stamp. Modules are tried at random weights, in float32."""

import numpy as np
import pytest

from grader.checks import expect
from grader.modules import count_parameters, initial_spread
from grader.plain import Tensor

ORDERS = pytest.mark.parametrize("order", [4, 8], ids=["C4", "D4"])


def test_compose_is_what_transform_does(kata, rng):
    """compose(a, b) moves a stamp as b and then a do, for all 64 pairs."""
    for a, row in enumerate(kata.probe(both_orders, Tensor(rng.normal(size=(3, 4)), "float64"))):
        for b, (at_once, in_two) in enumerate(row):
            expect(at_once.array, f"the stamp moved by compose({a}, {b})").equals(in_two.array)


def both_orders(submission, stamp):
    """Return, for all pairs, the stamp moved by their product and by one after the other."""
    move, product = submission.transform, submission.compose
    return [[(move(stamp, product(a, b)), move(move(stamp, b), a)) for b in range(8)] for a in range(8)]


@ORDERS
def test_lifting_turns(kata, rng, order):
    """The features of a moved stamp are the moved features of the stamp, to 1e-5 in float32."""
    compare(kata.probe(both_ways, "LiftingConv", image(rng), order, 2, 1), order)


@ORDERS
def test_group_turns(kata, rng, order):
    """A group convolution of moved features gives moved features, to 1e-5 in float32, at stride 2 on 53 pixels."""
    features = Tensor(rng.normal(size=(1, 2, order, 53, 53)).astype(np.float32), "float32")
    compare(kata.probe(both_ways, "GroupConv", features, order, 2, 1), order)


@ORDERS
def test_shear_turns(kata, rng, order):
    """Layers and head together: the shear of a moved stamp is the moved shear, to 1e-5 in float32."""
    found = kata.probe(shears, image(rng), order)
    for element, g in enumerate(found):
        signs = np.array([1 - 2 * (element % 2), (1 - 2 * (element % 2)) * (1 - 2 * (element // 4))])
        expect(g.array, f"(g1, g2) of the stamp moved by element {element}").near(signs * found[0].array, 1e-5)


def image(rng):
    return Tensor(rng.normal(size=(2, 1, 53, 53)).astype(np.float32), "float32")


def compare(found, order):
    for element, (of_moved, moved) in enumerate(found[:order]):
        expect(of_moved.array, f"features of what element {element} moved").near(moved.array, 1e-5)


def both_ways(submission, name, x, order, stride, padding):
    """Return, for each element, the layer of the moved input and the moved output of the layer."""
    import torch

    torch.manual_seed(5)
    layer = fresh(getattr(submission, name)(x.shape[1], 2, 3, order, stride=stride, padding=padding), x)
    move = submission.transform if name == "LiftingConv" else submission.transform_features
    y = layer(x)
    return [(layer(move(x, e)), submission.transform_features(y, e)) for e in range(order)]


def shears(submission, x, order):
    """Return the shears of the moved stamps from two layers and a head."""
    import torch

    torch.manual_seed(6)
    first = fresh(submission.LiftingConv(1, 3, 3, order, stride=2, padding=1), x)
    second = fresh(submission.GroupConv(3, 4, 3, order), x)
    head = submission.Spin2Head(4, order).to(x)
    moved = [submission.transform(x, e) for e in range(order)]
    return [head(torch.relu(second(torch.relu(first(m))))) for m in moved]


def fresh(layer, x):
    """Give a layer weights of the size that keeps its output near 1, and a bias that is not 0."""
    import torch

    for key, parameter in layer.named_parameters():
        draw = torch.Generator().manual_seed(len(key))
        size = parameter[0].numel() ** -0.5 if parameter.ndim > 1 else 1.0
        parameter.data = size * torch.randn(parameter.shape, generator=draw)
    return layer.to(x)


@ORDERS
def test_parameters(kata, order):
    """All elements share one weight and one bias."""
    sizes = {"in_channels": 2, "out_channels": 3, "kernel": 5, "order": order}
    expect(kata.probe(count_parameters, "LiftingConv", sizes), "parameters of LiftingConv").equals(3 * 2 * 25 + 3)
    expect(kata.probe(count_parameters, "GroupConv", sizes), "parameters of GroupConv").equals(3 * 2 * order * 25 + 3)
    expect(
        kata.probe(count_parameters, "Spin2Head", {"channels": 6, "order": order}), "parameters of Spin2Head"
    ).equals(12)


def test_initial_weights_differ(kata):
    """The weights of new modules are not all alike."""
    sizes = {"in_channels": 2, "out_channels": 3, "kernel": 3, "order": 8}
    for name, kwargs in [("LiftingConv", sizes), ("GroupConv", sizes), ("Spin2Head", {"channels": 6, "order": 8})]:
        spread = kata.probe(initial_spread, name, kwargs, device=kata.device)
        expect(spread["weight"], f"the spread of {name}'s weight").at_least(1e-6)
        one, again, other = kata.probe(first_weights, name, kwargs, [0, 0, 1])
        expect(again, f"{name}'s weight from an equal generator").equals(one)
        expect(bool((one.array != other.array).any())).holds(f"{name}'s weight is not drawn: two seeds give the same")


def first_weights(submission, name, kwargs, seeds):
    """Return the weight of a new module for each seed."""
    import torch

    found = []
    for seed in seeds:
        torch.manual_seed(seed)
        found.append(getattr(submission, name)(**kwargs).weight.detach().clone())
    return found
