"""The trackers that `fit` of day 8 tells its numbers to: JSON lines, Weights & Biases offline, the screen, several."""

import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
import warnings
import zlib
from itertools import count

import pytest

from fixtures import trackers
from fixtures.trackers import JsonLines, NoTracker, Progress, Several, WandbOffline, read_lines
from grader import ROOT
from grader.course.faults import EnvironmentFault


class Failing(NoTracker):
    def log(self, step, metrics):
        raise OSError("the disk is full")


def test_json_lines(tmp_path):
    path = tmp_path / "run.jsonl"
    tracker = JsonLines(path, {"seed": 3})
    tracker.log(1, {"loss": 0.5})
    tracker.log(2, {"loss": float("nan"), "validation": 0.25})
    tracker.finish()
    first, *entries = read_lines(path)
    assert first == {"config": {"seed": 3}}
    assert entries[0] == {"step": 1, "loss": 0.5}
    assert entries[1]["validation"] == 0.25 and entries[1]["loss"] != entries[1]["loss"]


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_torn_last_line_is_passed_over(tmp_path, cut):
    path = tmp_path / "run.jsonl"
    JsonLines(path).log(1, {"loss": 0.5})
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"step": 2, "loss": 0.25, "validation": 12}'[:cut])
    assert read_lines(path) == [{"step": 1, "loss": 0.5}]
    JsonLines(path).log(3, {"loss": 0.125})  # a run that goes on does not lose its first line to the torn one
    assert read_lines(path) == [{"step": 1, "loss": 0.5}, {"step": 3, "loss": 0.125}]


def test_a_kill_leaves_whole_lines(tmp_path):
    path = tmp_path / "run.jsonl"
    script = (
        f"from fixtures.trackers import JsonLines\ntracker = JsonLines({str(path)!r})\nstep = 0\n"
        "while True:\n    step += 1\n    tracker.log(step, {'loss': 1.0 / step})\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + 60
    while not (path.exists() and path.stat().st_size > 2000):
        assert run.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    entries = read_lines(path)
    assert [entry["step"] for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) > 40


def test_progress_is_shown_and_not_too_often():
    screen, clock = io.StringIO(), count(0, 0.04)
    progress = Progress(100, screen, lambda: next(clock))
    for step in range(1, 101):
        progress.log(step, {"loss": 0.5})
    progress.finish()
    text = screen.getvalue()
    assert 30 <= text.count("\r") <= 45
    assert "100/100  loss 0.5  0 s left" in text and text.endswith("\n")


def test_one_that_fails_does_not_cost_the_others(tmp_path):
    several = Several(Failing(), JsonLines(tmp_path / "run.jsonl"))
    with pytest.warns(UserWarning, match="Failing failed .*the disk is full"):
        several.log(1, {"loss": 0.5})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        several.log(2, {"loss": 0.25})
        several.finish()
    assert [entry["step"] for entry in read_lines(tmp_path / "run.jsonl")] == [1, 2]


def test_without_wandb_the_mend_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(EnvironmentFault, match=r"pip install -e '\.\[tracking\]'"):
        WandbOffline()
    assert trackers.MEND in "pip install -e '.[tracking]'"


# -- in a run of the loop of day 8


def train(tracker, max_steps=6):
    """Fit a line with the reference's loop."""
    import torch

    from solutions.day08.training_loop import fit

    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    x = torch.linspace(-1, 1, 12)[:, None]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return fit(
        model,
        lambda rng: [(x[part], 3 * x[part]) for part in torch.randperm(12, generator=rng).split(4)],
        torch.nn.functional.mse_loss,
        optimizer,
        max_steps=max_steps,
        rng=torch.Generator().manual_seed(1),
        validate=lambda model: (model(x) - 3 * x).square().mean(),
        every=2,
        tracker=tracker,
    )


@pytest.mark.torch
def test_json_lines_of_a_run(tmp_path):
    history = train(JsonLines(tmp_path / "run.jsonl", {"seed": 1}))
    _, *entries = read_lines(tmp_path / "run.jsonl")
    assert [entry["loss"] for entry in entries] == history["loss"]
    assert [(entry["step"], entry["validation"]) for entry in entries if "validation" in entry] == history["validation"]


@pytest.mark.torch
def test_a_failing_tracker_costs_nothing():
    with pytest.warns(UserWarning, match="the disk is full"):
        history = train(Failing())
    whole = train(None)
    assert all(history[key] == whole[key] for key in ("step", "loss", "rate", "validation"))


@pytest.mark.torch
def test_wandb_offline_for_real(tmp_path, monkeypatch):
    """Weights & Biases runs offline, and its file says what `fit` told it."""
    pytest.importorskip("wandb", reason=f"Weights & Biases is not installed: {trackers.MEND}")
    from wandb.proto import wandb_internal_pb2

    for name in ("DIR", "CACHE_DIR", "CONFIG_DIR", "DATA_DIR"):
        monkeypatch.setenv(f"WANDB_{name}", str(tmp_path / name.lower()))
        (tmp_path / name.lower()).mkdir()
    monkeypatch.delenv("WANDB_MODE", raising=False)
    monkeypatch.delenv("WANDB_API_KEY", raising=False)
    tracker = WandbOffline({"seed": 1, "rate": 0.1}, folder=tmp_path / "runs")
    history = train(tracker)
    tracker.finish()
    (file,) = tracker.run_folder.glob("*.wandb")
    assert tmp_path / "runs" in file.parents
    records = []
    for data in wandb_records(file.read_bytes()):
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        records.append(record)
    told = [
        {
            item.nested_key[0] if item.nested_key else item.key: json.loads(item.value_json)
            for item in record.history.item
        }
        for record in records
        if record.HasField("history")
    ]
    assert [entry["loss"] for entry in told] == history["loss"]
    assert [entry["_step"] for entry in told] == [1, 2, 3, 4, 5, 6]
    assert [(entry["_step"], entry["validation"]) for entry in told if "validation" in entry] == history["validation"]
    config = {item.key: json.loads(item.value_json) for record in records for item in record.run.config.update}
    assert config["seed"] == 1 and config["rate"] == 0.1
    assert any(record.HasField("exit") for record in records)


def wandb_records(data):
    """Yield the records of a .wandb file: a header of 7 bytes, then LevelDB's log format in blocks of 32 KiB.

    Each piece has a checksum (4 bytes), a length (2) and a kind (1): whole, first, middle or last of its record.
    """
    assert data[:4] == b":W&B"
    block, header, position, parts = 32768, 7, 7, []
    while position + header <= len(data):
        if (left := block - position % block) < header:
            position += left  # what is too short for a header is filled with zeros
            continue
        checksum, length, kind = struct.unpack_from("<IHB", data, position)
        piece = data[position + header : position + header + length]
        assert len(piece) == length
        assert checksum == zlib.crc32(piece, zlib.crc32(bytes([kind])))
        position += header + length
        parts.append(piece)
        if kind in (1, 4):
            yield b"".join(parts)
            parts = []
    assert not parts
