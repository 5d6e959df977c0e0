"""The face of a class's grading: how far it is, what could not be graded, and what came of it."""

from __future__ import annotations

from pathlib import Path

from grader.classroom.grading import Tally
from grader.classroom.results import Result
from grader.course.files import shown
from grader.course.text import printable
from grader.faces.style import Style

BAR = 24  # columns
NAMED = 8  # of many names


class ClassFace:
    """Shows a class's grading on one stream, as it goes."""

    def __init__(self, style: Style) -> None:
        self._style = style

    def passing(self, words: str) -> None:
        """Show a line that the next one replaces."""
        self._style.passing(words)

    def on_others(self, names: list[str]) -> None:
        """Say what lies beside the submissions and is none, for one of it may have been meant to be."""
        if names:
            self._style.say(f"passed over: {_some(names)}")

    def on_result(self, result: Result, tally: Tally) -> None:
        """Show how far it is, and what went wrong with this one."""
        if result.fault:
            self._style.clear()
            self._style.say(f"{printable(result.name)}: {printable(result.fault)}")
        done = tally.new + tally.kept
        bar = ("█" * (BAR * done // tally.total)).ljust(BAR, "░")
        self._style.passing(f"{bar} {done} of {tally.total} · {printable(result.name)}")

    def clear(self) -> None:
        self._style.clear()

    def finish(self, tally: Tally, out: Path, of_nobody: list[str]) -> None:
        """Say what there was to do, where it lies, and which results there are of no submission."""
        if of_nobody:
            self._style.say(f"{shown(out)} also holds results of no submission: {_some(of_nobody)}")
        words = [f"{tally.total} {'submission' if tally.total == 1 else 'submissions'}", f"{tally.new} graded now"]
        words += [f"{tally.kept} as before"] * bool(tally.kept)
        words += [f"{tally.faults} could not be graded"] * bool(tally.faults)
        self._style.say(f"{' · '.join(words)} · {shown(out)}")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(printable(name) for name in names[:NAMED])}{more}"
