"""The learner's own course of study: what is next, watch mode, the log, the report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader import ROOT
from grader.commands.verb import OK, Verb, days, read_history, selected, take_names
from grader.course.catalogue import Course, read_course
from grader.course.faults import UsageError
from grader.faces.command import mention
from grader.faces.style import Style
from grader.study.progress import State


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    take_names(parser, "days or katas (default: all)")


def _watch(options: argparse.Namespace) -> int:
    from grader.faces.watch import Watch
    from grader.judge.submission import Submission

    course = read_course()
    return Watch(course, selected(course, options.names)[0], Submission(ROOT / "katas"), Style(sys.stdout)).run()


def _next(_: argparse.Namespace) -> int:
    history = read_history()
    unfinished = (kata for kata in read_course().katas() if history.state(kata) is not State.PASSED)
    if first := next(unfinished, None):
        print(first.stub)
        return OK
    raise UsageError("there is no next kata: every one has passed")


def _log_arguments(parser: argparse.ArgumentParser) -> None:
    action = parser.add_argument("name", metavar="DAY", help="day05, or week1 for the week's summary")
    action.completer = lambda **_: ["week1", "week2", *days()]  # type: ignore[attr-defined]


def _log(options: argparse.Namespace) -> int:
    from grader.study.log import WEEKS, write_log

    course, name = read_course(), options.name
    figure = None if name in WEEKS or name.startswith("week") else _own_figure(course, name)
    print(write_log(course, name, read_history(), figure))
    return OK


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=ROOT / "report.html", metavar="FILE", help="default: report.html")


def _report(options: argparse.Namespace) -> int:
    from grader.faces.report import write_report

    course, history = read_course(), read_history()
    figures = {
        day.name: _own_figure(course, day.name) for day in course.days if any(history.of(kata) for kata in day.katas)
    }
    write_report(course, history, {name: path for name, path in figures.items() if path}, options.out)
    print(options.out)
    return OK


def _own_figure(course: Course, name: str) -> Path | None:
    """Draw a day's figure with the learner's functions, if need be; None where it cannot be drawn yet."""
    from grader.judge.submission import Submission
    from grader.study.figure import draw, is_drawn, own_figure

    day = course.day(name)
    path, submission = own_figure(day), Submission(ROOT / "katas")
    try:
        if not is_drawn(day, submission, path):
            draw(day, submission, path)
    except UsageError as error:
        mention("grader", f"{day.name} without its figure: {error}")
        return None
    return path


VERBS = (
    Verb("next", "Print the next kata's file and nothing else.", _next),
    Verb("log", "Write or refresh the log of a day or a week.", _log, _log_arguments),
    Verb("report", "Write the report: one page of HTML, whole in itself.", _report, _report_arguments),
    Verb("watch", "Grade what is saved, as it is saved.", _watch, _watch_arguments),
)
