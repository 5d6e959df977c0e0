"""day08/weight_decay: a penalty in the loss, and a shrinkage beside the step, against torch.optim."""

import pytest

from grader.checks import expect
from grader.plain import Tensor

SHAPES = {"w1": (3, 4), "b1": (4,), "b10": (2,), "w2": (4, 2)}


def drawn(rng, dtype="float64"):
    return {name: Tensor(rng.normal(size=shape).astype(dtype), dtype) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("skip", [[], ["b1"]], ids=["all", "but-b1"])
def test_step_of_gradient_descent(kata, rng, skip):
    """With the gradient itself as direction, a parameter loses learning_rate * decay of itself and takes the step."""
    params, grads = drawn(rng), drawn(rng)
    for rate, decay in ((0.7, 0.3), (0.1, 0.4), (0.7, 0), (0, 0.3)):
        found = kata.probe(one_step, params, grads, rate, decay, skip)
        for name, param in params.items():
            share = 0 if name in skip else rate * decay
            expected = Tensor(param.array - share * param.array - rate * grads[name].array, "float64")
            expect(found[name], f"{name} after a step of {rate} with decay {decay}").equals(expected)


def one_step(submission, params, grads, rate, decay, skip):
    def plain(grads, state):
        return dict(grads), state

    return submission.decoupled_step(params, grads, None, plain, rate, decay, skip)[0]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_adamw(kata, rng, dtype):
    """With Adam's direction, two hundred steps are those of torch.optim.AdamW."""
    params, target = drawn(rng, dtype), drawn(rng, dtype)
    found = kata.probe(adamw_path, params, target, 200, 0.02, 0.3, ["b1"])
    expected = torch_path("AdamW", params, target, 200, 0.02, 0.3, ["b1"])
    for name, values in expected.items():
        expect(found[name].array, f"{name} after 200 steps").near(values, 1e-10 if dtype == "float64" else 2e-4)


def test_adam_and_l2(kata, rng):
    """Adam on l2_gradient makes the steps of torch.optim.Adam with weight_decay, which are other ones."""
    params, target = drawn(rng), drawn(rng)
    found = kata.probe(l2_path, params, target, 200, 0.02, 0.3, ["b1"])
    expected = torch_path("Adam", params, target, 200, 0.02, 0.3, ["b1"])
    for name, values in expected.items():
        expect(found[name].array, f"{name} after 200 steps").near(values, 1e-10)


def test_direction_sees_the_gradients(kata, rng):
    """The direction is asked once, for the gradients as they came and the state that came."""
    params, grads = drawn(rng), drawn(rng)
    asked, state = kata.probe(questions, params, grads)
    expect(len(asked), "how often direction is asked in one step").equals(1)
    expect(asked[0][0], "the gradients that direction is given").equals(grads)
    expect(asked[0][1], "the state that direction is given").equals(4)
    expect(state, "the state that decoupled_step returns").equals(5)


def questions(submission, params, grads):
    asked = []

    def direction(grads, state):
        asked.append((dict(grads), state))
        return dict(grads), state + 1

    _, state = submission.decoupled_step(params, grads, 4, direction, 0.5, 0.25)
    return asked, state


def test_what_comes_in_is_left(kata, rng):
    """decoupled_step returns new tensors: the parameters and gradients that came in are as they were."""
    params, grads = drawn(rng), drawn(rng)
    found = kata.probe(afterwards, params, grads)
    expect(found, "params and grads after a step was taken from them").equals([params, grads])


def afterwards(submission, params, grads):
    one_step(submission, params, grads, 0.5, 0.25, ["b1"])
    return [params, grads]


@pytest.mark.refusal("decoupled_step")
def test_refusals(kata, rng):
    """A negative decay, and a name in skip that no parameter has, are refused."""
    params, grads = drawn(rng), drawn(rng)
    kata.refuses(one_step, params, grads, 0.1, -0.1, [], naming="decay")
    kata.refuses(one_step, params, grads, 0.1, 0.1, ["bias"], naming="skip")
    kata.refuses(one_step, params, grads, 0.1, 0.1, ["b1", "bias"], naming="skip")


def adamw_path(submission, params, target, steps, rate, decay, skip):
    state = {}
    for _ in range(steps):
        grads = {name: gradient(param, target[name]) for name, param in params.items()}
        params, state = submission.decoupled_step(params, grads, state, adam, rate, decay, skip)
    return params


def l2_path(submission, params, target, steps, rate, decay, skip):
    state = {}
    for _ in range(steps):
        grads = {name: gradient(param, target[name]) for name, param in params.items()}
        grads = submission.l2_gradient(params, grads, decay, skip)
        directions, state = adam(grads, state)
        params = {name: param - rate * directions[name] for name, param in params.items()}
    return params


def gradient(param, target):
    """That of a loss whose curvature goes from 1 to 9 along the last axis."""
    import torch

    curvature = torch.linspace(1, 9, param.shape[-1], dtype=param.dtype, device=param.device)
    return curvature * (param - target)


def adam(grads, state):
    """The direction of Adam, for a dictionary of tensors."""
    import torch

    step = state.get("step", 0) + 1
    zero = {name: torch.zeros_like(grad) for name, grad in grads.items()}
    mean, square = state.get("mean", zero), state.get("square", zero)
    mean = {name: 0.9 * mean[name] + 0.1 * grad for name, grad in grads.items()}
    square = {name: 0.999 * square[name] + 0.001 * grad**2 for name, grad in grads.items()}
    root = {name: (value / (1 - 0.999**step)).sqrt() + 1e-8 for name, value in square.items()}
    directions = {name: value / (1 - 0.9**step) / root[name] for name, value in mean.items()}
    return directions, {"step": step, "mean": mean, "square": square}


def torch_path(optimiser, params, target, steps, rate, decay, skip):
    """What torch's own optimiser comes to, as arrays; its functional form, for the class takes seconds to import."""
    import torch
    from torch.optim import adam, adamw

    step = {"Adam": adam.adam, "AdamW": adamw.adamw}[optimiser]
    options = {"amsgrad": False, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "maximize": False, "foreach": False}
    found = {}
    for name, param in params.items():
        held, goal = torch.tensor(param.array).double(), torch.tensor(target[name].array).double()
        mean, square, count = torch.zeros_like(held), torch.zeros_like(held), torch.tensor(0.0)
        own = 0.0 if name in skip else decay
        for _ in range(steps):
            grad = gradient(held, goal)
            step([held], [grad], [mean], [square], [], [count], lr=rate, weight_decay=own, **options)
        found[name] = held.numpy()
    return found
