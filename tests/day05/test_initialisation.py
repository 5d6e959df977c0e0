"""day05/initialisation: random weights that keep the variance."""

import numpy as np
import pytest

from fixtures.day05._networks import network
from grader.checks import each_case, expect
from grader.plain import Tensor


@pytest.mark.parametrize("training", [True, False])
def test_initialise(kata, training):
    """Every kind of layer starts as the docstring has it, and what is no layer stays as it is."""
    found = kata.probe(start_of_each_layer, training)
    expect(found["mode"], "model.training").equals(training)
    for name in found["layers"]:
        spread, mean, tails, bias = found["layers"][name]
        expect(spread, f"{name}: the weights' standard deviation over what it should be").equals(1.0)
        expect(mean, f"{name}: the weights' mean, in standard deviations").equals(0.0)
        expect(tails, f"{name}: the weights' mean fourth power (3 for normal ones), in standard deviations").equals(3.0)
        expect(bias, f"{name}: the largest bias").equals(0.0)
    for name, expected in {"batch norm": [1.0, 0.0], "group norm": [7.0, 7.0], "transposed": [7.0, 7.0]}.items():
        said = "a normalisation's" if "norm" in name else "a transposed convolution's"
        expect(found[name], f"{said} weights and biases ({name}), which were 7").equals(expected)


def start_of_each_layer(submission, training):
    """Return what initialise makes of every kind of layer of a model that was filled with sevens.

    Of a layer's weights their standard deviation over the right one, their mean, their mean fourth power, and the
    largest bias; rounded, since the random numbers may be others than the reference's.
    """
    import math

    import torch
    from torch import nn

    model = nn.ModuleDict(
        {
            "dense, 300 to 100": nn.Linear(300, 100),
            "dense without bias, 60 to 500": nn.Linear(60, 500, bias=False),
            "convolution 5 x 5, 20 to 60": nn.Conv2d(20, 60, 5),
            "convolution 3 x 7, 24 to 180, four groups": nn.Sequential(nn.Conv2d(24, 180, (3, 7), groups=4)),
            "convolution in 1-d, 50 to 80": nn.Sequential(nn.ReLU(), nn.Sequential(nn.Conv1d(50, 80, 9))),
            "convolution in 3-d, 10 to 100": nn.Conv3d(10, 100, 3),
            "batch norm": nn.BatchNorm2d(6),
            "batch norm without weights": nn.BatchNorm1d(4, affine=False),
            "group norm": nn.GroupNorm(2, 6),
            "transposed": nn.ConvTranspose2d(20, 60, 5),
        }
    ).train(training)
    products = [300, 60, 20 * 25, 24 // 4 * 21, 50 * 9, 10 * 27]
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(7.0)
    submission.initialise(model, torch.Generator().manual_seed(1))
    parts, layers = dict(model.items()), {}
    for name, count in zip(parts, products, strict=False):
        weight, *bias = [parameter.detach() for parameter in parts[name].parameters()]
        ratio, size = (weight.std() * math.sqrt(count / 2)).item(), weight.std().item() or 1.0
        spread = 1.0 if abs(ratio - 1) < 0.03 else round(ratio, 2 if abs(ratio - 1) < 0.06 else 1)
        mean, tails = round(weight.mean().item() / size, 1), round(2 * (weight / size).pow(4).mean().item()) / 2
        layers[name] = [spread, mean + 0.0, tails, max((float(b.abs().max()) for b in bias), default=0.0)]
    others = {
        name: [parts[name].weight.mean().item(), parts[name].bias.mean().item()]
        for name in ("batch norm", "group norm", "transposed")
    }
    return {"layers": layers, "mode": model.training, **others}


def test_generator(kata):
    """The generator decides: the same seed the same weights, and no other random numbers are used."""
    found = kata.probe(draws)
    for words, holds in found.items():
        expect(holds).holds(f"not so: {words}")


def draws(submission):
    import torch
    from torch import nn

    def weights(generator):
        model = nn.Sequential(nn.Linear(30, 30), nn.ReLU(), nn.Linear(30, 30))
        submission.initialise(model, generator)
        return [model[0].weight.detach().clone(), model[2].weight.detach().clone()]

    def seeded(seed):
        return torch.Generator().manual_seed(seed)

    generator = seeded(1)
    first, later = weights(generator), weights(generator)
    again, other = weights(seeded(1)), weights(seeded(2))
    model = nn.Linear(3, 3)
    state = torch.get_rng_state()
    submission.initialise(model, seeded(1))
    return {
        "the same weights from the same seed": torch.equal(first[0], again[0]) and torch.equal(first[1], again[1]),
        "other weights from another seed": not torch.equal(first[0], other[0]),
        "other weights from the same generator later on": not torch.equal(first[0], later[0]),
        "other weights in the second layer than in the first": not torch.equal(first[0], first[1]),
        "torch's global generator is left alone": torch.equal(state, torch.get_rng_state()),
    }


def test_same_model(kata):
    """The model itself is changed and returned; its parameters stay the objects they were, and can be trained."""
    found = kata.probe(identities)
    for words, holds in found.items():
        expect(holds).holds(f"not so: {words}")


def identities(submission):
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).double()
    model[0].bias.requires_grad_(False)
    before = list(model.parameters())
    returned = submission.initialise(model, torch.Generator().manual_seed(0))
    after = list(model.parameters())
    return {
        "the same model is returned": returned is model,
        "the parameters are the same objects": all(a is b for a, b in zip(before, after, strict=True)),
        "those that were trained are trained, and no others": [parameter.requires_grad for parameter in after]
        == [True, False, True, True],
        "they are leaves of the graph": all(parameter.is_leaf for parameter in after),
        "they keep their dtype": all(parameter.dtype == torch.float64 for parameter in after),
        "they have no gradient": all(parameter.grad is None for parameter in after),
    }


