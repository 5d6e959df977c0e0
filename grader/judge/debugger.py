"""A bench for a debugger: the submission runs in this process, and each call of a check stops at its first line."""

from __future__ import annotations

import pdb
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

from grader.bench.messages import Outcome
from grader.bench.process import Bench, InlineBench
from grader.bench.workbench import Workbench, unheard
from grader.checks import is_running
from grader.course.catalogue import Course, Kata
from grader.course.faults import UsageError
from grader.judge.gathering import Listener
from grader.judge.results import Status
from grader.judge.runner import grade
from grader.judge.submission import Submission


def failing(course: Course, kata: Kata, submission: Submission) -> str:
    """Return the name of the check that speaks for a kata which does not pass."""
    bench = Bench()
    try:
        (result,) = grade(course, [kata], bench, submission.recipe, Listener()).katas
    finally:
        bench.close()
    if unwritten := result.first(Status.TODO):
        return unwritten.name
    if not result.wrong:
        raise UsageError(f"every check of {kata.id} passes; to debug one, name it: {kata.id}/{result.checks[0].name}")
    return result.wrong[0].name


class StoppingBench(InlineBench):
    """Stops in the learner's file at every call that a check makes, and not where an explanation is looked for."""

    def __init__(self, device: str) -> None:
        super().__init__(Workbench(unheard, run=stopping), device)

    def ask(self, request: Any, limit: float) -> Outcome:
        return replace(super().ask(request, limit), seconds=0.0)  # whoever thinks at the prompt spends no budget


def stopping(act: Callable[[], Any], file: str) -> Any:
    """Run a call of a check under the debugger; whoever leaves the debugger stops the grading."""
    if not is_running():
        return act()
    debugger = _Debugger(file)
    value = debugger.runcall(act)
    if debugger.is_left:
        raise KeyboardInterrupt
    return value


class _Debugger(pdb.Pdb):
    """Python's debugger, which stops for the first time where the learner's own file begins."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._own, self._is_there = self.canonic(file), False
        self.is_left = False

    def stop_here(self, frame: FrameType) -> bool:
        if not self._is_there and self.canonic(frame.f_code.co_filename) != self._own:
            return False
        return super().stop_here(frame)

    def user_call(self, frame: FrameType, argument_list: None) -> None:
        """Go on to the function's first line."""

    def user_line(self, frame: FrameType) -> None:
        self._is_there = True
        super().user_line(frame)

    def set_quit(self) -> None:
        self.is_left = True
        super().set_quit()
