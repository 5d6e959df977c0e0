"""The bench: what goes in and comes out, and what later days need of it."""

import functools
import itertools
import json
import os
import random
import struct
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader import plain
from grader.bench import child
from grader.bench import process as benches
from grader.bench.messages import MOST_NAMES, Call, Kept, Load, Outcome, Raised, Recipe
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

def unseeded():
    return np.random.random()

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


@pytest.mark.torch
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


@pytest.mark.torch
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


@pytest.mark.parametrize("can_fork", [True, False], ids=["forked", "started"])
def test_nobody_waits_for_a_process_that_cannot_be_killed(tmp_path, monkeypatch, can_fork):
    """As one that waits for a disk that does not answer: the kernel lets it live on."""
    spared = []
    monkeypatch.setattr(benches, "CAN_FORK", can_fork and benches.CAN_FORK)
    monkeypatch.setattr(child, "end", spared.append)
    monkeypatch.setattr(child, "END_LIMIT", 0.5)
    path = tmp_path / "thing.py"
    path.write_text(SOURCE)
    bench = Bench()
    bench.ask(Load(Recipe(KATA, str(path))), 10)
    start = time.monotonic()
    with pytest.raises(Stuck):
        bench.ask(Call(KATA, "hang"), 0.5)
    assert bench.ask(Call(KATA, "double", (2,)), 10).value == 4
    bench.close()
    assert time.monotonic() - start < 15
    monkeypatch.undo()
    for pid in spared:
        child.end(pid)


def test_after_ctrl_c_a_bench_serves_again(process, monkeypatch):
    def ctrl_c(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as during, pytest.raises(KeyboardInterrupt):
        during.setattr("grader.bench.line.Line.exchange", ctrl_c)
        process.ask(Call(KATA, "double", (2,)), 10)
    assert process.ask(Call(KATA, "double", (3,)), 10).value == 6


# -- how much is taken, and of what types


class Endless(list):
    """A list that never comes to its end."""

    def __len__(self):
        return 1

    def __iter__(self):
        return itertools.count()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (lambda: [0] * 6_000_000, "more than 100,000 parts: return an array"),
        (lambda: {n: n for n in range(200_000)}, "more than 100,000 parts"),
        (lambda: Endless(), "more than 100,000 parts"),
        (lambda: "a" * 1_000_000, "more than 100,000 characters"),
        (lambda: 10**5_000, "more than 4,000 digits"),
        (lambda: np.zeros((3000, 4000)), "more than 64 MB"),
        (lambda: np.broadcast_to(1.0, (10**6, 10**6)), "more than 64 MB"),
    ],
    ids=["list", "dictionary", "endless", "text", "number", "array", "broadcast"],
)
def test_too_large_a_result_is_one_sentence(ask, value, words):
    start = time.monotonic()
    outcome = ask(lambda _: value())
    assert words in outcome.error.message
    assert time.monotonic() - start < 20


def test_the_largest_result_that_is_taken_is_taken(ask):
    assert ask(lambda _: [0] * plain.MOST_PARTS).value == [0] * plain.MOST_PARTS
    assert len(ask(lambda _: dict.fromkeys(range(plain.MOST_PARTS))).value) == plain.MOST_PARTS
    assert ask(lambda _: "é" * plain.MOST_TEXT).value == "é" * plain.MOST_TEXT
    assert ask(lambda _: np.zeros(plain.MOST_BYTES, np.int8)).value.nbytes == plain.MOST_BYTES


def test_what_is_nested_without_end_stays_there(ask):
    def deep(_):
        return functools.reduce(lambda inner, _: {"inner": [inner]}, range(20), 1)

    def loop(_):
        inner = []
        inner.append(inner)
        return inner

    assert isinstance(ask(loop).value, Kept)
    assert ask(deep).value == deep(None)


def test_a_tensor_made_by_hand_is_none(ask):
    made = ask(lambda _: plain.Tensor(np.ones(2), "float32", grad=True)).value
    assert isinstance(made, Kept)


