"""day09/multi_task: weights from each task's own noise, and the runs that no other run dominates."""

import numpy as np

from grader.checks import each_case, expect
from grader.plain import Tensor

OTHERS = Tensor(np.array([0.3, 2.5]), "float64"), Tensor(np.array([-0.7, 0.4]), "float64")
INPUTS = ("losses", "log_variances")


@each_case("uncertainty_weighted_loss")
def test_uncertainty_weighted_loss(kata, case):
    """The loss, and its gradients with respect to the tasks' losses and the log-variances."""
    compare(kata, case)


@each_case("profile_loss")
def test_profile_loss(kata, case):
    """The least loss over all variances, and its gradient with respect to the tasks' losses."""
    compare(kata, case)


def compare(kata, case):
    # Not judged here: where losses or variances are 1, two slips can be one. On these a reason tells them apart.
    kata.probe(value_and_gradients, case.function, *(OTHERS[: len(case.args)]))
    value, *gradients = kata.probe(value_and_gradients, case.function, *case.args)
    name = f"{case.function}, {case.name}"
    expected, *slopes = case.expected
    rtol = 1e-4 if expected.dtype == "float32" else 1e-7  # the minimiser's own digits
    expect(isinstance(value, Tensor)).holds(f"{name}: not a torch tensor")
    expect(value.dtype == expected.dtype).holds(f"{name}: dtype {value.dtype}, not {expected.dtype} as the inputs")
    expect(value.device == kata.device).holds(f"{name}: the result is on {value.device}, its inputs on {kata.device}")
    expect(value.array, name).equals(expected.array, rtol=rtol)
    expect("cut off" not in gradients).holds(f"{name}: no gradient can flow back from the result")
    for words, gradient, slope in zip(INPUTS[: len(slopes)], gradients, slopes, strict=True):
        expect(gradient.array, f"{name}, its gradient by {words}").equals(slope.array, rtol=rtol, elementwise=True)


def value_and_gradients(submission, function, *inputs):
    """Return the loss and the gradients that flow back; zeros where an input is not reached."""
    import torch

    inputs = [values.clone().requires_grad_() for values in inputs]
    value = getattr(submission, function)(*inputs)
    if not isinstance(value, torch.Tensor) or not value.requires_grad or value.ndim:
        return value, *["cut off"] * len(inputs)
    gradients = torch.autograd.grad(value, inputs, allow_unused=True)
    return value, *[torch.zeros_like(x) if g is None else g for x, g in zip(inputs, gradients, strict=True)]


def test_optimum_is_the_loss_itself(kata, rng):
    """Learnt by gradient steps, every variance settles at its task's loss."""
    losses = rng.uniform(0.3, 2.0, 3)
    kata.probe(value_and_gradients, "uncertainty_weighted_loss", *OTHERS)  # not judged: what tells slips apart
    variances = kata.probe(learnt_variances, Tensor(losses, "float64"))
    expect(variances, "the variances after 400 steps").near(losses, within=1e-3)


def learnt_variances(submission, losses):
    """Minimise the loss over the log-variances alone."""
    import torch

    log_variances = torch.zeros_like(losses, requires_grad=True)
    for _ in range(400):
        value = submission.uncertainty_weighted_loss(losses, log_variances)
        (slope,) = torch.autograd.grad(value, log_variances)
        log_variances = (log_variances - 0.2 * slope).detach().requires_grad_()
    return log_variances.detach().exp().cpu().numpy()


def test_units_add_a_constant(kata, rng):
    """A label in other units adds a constant to profile_loss, and leaves every other task's gradient as it was."""
    losses = rng.uniform(0.3, 2.0, 3)
    before, gradient = kata.probe(value_and_gradients, "profile_loss", Tensor(losses, "float64"))
    other = losses * [1.0, 1e4, 1.0]
    after, scaled = kata.probe(value_and_gradients, "profile_loss", Tensor(other, "float64"))
    expect(isinstance(gradient, Tensor) and isinstance(scaled, Tensor)).holds("profile_loss: no gradient flows back")
    for name, value in (("before", before), ("after", after)):
        expect(value.array, f"profile_loss {name} the change of units").has_shape(())
    expect(float(after.array - before.array), "what a unit 100 times smaller adds").near(4.605170185988092, within=1e-6)
    expect(scaled.array[[0, 2]], "the other tasks' gradients").equals(gradient.array[[0, 2]], rtol=1e-7)
