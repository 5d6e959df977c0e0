"""What is read and looked at: a kata's section, the lesson, its pictures, the day as a notebook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader import ROOT
from grader.commands.verb import OK, Verb, kata_called, katas, read_history, take_day, take_kata, take_submission
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault
from grader.faces.style import Style


def _show(options: argparse.Namespace) -> int:
    from grader.faces.lesson import show

    course, history = read_course(), read_history()
    show(course, kata_called(course, options.name, history), history, Style(sys.stdout))
    return OK


def _lesson_arguments(parser: argparse.ArgumentParser) -> None:
    take_day(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="the page (default: lessons/DAY.html)")
    parser.add_argument("--quiet", action="store_true", help="write the page, and open no browser")


def _lesson(options: argparse.Namespace) -> int:
    import webbrowser

    from grader.faces.lesson import write_lesson

    day = read_course().day(options.name)
    path = (options.out or ROOT / "lessons" / f"{day.name}.html").absolute()
    write_lesson(day, read_history(), path)
    print(path)
    if not options.quiet:
        webbrowser.open(path.as_uri())
    return OK


def _picture_arguments(parser: argparse.ArgumentParser) -> None:
    action = parser.add_argument("name", metavar="KATA", help="a kata: day03/padding")
    action.completer = katas  # type: ignore[attr-defined]
    parser.add_argument(
        "options", nargs="*", metavar="OPTION=VALUE", help="what to change: mode=reflect pad=3; ? lists what there is"
    )
    take_submission(parser, "whose functions")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the PNG (default: figures/DAY/KATA.png)")


def _picture(options: argparse.Namespace) -> int:
    from grader.faces.image import show
    from grader.judge.submission import Submission
    from grader.study.figure import draw_picture, options_of, own_picture, read_options

    course = read_course()
    kata = course.kata(options.name)
    day = course.day(kata.day)
    if options.options == ["?"]:
        known = options_of(day, kata)
        print(" ".join(f"{name}={value}" for name, value in known.items()) or f"{kata.id}'s picture takes no options")
        return OK
    path = options.out or own_picture(day, kata)
    given = read_options(options_of(day, kata), options.options)
    draw_picture(day, kata, Submission(options.against.resolve()), path, given)
    show(path, Style(sys.stdout))
    return OK


def _figure_arguments(parser: argparse.ArgumentParser) -> None:
    take_day(parser)
    take_submission(parser, "whose functions")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the PNG (default: figures/DAY.png)")


def _figure(options: argparse.Namespace) -> int:
    from grader.judge.submission import Submission
    from grader.study.figure import draw, own_figure

    day = read_course().day(options.name)
    path = options.out or own_figure(day)
    style = Style(sys.stdout)
    try:
        draw(day, Submission(options.against.resolve()), path, told=lambda words: style.passing(f"   {words}"))
    finally:
        style.clear()
    print(path)
    return OK


def _notebook(options: argparse.Namespace) -> int:
    try:
        from grader.faces.notebook import write_notebook

        print(write_notebook(read_course().day(options.name)))
    except ModuleNotFoundError as error:
        raise EnvironmentFault(f"{error.name} is missing: pip install -c constraints.txt -e '.[notebooks]'") from None
    return OK


VERBS = (
    Verb("show", "Show a kata: its section of the lesson, its docstring and its state.", _show, take_kata),
    Verb("lesson", "Open a day's lesson in the browser, with the state of its katas.", _lesson, _lesson_arguments),
    Verb("picture", "Draw a kata's small picture with the submission's functions.", _picture, _picture_arguments),
    Verb("figure", "Draw a day's picture with the submission's functions.", _figure, _figure_arguments),
    Verb("notebook", "Write a day as a Jupyter notebook.", _notebook, take_day),
)
