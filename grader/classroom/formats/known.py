"""The formats there are: those that hold a class in one sheet, and those that take a file a submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.classroom.formats.canvas import canvas
from grader.classroom.formats.classroom50 import classroom50
from grader.classroom.formats.gradescope import gradescope
from grader.classroom.formats.junit import junit
from grader.classroom.formats.moodle import moodle
from grader.classroom.formats.plain import plain
from grader.classroom.formats.prairielearn import prairielearn
from grader.classroom.formats.sheet import Sheet, Wanted
from grader.classroom.results import Result
from grader.course.faults import UsageError


@dataclass(frozen=True)
class SheetFormat:
    """A format that holds a class in one text."""

    name: str
    write: Callable[[list[Result], Wanted], Sheet]


@dataclass(frozen=True)
class FileFormat:
    """A format that takes a file a submission, and how its name ends."""

    name: str
    write: Callable[[Result], str]
    ending: str


FORMATS: dict[str, SheetFormat | FileFormat] = {
    format_.name: format_
    for format_ in (
        SheetFormat("csv", plain),
        SheetFormat("canvas", canvas),
        SheetFormat("moodle", moodle),
        FileFormat("gradescope", gradescope, ".json"),
        FileFormat("junit", junit, ".xml"),
        FileFormat("classroom50", classroom50, ".json"),
        FileFormat("prairielearn", prairielearn, ".json"),
    )
}


def format_called(name: str) -> SheetFormat | FileFormat:
    if name not in FORMATS:
        raise UsageError(f'no format "{name}": there are {", ".join(FORMATS)}')
    return FORMATS[name]
