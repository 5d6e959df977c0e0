"""day05/gradient_flow: how much of the gradient arrives at each layer."""

import numpy as np
import pytest

from fixtures.day05._networks import network
from grader.checks import each_case, expect
from grader.plain import Tensor


@each_case("norms_of_network")
def test_gradient_norms(kata, case):
    """The norm of the gradient of each layer's weights."""
    expect(kata.probe(norms, *case.args)).equals(case.expected, rtol=case.rtol)


def norms(submission, layers, x, y, loss, leftover):
    """Return the gradient norms of the network described; with gradients of 3 lying there from before."""
    import torch

    model = network(layers)
    if leftover:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 3.0)
    if loss == "mse":
        return submission.gradient_norms(model, x, y)
    return submission.gradient_norms(model, x, y, torch.nn.functional.cross_entropy)


@pytest.mark.parametrize("leftover", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_left_as_it_was(kata, leftover, training):
    """The model's weights, stored gradients and mode are what they were."""
    for words, holds in kata.probe(left_as_it_was, leftover, training).items():
        expect(holds).holds(f"not so: {words}")


def left_as_it_was(submission, leftover, training):
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)).train(training)
    if leftover:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 3.0)
    before = [parameter.detach().clone() for parameter in model.parameters()]
    submission.gradient_norms(model, torch.ones(5, 3), torch.ones(5, 2))
    after = list(model.parameters())
    if leftover:
        kept = all(parameter.grad is not None and (parameter.grad == 3).all().item() for parameter in after)
    else:
        kept = all(parameter.grad is None for parameter in after)
    return {
        "the gradients that were stored before are still there, and no others": kept,
        "the weights are what they were": all(torch.equal(a, b) for a, b in zip(before, after, strict=True)),
        "the weights can still be trained": all(parameter.requires_grad for parameter in after),
        "the mode is what it was": model.training is training,
    }


def test_order(kata):
    """The layers come in the order of model.named_modules()."""
    expect(kata.probe(names)).equals(["0", "1.0", "1.2", "2"])


def names(submission):
    from torch import nn, ones

    block = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
    model = nn.Sequential(nn.Linear(3, 3), block, nn.Linear(3, 3))
    return list(submission.gradient_norms(model, ones(2, 3), ones(2, 3)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sigmoid_vanishes(kata, seed):
    """Through twenty sigmoids less than a millionth of the gradient is left; through ReLUs it arrives."""
    expect(kata.vanishing_ratio(20, "sigmoid", 1.0, 64, seed), "sigmoid").at_most(1e-6)
    expect(kata.vanishing_ratio(20, "relu", 2**0.5, 64, seed), "ReLU").at_least(0.1)


def test_on_another_device(kata):
    """A network on a GPU is looked into like one on the CPU."""
    weight, bias, x, y = (Tensor(np.ones(shape), "float64") for shape in ((2, 2), 2, (3, 2), (3, 2)))
    kata.stays_in_place(norms, [("0", "linear", weight, bias), ("1", "relu")], x, y, "mse", False)
