"""What a day and a solution may cost the reader: minutes, and lines that are not the idea."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

from grader.course.catalogue import Course, Day, Kata
from grader.course.source import read
from grader.proof.finding import Finding

MOST_MINUTES = 150  # of a day's core
LEAST_CODE, MOST_CHECKING = 0.4, 0.2  # shares of the solutions' lines, and of their code


def check_minutes(day: Day) -> Iterator[Finding]:
    """The day's core fits the afternoon and serves all the day's objectives."""
    place = f"katas/{day.name}/day.toml"
    if day.minutes > MOST_MINUTES:
        yield Finding(place, f"the core takes {day.minutes} minutes; {MOST_MINUTES} are the most")
    core = {objective for kata in day.katas if not kata.further for objective in kata.objectives}
    for objective in sorted({objective for kata in day.katas for objective in kata.objectives} - core):
        yield Finding(place, f"objective {objective} is served by further katas alone")


def check_shares(course: Course) -> Iterator[Finding]:
    """The solutions are code for the most part, and little of the code checks arguments."""
    lines, code, checking = (sum(column) for column in zip(*map(share, course.katas()), strict=True))
    if code < LEAST_CODE * lines:
        yield Finding("solutions", f"{code / lines:.1%} of the lines are code; {LEAST_CODE:.0%} are the least")
    if checking > MOST_CHECKING * code:
        yield Finding(
            "solutions", f"{checking / code:.0%} of the code checks arguments; {MOST_CHECKING:.0%} are the most"
        )


def share(kata: Kata) -> tuple[int, int, int]:
    """Return how many lines a solution has, how many are code, and how many of these check arguments.

    Code is what is neither blank, comment nor docstring; checking is an `if` whose body ends in `raise`.
    """
    source = read(kata.solution)
    kinds = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    code = {
        line for token in tokens if token.type not in kinds for line in range(token.start[0], token.end[0] + 1)
    } - source.docstring_lines
    refusals = (n for n in ast.walk(source.tree) if isinstance(n, ast.If) and isinstance(n.body[-1], ast.Raise))
    checking = {line for node in refusals for line in range(node.lineno, (node.body[-1].end_lineno or 0) + 1)}
    return len(source.text.splitlines()), len(code), len(checking & code)
