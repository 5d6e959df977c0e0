"""The people of a class: whom to talk to, and names left out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import has_begun

SHORTEST = 3  # characters of a name that is looked for in what a submission said


@dataclass(frozen=True)
class ToTalkTo:
    """Somebody to talk to, and why: no more than where a talk may begin."""

    name: str
    why: str


def to_talk_to(results: list[Result]) -> list[ToTalkTo]:
    """Return who has not begun, who stopped early, and whose submission could not be graded."""
    found = ((result.name, _why(result)) for result in results)
    return [ToTalkTo(name, why) for name, why in found if why]


def _why(result: Result) -> str:
    if result.fault:
        return f"nothing could be graded: {result.fault}"
    begun = [kata["id"] for kata in result.katas if has_begun(kata)]
    open_ = len(result.katas) - len(begun)
    if not begun:
        return "has not begun"
    if open_ >= 2 and open_ >= len(begun):
        return f"stopped early: {open_} of {len(result.katas)} katas not begun; the last begun is {begun[-1]}"
    return ""


def pseudonyms(results: list[Result]) -> dict[str, str]:
    """Return S01, S02, ... for the names, in an order that says nothing of them, the same each time.

    The order comes from what was graded, which a reader of the report does not have.
    """
    salt = hashlib.sha256("".join(sorted(result.key for result in results)).encode()).hexdigest()
    names = sorted(
        (result.name for result in results), key=lambda name: hashlib.sha256(f"{salt} {name}".encode()).digest()
    )
    width = max(2, len(str(len(names))))
    return {name: f"S{number:0{width}d}" for number, name in enumerate(names, start=1)}


def without_names(results: list[Result], pseudonyms: dict[str, str]) -> list[Result]:
    return sorted((_renamed(result, pseudonyms[result.name]) for result in results), key=lambda result: result.name)


def _renamed(result: Result, name: str) -> Result:
    """Return a result under another name, in what was said to it too: a path may have the name in it.

    Or it has the first part of it alone: Canvas calls a late file of doejane_12's doejane_LATE_12_345.rar.
    """

    def hidden(words: str) -> str:
        for part in (result.name, re.sub(r"_\d+$", "", result.name)):
            words = words.replace(part, name) if len(part) >= SHORTEST else words
        return words

    def said_of(check: dict[str, Any]) -> dict[str, Any]:
        words = hidden(check["message"])
        return check if words == check["message"] else {**check, "message": words}

    katas = [{**kata, "checks": list(map(said_of, kata["checks"]))} for kata in result.katas]
    return replace(result, name=name, report={**result.report, "katas": katas}, fault=hidden(result.fault))
