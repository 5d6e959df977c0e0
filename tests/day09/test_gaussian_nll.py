"""day09/gaussian_nll: the likelihood of a predicted mean and variance, and the gradients it sends back."""

import numpy as np

from grader.checks import each_case, expect
from grader.plain import Tensor

GRADIENTS = ("its gradient by mean", "its gradient by log_variance")

SIX = [
    Tensor(np.array(rows), "float64")
    for rows in ([[0.3, -1.0, 0.8]] * 2, [[0.5, -2.0, 1.0]] * 2, [[1.0, 2.0, -0.1]] * 2)
]


@each_case("gaussian_nll")
def test_gaussian_nll(kata, case):
    """The loss, and its gradients with respect to the mean and the log-variance."""
    compare(kata, case)


@each_case("beta_nll")
def test_beta_nll(kata, case):
    """The loss, and its gradients with respect to the mean and the log-variance."""
    compare(kata, case)


def compare(kata, case):
    # Not judged here: what is one at beta = 1, or for one number alone, a reason must tell apart on these.
    kata.probe(value_and_gradients, case.function, *SIX, *[0.3] * (len(case.args) > 3))
    came = kata.probe(value_and_gradients, case.function, *case.args)
    value, *gradients = came
    name = f"{case.function}, {case.name}"
    expect(isinstance(value, Tensor)).holds(f"{name}: not a torch tensor")
    expected, *slopes = case.expected
    rtol = 1e-4 if expected.dtype == "float32" else 1e-9
    expect(value.dtype == expected.dtype).holds(f"{name}: dtype {value.dtype}, not {expected.dtype} as the inputs")
    expect(value.device == kata.device).holds(f"{name}: the result is on {value.device}, its inputs on {kata.device}")
    expect(value.array, name).equals(expected.array, rtol=rtol)
    expect(gradients != ["cut off"] * 2).holds(f"{name}: no gradient can flow back from the result")
    for words, gradient, slope in zip(GRADIENTS, gradients, slopes, strict=True):
        expect(gradient.array, f"{name}, {words}").equals(slope.array, rtol=rtol)


def value_and_gradients(submission, function, mean, log_variance, target, *more):
    """Return the loss and the gradients that flow back; zeros where an input is not reached."""
    import torch

    inputs = [values.clone().requires_grad_() for values in (mean, log_variance)]
    value = getattr(submission, function)(*inputs, target, *more)
    if not isinstance(value, torch.Tensor) or not value.requires_grad or value.ndim:
        return value, "cut off", "cut off"
    gradients = torch.autograd.grad(value, inputs, allow_unused=True)
    return value, *[torch.zeros_like(x) if g is None else g for x, g in zip(inputs, gradients, strict=True)]