def test_words_about_a_call_are_cut(ask):
    def fail(_):
        import warnings

        for n in range(1000):
            warnings.warn(f"{n} " * 100_000, stacklevel=1)
        print("spam" * 1_000_000)
        raise type("E" * 100_000, (ValueError,), {})("x" * 1_000_000)

    outcome = ask(fail)
    assert len(outcome.warnings) == MOST_NAMES
    assert all(len(text) < 5_000 for text in (*outcome.warnings, *outcome.error.kinds, outcome.error.message))
    assert len(outcome.output) < 5_000
    assert "ValueError" in outcome.error.kinds


def test_an_exception_that_cannot_be_written_is_still_one(ask):
    class Mute(ValueError):
        def __str__(self):
            raise RuntimeError

    def fail(_):
        raise Mute

    assert (ask(fail).error.kind, ask(fail).error.message) == ("Mute", "")


SAID = Outcome(2, None, ("x",), ("RuntimeWarning: y",), "spam", 0.5)
RAISED = Outcome(None, Raised(("ValueError", "Exception"), "no", "line 1", 1))
KEPT = Outcome(Kept(3, "Model"))


def saying(outcome=SAID, **changed):
    return replace(outcome, **changed).to_plain()


def raising(**changed):
    return saying(error=replace(RAISED.error, **changed))


@pytest.mark.parametrize("outcome", [SAID, RAISED, KEPT], ids=["value", "error", "kept"])
def test_what_a_bench_says_comes_back(outcome):
    assert Outcome.from_plain(plain.loads(plain.dumps(outcome.to_plain())), outcome.seconds) == outcome


@pytest.mark.parametrize(
    "said",
    [
        None, [], {}, SAID.to_plain()[:-1], [*SAID.to_plain(), 1], tuple(SAID.to_plain()),
        [None, None, 7, (), (), ""], [None, None, [], (), (), ""], [None, [0], None, (), (), ""],
        saying(KEPT, value=Kept("0", "Model")), saying(KEPT, value=Kept(-1, "Model")),
        saying(KEPT, value=Kept(1, None)),
        saying(changed="x"), saying(changed=["x"]), saying(changed=(1,)), saying(warnings=("x",) * 1000),
        saying(warnings=("x" * 100_000,)), saying(output=None), saying(output=b"x"), saying(output="x" * 100_000),
        raising(kinds=()), raising(kinds=["ValueError"]), raising(kinds=("x" * 1000,)), raising(message=None),
        raising(message="x" * 100_000), raising(frames=1), raising(line=-1), raising(line=True), raising(line=1.0),
        raising(unwritten=1),
    ],
)  # fmt: skip
def test_what_a_bench_cannot_have_said_is_refused(said):
    with pytest.raises(ValueError):
        Outcome.from_plain(plain.loads(plain.dumps(said)), 0.5)


def raw(head, rest=b""):
    return struct.pack("<Q", len(head)) + head + rest


def told(tree, *buffers):
    return raw(json.dumps([tree, [len(buffer) for buffer in buffers]]).encode(), b"".join(buffers))


def array(dtype, shape):
    return {"array": {"buffer": 0, "dtype": dtype, "shape": shape}}


@pytest.mark.parametrize(
    "data",
    [
        raw(b"[" * 60_000_000), raw(b"[" * 5_000_000), raw(b"[[" + b"[]," * 2_500_000 + b"1],[]]"),
        raw(b"[1,[" + b"0," * 3_500_000 + b"0]]"), raw(b"[" + b"1" * 7_000_000 + b",[]]"), raw(b"[1,[-1,1]]"),
        told([array("|u1", [10 << 20])] * 1000, b"0" * (10 << 20)), told("a" * 5_000_000), told(["\ud800"]),
        told([[[]]] * 300_000), told(array("|O8", [1]), b"0" * 8), told(array("<i4," * 100_000, [0]), b""),
        told(array("<f8", [3]), b"0" * 8), told(array("<f8", [-1]), b"0" * 8), told(array("<f8", ["1"]), b"0" * 8),
        told(array("<U1", []), b"\xff\xff\xff\x7f"), told({"tensor": {"array": 1, "dtype": "x"}}),
        told({"dict": [[[], 1]]}),
        told({"bytes": 3}), told({"complex": ["a", "b"]}), told({"what": 1}), told({}),
    ],
    ids=range(22),
)  # fmt: skip
def test_bytes_that_are_no_plain_data_are_refused_in_no_time(data):
    start = time.monotonic()
    with pytest.raises(ValueError):
        plain.loads(data)
    assert time.monotonic() - start < 10


