"""What a learner may ask for between two gradings: a hint, the solution, the stub back."""

from __future__ import annotations

import argparse
import sys

from grader.commands.verb import NOT_PASSED, OK, Verb, kata_called, read_history, take_kata
from grader.course.catalogue import read_course
from grader.faces.command import mention
from grader.faces.style import Style
from grader.study.progress import Progress


def _hint(options: argparse.Namespace) -> int:
    from grader.faces.aid import hint

    progress = Progress()
    hint(kata_called(read_course(), options.name, progress.history()), progress, Style(sys.stdout))
    mention("grader", progress.trouble)
    return OK


def _solution_arguments(parser: argparse.ArgumentParser) -> None:
    take_kata(parser)
    parser.add_argument("--anyway", action="store_true", help="before the kata has passed")
    parser.add_argument("--others", action="store_true", help="other right ways, in place of the reference")
    parser.add_argument("--editor", action="store_true", help="the differences, in the editor that VISUAL names")


def _solution(options: argparse.Namespace) -> int:
    from grader.faces.aid import in_editor, others, solution

    progress = Progress()
    kata = kata_called(read_course(), options.name, progress.history())
    if options.editor:
        shown = in_editor(kata, progress, anyway=options.anyway)
    else:
        show = others if options.others else solution
        shown = show(kata, progress, Style(sys.stdout), anyway=options.anyway)
    mention("grader", progress.trouble)
    return OK if shown else NOT_PASSED


def _reset(options: argparse.Namespace) -> int:
    from grader.faces.aid import reset

    reset(kata_called(read_course(), options.name, read_history()), Style(sys.stdout))
    return OK


VERBS = (
    Verb("hint", "Show one more hint for a kata.", _hint, take_kata),
    Verb("solution", "Show the reference beside your own, once it passes.", _solution, _solution_arguments),
    Verb("reset", "Put a stub back; what was there is kept.", _reset, take_kata),
)
