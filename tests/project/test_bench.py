"""The bench: what goes in and comes out, and what later days need of it."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from grader import plain
from grader.bench.messages import Call, Kept, Load, Recipe
from grader.bench.process import Bench, Died, InlineBench, Stuck
from grader.bench.workbench import Workbench, captured

KATA = "day99/thing"
SOURCE = """
import numpy as np

def double(x):
    return 2 * x

def apply(f, x):
    return f(x)

def make_adder(n):
    return lambda x: x + n

def draw(rng):
    return rng.normal()

def hang():
    while True:
        pass

def die():
    import os
    os._exit(3)

def spawn():
    import subprocess
    return subprocess.Popen(["sleep", "300"]).pid

def layer(out):
    import torch
    return torch.nn.Linear(3, out).double()

def forward(model, x):
    return model(x)

def train(steps):
    import torch
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    for _ in range(steps):
        loss = ((model(x) - x.sum(1, keepdim=True)) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
"""


@pytest.fixture(scope="module", params=["process", "inline"])
def ask(request, tmp_path_factory):
    """Ask a bench of either kind; the file is loaded already."""
    path = tmp_path_factory.mktemp("bench") / "thing.py"
    path.write_text(SOURCE)
    bench = Bench() if request.param == "process" else InlineBench(Workbench(captured))
    bench.prepare({"torch"})
    bench.ask(Load(Recipe(KATA, str(path))), 10)
    yield lambda target, *args, limit=20.0, **more: bench.ask(Call(KATA, target, args, **more), limit)
    bench.close()


@pytest.fixture
def process(tmp_path):
    path = tmp_path / "thing.py"
    path.write_text(SOURCE)
    bench = Bench()
    bench.ask(Load(Recipe(KATA, str(path))), 10)
    yield bench
    bench.close()


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, -2.5, float("inf"), "text", [1, [2]], (1, "a"), {"a": 1, 2: (3,)}, 1 + 2j, b"bytes",
        np.float32(1.5), np.int8(-3), np.zeros((0, 3)), np.arange(6).reshape(2, 3).T, np.array("word"),
    ],
    ids=repr,
)  # fmt: skip
def test_plain_data_survives_the_way(value):
    back = plain.loads(plain.dumps(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_the_type_of_numbers_survives(ask):
    assert ask("double", np.float32(2)).value.dtype == np.float32
    assert ask("double", np.ones(3, np.float32)).value.dtype == np.float32


@pytest.mark.parametrize("data", [b"", b"\x05", b"\x02" + b"\0" * 7 + b"[]x", b"\x01" + b"\0" * 7 + b"{"])
def test_what_is_not_plain_data_is_refused(data):
    with pytest.raises(ValueError):
        plain.loads(data)


def test_objects_do_not_leave(ask):
    assert isinstance(ask("make_adder", 3).value, Kept)
    with pytest.raises(plain.NotPlain):
        plain.encode(np.array([object()]))


def test_closures_go_in_and_come_back(ask):
    n = 5
    assert ask("apply", lambda x: x + n, 2).value == 7
    adder = ask("make_adder", 10).value
    assert ask(adder, 1).value == 11
    assert ask("apply", adder, 2).value == 12


def test_a_probe_sees_the_module(ask):
    assert ask(lambda module, x: module.double(x) + 1, 20).value == 41


def test_a_generator_is_not_run_on_between_calls(ask):
    rng = np.random.default_rng(3)
    assert ask("draw", rng).value == ask("draw", rng).value


def test_tensors_and_modules(ask):
    model = ask("layer", 2).value
    assert isinstance(model, Kept)
    x = plain.Tensor(np.ones((4, 3)), "float64", grad=True)
    y = ask("forward", model, x).value
    assert (y.dtype, y.device, y.grad, y.array.shape) == ("float64", "cpu", True, (4, 2))
    weight, bias = ask(_weights, model).value
    assert np.allclose(y.array, np.ones((4, 3)) @ weight.array.T + bias.array)


def _weights(_, model):
    return model.weight, model.bias


def test_training_lasts_as_long_as_it_may(ask):
    assert ask("train", 300).value < 1e-3


def test_views_are_read_only_and_have_gaps(ask):
    def flags(_, x):
        return x.flags.writeable, x.flags.c_contiguous, x.sum()

    assert ask(flags, np.ones((3, 4)), layout="view").value == (False, False, 12.0)


def test_changed_inputs_are_named(ask):
    def change(_, x, y):
        y += 1

    assert ask(change, np.ones(2), np.ones(2)).changed == ("1",)


def test_a_stuck_call_costs_the_process_and_nothing_else(process):
    start = time.monotonic()
    with pytest.raises(Stuck):
        process.ask(Call(KATA, "hang"), 0.5)
    assert process.ask(Call(KATA, "double", (2,)), 10).value == 4
    assert time.monotonic() - start < 5


def test_a_dead_process_is_replaced(process):
    with pytest.raises(Died, match="exit status 3"):
        process.ask(Call(KATA, "die"), 10)
    assert process.ask(Call(KATA, "double", (2,)), 10).value == 4


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_children_end_with_the_bench(process):
    child = process.ask(Call(KATA, "spawn"), 10).value
    process.close()
    time.sleep(0.2)
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text().split()[2] == "Z"
