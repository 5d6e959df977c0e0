"""Moodle: a grade and its feedback for each student, for its import of grades as CSV."""

from __future__ import annotations

from html import escape

from grader.classroom.formats.sheet import Sheet, Wanted, cell, table, title_of
from grader.classroom.results import Result
from grader.classroom.roster import IDENTIFIERS, NAMES, PARTS, Roster, match, read_roster
from grader.classroom.verdicts import told, unmarked

FEEDBACK = 20_000  # characters for one student


def moodle(results: list[Result], wanted: Wanted) -> Sheet:
    """Return grades with feedback: never the one without the other, by which Moodle would wipe the grades.

    With a roster each has the columns by which Moodle knows its people; else the submission's name alone.
    """
    title = cell(wanted.title or title_of(results))
    graded = [result for result in results if not unmarked(result)]
    missing = tuple(filter(None, map(unmarked, results)))
    if wanted.roster is None:
        rows = [[cell(result.name), result.points, feedback(result)] for result in graded]
        return Sheet(table([["Identifier", title, f"{title} feedback"], *rows]), missing)
    roster = read_roster(wanted.roster)
    found = match(roster, graded, bool)
    head = [name for name in roster.head if name.strip().casefold() in {known.casefold() for known in _known()}]
    rows = [
        [*_student(roster, roster.rows[number], head), result.points, feedback(result)]
        for number, result in sorted(found.results.items())
    ]
    return Sheet(table([[*map(cell, head), title, f"{title} feedback"], *rows]), (*missing, *found.remarks))


def _known() -> set[str]:
    return {*IDENTIFIERS, *NAMES, *sum(PARTS, ())}


def _student(roster: Roster, row: list[str], head: list[str]) -> list[str]:
    return [cell(roster.cell(row, name)) for name in head]


def feedback(result: Result) -> str:
    """Return what a student reads, as HTML: Moodle shows it as such."""
    blocks: list[str] = []
    left = FEEDBACK
    for kata in result.katas:
        words = escape(told(kata)).replace("\n", "<br>")
        block = f"<p><b>{escape(kata['id'])}</b> {kata['points']}/{kata['max_points']}<br>{words}</p>"
        if len(block) > left:
            blocks.append("<p>…</p>")
            break
        left -= len(block)
        blocks.append(block)
    return "".join(blocks)
