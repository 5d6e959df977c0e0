"""Grading a class: what was graded before is left alone, what comes is kept as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.classroom.results import Result, read_result
from grader.classroom.submissions import HandedIn, Work, work_of
from grader.classroom.terms import Terms
from grader.course.faults import UsageError


class Crew(Protocol):
    """Who grades: forks here, or workers somewhere."""

    def grade(self, works: Iterable[Work], take: Callable[[Result], None]) -> None: ...


@dataclass
class Tally:
    """How far a grading of a class is."""

    total: int
    new: int = 0
    kept: int = 0
    faults: int = 0


class ClassGrading:
    """Grades submissions into a folder of results; `face` is told of each result, and how far it is."""

    def __init__(self, terms: Terms, out: Path, face: Callable[[Result, Tally], None]) -> None:
        self._terms, self._out, self._face = terms, out, face

    def run(self, submissions: list[HandedIn], crew: Crew) -> Tally:
        """Grade what has no result yet, by these terms, and return what there was to do."""
        tally = Tally(len(submissions))
        works = [work_of(submission, self._terms.katas) for submission in submissions]

        def take(result: Result) -> None:
            result.write(self._out)
            tally.new += 1
            tally.faults += bool(result.fault)
            self._face(result, tally)

        left = []
        for work in works:
            before = self._before(work)
            if before and before.key == self._terms.key(work):
                tally.kept += 1
                tally.faults += bool(before.fault)
                if before.fault:
                    self._face(before, tally)
            else:
                self._require_nothing_lost(before)
                left.append(work)
        for work in left:
            if work.fault:
                take(self._terms.fault(work, work.fault))
        if to_grade := [work for work in left if not work.fault]:
            crew.grade(to_grade, take)
        return tally

    def _before(self, work: Work) -> Result | None:
        """Return the result that there is of a submission, by whatever terms."""
        try:
            return read_result(self._out / f"{work.name}.json")
        except UsageError:
            return None

    def _require_nothing_lost(self, before: Result | None) -> None:
        """Raise a UsageError where a result of other katas would be written over."""
        now = {kata.id for kata in self._terms.katas}
        if before and (gone := [kata["id"] for kata in before.katas if kata["id"] not in now]):
            raise UsageError(f"{self._out} holds results of {gone[0]}, which would be lost: say --out ANOTHER_FOLDER")


def of_nobody(out: Path, submissions: list[HandedIn]) -> list[str]:
    """Return the names of the results in a folder of which there is no submission, as after one was renamed."""
    names = {submission.name for submission in submissions}
    return sorted(file.stem for file in out.glob("*.json") if file.stem not in names)


def shard(submissions: list[HandedIn], number: int, of: int) -> list[HandedIn]:
    """Return every `of`-th submission from the `number`-th on: together the shards are all of them, each once."""
    return submissions[number - 1 :: of]