@each_case("variances_of_network")
def test_activation_variances(kata, case):
    """The variance of every layer's output."""
    expect(kata.probe(variances, *case.args)).equals(case.expected, rtol=case.rtol)


def test_a_layer_by_itself(kata):
    """A model may be a single layer: its name is then empty, as in named_modules()."""
    expect(kata.probe(of_one_layer)).equals({"": 6.25})


def of_one_layer(submission):
    import torch

    layer = torch.nn.Linear(1, 1)
    layer.weight.data.fill_(2.5)
    layer.bias.data.fill_(1.0)
    return submission.activation_variances(layer, torch.tensor([[3.0], [5.0]]))


def variances(submission, layers, x):
    return submission.activation_variances(network(layers), x)


@pytest.mark.parametrize("training", [True, False])
def test_left_as_it_was(kata, training):
    """The order is that of use; afterwards there are no hooks and no gradients, and the mode is what it was."""
    expect(kata.probe(after_measuring, training)).equals(
        {"names": ["second", "first"], "hooks": 0, "gradients": 0, "training": training}
    )


def after_measuring(submission, training):
    import torch
    from torch import nn

    class Backwards(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = nn.Linear(3, 3), nn.Linear(3, 3)

        def forward(self, x):
            return self.first(self.second(x).relu_())

    model = Backwards().train(training)
    found = submission.activation_variances(model, torch.ones(2, 3))
    return {
        "names": list(found),
        "hooks": sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules()),
        "gradients": sum(parameter.grad is not None for parameter in model.parameters()),
        "training": model.training,
    }


def test_on_another_device(kata):
    """A network on a GPU is looked into like one on the CPU."""
    weight, bias, x = (Tensor(np.ones(shape), "float64") for shape in ((2, 2), 2, (3, 2)))
    kata.stays_in_place(variances, [("0", "linear", weight, bias), ("1", "relu")], x)
