"""day08/training_loop: one loop for every experiment, which can be interrupted.

First the numbers of small fits worked out by hand. Then what is called, in which order, and in which mode. Then runs
that are interrupted, saved, and resumed in objects of another build, against runs that are not.
"""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal
from grader.placement import ELSEWHERE

CLIPPED = 3e-5  # torch's clipping divides by the length + 1e-6


@each_case("fit")
def test_numbers(kata, case):
    weight, bias, batches, settings = case.args
    found = kata.probe(fitted, weight, bias, batches, settings, kata.device)
    words = f"{settings['max_steps']} steps over epochs of {len(batches)}"
    names = {"weight": "the weights", "bias": "the bias", "loss": 'history["loss"]', "rate": 'history["rate"]'}
    expect(found["step"], f'{words}: history["step"]').equals(case.expected["step"])
    for key, name in names.items():
        expect(found[key], f"{words}: {name}").equals(case.expected[key], rtol=CLIPPED)


def fitted(submission, weight, bias, batches, settings, device):
    """Fit a line with SGD, weight and bias in two groups."""
    import torch

    model = torch.nn.Linear(len(weight), 1).to(device, torch.float64)
    with torch.no_grad():
        model.weight.copy_(torch.tensor(weight)[None])
        model.bias.fill_(bias)
    groups = [{"params": [model.weight], "lr": 0.02}, {"params": [model.bias], "lr": 0.01}]
    data = [(torch.tensor(x, device=device), torch.tensor(y, device=device)) for x, y in batches]
    settings = dict(settings)
    if "schedule" in settings:
        settings["schedule"] = settings["schedule"].__getitem__
    optimizer, rng = torch.optim.SGD(groups, momentum=0.9), torch.Generator()
    history = submission.fit(model, lambda _: iter(data), torch.nn.functional.mse_loss, optimizer, rng=rng, **settings)
    found = {key: history[key] for key in ("step", "loss", "rate")}
    return {**found, "weight": model.weight[0].detach().cpu().numpy(), "bias": model.bias.item()}


# -- what is called, and when


def test_epochs_are_drawn(kata, rng):
    """Every epoch is drawn anew from rng, and all its batches are used, in their order."""
    found = kata.probe(journal, {"max_steps": 12, "seed": int(rng.integers(2**31))}, kata.device)
    expect(found["batches"], "which of five batches each of 12 steps was given").equals(found["orders"][:12])


def test_modes(kata):
    """Training is in training mode, validation in evaluation mode and without gradients, and then it goes on."""
    found = kata.probe(journal, {"max_steps": 6, "every": 2}, kata.device)
    expect(found["training modes"], "whether the model was in training mode, at each of 6 steps").equals([True] * 6)
    expect(found["validation modes"], "whether it was in training mode, at each validation").equals([False] * 3)
    expect(found["gradients on"], "whether gradients were recorded, at each validation").equals([False] * 3)


@pytest.mark.parametrize("every, steps, due", [(2, 7, [2, 4, 6]), (3, 6, [3, 6]), (1, 3, [1, 2, 3]), (5, 4, [])])
def test_validation(kata, every, steps, due):
    """There is a validation, and a save, after every `every`-th step: what it sees are the weights after the step."""
    found = kata.probe(journal, {"max_steps": steps, "every": every}, kata.device)
    words = f"{steps} steps, every {every}"
    expect([step for step, _ in found["validation"]], f"{words}: the steps in history of a validation").equals(due)
    values = [float(2 * step) for step in due]
    expect([value for _, value in found["validation"]], f"{words}: the values in history").equals(values)
    expect(found["saved"], f"{words}: the step in the history that save is given").equals(due)
    for step, kinds in found["order"].items():
        right = ["validate", "update", "log", "save"] if int(step) in due else ["log"]
        expect(kinds == right).holds(
            f"{words}: after step {step} come {', '.join(kinds) or 'no calls'}; {', '.join(right)} is the order"
        )


