"""A sheet: one text for a whole class, and cells that a spreadsheet takes for nothing but text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.results import Result
from grader.course.text import printable

FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Wanted:
    """What is asked for beside the results: the roster to fill, and what the column is called."""

    roster: Path | None = None
    title: str = ""


@dataclass(frozen=True)
class Sheet:
    """The text, and a line for each thing that the instructor has to know of it."""

    text: str
    remarks: tuple[str, ...] = ()


def cell(text: str) -> str:
    """Return a text as a cell that moves no cursor and that no spreadsheet computes."""
    shown = printable(text).replace("\t", " ")
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown


def table(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def title_of(results: list[Result]) -> str:
    """Return what a class's column is called where nobody says: its days, or its one kata."""
    ids = list(dict.fromkeys(kata["id"] for result in results for kata in result.katas))
    days = list(dict.fromkeys(name.partition("/")[0] for name in ids))
    return f"ShearNet katas {ids[0] if len(ids) == 1 else ' '.join(days)}"
