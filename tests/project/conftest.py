"""What the project's own tests share: the tool as a learner runs it, and trees to run it on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import ROOT


@dataclass(frozen=True)
class Ran:
    """What a run of the tool printed, and its exit status."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    def kata(self, name: str) -> dict[str, Any]:
        return next(kata for kata in self.report["katas"] if kata["id"] == name)


def run(*args: str | Path, cwd: Path = ROOT, **env: str) -> Ran:
    """Run `python -m ARGS` as a learner would, without colour and a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT), **env},
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def tool():
    return run


@dataclass(frozen=True)
class Tree:
    """A submission in a folder of its own, written kata by kata."""

    root: Path

    def write(self, kata: str, source: str) -> Path:
        path = self.root / f"{kata}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return path

    def solve(self, kata: str, *replacements: tuple[str, str], extra: str = "") -> Path:
        """Write the reference solution, with texts replaced and text added."""
        source = (ROOT / "solutions" / f"{kata}.py").read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in source, f"{old!r} is not in the solution of {kata}"
            source = source.replace(old, new)
        return self.write(kata, source + extra)

    def grade(self, *args: str, **env: str) -> Ran:
        return run("grader", *args, "--against", self.root, "--json", "-", **env)

    def show(self, *args: str, **env: str) -> Ran:
        return run("grader", *args, "--against", self.root, **env)


@pytest.fixture
def tree(tmp_path) -> Tree:
    return Tree(tmp_path / "submission")


@pytest.fixture
def course_copy(tmp_path) -> Path:
    """A copy of the course to spoil."""
    ignore = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "figures")
    return Path(shutil.copytree(ROOT, tmp_path / "course", ignore=ignore))


@pytest.fixture
def heed_ctrl_c():
    """What a child process runs first: in a background job, as some CI systems have it, SIGINT is ignored."""
    return lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
