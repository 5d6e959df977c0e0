"""Forks: the checks are collected once, and each submission is graded in a fork of the process that has them."""

from __future__ import annotations

import gc
import json
import os
import selectors
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest

from grader.bench import linux
from grader.bench.messages import Recipe
from grader.bench.nursery import Nursery
from grader.bench.process import Bench
from grader.classroom.results import Result
from grader.classroom.submissions import Work
from grader.classroom.terms import TRIES, Terms
from grader.course.catalogue import Course, Kata
from grader.course.faults import Fault
from grader.judge.diagnosis import turns_of
from grader.judge.gathering import Gathered, Listener
from grader.judge.grading import Grading
from grader.judge.results import Report
from grader.judge.runner import PROBES, run
from grader.judge.series import run_checks

DONE, RENEW = 0, 1  # how a grader ends: its nursery as it was, or not

Take = Callable[[Result], None]


class Slot:
    """A place for one submission at a time: a folder that it is laid into, and the nursery of its benches."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._folder = tempfile.TemporaryDirectory(prefix="katas-")
        self.root = Path(self._folder.name).resolve() / "katas"
        self.root.mkdir()
        self.nursery = self._nursery()

    def lay(self, work: Work) -> None:
        """Lay a submission's files into the folder, which is emptied before."""
        for day in self.root.iterdir():
            shutil.rmtree(day)
        work.write(self.root)

    def renew(self) -> None:
        """Begin with a new nursery: a grader has left this one in the midst of something."""
        self.nursery.close()
        self.nursery = self._nursery()

    def close(self) -> None:
        self.nursery.close()
        self._folder.cleanup()

    def _nursery(self) -> Nursery:
        heavy = {"torch"} & {name for kata in self._terms.katas for name in kata.imports}
        return Nursery({*PROBES, *heavy}, self._terms.place(self.root))


@dataclass
class Fork:
    """A grader under way, and what it has said so far."""

    work: Work
    slot: Slot
    pid: int
    line: int
    attempt: int
    deadline: float
    said: bytearray = field(default_factory=bytearray)


class Forks:
    """Grades submissions, some at a time; as a plugin of pytest it runs them where pytest would run the checks."""

    def __init__(self, course: Course, terms: Terms, jobs: int) -> None:
        self._course, self._terms, self._jobs = course, terms, jobs

    def grade(self, works: Iterable[Work], take: Take) -> None:
        """Grade submissions, and hand on the result of each as it comes."""
        self._waiting = deque((work, 1) for work in works)
        self._take = take
        self._running: dict[int, Fork] = {}
        self._report = Report("cpu", self._terms.settings.told_seed)
        self._gathered = Gathered(self._terms.katas, Listener(), self._report)
        self._grading = Grading(self._course, self._gathered, self._terms.settings)
        slots = [Slot(self._terms) for _ in range(min(self._jobs, len(self._waiting)))]
        self._free = list(slots)
        try:
            if run(self._terms.katas, self._grading, self._gathered, ["-s"], self):
                raise KeyboardInterrupt
        finally:
            self._kill_all()
            for slot in slots:
                slot.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Grade every submission with the checks that were collected."""
        for kata in self._terms.katas:
            turns_of(kata, self._grading.library)
        gc.collect()
        gc.freeze()  # else each fork's first collection would touch, and so copy, every page
        while self._waiting or self._running:
            while self._waiting and self._free:
                self._start(session, *self._waiting.popleft())
            self._listen()
        return True

    def _start(self, session: pytest.Session, work: Work, attempt: int) -> None:
        slot = self._free.pop()
        slot.lay(work)
        slot.nursery.settle()
        line, its = os.pipe()
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            linux.end_with(parent)
            _be_grader(Grader(self._terms, self._grading, self._gathered, self._report), session, work, slot, its)
        os.close(its)
        self._running[line] = Fork(work, slot, pid, line, attempt, time.monotonic() + self._terms.seconds)

    def _listen(self) -> None:
        """Take what graders say, until one has ended; end those that are late."""
        with selectors.DefaultSelector() as selector:
            for line in self._running:
                selector.register(line, selectors.EVENT_READ)
            left = min(fork.deadline for fork in self._running.values()) - time.monotonic()
            for key, _ in selector.select(max(0.0, left)):
                fork = self._running[key.fd]
                said = os.read(key.fd, 1 << 20)
                fork.said += said
                if not said:
                    self._finish(fork)
        for fork in [fork for fork in self._running.values() if fork.deadline < time.monotonic()]:
            os.kill(fork.pid, signal.SIGKILL)
            self._end(fork)
            self._take(self._terms.late(fork.work))

    def _end(self, fork: Fork) -> int:
        """Let go of a grader, its slot being free again, and return its exit status."""
        del self._running[fork.line]
        os.close(fork.line)
        status = os.waitstatus_to_exitcode(os.waitpid(fork.pid, 0)[1])
        if status != DONE:
            fork.slot.renew()
        self._free.append(fork.slot)
        return status

    def _finish(self, fork: Fork) -> None:
        """Hand on what a grader that has ended said; who said nothing was killed, and is tried again."""
        status = self._end(fork)
        if fork.said:
            self._take(self._terms.heard(fork.work, json.loads(fork.said)))
        elif fork.attempt < TRIES:
            self._waiting.append((fork.work, fork.attempt + 1))
        else:
            self._take(self._terms.lost(fork.work, status))

    def _kill_all(self) -> None:
        for fork in self._running.values():
            os.kill(fork.pid, signal.SIGKILL)
            os.waitpid(fork.pid, 0)
            os.close(fork.line)


@dataclass
class Grader:
    """What a fork grades with: all of it was collected before."""

    terms: Terms
    grading: Grading
    gathered: Gathered
    report: Report

    def grade(self, session: pytest.Session, work: Work, root: Path, nursery: Nursery) -> dict[str, Any]:
        """Grade the submission that lies below a folder, and return what is said of it."""

        def recipe(kata: Kata) -> Recipe:
            return Recipe(kata.id, str(root / f"{kata.id}.py"), forbidden=kata.forbidden)

        bench, start = Bench("cpu", nursery), time.perf_counter()
        self.grading.take(bench, recipe)
        ended = False
        for _ in run_checks(session):
            if ended := self.terms.settings.brief and self.gathered.failed:
                break
        self.gathered.finish(ended)
        bench.close()
        nursery.settle()
        self.report.seconds = time.perf_counter() - start
        return self.terms.said(work, self.report, root)


def _be_grader(grader: Grader, session: pytest.Session, work: Work, slot: Slot, line: int) -> NoReturn:
    """Grade one submission, say what came of it on the line, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who was interrupted ends the graders
    mothers = slot.nursery.mothers
    said: dict[str, Any]
    try:
        said = grader.grade(session, work, slot.root, slot.nursery)
    except Fault as fault:
        said = {"fault": str(fault)}
    except BaseException as error:  # whatever it was, it is told: nothing else would be
        said = {"fault": f"the grader itself failed: {type(error).__name__}: {error}"}
    with os.fdopen(line, "wb") as stream:
        stream.write(json.dumps(said).encode())
    os._exit(DONE if slot.nursery.mothers == mothers else RENEW)
