"""A verb of the command line, and the arguments that many of them take.

Heavy modules are imported where a verb runs: the bench must be on its way before they are, and a parser is made for
every press of the Tab key.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.course.catalogue import Course, Kata, read_course
from grader.course.faults import UsageError
from grader.faces.command import mention
from grader.faces.options import Parser
from grader.study.progress import History, Progress

OK, NOT_PASSED = 0, 1  # what goes wrong has an exit status of its own: grader/course/faults.py


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


@dataclass(frozen=True)
class Verb:
    """What is asked for by one word: `run` is given the arguments that `arguments` has put on the parser."""

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = _nothing

    def parser(self) -> Parser:
        parser = Parser(prog=f"python -m grader {self.name}", description=self.summary)
        self.arguments(parser)
        return parser

    def __call__(self, argv: list[str]) -> int:
        return self.run(self.parser().parse_args(argv))


# -- names of days and katas


def take_names(parser: argparse.ArgumentParser, help: str) -> None:
    """Take any number of days and katas."""
    _completed(parser.add_argument("names", nargs="*", metavar="NAME", help=help), days_and_katas)


def take_kata(parser: argparse.ArgumentParser) -> None:
    """Take one kata, or none."""
    help = "default: the kata that was graded last"
    _completed(parser.add_argument("name", nargs="?", metavar="KATA", help=help), katas)


def take_day(parser: argparse.ArgumentParser, help: str = "a day: day03, or 3") -> None:
    """Take one day."""
    _completed(parser.add_argument("name", metavar="DAY", help=help), days)


def take_submission(parser: argparse.ArgumentParser, help: str) -> None:
    """Take the folder of a submission."""
    parser.add_argument("--against", type=Path, default=ROOT / "katas", metavar="DIR", help=help)


def _completed(action: Any, completer: Callable[..., list[str]]) -> None:
    action.completer = completer  # where argcomplete looks


def days(**_: object) -> list[str]:
    return [day.name for day in read_course().days]


def katas(prefix: str = "", **_: object) -> list[str]:
    """Return the names of katas: with their days once a slash or "day" was written, and else without."""
    return [kata.id if prefix.startswith("day") else kata.name for kata in read_course().katas()]


def days_and_katas(prefix: str = "", **_: object) -> list[str]:
    return ["all", "week1", "week2", *days(), *katas(prefix)]


def selected(course: Course, names: list[str], verbs: tuple[str, ...] = ()) -> tuple[list[Kata], frozenset[str]]:
    """Return the katas asked for, each once and in the course's order, and the single checks.

    `verbs` are what a first name may have been meant for.
    """
    chosen, wanted = set(), set()
    for name in names:
        try:
            found, check = course.select(name)
        except UsageError:
            if name == names[0] and (verb := get_close_matches(name, verbs, n=1, cutoff=0.7)):
                raise UsageError(f'no command "{name}": did you mean {verb[0]}?') from None
            raise
        chosen.update(found)
        if check:
            wanted.add(f"{found[0].id}/{check}")
    return [kata for kata in course.katas() if kata in chosen or not names], frozenset(wanted)


def kata_called(course: Course, name: str | None, history: History) -> Kata:
    """Return the kata asked for, or the one that was graded last."""
    if name is not None:
        return course.kata(name)
    if latest := history.latest(course.katas()):
        return latest
    raise UsageError("which kata? None has been graded yet, so name one: day03/padding")


def read_history() -> History:
    """Return what the learner has reached, and say what of it could not be read."""
    progress = Progress()
    history = progress.history()
    mention("grader", progress.trouble)
    return history
