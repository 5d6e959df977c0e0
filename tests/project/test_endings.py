"""Endings: however the grader ends, nothing that it started stays behind; and what dies under it is replaced."""

import contextlib
import os
import pty
import queue
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from grader import ROOT
from grader.bench import child, process
from grader.bench.messages import Call, Load, Recipe
from grader.bench.nursery import Nursery
from grader.bench.process import Bench
from grader.course.faults import EnvironmentFault
from grader.faces.keys import Key, keys_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, terminals and ps are POSIX's")

# A kata that starts a program, says so in a file, and then never ends, be it in Python or in one call of C.
ENDLESS = """
import itertools
import numpy as np
os = np.testing._private.utils.os

def pad2d(image, pad, mode):
    program = os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "300")
    with open({started!r}, "w") as stream:
        stream.write(str(program))
    {loop}

def same_padding(kernel, dilation=1):
    return 0, 0
"""
LOOPS = {"python": "while True: pass", "c": "sum(itertools.repeat(0))"}


def wait_until(holds, what, seconds=60.0):
    end = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < end, what()
        time.sleep(0.05)
    return value


def table():
    """Return every process that runs, as its number, its parent's and its name."""
    ran = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,stat=,comm="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 3) for line in ran.stdout.splitlines()]
    rows = [(pid, parent, name) for pid, parent, state, name in rows if state[0] != "Z"]
    return [(int(pid), int(parent), name) for pid, parent, name in rows if os.path.basename(name) != "ps"]


def below(pid):
    """Return the processes that descend from one."""
    found, rows = {pid}, table()
    while more := {child for child, parent, _ in rows if parent in found} - found:
        found |= more
    return found - {pid}


def alive(pids):
    """Return those of some processes that run still."""
    return [row for row in table() if row[0] in pids]


class Graded:
    """A grading of an endless kata, in the midst of it: its process, and all that this has started."""

    def __init__(self, process, started):
        self.process = process
        text = wait_until(lambda: started.exists() and started.read_text(), lambda: "the kata was not called")
        self.children = below(process.pid)
        assert int(text) in self.children
        assert len(self.children) >= 2

    def leaves_nothing(self):
        self.process.wait(timeout=60)
        wait_until(lambda: not alive(self.children), lambda: alive(self.children), 30)


@pytest.fixture
def endless(tree, tmp_path):
    """Return a file that an endless kata writes when it is called; the kata loops in Python, or as it is told."""
    started = tmp_path / "started"

    def write(loop="python"):
        tree.write("day03/padding", ENDLESS.format(started=str(started), loop=LOOPS[loop]))
        return started

    return write


@pytest.fixture
def begin():
    """Start a command, and end it after the test, whatever came of it."""
    begun = []

    def start(*command, cwd=ROOT, **streams):
        null = subprocess.DEVNULL
        streams = {"stdin": null, "stdout": null, "stderr": null, **streams}
        env = {**os.environ, "PYTHONPATH": str(cwd), "TERM": "xterm"}
        begun.append(subprocess.Popen([sys.executable, *map(str, command)], cwd=cwd, env=env, **streams))
        return begun[-1]

    yield start
    for started in begun:
        started.kill()
        started.wait()


GRADER = ("-m", "grader", "day03/padding", "--limit", "300", "--against")
PYTEST = ("-m", "pytest", "tests/day03/test_padding.py", "-q", "--limit", "300", "--against")


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP], ids=lambda ending: ending.name)
@pytest.mark.parametrize("command", [GRADER, PYTEST], ids=["grader", "pytest"])
def test_a_signal_leaves_nothing(tree, endless, begin, command, ending):
    started = endless()
    graded = Graded(begin(*command, tree.root), started)
    graded.process.send_signal(ending)
    graded.leaves_nothing()


def test_a_call_of_c_that_never_returns_does_not_outlive_the_grader(tree, endless, begin):
    started = endless("c")
    graded = Graded(begin(*GRADER, tree.root), started)
    graded.process.kill()
    graded.leaves_nothing()


def in_terminal(begin, *command, **how):
    """Start a command in a terminal of its own; return it and the handle that keeps the terminal open."""
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    # Its first line makes the terminal the one whose closing hangs it up.
    lead = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    started = begin("-c", lead, sys.executable, *command, start_new_session=True, **streams, **how)
    os.close(theirs)
    return started, ours


def test_a_terminal_that_is_closed_leaves_nothing(tree, endless, begin):
    started = endless()
    running, terminal = in_terminal(begin, *GRADER, tree.root)
    graded = Graded(running, started)
    os.close(terminal)
    graded.leaves_nothing()


