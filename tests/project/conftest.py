"""What the project's own tests share: the tool as a learner runs it, and trees to run it on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import ROOT


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than there are processors: many tests wait, for a limit to pass or a process to end."""
    return (os.cpu_count() or 1) + 1


@dataclass(frozen=True)
class Ran:
    """What a run of the tool printed, and its exit status."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    def one_line(self, code: int) -> str:
        """Return the one line on standard error of a command that ended with this exit status."""
        assert self.code == code, self.out + self.err
        (line,) = self.err.strip().splitlines()
        return line

    def kata(self, name: str) -> dict[str, Any]:
        return next(kata for kata in self.report["katas"] if kata["id"] == name)


def run(*args: str | Path, cwd: Path = ROOT, before: Callable[[], None] | None = None, **env: str) -> Ran:
    """Run `python -m ARGS` as a learner would, without colour and a terminal; `before` is called in the new process."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",  # what it prints may be in another code page
        timeout=300,
        stdin=subprocess.DEVNULL,
        preexec_fn=before,
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


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory) -> Tree:
    """One submission for all the tests of a file that do not spoil it."""
    return Tree(tmp_path_factory.mktemp("shared") / "submission")


def copied(folder: Path) -> Path:
    ignore = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "figures")
    return Path(shutil.copytree(ROOT, folder / "course", ignore=ignore))


@pytest.fixture
def course_copy(tmp_path) -> Path:
    """A copy of the course to spoil."""
    return copied(tmp_path)


@dataclass(frozen=True)
class Course:
    """A copy of the course, in which the tool is run."""

    folder: Path

    def __call__(self, *args: str | Path, **more: Any) -> Ran:
        return self.python("grader", *args, **more)

    def python(self, *args: str | Path, **more: Any) -> Ran:
        """Run `python -m ARGS` in the copy."""
        return run(*args, cwd=self.folder, **{"PYTHONPATH": str(self.folder), **more})

    def solve(self, *katas: str) -> None:
        for kata in katas:
            shutil.copy(self.folder / f"solutions/{kata}.py", self.folder / f"katas/{kata}.py")

    def remembered(self) -> list[tuple[str, str]]:
        """Return every verdict in the store, the oldest first."""
        with closing(sqlite3.connect(self.folder / ".grader/progress.sqlite")) as store:
            return store.execute("select kata, status from gradings order by id").fetchall()


@pytest.fixture
def course(course_copy) -> Course:
    return Course(course_copy)


@pytest.fixture(scope="module")
def shared_course(tmp_path_factory) -> Course:
    """One copy for all the tests of a file that do not spoil it."""
    return Course(copied(tmp_path_factory.mktemp("shared")))


@pytest.fixture
def heed_ctrl_c():
    """What a child process runs first: in a background job, as some CI systems have it, SIGINT is ignored."""
    return lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
