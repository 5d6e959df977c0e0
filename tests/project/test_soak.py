"""Soak: many gradings, many kills, many at once. `tox -e soak` runs all of it, the ordinary tests a tenth."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader import ROOT
from grader.bench.process import Bench
from grader.course.catalogue import read_course
from grader.judge import sets
from grader.judge.gathering import Listener
from grader.judge.runner import grade
from grader.judge.settings import Settings
from grader.judge.submission import Submission

SCALE = float(os.environ.get("SOAK", "0.1"))
GRADINGS, KILLS, AT_ONCE = 1000, 200, 10
TOGETHER = 4  # katas of one day that are graded in one go
# Whoever soaks takes another seed each time, which a flip names; the ordinary tests are the same for everybody.
SEED = random.SystemRandom().getrandbits(32) if "SOAK" in os.environ else 20_261_126


@pytest.mark.torch
@pytest.mark.timeout(7200)
def test_solutions_pass_on_whatever_cases(tmp_path, monkeypatch):
    monkeypatch.setattr(sets, "home", lambda: tmp_path)
    course, rng, bench = read_course(), random.Random(SEED), Bench()
    flips, graded = [], 0
    try:
        while graded < GRADINGS * SCALE:
            day, seed = rng.choice(course.days), rng.getrandbits(48)
            katas = rng.sample(day.katas, min(TOGETHER, len(day.katas)))
            settings = Settings(seed, fresh=1, frozen=False)
            report = grade(course, katas, bench, Submission(ROOT / "solutions").recipe, Listener(), settings)
            graded += len(report.katas)
            flips += [(kata.id, seed, check.name) for kata in report.katas for check in kata.wrong]
    finally:
        bench.close()
    assert not flips, f"seed {SEED}"


def test_a_kill_at_any_moment_loses_no_row_and_leaves_no_process(course):
    course.solve("day03/padding")
    rng, rows = random.Random(SEED), 0
    for _ in range(int(KILLS * SCALE)):
        process = start(course.folder)
        try:
            process.wait(rng.uniform(0.02, 1.2))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        ended_well = process.wait() == 0
        time.sleep(0.1)
        remembered = course.remembered() if (course.folder / ".grader/progress.sqlite").exists() else []
        assert len(remembered) >= rows + ended_well, f"seed {SEED}"
        assert set(remembered) <= {("day03/padding", "passed")}
        rows = len(remembered)
    deadline = time.monotonic() + 10
    while (left := running_in(course.folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    assert course("day03/padding").code == 0
    assert len(course.remembered()) == rows + 1


def test_many_graders_at_once_lose_no_row(course):
    course.solve("day03/padding")
    processes = [start(course.folder) for _ in range(AT_ONCE)]
    assert {process.wait() for process in processes} == {0}
    assert course.remembered() == [("day03/padding", "passed")] * AT_ONCE


def start(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "day03/padding"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def running_in(folder):
    """Return the processes that a course's tool has started, by the path that they import it from."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            environment = (place / "environ").read_bytes()
        except OSError:
            continue
        if f"PYTHONPATH={folder}".encode() in environment and place.name != str(os.getpid()):
            found.append(place.name)
    return found
