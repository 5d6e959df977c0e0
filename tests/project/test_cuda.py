"""What a bench on a GPU needs, where none is: each part by itself."""

import sys
import types
from dataclasses import replace

import numpy as np
import pytest

from grader import plain
from grader.bench import service
from grader.bench.messages import Call, Preload
from grader.bench.workbench import Workbench, captured
from grader.cases import Case
from grader.comparison import Comparison
from grader.judge.diagnosis import _home
from grader.judge.handle import request_of
from grader.plain import Tensor


def stand_in(calls):
    """Return a torch that notes what is asked of it."""
    cuda = types.SimpleNamespace(is_initialized=lambda: True, synchronize=lambda: calls.append("synchronized"))
    place = types.SimpleNamespace
    backends = place(cuda=place(matmul=place(allow_tf32=True)), cudnn=place(allow_tf32=True))
    zeros = lambda *_, device: calls.append(f"woken on {device}")  # noqa: E731
    return place(cuda=cuda, backends=backends, zeros=zeros, set_grad_enabled=lambda _: None, Tensor=())


def test_the_context_is_made_before_the_clock_runs(monkeypatch):
    calls = []
    monkeypatch.setitem(sys.modules, "torch", stand_in(calls))
    monkeypatch.setattr(service, "resource", None)
    service.preload(Preload((), None, "cuda"))
    assert calls == ["woken on cuda"]
    service.preload(Preload((), None))
    assert calls == ["woken on cuda"]


@pytest.mark.parametrize("memory", [None, 1 << 30])
def test_only_the_address_space_is_free_on_a_gpu(monkeypatch, memory):
    limits = []
    monkeypatch.setattr(service, "_set_limit", lambda name, most: limits.append(name))
    service.preload(Preload((), memory))
    assert limits[:2] == ["RLIMIT_FSIZE", "RLIMIT_CORE"]
    assert ("RLIMIT_AS" in limits) == (memory is not None and sys.platform == "linux")


def test_a_call_waits_for_the_gpu_and_is_exact(monkeypatch):
    """TF32 is off for every call, whatever a call before it has set, and in an older torch too."""
    calls = []
    torch = stand_in(calls)
    monkeypatch.setitem(sys.modules, "torch", torch)
    bench = Workbench(captured)
    for _ in range(2):
        torch.backends.cuda.matmul.allow_tf32 = True
        bench._watched(lambda: None, "")
        assert not torch.backends.cuda.matmul.allow_tf32
    assert calls == ["synchronized"] * 2


@pytest.mark.torch
def test_tf32_is_off_by_both_of_the_words_that_torch_has():
    import torch

    matmul, conv = torch.backends.cuda.matmul, getattr(torch.backends.cudnn, "conv", None)
    if hasattr(conv, "fp32_precision"):
        conv.fp32_precision = matmul.fp32_precision = "tf32"
    Workbench(captured)._watched(lambda: None, "")
    assert not matmul.allow_tf32
    assert getattr(conv, "fp32_precision", "ieee") == "ieee"


def test_replays_are_told_the_cpu():
    call = Call("day07/layer_table", "f", ("f", "cuda", 3), {"device": "cuda", "n": 2}, device="cuda")
    assert _home(call) == Call("day07/layer_table", "f", ("f", "cpu", 3), {"device": "cpu", "n": 2}, device="cpu")


def test_what_is_nested_keeps_its_device():
    """A tensor within a result is looked for where the inputs are, as the result itself is."""
    expected = {"rows": [Tensor(np.ones(2), "float64")]}
    (got,) = (expected["rows"][0],)
    comparison = Comparison(device="cuda")
    assert "on cpu, its inputs were on cuda" in comparison.difference(expected, expected).what
    there = {"rows": [replace(got, device="cuda")]}
    assert comparison.difference(there, expected) is None
    assert plain.loads(plain.dumps(there))["rows"][0].device == "cuda"


@pytest.mark.torch
def test_a_probe_builds_on_the_device_of_the_grading():
    """ "meta" stands in for a GPU: what is there is not on the CPU."""
    import torch

    from grader.modules import initial_spread, on_zeros

    seen = []

    class Layer(torch.nn.Linear):
        def forward(self, x):
            seen.append((self.weight.device.type, x.device.type))
            return super().forward(x)

    submission = types.SimpleNamespace(Layer=Layer)
    case = Case.refused_by_module("Layer", (2, 3), naming="x", kwargs={"in_features": 3, "out_features": 1})
    call = request_of("day05/lenet", case, "meta")
    on_zeros(submission, *call.args)
    assert seen == [("meta", "meta")]
    with pytest.raises(RuntimeError, match="meta"):
        initial_spread(submission, "Layer", case.args[0], device="meta")