# -- watch mode


def test_keys_pressed_while_a_kata_is_graded_are_keys():
    """pytest puts /dev/null where standard input was, which is no terminal that is gone."""
    ours, theirs = pty.openpty()
    pressed = queue.SimpleQueue()
    with open(theirs, "rb", closefd=False) as terminal, keys_of(terminal, pressed.put):
        for key in (b"h", b"l"):
            os.dup2(os.open(os.devnull, os.O_RDONLY), theirs)
            os.write(ours, key)
            assert pressed.get(timeout=10) == Key(key.decode())
        time.sleep(0.2)
        assert pressed.empty()


class Watched:
    """Watch mode on a copy of the course, writing plain lines into a file."""

    def __init__(self, course, begin, out):
        self.kata, self._out = course / "katas/day03/padding.py", out
        with open(out, "w") as stream:
            self.process = begin("-m", "grader", "watch", "day03/padding", cwd=course, stdout=stream)
        self.sees("not started")

    def sees(self, words):
        """Wait until the words are printed, and return what came before them."""
        wait_until(lambda: words in self._out.read_text(), self._out.read_text)
        before, _, after = self._out.read_text().partition(words)
        self._out.write_text(after)
        return before

    def mother(self):
        """Return the process that benches are forked from: the only child of watch mode."""
        (mother,) = [pid for pid, parent, _ in table() if parent == self.process.pid]
        return mother


@pytest.fixture
def watched(course_copy, begin, tmp_path):
    watched = Watched(course_copy, begin, tmp_path / "out")
    time.sleep(2.0)  # until the files are followed
    return watched


@pytest.mark.parametrize("loop", sorted(LOOPS))
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGHUP], ids=lambda ending: ending.name)
def test_watch_mode_that_is_ended_leaves_nothing(watched, tmp_path, ending, loop):
    started = tmp_path / "started"
    watched.kata.write_text(ENDLESS.format(started=str(started), loop=LOOPS[loop]))
    graded = Graded(watched.process, started)
    watched.process.send_signal(ending)
    graded.leaves_nothing()


@pytest.mark.parametrize("mishap", [signal.SIGKILL, signal.SIGSTOP], ids=lambda mishap: mishap.name)
def test_a_mother_that_dies_or_stops_is_replaced_and_the_save_graded(watched, course_copy, mishap):
    first = watched.mother()
    os.kill(first, mishap)
    watched.kata.write_bytes((course_copy / "solutions/day03/padding.py").read_bytes())
    assert "failed, not your code" not in watched.sees("5/5")
    assert watched.mother() != first
    assert not alive([first])


def test_a_stopped_mother_does_not_outlive_watch_mode(watched):
    mother = watched.mother()
    os.kill(mother, signal.SIGSTOP)
    watched.process.kill()
    watched.process.wait()
    try:
        wait_until(lambda: not alive([mother]), lambda: alive([mother]), 30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(mother, signal.SIGKILL)


def test_where_no_bench_can_be_started_the_next_step_is_named(monkeypatch):
    start = child.start
    monkeypatch.setattr(child, "start", lambda _, **streams: start("raise OSError('no such library')", **streams))
    nursery = Nursery()
    try:
        with tempfile.TemporaryFile() as errors, pytest.raises(EnvironmentFault, match="grader doctor") as caught:
            nursery.launch(errors)
        assert "no such library" in str(caught.value)
    finally:
        nursery.close()


# -- where no process can be forked


@pytest.fixture
def without_fork(monkeypatch):
    monkeypatch.setattr(process, "CAN_FORK", False)


NO_FORK = "import sys; from grader.bench import process; process.CAN_FORK = False; " \
    "from grader.cli import main; main(sys.argv[1:])"  # fmt: skip


def test_a_guardian_ends_what_the_kernel_would_not(tree, endless, begin):
    started = endless("c")
    graded = Graded(begin("-c", NO_FORK, *GRADER[2:], tree.root), started)
    graded.process.kill()
    graded.leaves_nothing()


def test_a_guardian_leaves_with_its_bench(without_fork, tmp_path):
    before = below(os.getpid())
    bench = Bench()
    path = tmp_path / "thing.py"
    path.write_text("def double(x): return 2 * x")
    bench.ask(Load(Recipe("day99/thing", str(path))), 10)
    assert bench.ask(Call("day99/thing", "double", (2,)), 10).value == 4
    started = below(os.getpid()) - before
    assert len(started) == 2
    bench.close()
    assert not alive(started)
