"""day06/batch_norm: batch normalisation by hand, forward in both modes, and backward."""

import numpy as np
import pytest

from grader.checks import each_case, expect
from grader.modules import count_parameters
from grader.plain import Tensor


@each_case("BatchNorm2d")
def test_forward(kata, case):
    kata.check(case)


@each_case("batch_norm_backward")
def test_backward(kata, case):
    kata.check(case)


def test_parameters(kata):
    """Two parameters a channel; the running statistics are buffers, which no optimiser sees."""
    expect(kata.probe(count_parameters, "BatchNorm2d", {"channels": 7}), "parameters of seven channels").equals(14)


def test_evaluation_leaves_the_statistics(kata, rng):
    """A call in evaluation mode leaves the running statistics as they are."""
    x = Tensor(rng.normal(5, 3, (3, 2, 4, 5)), "float64")
    mean, var = kata.probe(statistics_after_evaluation, "BatchNorm2d", x)
    expect(mean.array, "running_mean").equals(np.zeros(2))
    expect(var.array, "running_var").equals(np.ones(2))


def statistics_after_evaluation(submission, name, x):
    norm = getattr(submission, name)(2).to(x).eval()
    norm(x)
    return norm.running_mean, norm.running_var


def test_gradients_reach_the_input(kata, rng):
    """Autograd through the module in training mode: the gradient of x sums to 0 in each channel."""
    x = Tensor(rng.normal(1, 2, (3, 2, 4, 5)), "float64")
    grad_out = Tensor(rng.normal(1, 1, (3, 2, 4, 5)), "float64")
    gradient = kata.probe(gradient_of_input, "BatchNorm2d", x, grad_out).array
    expect(gradient.sum(axis=(0, 2, 3)), "sums of dL/dx").near(np.zeros(2), 1e-9)
    expect(np.abs(gradient).max(), "largest element of dL/dx").at_least(1e-3)


def gradient_of_input(submission, name, x, grad_out):
    import torch

    x = x.clone().requires_grad_()
    out = getattr(submission, name)(2).to(x).train()(x)
    return torch.autograd.grad(out, x, grad_out)[0]


def test_statistics_keep_no_graph(kata, rng):
    """The running statistics do not hang on to the graphs of past batches."""
    x = Tensor(rng.normal(1, 2, (3, 2, 4, 5)), "float64", grad=True)
    hangs = kata.probe(statistics_with_graph, "BatchNorm2d", x)
    expect(not hangs).holds(f"after a batch, {' and '.join(hangs)} still requires gradients")


def statistics_with_graph(submission, name, x):
    norm = getattr(submission, name)(2).to(x.dtype).to(x.device).train()
    norm(x)
    return [key for key in ("running_mean", "running_var") if getattr(norm, key).requires_grad]


def test_no_channels(kata):
    """No channels are refused by name."""
    kata.BatchNorm2d.refuses(0, naming="channels")


@pytest.mark.parametrize("shape", [(2, 2, 4, 4), (3, 4, 4), (0, 3, 4, 4), (1, 3, 1, 1)])
def test_wrong_input(kata, shape):
    """Other channels, no batch axis, no image, and in training mode a single number are refused by name."""
    words = kata.probe(refusal, "BatchNorm2d", Tensor(np.zeros(shape, np.float32), "float32"))
    expect(words == "x").holds(f"x of shape {shape}: {words}; a ValueError that names x is expected")


def refusal(submission, name, x):
    """Return "x" where the module refuses its input by that name, and what happens else in words."""
    import re

    norm = getattr(submission, name)(3).to(x).train()
    try:
        norm(x)
    except Exception as error:
        named = isinstance(error, ValueError) and re.search(r"\bx\b", str(error))
        return "x" if named else f"{type(error).__name__}: {str(error)[:200]}"
    return "it is accepted"


def test_a_single_number_is_evaluated(kata):
    """In evaluation mode one number per channel is no trouble."""
    x = Tensor(np.full((1, 2, 1, 1), 3.0), "float64")
    expect(kata.probe(evaluated, "BatchNorm2d", x).array).equals(np.full((1, 2, 1, 1), 3.0 / np.sqrt(4 + 1e-5)))


def evaluated(submission, name, x):
    norm = getattr(submission, name)(2).to(x).eval()
    norm.running_var.fill_(4.0)
    return norm(x)


@pytest.mark.parametrize(
    ("name", "grad_out", "x", "weight"),
    [
        ("x", (3, 4, 4), (3, 4, 4), (3,)),
        ("x", (1, 3, 1, 1), (1, 3, 1, 1), (3,)),
        ("grad_out", (1, 3, 4, 4), (2, 3, 4, 4), (3,)),
        ("weight", (2, 3, 4, 4), (2, 3, 4, 4), (1,)),
    ],
)
def test_wrong_shapes(kata, name, grad_out, x, weight):
    """Shapes that do not fit are refused by name."""
    tensors = [Tensor(np.ones(shape), "float64") for shape in (grad_out, x, weight)]
    kata.batch_norm_backward.refuses(*tensors, naming=name)
