"""Canvas: the roster that it exported, with one column filled and every other cell as it was."""

from __future__ import annotations

import re

from grader.classroom.formats.sheet import Sheet, Wanted, cell, title_of
from grader.classroom.results import Result
from grader.classroom.roster import Roster, match, read_roster
from grader.classroom.verdicts import unmarked
from grader.course.faults import UsageError

MOST = "points possible"  # what the first cell of the row with each column's most contains


def canvas(results: list[Result], wanted: Wanted) -> Sheet:
    """Return the roster with the marks in it; UsageError where there is no roster of Canvas's."""
    if wanted.roster is None:
        raise UsageError("canvas takes --roster FILE: the gradebook as Canvas exports it")
    roster = read_roster(wanted.roster)
    if roster.column("Student") != 0 or roster.column("ID") != 1:
        raise UsageError(f"{wanted.roster} is no gradebook of Canvas: its first two columns are Student and ID")
    title = cell(wanted.title or title_of(results))
    marked = [result for result in results if not unmarked(result)]
    found = match(roster, marked, is_student)
    column, *remarks = _column(roster, title, max((result.max_points for result in results), default=0))
    for number, result in found.results.items():
        roster.rows[number][column] = str(result.points)
    return Sheet(roster.text(), (*filter(None, map(unmarked, results)), *found.remarks, *remarks))


def is_student(row: list[str]) -> bool:
    """Whether a row is a student's: the row of the most that there is to be had, and one of Canvas's own, are not."""
    return bool(row and row[0].strip()) and not _is_most(row)


def _is_most(row: list[str]) -> bool:
    return bool(row) and MOST in row[0].casefold()


def _column(roster: Roster, title: str, most: int) -> tuple[int, *tuple[str, ...]]:
    """Return where the marks go, and a remark where Canvas counts to another most; a column that is new is added."""
    known = re.compile(re.escape(title) + r"( \(\d+\))?")
    fitting = [number for number, name in enumerate(roster.head) if known.fullmatch(name.strip())]
    if len(fitting) > 1:
        raise UsageError(f'{len(fitting)} columns are called "{title}": say --title with the number in brackets')
    if not fitting:
        _add(roster, title, most)
        return (len(roster.head) - 1,)
    for row in filter(_is_most, roster.rows):
        there = row[fitting[0]].strip() if len(row) > fitting[0] else ""
        if there and not _is_number(there, most):
            return fitting[0], f'Canvas counts "{title}" out of {there}, the marks are out of {most}'
    return (fitting[0],)


def _is_number(text: str, number: int) -> bool:
    return re.fullmatch(rf"{number}([.,]0*)?", text) is not None


def _add(roster: Roster, title: str, most: int) -> None:
    """Add a column, with its most in the row for that."""
    width = len(roster.head)
    roster.head.append(title)
    if not any(map(_is_most, roster.rows)):
        roster.rows.insert(0, ["    Points Possible", *[""] * (width - 1)])
    for row in roster.rows:
        row += [""] * (width - len(row)) + [str(most) if _is_most(row) else ""]
