"""Whether a learner who slips meets the true reason: right, wrong and missing ones are counted.

`python -m grader.proof.explain`, or `tox -e explain`. A reason that is not true of a slip fails it, and so does a
slip that passes; a missing reason does not.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from grader.bench.jail import no_jail
from grader.classroom.forks import Forks
from grader.classroom.results import Result
from grader.classroom.submissions import Work
from grader.classroom.terms import Terms
from grader.course.catalogue import Course, Kata, read_course
from grader.judge.settings import Settings
from grader.proof.finding import Finding
from grader.proof.slips import Slip, read_slips, unknown_reasons


class Met(StrEnum):
    """What came of a slip."""

    RIGHT = "right"  # the first reason is true and no other is untrue; or none is given where none is true
    NONE = "none"  # no reason, where the kata has one that is true
    WRONG = "wrong"  # a reason that is not true
    PASSED = "passed"  # the grader took it for right
    LOST = "lost"  # it could not be graded


FAILURES = (Met.WRONG, Met.PASSED, Met.LOST)
RARE = (Met.PASSED, Met.LOST)  # told only where there are any


@dataclass(frozen=True)
class Told:
    """A slip, and what its author was told: the reasons by the names of wrong turns, with their words."""

    slip: Slip
    met: Met
    reasons: dict[str, str]
    message: str = ""

    def text(self) -> str:
        head = f"{self.met}: {self.slip.kata.id}: {self.slip.name}"
        wanted = ", ".join(sorted(self.slip.reasons)) or "no reason"
        words = [f"    {name}: {because}" for name, because in self.reasons.items()] or [f"    {self.message}"]
        return "\n".join([head, f"    wanted: {wanted}", *words])


def told(slip: Slip, result: Result) -> Told:
    """Return what the author of a slip was told."""
    checks: list[dict[str, Any]] = result.katas[0]["checks"] if result.katas else []
    failed = [check for check in checks if check["status"] != "passed"]
    reasons = {check["misconception"]: check["diagnosis"] for check in failed if check["misconception"]}
    message = result.fault or next((check["message"] for check in failed), "")
    return Told(slip, _met(slip, set(reasons), result, failed), reasons, message)


def _met(slip: Slip, reasons: set[str], result: Result, failed: list[dict[str, Any]]) -> Met:
    if result.fault or any(check["status"] == "todo" for check in failed):
        return Met.LOST
    if not failed:
        return Met.PASSED
    if reasons - slip.reasons:
        return Met.WRONG
    return Met.RIGHT if reasons or not slip.reasons else Met.NONE


def explained(course: Course, slips: Iterable[Slip], jobs: int = 1) -> Iterator[Told]:
    """Grade slips, a kata at a time, and yield what their authors are told."""
    for kata, its in groupby(slips, key=lambda slip: slip.kata):
        yield from _of_kata(course, kata, list(its), jobs)


def _of_kata(course: Course, kata: Kata, slips: list[Slip], jobs: int) -> list[Told]:
    results: dict[str, Result] = {}
    works = [Work(str(number), ((kata.id, slip.text.encode()),)) for number, slip in enumerate(slips)]
    forks = Forks(course, Terms((kata,), Settings(), no_jail), jobs)
    forks.grade(works, lambda result: results.update({result.name: result}))
    return [told(slip, results[work.name]) for slip, work in zip(slips, works, strict=True)]


def figures(all_told: Iterable[Told]) -> str:
    """Return the counts and rates as a line."""
    counts = Counter(one.met for one in all_told)
    total = max(1, counts.total())
    return ", ".join(
        f"{counts[met]} {met} ({counts[met] / total:.1%})" for met in Met if counts[met] or met not in RARE
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m grader.proof.explain", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="days or katas; without any, all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="slips that are graded at a time")
    options = parser.parse_args()
    course, start = read_course(), time.perf_counter()
    found = list(read_slips(course))
    stale = [one for one in found if isinstance(one, Finding)]
    slips = [one for one in found if isinstance(one, Slip)]
    stale += [Finding(s.kata.id, f"{s.name}: no wrong turn is called {n}") for s in slips for n in unknown_reasons(s)]
    if options.names:
        wanted = {kata.id for name in options.names for kata in course.select(name)[0]}
        slips = [slip for slip in slips if slip.kata.id in wanted]
    all_told = []
    for one in explained(course, slips, options.jobs):
        all_told.append(one)
        if one.met is not Met.RIGHT:
            print(one.text(), flush=True)
    print(*stale, sep="\n", end="\n" if stale else "")
    sourced = sum(bool(slip.source) for slip in slips)
    print(f"{len(slips)} slips, {sourced} of them from public reports, in {time.perf_counter() - start:.0f} s")
    print(figures(all_told))
    return int(bool(stale) or any(one.met in FAILURES for one in all_told))


if __name__ == "__main__":
    sys.exit(main())