# -- one kata after another


SPOILING = """
import os, random, sys, warnings
import numpy as np
import torch

np.seterr(all="raise")
np.set_printoptions(precision=1)
np.random.seed(0)
np.pad = np.zeros = np.linalg.norm = None
random.seed(0)
sys.setrecursionlimit(50_000)
os.environ["SPOILT"] = "1"
os.chdir("/")
warnings.simplefilter("error")
torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")
torch.manual_seed(7)
torch.set_grad_enabled(False)
torch.nn.functional.conv2d = None

def done():
    return True
"""

HONEST = """
import os, random, sys, warnings
import numpy as np
import torch

def state():
    model = torch.nn.Conv2d(1, 1, 1)
    return {
        "errors": np.geterr(), "options": np.get_printoptions()["precision"], "limit": sys.getrecursionlimit(),
        "spoilt": "SPOILT" in os.environ, "folder": os.getcwd(),
        "strict": "error" in [kind for kind, *_ in warnings.filters],
        "dtype": str(torch.get_default_dtype()), "device": str(torch.zeros(1).device), "grad": torch.is_grad_enabled(),
        "seed": torch.initial_seed(), "pad": np.pad([1], 1).tolist(), "zeros": np.zeros(1).tolist(),
        "norm": float(np.linalg.norm([3, 4])), "conv": model(torch.zeros(1, 1, 2, 2)).requires_grad,
    }

def draws():
    return np.random.random(), random.random()
"""


def seated(bench, path, kata, source):
    """Begin a kata of a source on a bench, as a sitting does, and return how its functions are called."""
    path.write_text(source)
    bench.renew()
    bench.prepare({"torch"})
    assert bench.ask(Load(Recipe(kata, str(path))), 60).error is None
    return lambda name: bench.ask(Call(kata, name), 60)


@pytest.mark.parametrize("can_fork", [True, False], ids=["forked", "put back"])
def test_what_one_kata_sets_does_not_reach_the_next(tmp_path, monkeypatch, can_fork):
    pytest.importorskip("torch")
    monkeypatch.setattr(benches, "CAN_FORK", can_fork and benches.CAN_FORK)
    bench = Bench()
    try:
        before = seated(bench, tmp_path / "first.py", "day99/first", HONEST)("state")
        assert seated(bench, tmp_path / "spoiling.py", "day99/spoiling", SPOILING)("done").value
        honest = seated(bench, tmp_path / "last.py", "day99/last", HONEST)
        assert honest("state").value == before.value
        seeded = np.random.RandomState(0).random(), random.Random(0).random()
        assert not set(honest("draws").value) & set(seeded)
    finally:
        bench.close()


def test_a_bench_of_one_grading_may_hold_several_katas(process, tmp_path):
    """As a day's figure wants it."""
    path = tmp_path / "other.py"
    path.write_text("def triple(x): return 3 * x\n")
    process.ask(Load(Recipe("day99/other", str(path))), 10)
    both = [process.ask(Call(kata, lambda module: module), 10).value for kata in (KATA, "day99/other")]
    assert process.ask(Call(KATA, lambda _, one, other: other.triple(one.double(1)), tuple(both)), 10).value == 6


def test_benches_of_one_nursery_do_not_draw_the_same_numbers(process):
    first = process.ask(Call(KATA, "unseeded"), 10).value
    process.renew()
    assert process.ask(Call(KATA, "unseeded"), 10).value != first