def test_validation_by_default(kata):
    """Without being told there is a validation after every hundredth step."""
    found = kata.probe(journal, {"max_steps": 250}, kata.device)
    expect([step for step, _ in found["validation"]], "250 steps: the steps of a validation").equals([100, 200])


def test_log(kata):
    """The tracker is told the number of steps made, with loss and rate, and the validation where there is one."""
    found = kata.probe(journal, {"max_steps": 5, "every": 2}, kata.device)
    expect([step for step, _ in found["logged"]], "the steps that the tracker is told").equals([1, 2, 3, 4, 5])
    for step, metrics in found["logged"]:
        right = {"loss": found["loss"][step - 1], "rate": 0.5}
        right |= {"validation": 2.0 * step} if step % 2 == 0 else {}
        expect(metrics, f"what the tracker is told after step {step}").equals(right)


def test_stopping(kata):
    """Once `stopping` says so, the best weights are given back and training ends; a further call does nothing."""
    found = kata.probe(journal, {"max_steps": 20, "every": 2, "stop_at": 6}, kata.device)
    expect(found["updates"], "the values that stopping.update was given").equals([4.0, 8.0, 12.0])
    expect(found["step"], 'history["step"] after stopping at step 6 of 20').equals(6)
    expect(found["stopped"], 'history["stopped"]').equals(True)
    expect(found["restored"], "how often stopping.restore was called").equals(1)
    expect(found["further steps"], "steps that a further call with that history makes").equals(0)
    found = kata.probe(journal, {"max_steps": 4, "every": 2}, kata.device)
    expect(found["stopped"], 'history["stopped"] of a run that went to its end').equals(False)
    expect(found["restored"], "how often stopping.restore was called in a run that went to its end").equals(0)


def journal(submission, settings, device):
    """Train w x on five batches, x = y = 0, 1, .. 4, with a gradient of -4 at rate 0.5, so that w = 2 step.

    Return what was called meanwhile.
    """
    import torch

    kinds = "batches, training modes, validation modes, gradients on, logged, saved, updates, calls, restored"
    notes = {kind: [] for kind in kinds.split(", ")}

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros((), dtype=torch.float64, device=device))

        def forward(self, x):
            notes["batches"].append(int(x))
            notes["training modes"].append(self.training)
            notes["calls"].append("step")
            return -4.0 * self.weight + 0.0 * x

    class Stopping:
        def update(self, value, model):
            notes["updates"].append(float(value))
            notes["calls"].append("update")
            return len(notes["updates"]) * settings.get("every", 100) == settings.get("stop_at")

        def restore(self, model):
            notes["restored"].append(1)

    class Tracker:
        def log(self, step, metrics):
            notes["logged"].append((step, dict(metrics)))
            notes["calls"].append("log")

    def batches(rng):
        for index in torch.randperm(5, generator=rng).tolist():
            value = torch.tensor(float(index), dtype=torch.float64, device=device)
            yield value, value

    def validate(model):
        notes["validation modes"].append(model.training)
        notes["gradients on"].append(torch.is_grad_enabled())
        notes["calls"].append("validate")
        return model.weight.item()

    def save(history):
        notes["saved"].append(history["step"])
        notes["calls"].append("save")

    model, rng, same = Model().eval(), *(torch.Generator().manual_seed(settings.get("seed", 3)) for _ in range(2))
    orders = [index for _ in range(3) for index in torch.randperm(5, generator=same).tolist()]
    arguments = (model, batches, lambda out, y: out + y, torch.optim.SGD(model.parameters(), lr=0.5))
    more = {"every": settings["every"]} if "every" in settings else {}
    more |= {"validate": validate, "stopping": Stopping(), "tracker": Tracker(), "save": save, "rng": rng}
    history = submission.fit(*arguments, max_steps=settings["max_steps"], **more)
    found = {key: list(values) for key, values in notes.items() if key != "calls"}
    found |= {"restored": len(notes["restored"]), "orders": orders, "order": {}}
    for call in notes["calls"]:
        if call == "step":
            found["order"][str(len(found["order"]) + 1)] = []
        else:
            found["order"].setdefault(str(len(found["order"])), []).append(call)
    found |= {key: history[key] for key in ("step", "loss", "stopped")}
    found["validation"] = [tuple(pair) for pair in history["validation"]]
    if history["stopped"]:
        before = len(notes["training modes"])
        submission.fit(*arguments, max_steps=settings["max_steps"], history=history, **more)
        found["further steps"] = len(notes["training modes"]) - before
    return found


