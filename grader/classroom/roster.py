"""A roster: the table of students that an LMS exports, and which row is whose submission."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.classroom.results import Result
from grader.course.faults import UsageError
from grader.course.text import printable

IDENTIFIERS = (
    "SIS Login ID", "SIS User ID", "Integration ID", "ID", "Username", "Email address", "ID number", "Identifier",
)  # fmt: skip
NAMES = ("Student", "Full name")
NUMBERED = re.compile(r"(.+)_(\d+)")  # what submissions.py makes of a platform's name for a file
PARTS = (("First name", "Last name"), ("First name", "Surname"))


@dataclass
class Roster:
    """The cells of a roster as they were read: the head, and a row a student."""

    head: list[str]
    rows: list[list[str]]
    delimiter: str
    mark: str  # what stands before the first cell: a byte order mark, or nothing

    def column(self, name: str) -> int | None:
        """Return where a column stands, by whatever case its name is written in."""
        names = [cell.strip().casefold() for cell in self.head]
        return names.index(name.casefold()) if name.casefold() in names else None

    def cell(self, row: list[str], name: str) -> str:
        at = self.column(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    def text(self) -> str:
        """Return it as CSV again."""
        stream = io.StringIO()
        csv.writer(stream, delimiter=self.delimiter, lineterminator="\n").writerows([self.head, *self.rows])
        return self.mark + stream.getvalue()

    def student(self, row: list[str]) -> str:
        """Return by what a row is called in a message."""
        names = [self.cell(row, name) for name in NAMES]
        names += [f"{self.cell(row, first)} {self.cell(row, last)}".strip() for first, last in PARTS]
        names += [self.cell(row, name) for name in IDENTIFIERS]
        return printable(next(filter(None, names), " ".join(row)[:60]))


Way = Callable[[Roster, list[str]], Iterable[str]]  # of calling the student of a row


@dataclass(frozen=True)
class Match:
    """Which submission is whose: a result by the number of its row, and a line for each that is not to be had."""

    results: dict[int, Result]
    remarks: tuple[str, ...]


def read_roster(path: Path) -> Roster:
    """Return the roster in a file; UsageError where it is none."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8: export the roster anew, as CSV") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path} is no sound CSV: {error}") from None
    roster = Roster(cells[0] if cells else [], cells[1:], delimiter, mark)
    if not any(roster.column(name) is not None for name in (*NAMES, *IDENTIFIERS, *sum(PARTS, ()))):
        raise UsageError(f"{path} is no roster: none of its columns is called {', '.join((*NAMES, *IDENTIFIERS))}")
    return roster


def match(roster: Roster, results: list[Result], is_student: Callable[[list[str]], bool]) -> Match:
    """Find each submission's row: by an identifier, or else by the student's name in either order."""
    owners: dict[int, list[Result]] = defaultdict(list)
    remarks = []
    candidates = [number for number, row in enumerate(roster.rows) if is_student(row)]
    indices = [_index(roster, candidates, way) for way in _ways()]
    for result in results:
        rows = _rows_of(result.name, indices)
        if len(rows) == 1:
            owners[rows[0]].append(result)
        else:
            what = "has no row in the roster" if not rows else f"fits {len(rows)} rows of the roster, so none is filled"
            remarks.append(f"submission {printable(result.name)} {what}")
    for number in candidates:
        student, own = roster.student(roster.rows[number]), owners.get(number, [])
        if not own:
            remarks.append(f"{student} has no submission; the row is left as it was")
        elif len(own) > 1:
            names = " and ".join(printable(result.name) for result in own)
            remarks.append(f"{student} has {len(own)} submissions, {names}; the row is left as it was")
    return Match({number: own[0] for number, own in owners.items() if len(own) == 1}, tuple(remarks))


def _rows_of(name: str, indices: list[dict[str, list[int]]]) -> list[int]:
    """Return the rows that a name fits, by the first way of calling a student in which it fits any."""
    *identifiers, names = indices
    for index in identifiers:
        if rows := index.get(name.casefold()):
            return rows
    if rows := names.get(_letters(name)):
        return rows
    return _rows_of_platform(name, indices)


def _rows_of_platform(name: str, indices: list[dict[str, list[int]]]) -> list[int]:
    """Return the rows of a name with a platform's number: Canvas's ID, Moodle's "Participant 1234", or else the name.

    Moodle's number is no ID number: only columns that hold the platform's own are looked into.
    """
    match = NUMBERED.fullmatch(name)
    if not match:
        return []
    who, number = match.groups()
    ways = ((IDENTIFIERS.index("ID"), number), (IDENTIFIERS.index("Identifier"), f"participant {number}"))
    for at, key in ways:
        if rows := indices[at].get(key):
            return rows
    return indices[-1].get(_letters(who), [])


def _ways() -> list[Way]:
    """Return the ways to call a student, the surest first."""
    return [*(partial(_identifier, name) for name in IDENTIFIERS), _names]


def _identifier(name: str, roster: Roster, row: list[str]) -> Iterable[str]:
    return [roster.cell(row, name).casefold()]


def _names(roster: Roster, row: list[str]) -> Iterable[str]:
    """Yield a student's name as plain letters, the family's name last and first."""
    called = [roster.cell(row, name) for name in NAMES]
    called += [f"{roster.cell(row, first)} {roster.cell(row, last)}" for first, last in PARTS]
    for name in filter(str.strip, called):
        parts = name.split(",", 1) if "," in name else name.rsplit(" ", 1)
        yield from {_letters(name), _letters("".join(reversed(parts)))}


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _index(roster: Roster, numbers: list[int], way: Way) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for key in filter(None, way(roster, roster.rows[number])):
            index[key].append(number)
    return index
