"""The command line: the word that was asked for, and what it stands for."""

from __future__ import annotations

from grader.commands import aid, author, classroom, grade, handing, marks, reading, study
from grader.commands.completion import complete

VERBS = {
    verb.name: verb for wing in (grade, aid, reading, study, classroom, handing, marks, author) for verb in wing.VERBS
}


def main(argv: list[str]) -> int:
    """Run one command and return its exit status."""
    complete(VERBS)
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    verb = VERBS.get(argv[0]) if argv else None
    return verb(argv[1:]) if verb else grade.grade_or_overview(argv, tuple(VERBS))
