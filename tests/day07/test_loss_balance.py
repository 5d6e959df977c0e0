"""day07/loss_balance: how a mean squared error over several labels divides its attention.

A network cannot travel to the bench as an argument, so probes build it there from hidden weights.
"""

import pytest

from grader.checks import each_case, expect, refusal
from grader.plain import Tensor


@each_case("gradient_share")
def test_gradient_share(kata, case):
    """The share of each label in the gradient lengths, whatever the network is."""
    share = kata.probe(shares, *case.args)
    name, tensor = f"gradient_share, {case.name}", isinstance(share, Tensor)
    expect(tensor).holds(f"{name}: not a torch tensor")
    expect(share.dtype == case.expected.dtype).holds(f"{name}: dtype {share.dtype}, not that of the predictions")
    expect(share.device == kata.device).holds(f"{name}: the result is on {share.device}, the network on {kata.device}")
    expect(share.array, name).equals(case.expected.array, rtol=1e-4 if share.dtype == "float32" else 1e-9)


def shares(submission, kind, state, x, target):
    """Build the network and return the learner's shares."""
    return submission.gradient_share(network(kind, state), x, target)


def network(kind, state):
    """Return a small network: of one piece, with its first layer frozen, or with a head for each label."""
    import torch
    from torch import nn

    class Heads(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(42, 6)
            self.heads = nn.ModuleList(nn.Linear(6, 1) for _ in range(3))
            self.spare = nn.Linear(6, 2, bias=False)  # trained for something else: no label hears of it

        def forward(self, x):
            hidden = torch.relu(self.body(x.flatten(1)))
            return torch.cat([head(hidden) for head in self.heads], dim=1)

    class Stamps(nn.Sequential):
        def forward(self, x):
            return super().forward(x[:, None])

    if kind == "a head for each label":
        model = Heads()
    else:
        layers = [nn.Conv2d(1, 2, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten()]
        model = Stamps(*layers, nn.Linear(18, 5), nn.Tanh(), nn.Linear(5, 4))
    first = next(iter(state.values()))
    model = model.to(device=first.device, dtype=first.dtype)
    model.load_state_dict(state)
    if kind == "first layer frozen":
        model[0].requires_grad_(False)
    return model


@pytest.mark.parametrize("held", ["gradients of an earlier batch", "no gradients"])
def test_gradients_held_before(kata, rng, held):
    """The shares do not depend on what the parameters' .grad holds, and leave it as it is."""
    facts = kata.probe(with_gradients_held, *problem(rng), held)
    expect(facts["share"], f"gradient_share of a network that holds {held}, first label").equals(facts["truth"])
    expect(facts["grad"] == "as before").holds(f"the network held {held}; afterwards its .grad is {facts['grad']}")
    expect(facts["parameters"] == "as before").holds("the network's parameters have been changed")


def with_gradients_held(submission, state, x, target, held):
    """Give the network gradients or none, ask for the shares, and say what has become of it."""
    import torch

    model = network("stamps", state)
    if held != "no gradients":
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 0.5)
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    share = submission.gradient_share(model, x, target)
    grads = [parameter.grad for parameter in model.parameters()]
    if held == "no gradients":
        grad = "as before" if all(g is None or not g.any() for g in grads) else "filled"
    else:
        kept = all(g is not None and bool(torch.all(g == 0.5)) for g in grads)
        gone = all(g is None or not g.any() for g in grads)
        grad = "as before" if kept else "wiped" if gone else "another"
    same = all(bool(torch.equal(before[name], parameter)) for name, parameter in model.named_parameters())
    return {
        "share": float(torch.as_tensor(share)[0]),
        "truth": true_shares(model, x, target)[0],
        "grad": grad,
        "parameters": "as before" if same else "changed",
    }


def problem(rng, size=4):
    """Return weights, stamps and labels, in float64."""
    shapes = {
        "0.weight": (2, 1, 3, 3), "0.bias": (2,),
        "4.weight": (5, 18), "4.bias": (5,), "6.weight": (4, 5), "6.bias": (4,),
    }  # fmt: skip
    state = {name: Tensor(rng.normal(0.0, 0.4, shape), "float64") for name, shape in shapes.items()}
    x = Tensor(rng.normal(size=(size, 7, 6)), "float64")
    return state, x, Tensor(rng.normal([0.3, 0.2, 0.5, 3.0], 1.0, (size, 4)), "float64")


def test_mode_of_the_network(kata, rng):
    """The network is used in the mode it is in, and left in it."""
    facts = kata.probe(in_both_modes, *problem(rng))
    for mode in ("train", "eval"):
        share, truth, after = facts[mode]
        expect(share, f"gradient_share of a network in {mode} mode, first label").equals(truth)
        expect(after == mode).holds(f"the network was in {mode} mode, and is in {after} mode afterwards")


def in_both_modes(submission, state, x, target):
    """Ask for the shares of a network that weighs its labels differently in training; return them with the truth."""
    import torch

    class Moody(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.body = network("stamps", state)

        def forward(self, x):
            return self.body(x) * (torch.arange(1, 5, device=x.device) if self.training else 1)

    model, facts = Moody(), {}
    for mode in ("train", "eval"):
        model.train(mode == "train")
        share = submission.gradient_share(model, x, target)
        after = "train" if model.training else "eval"
        model.train(mode == "train")
        facts[mode] = (float(torch.as_tensor(share)[0]), true_shares(model, x, target)[0], after)
    return facts


def true_shares(model, x, target):
    """Return the shares as plain numbers; the network has no parameter that is not trained."""
    import torch

    lengths = []
    for term in torch.mean((model(x) - target) ** 2, dim=0):
        gradients = torch.autograd.grad(term, list(model.parameters()), retain_graph=True)
        lengths.append(float(torch.cat([gradient.ravel() for gradient in gradients]).norm()))
    return [length / sum(lengths) for length in lengths]


def test_one_network_twice(kata, rng):
    """Asking twice gives the same shares."""
    first, second = kata.probe(shares_twice, *problem(rng))
    expect(second, "the shares the second time").equals(first)


def shares_twice(submission, state, x, target):
    model = network("stamps", state)
    return [[float(value) for value in submission.gradient_share(model, x, target)] for _ in range(2)]


@refusal("gradient_share")
@pytest.mark.parametrize("shape", [(4,), (1, 4), (4, 1)])
def test_target_of_another_shape_than_the_predictions(kata, rng, shape):
    """Labels that are not one row of four for each stamp are refused by name: they would broadcast."""
    state, x, _ = problem(rng)
    kata.refuses(shares, "stamps", state, x, Tensor(rng.normal(size=shape), "float64"), naming="target")


def test_network_on_another_device(kata, rng):
    """A network on a GPU is treated like one on the CPU."""
    shapes = {"0.weight": (2, 1, 3, 3), "0.bias": 2, "4.weight": (5, 18), "4.bias": 5, "6.weight": (4, 5), "6.bias": 4}
    state = {name: Tensor(rng.normal(size=shape), "float64") for name, shape in shapes.items()}
    x, target = Tensor(rng.normal(size=(3, 6, 7)), "float64"), Tensor(rng.normal(size=(3, 4)), "float64")
    kata.stays_in_place(shares, "stamps", state, x, target)