# -- a tracker that fails


def test_a_failing_tracker(kata):
    """A tracker that raises an Exception costs the training nothing; it is warned of once and left out."""
    found = kata.probe(with_a_failing_tracker, "OSError", kata.device)
    expect(found["steps"], "steps made of 6, where the tracker fails at the third").equals(6)
    expect(found["calls"], "how often the tracker was called, the failing call included").equals(3)
    expect(found["warnings"], "warnings that were given").equals(1)


def test_an_interrupt_goes_through(kata):
    """Ctrl-C is no Exception: it ends the training even where it comes while the tracker works."""
    found = kata.probe(with_a_failing_tracker, "KeyboardInterrupt", kata.device)
    expect(found["steps"], "steps made of 6, where Ctrl-C comes during the tracker's third call").equals(3)


def with_a_failing_tracker(submission, kind, device):
    import contextlib
    import warnings

    import torch

    calls, steps = [], []

    class Tracker:
        def log(self, step, metrics):
            calls.append(step)
            if step == 3:
                raise {"OSError": OSError("the disk is full"), "KeyboardInterrupt": KeyboardInterrupt()}[kind]

    model = torch.nn.Linear(1, 1).to(device)
    model.register_forward_hook(lambda *_: steps.append(1))
    optimizer, rng = torch.optim.SGD(model.parameters(), lr=0.1), torch.Generator()
    data = [(torch.ones(1, 1, device=device), torch.ones(1, 1, device=device))]
    loss = torch.nn.functional.mse_loss
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        with contextlib.suppress(KeyboardInterrupt):
            submission.fit(model, lambda _: data, loss, optimizer, max_steps=6, rng=rng, tracker=Tracker(), every=2)
    return {"steps": len(steps), "calls": len(calls), "warnings": len(given)}


# -- interrupted and resumed


@pytest.mark.parametrize("at", [0, 1, 4, 7, 10])
def test_resumed(kata, at):
    """A run of four batches an epoch that is interrupted, saved and resumed is the uninterrupted one, bit for bit."""
    found = kata.probe(interrupted, at, {"dropout": 0.3, "optimizer": "Adam"}, kata.device)
    compare_runs(found, f"interrupted after {at} of 14 steps")


@pytest.mark.parametrize("part", ["the optimizer", "the order of the batches", "dropout"])
def test_resumed_part_by_part(kata, part):
    """Each of the things that decide the next number goes on by itself: one of them at a time is at work here."""
    settings = {
        "the optimizer": {"dropout": 0.0, "optimizer": "Adam", "shuffled": False},
        "the order of the batches": {"dropout": 0.0, "optimizer": "SGD"},
        "dropout": {"dropout": 0.3, "optimizer": "SGD", "shuffled": False},
    }[part]
    compare_runs(
        kata.probe(interrupted, 6, settings, kata.device), f"interrupted after 6 of 14 steps, with {part} at work"
    )


def compare_runs(found, words):
    whole, resumed = found["whole"], found["resumed"]
    expect(resumed["step"], f'{words}: history["step"] at the end').equals(whole["step"])
    expect(resumed["rate"], f'{words}: history["rate"]').equals(whole["rate"])
    for key in ("loss", "validation"):
        expect(len(resumed[key]), f'{words}: the length of history["{key}"]').equals(len(whole[key]))
        first = next(
            (i for i, pair in enumerate(zip(resumed[key], whole[key], strict=True)) if pair[0] != pair[1]), None
        )
        expect(first is None).holds(
            f'{words}: history["{key}"] differs from the uninterrupted run\'s, from number {first} on'
        )
    expect(bool((resumed["weight"].array == whole["weight"].array).all())).holds(
        f"{words}: the weights at the end are not those of the uninterrupted run"
    )


