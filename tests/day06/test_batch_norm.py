"""day06/batch_norm: batch normalisation by hand, forward in both modes, and backward."""

import numpy as np
import pytest

from grader.checks import expect
from grader.modules import count_parameters
from grader.plain import Tensor


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


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_gradients(kata, rng, mode):
    """Autograd finds the gradients of x, weight and bias; in training mode mean and var depend on x."""
    x, grad_out = rng.normal(1, 2, (3, 2, 4, 5)), rng.normal(1, 1, (3, 2, 4, 5))
    weight = np.array([1.5, -0.5])
    tensors = [Tensor(values, "float64") for values in (x, grad_out, weight)]
    found = kata.probe(gradients_by_autograd, "BatchNorm2d", *tensors, mode)
    for name, expected in gradients_by_hand(x, grad_out, weight, mode).items():
        expect(found[name].array, f"gradient of {name} in {mode} mode").near(expected, 1e-9)


def gradients_by_autograd(submission, name, x, grad_out, weight, mode):
    import torch

    x = x.clone().requires_grad_()
    norm = getattr(submission, name)(2).to(x).train(mode == "train")
    statistics = {"running_mean": torch.full_like(weight, 0.5), "running_var": torch.full_like(weight, 4.0)}
    norm.load_state_dict({"weight": weight, **statistics}, strict=False)
    inputs = {"x": x, "weight": norm.weight, "bias": norm.bias}
    gradients = torch.autograd.grad(norm(x), list(inputs.values()), grad_out, allow_unused=True)
    pairs = zip(inputs.items(), gradients, strict=True)
    return {key: torch.zeros_like(value) if gradient is None else gradient for (key, value), gradient in pairs}


def gradients_by_hand(x, grad_out, weight, mode):
    """Return them by the closed form; in evaluation mode the statistics are 0.5 and 4."""
    axes, train = (0, 2, 3), mode == "train"
    mean = x.mean(axes, keepdims=True) if train else 0.5
    sd = np.sqrt((x.var(axes, keepdims=True) if train else 4.0) + 1e-5)
    normal = (x - mean) / sd
    inner = grad_out
    if train:
        stretch = (grad_out * normal).mean(axes, keepdims=True)
        inner = grad_out - grad_out.mean(axes, keepdims=True) - normal * stretch
    grad_x = weight[:, None, None] / sd * inner
    return {"x": grad_x, "weight": (grad_out * normal).sum(axes), "bias": grad_out.sum(axes)}


def test_statistics_keep_no_graph(kata, rng):
    """The running statistics do not hang on to the graphs of past batches."""
    x = Tensor(rng.normal(1, 2, (3, 2, 4, 5)), "float64", grad=True)
    hangs = kata.probe(statistics_with_graph, "BatchNorm2d", x)
    expect(not hangs).holds(f"after a batch, {' and '.join(hangs)} still requires gradients")


def statistics_with_graph(submission, name, x):
    norm = getattr(submission, name)(2).to(x.dtype).to(x.device).train()
    norm(x)
    return [key for key in ("running_mean", "running_var") if getattr(norm, key).requires_grad]
