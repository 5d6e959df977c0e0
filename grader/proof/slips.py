"""Slips: what learners do wrong, written down as changes to a solution, and the reasons that are true of each."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.course.catalogue import Course, Kata
from grader.mutants import misconceptions
from grader.proof.finding import Finding

SLIPS = ROOT / "tests" / "slips"


@dataclass(frozen=True)
class Slip:
    """A solution with a slip in it.

    `reasons` are the wrong turns whose words are true of it; without any, no reason that the kata has is true.
    `source` is the public report that it comes from, `note` what an author should know.
    """

    name: str
    kata: Kata
    text: str
    reasons: frozenset[str]
    source: str = ""
    note: str = ""


class Stale(Exception):
    """What a slip changes is not in the solution any more."""


def read_slips(course: Course, folder: Path = SLIPS) -> Iterator[Slip | Finding]:
    """Yield the slips of the days that are in the course, in the order of days; a finding for each that is stale."""
    for file in sorted(folder.glob("day[0-9][0-9].toml")):
        if file.stem not in {kata.day for kata in course.katas()}:
            continue
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["slip"]:
            try:
                yield _slip(entry, course.kata(f"{file.stem}/{entry['kata']}"))
            except Stale as why:
                yield Finding(f"{file.name}, {entry['kata']}: {entry['name']}", str(why))


def unknown_reasons(slip: Slip) -> set[str]:
    """Return the reasons that are no wrong turn of the kata."""
    return set(slip.reasons - {turn.name for turn in misconceptions(slip.kata)})


def _slip(entry: dict[str, Any], kata: Kata) -> Slip:
    text = kata.solution.read_text(encoding="utf-8")
    for old, new in entry.get("changes", ()):
        text = _changed(text, old, new)
    if "code" in entry:
        text = _with_code(text, entry["code"])
    reasons = frozenset(entry["reasons"])
    return Slip(entry["name"], kata, text, reasons, entry.get("source", ""), entry.get("note", ""))


def _changed(text: str, old: str, new: str) -> str:
    if old not in text:
        raise Stale(f"{old!r} is not in the solution")
    return text.replace(old, new)


def _with_code(text: str, code: str) -> str:
    """Return a file with some of its functions and classes replaced by those of the same names."""
    lines = text.splitlines()
    spans = {node.name: _span(node) for node in ast.parse(text).body if hasattr(node, "name")}
    new = {node.name: ast.get_source_segment(code, node) for node in ast.parse(code).body if hasattr(node, "name")}
    if not new or (missing := new.keys() - spans.keys()):
        raise Stale(f"{', '.join(sorted(missing)) if new else 'no function'} is not in the solution")
    for name in sorted(new, key=lambda name: spans[name], reverse=True):  # from the end: lines keep their numbers
        first, last = spans[name]
        lines[first - 1 : last] = (new[name] or "").splitlines()
    return "\n".join(lines) + "\n"


def _span(node: Any) -> tuple[int, int]:
    """Return the first and the last line of a definition, decorators included."""
    return min([node.lineno, *(mark.lineno for mark in node.decorator_list)]), node.end_lineno