def interrupted(submission, at, settings, device):
    """Return the histories and weights of a run, and of one saved after `at` steps and resumed in new objects."""
    import pathlib
    import tempfile

    import torch

    draw = torch.Generator().manual_seed(7)
    x, y = torch.randn(15, 3, generator=draw), torch.randn(15, 1, generator=draw)

    def batches(rng):
        order = torch.randperm(15, generator=rng) if settings.get("shuffled", True) else torch.arange(15)
        for part in order.split(4):
            noise = torch.randn(len(part), 3, generator=rng) if settings.get("shuffled", True) else torch.zeros(1, 3)
            yield (x[part] + 0.1 * noise).to(device), y[part].to(device)

    def parts():
        layers = torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Dropout(settings["dropout"]), torch.nn.Linear(8, 1)
        model = torch.nn.Sequential(*layers).to(device)
        return model, getattr(torch.optim, settings["optimizer"])(model.parameters(), lr=0.05)

    def validate(model):
        return (model(x.to(device)) - y.to(device)).square().mean().item()

    def schedule(step):
        return 0.05 / (1 + step)

    def train(model, optimizer, max_steps, rng, **more):
        loss = torch.nn.functional.mse_loss
        more |= {"schedule": schedule, "clip": 1.0, "validate": validate, "every": 3}
        return submission.fit(model, batches, loss, optimizer, max_steps=max_steps, rng=rng, **more)

    def result(model, history):
        kept = {key: history[key] for key in ("step", "loss", "rate")}
        kept["validation"] = [tuple(pair) for pair in history["validation"]]
        return {**kept, "weight": torch.cat([value.detach().flatten() for value in model.parameters()])}

    torch.manual_seed(1)
    model, optimizer = parts()
    first = {key: value.clone() for key, value in model.state_dict().items()}
    torch.manual_seed(2)
    found = {"whole": result(model, train(model, optimizer, 14, torch.Generator().manual_seed(3)))}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.pt"
        model, optimizer = parts()
        model.load_state_dict(first)
        torch.manual_seed(2)
        history = train(model, optimizer, at, torch.Generator().manual_seed(3))
        submission.save_state(path, model, optimizer, history)
        model, optimizer = parts()
        torch.manual_seed(99)
        history = submission.load_state(path, model, optimizer)
        history = train(model, optimizer, 14, torch.Generator().manual_seed(98), history=history)
        found["resumed"] = result(model, history)
    return found


def test_the_history_that_is_given(kata):
    """The history that a call continues is not changed by it."""
    found = kata.probe(given_history, kata.device)
    expect(found["given"], "the lengths in the history that was given: step, loss, rate").equals([2, 2, 2])
    expect(found["returned"], "the lengths in the history that came back: step, loss, rate").equals([5, 5, 5])


def given_history(submission, device):
    import torch

    model, rng = torch.nn.Linear(1, 1).to(device), torch.Generator()
    data = [(torch.ones(1, 1, device=device), torch.ones(1, 1, device=device))]
    arguments = model, lambda _: data, torch.nn.functional.mse_loss, torch.optim.SGD(model.parameters(), lr=0.1)
    given = submission.fit(*arguments, max_steps=2, rng=rng)
    returned = submission.fit(*arguments, max_steps=5, rng=rng, history=given)
    return {
        name: [history["step"], len(history["loss"]), len(history["rate"])]
        for name, history in (("given", given), ("returned", returned))
    }


def test_stopping_is_saved(kata):
    """What `stopping` remembers is saved and given back, by its state_dict and load_state_dict."""
    found = kata.probe(saved_stopping, kata.device)
    expect(found, "what stopping remembers after it was loaded").equals({"best": 0.25, "waited": 3})


def saved_stopping(submission, device):
    import pathlib
    import tempfile

    import torch

    class Stopping:
        def __init__(self):
            self.memory = {"best": 1.0, "waited": 0}

        def state_dict(self):
            return dict(self.memory)

        def load_state_dict(self, state):
            self.memory = dict(state)

    model, stopping = torch.nn.Linear(1, 1).to(device), Stopping()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    stopping.memory = {"best": 0.25, "waited": 3}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.pt"
        submission.save_state(path, model, optimizer, {"step": 4}, stopping)
        other = Stopping()
        submission.load_state(path, model, optimizer, other)
    return other.memory


