"""day05/initialisation: random weights that keep the variance."""

import pytest

from fixtures.day05._networks import network
from grader.checks import each_case, expect


def test_initialise(kata):
    """Every kind of layer starts as the docstring has it: kind by kind, what was found."""
    found = kata.probe(start_of_each_layer)
    for name, words in found.items():
        expect(words == "right").holds(f"{name}: {words}")


def start_of_each_layer(submission):
    """Return, for each layer of a model that was filled with sevens, what initialise made of it.

    A ratio of standard deviations is told to one digit: the random numbers may be others than the reference's.
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
            "another layer (group norm)": nn.GroupNorm(2, 6),
            "another layer (transposed convolution)": nn.ConvTranspose2d(20, 60, 5),
        }
    )
    products = [300, 60, 20 * 25, 24 // 4 * 21, 50 * 9, 10 * 27]
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(7.0)
    submission.initialise(model, torch.Generator().manual_seed(1))

    def words(part, products):
        weight, *bias = [parameter.detach() for parameter in part.parameters()]
        if (weight == 7).all():
            return "the weights are still what they were"
        ratio = (weight.std() * math.sqrt(products / 2)).item()
        if abs(ratio - 1) > 0.03:
            return f"the weights' standard deviation is {ratio:.1f} times what it should be"
        z = weight / weight.std()
        if z.mean().abs() > 0.04:
            return "the weights' mean is not 0"
        if abs(z.pow(4).mean().item() - 3) > 0.25:
            return "the weights are not normally distributed"
        return "the biases are not 0" if bias and bias[0].any() else "right"

    parts = dict(model.items())
    found = {name: words(parts[name], count) for name, count in zip(parts, products, strict=False)}
    norm = parts["batch norm"]
    found["batch norm"] = "right" if (norm.weight == 1).all() and not norm.bias.any() else "not weight 1 and bias 0"
    for name in ("another layer (group norm)", "another layer (transposed convolution)"):
        kept = all((parameter == 7).all() for parameter in parts[name].parameters())
        found[name] = "right" if kept else "changed, but it is none of those listed"
    return found


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
    before = list(model.parameters())
    returned = submission.initialise(model, torch.Generator().manual_seed(0))
    after = list(model.parameters())
    return {
        "the same model is returned": returned is model,
        "the parameters are the same objects": all(a is b for a, b in zip(before, after, strict=True)),
        "they are trained": all(parameter.requires_grad and parameter.is_leaf for parameter in after),
        "they keep their dtype": all(parameter.dtype == torch.float64 for parameter in after),
        "they have no gradient": all(parameter.grad is None for parameter in after),
    }


@each_case("activation_variances")
def test_activation_variances(kata, case):
    """The variance of every layer's output."""
    expect(kata.probe(variances, *case.args)).equals(case.expected, rtol=case.rtol)


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


def test_no_layers(kata):
    """A model without a dense layer or a convolution is refused by name."""
    kata.refuses(variances_of_no_layer, naming="model")


def variances_of_no_layer(submission):
    import torch

    submission.activation_variances(torch.nn.Sequential(torch.nn.ReLU()), torch.ones(2, 3))


@pytest.mark.parametrize("shape", [(5,), ()])
def test_no_weight(kata, shape):
    """A bias's shape is refused by name."""
    kata.fans.refuses(shape, naming="weight_shape")


@pytest.mark.parametrize("groups", [0, 4])
def test_groups_that_do_not_divide(kata, groups):
    """Groups that do not divide the filters are refused by name."""
    kata.fans.refuses((6, 2, 3, 3), groups, naming="groups")


def test_no_fan(kata):
    """A fan of 0 is refused by name."""
    kata.xavier_std.refuses(0, 5, naming="fan_in")
    kata.xavier_std.refuses(5, 0, naming="fan_out")
    kata.kaiming_std.refuses(0, naming="fan_in")
