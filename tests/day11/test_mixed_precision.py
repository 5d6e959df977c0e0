"""day11/mixed_precision: half precision in training and inference."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor

HALVES = ["float16", "bfloat16"]


def step(submission, weights, slopes, dtype, scale, learning_rate, max_norm):
    """Take a step down the plane `slopes`; return the weights, whether it was finite, and what the loss was given."""
    import torch

    seen, before = [], [tensor.clone() for tensor in weights]

    def loss_of(half):
        seen.append([tensor.detach() for tensor in half])
        return sum((slope * tensor.float()).sum() for slope, tensor in zip(slopes, half, strict=True))

    new, finite = submission.mixed_step(weights, loss_of, getattr(torch, dtype), scale, learning_rate, max_norm)
    kinds = sorted({str(tensor.dtype).removeprefix("torch.") for tensor in seen[0]})
    given = [tensor.float() for tensor in seen[0]]
    return {
        "weights": [tensor.detach().float() for tensor in new],
        "moved": [tensor.detach().double() - old.double() for tensor, old in zip(new, before, strict=True)],
        "master copy": list(weights),
        "dtypes": [str(tensor.dtype).removeprefix("torch.") for tensor in new],
        "has a graph": any(tensor.requires_grad for tensor in new),
        "finite": bool(finite),
        "loss computed in": kinds,
        "loss computed at": given,
    }


def single(*arrays):
    return [Tensor(np.array(array, np.float32), "float32") for array in arrays]


@pytest.mark.parametrize("dtype", HALVES)
def test_small_gradients_survive(kata, dtype):
    """A gradient of 2^-26, which float16 cannot hold, moves the weight when the loss is scaled."""
    slopes = single([2.0**-26, 2.0**-10], [[-(2.0**-25)]])
    found = kata.probe(step, single([0.5, 2.0], [[1.0]]), slopes, dtype, 2.0**15, 2.0**20, 1.0)
    expect(found["moved"][0].array, "what the step changed in the first").equals(
        np.array([-(2.0**-6), -(2.0**10)]), elementwise=True
    )
    expect(found["moved"][1].array, "what the step changed in the second").equals(np.array([[2.0**-5]]))
    expect(found["finite"], "finite").equals(True)


@pytest.mark.parametrize("dtype", HALVES)
def test_small_steps_arrive(kata, dtype):
    """A step of 2^-14 on a weight of 1 arrives: the master copy is kept in float32."""
    found = kata.probe(step, single([1.0, 1.0]), single([0.0625, -0.125]), dtype, 256.0, 2.0**-10, 10.0)
    expect(found["dtypes"], "dtypes of the weights").equals(["float32"])
    expect(found["moved"][0].array, "what the step changed").equals(np.array([-(2.0**-14), 2.0**-13]))


def test_master_copy_stays(kata):
    """The weights that were passed in hold what they held; the step is in those that are returned."""
    found = kata.probe(step, single([1.0, 2.0], [3.0]), single([0.5, 0.25], [1.0]), "float16", 4.0, 0.5, 10.0)
    expect(found["weights"][0].array, "first new weight").equals(np.array([0.75, 1.875], np.float32))
    expect(found["master copy"][0].array, "first weight that was passed in").equals(np.array([1.0, 2.0], np.float32))
    expect(found["master copy"][1].array, "second weight that was passed in").equals(np.array([3.0], np.float32))


@pytest.mark.parametrize("dtype", HALVES)
def test_master_copy_keeps_its_digits(kata, dtype):
    """The step starts from the float32 weights, with the digits that dtype cannot hold."""
    weights = [np.array([0.1, 1 / 3], np.float32), np.array([-0.7], np.float32)]
    found = kata.probe(step, single(*weights), single([0.5, 0.25], [1.0]), dtype, 4.0, 0.125, 10.0)
    expect(found["weights"][0].array, "first weight").equals(weights[0] - np.array([0.0625, 0.03125], np.float32))
    expect(found["weights"][1].array, "second weight").equals(weights[1] - np.float32(0.125))


def test_scale_beyond_float16(kata):
    """A scale of 2^20 is too large for float16; loss and scale are in float32, and the scaled gradients fit."""
    found = kata.probe(step, single([0.5, 2.0]), single([2.0**-26, 2.0**-16]), "float16", 2.0**20, 2.0**10, 1.0)
    expect(found["finite"], "finite").equals(True)
    expect(found["moved"][0].array, "what the step changed").equals(np.array([-(2.0**-16), -(2.0**-6)]))


def test_clipped(kata):
    """Long gradients are shortened all together before the step is taken."""
    found = kata.probe(step, single([1.0, 1.0], [2.0]), single([2.0, 0.0], [1.5]), "float16", 64.0, 0.5, 1.25)
    expect(found["weights"][0].array, "first weight").equals(np.array([0.5, 1.0], np.float32))
    expect(found["weights"][1].array, "second weight").equals(np.array([1.625], np.float32))


def test_skipped(kata):
    """Where scale * gradient overflows float16, the weights stay and `finite` says so."""
    weights = single([1.0, -3.0], [0.1])
    found = kata.probe(step, weights, single([0.5, 1.0], [0.5]), "float16", 1024.0, 0.125, 10.0)
    expect(found["finite"], "finite, after a step with nothing too large").equals(True)
    expect(found["weights"][1].array, "second weight after that step").equals(np.array([0.0375], np.float32))
    found = kata.probe(step, weights, single([1000.0, 1.0], [0.5]), "float16", 1024.0, 0.125, 1.0)
    expect(found["finite"], "finite").equals(False)
    expect(found["weights"][0].array, "first weight").equals(np.array([1.0, -3.0], np.float32))
    expect(found["weights"][1].array, "second weight").equals(np.array([0.1], np.float32))


def test_no_overflow_in_bfloat16(kata):
    """bfloat16 has the range of float32: the same step is finite there."""
    found = kata.probe(step, single([1.0, -3.0]), single([1024.0, 0.0]), "bfloat16", 1024.0, 0.125, 1.0)
    expect(found["finite"], "finite").equals(True)
    expect(found["weights"][0].array, "weights").equals(np.array([0.875, -3.0], np.float32))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_loss_is_computed_in_dtype(kata, dtype):
    """The loss is given the weights rounded to dtype, and nothing keeps a graph."""
    found = kata.probe(step, single([1.001, 1.0]), single([0.5, 0.25]), dtype, 4.0, 0.5, 10.0)
    expect(found["loss computed in"], "dtype of what the loss is given").equals([dtype])
    rounded = {"float16": 1 + 2.0**-10, "bfloat16": 1.0, "float32": float(np.float32(1.001))}[dtype]
    expect(found["loss computed at"][0].array[0], "first weight that the loss is given").equals(rounded, rtol=1e-9)
    expect(not found["has a graph"]).holds("the new weights still require gradients: the graph of every step is kept")


def step_of_parameters(submission, scale):
    """Take a step with weights that require gradients; return whether what comes back has a graph."""
    import torch

    weights = [torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(1))]

    def loss_of(half):
        return sum((1000.0 * tensor.float()).sum() for tensor in half)

    new, _ = submission.mixed_step(weights, loss_of, torch.float16, scale, 0.5, 10.0)
    return any(tensor.grad_fn is not None for tensor in new)


def test_parameters_have_no_graph(kata):
    """The weights may be a model's parameters: what comes back has no graph, also where the step is skipped."""
    for scale in (1.0, 1024.0):
        has_a_graph = kata.probe(step_of_parameters, scale)
        expect(not has_a_graph).holds("the weights that come back have a graph: it is kept, step after step")