def test_a_save_that_fails(kata):
    """A save that fails half-way leaves the file of the last one whole."""
    found = kata.probe(failing_save, kata.device)
    expect(found, "the step and the weight that load_state finds after a save that failed").equals([4, 1.5])


def failing_save(submission, device):
    """Save at step 4; try to save what no file can hold; load."""
    import contextlib
    import pathlib
    import tempfile

    import torch

    model = torch.nn.Linear(1, 1, bias=False).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.pt"
        model.weight.data.fill_(1.5)
        submission.save_state(path, model, optimizer, {"step": 4})
        model.weight.data.fill_(2.5)
        with contextlib.suppress(Exception):
            submission.save_state(path, model, optimizer, {"step": 5, "no data": (i for i in range(3))})
        model.weight.data.fill_(3.5)
        try:
            return [submission.load_state(path, model, optimizer)["step"], model.weight.item()]
        except NotImplementedError:
            raise
        except Exception:
            return [-1, -1.0]


def test_a_file_is_read_as_data(kata):
    """A file from a stranger cannot make load_state run something."""
    found = kata.probe(strange_file, kata.device)
    expect(found, "how often what the file holds was executed").equals(0)


def strange_file(submission, device):
    """Save a run, and put something that is executed when it is unpickled into its file."""
    import builtins
    import pathlib
    import tempfile

    import torch

    class Strange:
        def __reduce__(self):
            return exec, ("import builtins; builtins.strange_things = builtins.strange_things + 1",)

    builtins.strange_things = 0
    model = torch.nn.Linear(1, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.pt"
        submission.save_state(path, model, optimizer, {"step": 4})
        torch.save({"history": Strange()}, path)
        try:
            submission.load_state(path, model, optimizer)
        except NotImplementedError:
            raise
        except Exception:  # so it should be
            pass
    return builtins.strange_things


@refusal("fit")
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_loss_that_is_not_finite(kata, value):
    """A loss that is not finite is refused by name: every weight would be NaN from there on."""
    kata.refuses(with_a_loss, value, kata.device, naming="loss")


def with_a_loss(submission, value, device):
    """Train a step with a loss of that value."""
    import torch

    model = torch.nn.Linear(1, 1).to(device)
    optimizer, data = torch.optim.SGD(model.parameters(), lr=0.1), [(torch.ones(1, 1, device=device), None)]
    submission.fit(
        model, lambda _: data, lambda out, _: out.sum() + value, optimizer, max_steps=12, rng=torch.Generator()
    )


@refusal("fit")
def test_the_step_of_such_a_loss(kata):
    """Where a loss is not finite its step is not made: the weights stay as they were."""
    before, after = kata.probe(around_a_loss, float("nan"), kata.device)
    expect(after, "weight and bias after the loss was refused").equals(before)


def around_a_loss(submission, value, device):
    import contextlib

    import torch

    model = torch.nn.Linear(1, 1).to(device)
    optimizer, data = torch.optim.SGD(model.parameters(), lr=0.1), [(torch.ones(1, 1, device=device), None)]

    def numbers():
        return [parameter.item() for parameter in model.parameters()]

    before = numbers()
    with contextlib.suppress(ValueError):
        submission.fit(
            model, lambda _: data, lambda out, _: out.sum() + value, optimizer, max_steps=1, rng=torch.Generator()
        )
    return before, numbers()


def test_on_another_device(kata):
    """A network on a GPU, with its data there, is trained like one on the CPU."""
    batches = [(np.array([[1.0, 2.0]]), np.array([[3.0]])), (np.array([[0.5, -1.0]]), np.array([[1.0]]))]
    kata.stays_in_place(fitted, np.array([0.1, 0.2]), 0.3, batches, {"max_steps": 3, "clip": 1.0}, ELSEWHERE)
