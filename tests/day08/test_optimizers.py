"""day08/optimizers: momentum, RMSprop, Adam and clipping, followed over many steps."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor

STEPS = 60
ADAM = {"learning_rate": 0.03, "betas": (0.8, 0.95), "eps": 1e-4}


def drawn(rng, dtype="float64"):
    """Return a start, and a gradient for each step, over eight powers of ten from element to element."""
    size = 10.0 ** np.linspace(-7, 1, 5)
    gradients = size * (0.5 + rng.normal(size=(STEPS, 2, 5)))
    return Tensor(rng.normal(size=(2, 5)).astype(dtype), dtype), Tensor(gradients.astype(dtype), dtype)


def followed(submission, name, param, gradients, options):
    """Return the parameter after every step."""
    import torch

    state, path = {}, []
    for grad in gradients:
        param, state = getattr(submission, name)(param, grad.clone(), state, **options)
        path.append(param)
    return torch.stack(path)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("name", "options", "optimiser", "settings"),
    [
        ("sgd_step", {"learning_rate": 0.1}, "SGD", {"lr": 0.1}),
        ("sgd_step", {"learning_rate": 0.1, "momentum": 0.9}, "SGD", {"lr": 0.1, "momentum": 0.9}),
        ("rmsprop_step", {"learning_rate": 0.02}, "RMSprop", {"lr": 0.02}),
        (
            "rmsprop_step",
            {"learning_rate": 0.02, "alpha": 0.7, "eps": 1e-3},
            "RMSprop",
            {"lr": 0.02, "alpha": 0.7, "eps": 1e-3},
        ),
        ("adam_step", {"learning_rate": 0.02}, "Adam", {"lr": 0.02}),
        ("adam_step", ADAM, "Adam", {"lr": 0.03, "betas": (0.8, 0.95), "eps": 1e-4}),
    ],
    ids=["sgd", "momentum", "rmsprop", "rmsprop-alpha-eps", "adam", "adam-betas-eps"],
)
def test_sixty_steps(kata, rng, name, options, optimiser, settings, dtype):
    """Sixty steps, each with the state of the one before, are those of torch.optim."""
    param, gradients = drawn(rng, dtype)
    path = kata.probe(followed, name, param, gradients, options)
    expected = torch_path(optimiser, param.array, gradients.array, settings)
    within = 1e-12 if dtype == "float64" else 3e-6  # times the longest way that a parameter went
    for step in (1, 2, STEPS):
        expect(path.array[step - 1], f"param after {step} step{'s' * (step > 1)}").near(
            expected[step - 1], within * max(1.0, np.abs(expected[:step]).max())
        )


def torch_path(optimiser, param, gradients, settings):
    """The parameter after every step of torch's functional form: a torch.optim.Optimizer takes seconds to import."""
    import torch
    from torch.optim import adam, rmsprop, sgd

    held, path = torch.tensor(param).double(), []
    mean, square, steps = torch.zeros_like(held), torch.zeros_like(held), torch.tensor(0.0)
    rate, eps, velocity = settings["lr"], settings.get("eps", 1e-8), [None]
    plain = {"lr": rate, "weight_decay": 0.0, "maximize": False, "foreach": False}
    for grad in torch.tensor(gradients).double():
        if optimiser == "SGD":
            momentum = settings.get("momentum", 0.0)
            sgd.sgd([held], [grad], velocity, momentum=momentum, dampening=0.0, nesterov=False, **plain)
        elif optimiser == "RMSprop":
            alpha = settings.get("alpha", 0.99)
            averages = [square], [], [], [steps]
            rmsprop.rmsprop([held], [grad], *averages, alpha=alpha, eps=eps, momentum=0.0, centered=False, **plain)
        else:
            beta1, beta2 = settings.get("betas", (0.9, 0.999))
            averages = [mean], [square], [], [steps]
            adam.adam([held], [grad], *averages, amsgrad=False, beta1=beta1, beta2=beta2, eps=eps, **plain)
        path.append(held.numpy().copy())
    return np.stack(path)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_first_step_of_adam(kata, rng, size):
    """Whatever the size of the gradient, far above eps, the first step of Adam has the length of the learning rate."""
    grad = size * rng.uniform(1, 2, (3, 4)) * rng.choice([-1, 1], (3, 4))
    param, _ = kata.adam_step(Tensor(np.zeros((3, 4)), "float64"), Tensor(grad, "float64"), {}, 0.125)
    expect(param.array, "param, from zero, after one step of 0.125").near(-0.125 * np.sign(grad), 0.125 * 0.011)


def test_states_are_apart(kata, rng):
    """A step leaves the state that came in as it was: from one state, one gradient always makes the same step."""
    param, gradients = drawn(rng)
    for name in ("sgd_step", "rmsprop_step", "adam_step"):
        options = {"momentum": 0.9} if name == "sgd_step" else {}
        first, again = kata.probe(branches, name, param, gradients, options)
        expect(first.array - again.array, f"{name}: difference of two equal steps from one state").near(0.0, 1e-15)


def branches(submission, name, param, gradients, options):
    step = getattr(submission, name)
    begun, state = step(param, gradients[0], {}, 0.1, **options)
    return [step(begun.clone(), gradients[1].clone(), state, 0.1, **options)[0] for _ in range(2)]


@pytest.mark.parametrize("name", ["sgd_step", "rmsprop_step", "adam_step"])
def test_what_is_returned_is_new(kata, rng, name):
    """What a first step returns is new: whoever then sets param and grad to zero, in place, does not change it."""
    param, gradients = drawn(rng)
    before, after = kata.probe(overwritten, name, param, gradients)
    for what, value in before.items():
        expect(after[what], f"{what}, when param and grad were set to zero").equals(value)


def overwritten(submission, name, param, gradients):
    param, grad = param.clone(), gradients[0].clone()
    new, state = getattr(submission, name)(param, grad, {}, 0.1)
    tensors = {"param": new, **{key: value for key, value in state.items() if key != "step"}}
    before = {key: value.clone() for key, value in tensors.items()}
    param.zero_()
    grad.zero_()
    return before, tensors


def test_what_is_short_enough_is_copied(kata, rng):
    """Gradients that are short enough come back as new tensors: setting them to zero then leaves the copies."""
    before, after = kata.probe(short_enough, Tensor(rng.normal(size=(3, 4)), "float64"))
    expect(after, "clipped, when grads were set to zero").equals(before)


def short_enough(submission, grad):
    grad = grad.clone()
    clipped, _ = submission.clip_by_norm([grad], 1e3)
    before = clipped[0].clone()
    grad.zero_()
    return before, clipped[0]


def test_clipping_keeps_the_direction(kata, rng):
    """What is clipped has the length max_norm and the direction that it had, over all tensors together."""
    grads = [Tensor(rng.normal(size=shape), "float64") for shape in ((3, 4), (5,), (1, 1, 2))]
    clipped, norm = kata.clip_by_norm(grads, 0.5)
    flat = np.concatenate([grad.array.ravel() for grad in grads])
    found = np.concatenate([grad.array.ravel() for grad in clipped])
    expect(norm.array, "norm").near(np.linalg.norm(flat), 1e-9)
    expect(np.linalg.norm(found), "the length of what is clipped").near(0.5, 1e-5)
    expect(found @ flat / np.linalg.norm(found) / np.linalg.norm(flat), "the cosine of before and after").near(1, 1e-9)