def gradients_wanted(submission, weights, dtype):
    """Return whether any of the weights that were passed in requires gradients after a step."""
    import torch

    submission.mixed_step(weights, lambda half: half[0].float().sum(), getattr(torch, dtype), 4.0, 0.5, 10.0)
    return any(weight.requires_grad for weight in weights)


@pytest.mark.parametrize("dtype", [*HALVES, "float32"])
def test_master_copy_asks_for_no_gradients(kata, dtype):
    """Weights that require no gradients require none afterwards, also where dtype is their own."""
    wanted = kata.probe(gradients_wanted, single([1.0, 2.0]), dtype)
    expect(not wanted).holds("the weights that were passed in require gradients now: they should stay as they are")


def stretched_error(submission, weight, x, dtype):
    """Return the inference error of a model that multiplies by its weight, number by number."""
    import torch

    return submission.inference_error(stretch(weight), x, getattr(torch, dtype))


def stretch(weight, dropout=0.0):
    import torch

    class Stretch(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(weight.clone())
            self.dropout = torch.nn.Dropout(dropout)

        def forward(self, x):
            return self.dropout(x * self.weight)

    return Stretch()


def products(weight, x, dtype):
    import torch

    w, x = (torch.tensor(a).to(getattr(torch, dtype)) for a in (weight, x))
    return (w * x).double().numpy()


@pytest.mark.parametrize("dtype", [*HALVES, "float32", "float64"])
def test_inference_error(kata, rng, dtype):
    """The error counts what rounding the inputs, the weights and the result to dtype changes."""
    weight, x = rng.normal(0, 1, 5).astype(np.float32), rng.normal(0, 1, (4, 5)).astype(np.float32)
    exact = weight.astype(float) * x.astype(float)
    expected = np.sqrt(np.mean((products(weight, x, dtype) - exact) ** 2))
    found = kata.probe(stretched_error, Tensor(weight, "float32"), Tensor(x, "float32"), dtype)
    expect(found, "the error").equals(float(expected), rtol=1e-4)


def error_with_dropout(submission, weight, x):
    """Return the error of a model with dropout, found in training mode, and the model as it is afterwards."""
    import torch

    model = stretch(weight, dropout=0.5).train()
    error = submission.inference_error(model, x, torch.bfloat16)
    kept = str(model.weight.dtype).removeprefix("torch."), model.weight.detach().double(), model.training
    return {"error": error, "dtype": kept[0], "weight": kept[1], "training": kept[2]}


def test_model_stays(kata, rng):
    """The model keeps its weights, their dtype and its mode; dropout is off, for a batch of one too."""
    weight, x = rng.normal(0, 1, 4).astype(np.float32), rng.normal(0, 1, (1, 4)).astype(np.float32)
    found = kata.probe(error_with_dropout, Tensor(weight, "float32"), Tensor(x, "float32"))
    expect(found["dtype"], "dtype of the weight afterwards").equals("float32")
    expect(found["weight"].array, "the weight afterwards").equals(weight.astype(float))
    expect(found["training"], "training mode afterwards").equals(True)
    exact = weight.astype(float) * x.astype(float)
    expected = np.sqrt(np.mean((products(weight, x, "bfloat16") - exact) ** 2))
    expect(found["error"], "the error").equals(float(expected), rtol=1e-4)
