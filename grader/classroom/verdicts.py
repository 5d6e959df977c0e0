"""What a kata's JSON says: which check speaks for it, of which family each is, and what a learner is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from grader.classroom.results import Result
from grader.course.text import printable
from grader.judge.results import Status

REFUSES = " refuses"  # after a function's name: the checks of what it must refuse
NAMED = 8  # further checks that are named
BOUND = 4_000  # characters of what is told of one kata


def statuses(kata: dict[str, Any]) -> Counter[str]:
    """Return how many checks came to what."""
    return Counter(check["status"] for check in kata["checks"])


def is_handed_in(kata: dict[str, Any]) -> bool:
    """Whether it is more than an untouched stub, be it a file that cannot be run."""
    return bool(kata["checks"]) and statuses(kata)[Status.TODO] < len(kata["checks"])


def has_begun(kata: dict[str, Any]) -> bool:
    """Whether there is something in it that could be looked at."""
    return any(check["status"] in (Status.PASSED, Status.FAILED) for check in kata["checks"])


def is_grader_fault(kata: dict[str, Any]) -> bool:
    """Whether the grader itself failed here, so that the points are not what they should be."""
    return bool(statuses(kata)[Status.ERROR])


def unmarked(result: Result) -> str:
    """Return why a submission has no mark that one could stand by; nothing where it has one."""
    if result.fault:
        return f"{printable(result.name)} was not graded: {printable(result.fault)}"
    broken = [kata["id"] for kata in result.katas if is_grader_fault(kata)]
    if broken:
        return f"{printable(result.name)}: the grader itself failed on {', '.join(broken)}, so grade it again"
    return ""


def family(check: dict[str, Any]) -> str:
    """Return what a check is one of: "pad2d" for "pad2d-17", "pad2d refuses" for its refusals.

    A name is that of a function or a test, and after it what tells one case from the others.
    """
    name, _, rest = check["name"].partition("-")
    name = name.partition(".")[0]  # of a class's method: the class
    return f"{name}{REFUSES}" if rest.startswith("refuses-") else name


def failed(kata: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the checks that failed, that first which speaks for them: one that says why, of the same function."""
    wrong = [check for check in kata["checks"] if check["status"] in (Status.FAILED, Status.ERROR)]
    speaking = [check for check in wrong if check["diagnosis"] and function_of(check) == function_of(wrong[0])][:1]
    return speaking + [check for check in wrong if check not in speaking]


def function_of(check: dict[str, Any]) -> str:
    """Return the function or the test that a check is about, its refusals included."""
    return family(check).removesuffix(REFUSES)


def misconceptions(kata: dict[str, Any]) -> dict[str, str]:
    """Return the wrong turns that were recognised in a kata, each with its diagnosis."""
    return {check["misconception"]: check["diagnosis"] for check in kata["checks"] if check["misconception"]}


def place(check: dict[str, Any]) -> str:
    """Return the line to look at, without the folders of the machine that graded it."""
    return "/".join(PurePosixPath(check["where"].replace("\\", "/")).parts[-2:])


def told(kata: dict[str, Any], bound: int = BOUND) -> str:
    """Return what a learner is told of a kata, in at most `bound` characters that move no cursor."""
    return bounded("\n".join(_told(kata)), bound)


def _told(kata: dict[str, Any]) -> Iterator[str]:
    counts = statuses(kata)
    if not kata["checks"]:
        return
    if counts[Status.TODO] == len(kata["checks"]):
        yield "Not started."
        return
    yield f"{counts[Status.PASSED]} of {len(kata['checks'])} checks passed."
    wrong = failed(kata)
    if wrong:
        yield words(wrong[0])
    if others := wrong[1:]:
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        yield f"Failed too: {', '.join(check['name'] for check in others[:NAMED])}{more}."
    if counts[Status.UNCHECKED]:
        yield f"{counts[Status.UNCHECKED]} could not be checked."
    if counts[Status.TODO]:
        yield f"{counts[Status.TODO]} are still to be written."


def words(check: dict[str, Any]) -> str:
    """Return what is said of one check: what is wrong, why where it is known, and the line."""
    parts = (f"{check['name']}: {check['message']}", check["diagnosis"], place(check))
    return "\n".join(filter(None, parts))


def bounded(text: str, bound: int) -> str:
    """Return a text that can be shown anywhere, and whose length is bounded."""
    shown = printable(text[:bound])  # cut first: what a submission says may be very long
    return shown if len(text) <= bound >= len(shown) else shown[: bound - 1] + "…"
