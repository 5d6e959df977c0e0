"""For who has written the course, or looks after a copy of it."""

from __future__ import annotations

import argparse
import sys

from grader import ROOT
from grader.commands.verb import OK, Verb, selected, take_names
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault
from grader.course.manifest import require_whole_course
from grader.faces.style import Style


def _names(parser: argparse.ArgumentParser) -> None:
    take_names(parser, "days or katas (default: all)")


def _doctor(_: argparse.Namespace) -> int:
    from grader.proof.doctor import examine

    return OK if examine(Style(sys.stdout)) else EnvironmentFault.status


def _prove(options: argparse.Namespace) -> int:
    from grader.proof.authoring import prove

    require_whole_course("prove")
    course = read_course()
    return prove(course, selected(course, options.names)[0], Style(sys.stdout))


def _stub(options: argparse.Namespace) -> int:
    from grader.course.lesson import write_contents
    from grader.course.stubs import write_stub

    require_whole_course("stub")
    course = read_course()
    katas = selected(course, options.names)[0]
    for kata in katas:
        print(f"{write_stub(kata)}: {kata.stub.relative_to(ROOT)}")
    for name in dict.fromkeys(kata.day for kata in katas):
        print(f"{write_contents(course.day(name))}: {course.day(name).lesson.relative_to(ROOT)}")
    return OK


def _pictures(options: argparse.Namespace) -> int:
    from grader.judge.submission import Submission
    from grader.study.figure import draw_picture

    require_whole_course("pictures")
    course = read_course()
    for kata in selected(course, options.names)[0]:
        day = course.day(kata.day)
        draw_picture(day, kata, Submission(ROOT / "solutions"), day.picture(kata))
        print(day.picture(kata).relative_to(ROOT))
    return OK


VERBS = (
    Verb("doctor", "Say what this environment has and lacks.", _doctor),
    Verb("prove", "Prove the course: for its authors.", _prove, _names),
    Verb("stub", "Write stubs from their solutions, and lessons' contents: for the authors.", _stub, _names),
    Verb("pictures", "Draw the pictures of lessons from the solutions: for the authors.", _pictures, _names),
)
