"""The verdicts of a grading, gathered kata by kata as they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from grader.course.catalogue import Kata
from grader.judge.results import CheckResult, KataResult, Report, Status, grader_error


class Listener:
    """What a face does as results come; it overrides what it shows."""

    def on_check(self, kata: Kata, result: CheckResult) -> None:
        """A check has its verdict."""

    def on_kata(self, kata: Kata, result: KataResult) -> None:
        """A kata has its verdict."""


class Gathered:
    """The verdicts as they come, handed on when a kata's checks are complete."""

    def __init__(self, katas: Iterable[Kata], listener: Listener, report: Report) -> None:
        self._collected = {kata: KataResult(kata.id, kata.points, title=kata.title) for kata in katas}
        self._by_file = {str(kata.checks): kata for kata in self._collected}
        self._awaited = dict.fromkeys(self._collected, 0)
        self._held: dict[Kata, int] = {}
        self._listener, self._report = listener, report
        self.begin()

    def begin(self) -> None:
        """Begin anew, with what was known once the checks had been collected."""
        self.results = _copied(self._collected)
        self._open = dict(self.results)

    def pytest_collection_finish(self, session: Any) -> None:
        """Learn how many checks each kata has."""
        for item in session.items:
            if kata := self._by_file.get(str(item.path)):
                self._awaited[kata] += 1
        for kata, held in self._held.items():
            self.results[kata].whole = self._awaited[kata] == held
        self._collected = _copied(self.results)

    def hold(self, kata: Kata, count: int) -> None:
        """Learn how many checks a kata has, of which pytest may have been asked for some alone."""
        self._held[kata] = count

    def add(self, kata: Kata, result: CheckResult, of_file: str = "") -> None:
        """Take in the verdict of a check, and the hash of the file that earned it."""
        self.results[kata].checks.append(result)
        self.results[kata].hash = of_file
        self._listener.on_check(kata, result)
        if self._awaited[kata] and len(self.results[kata].checks) >= self._awaited[kata]:
            self._close(kata)

    def leave_out(self, words: str) -> None:
        """Note what was asked for and cannot be checked here, and why."""
        self._report.unchecked.append(words)

    @property
    def failed(self) -> bool:
        """Whether anything has failed so far."""
        wrong = (Status.FAILED, Status.ERROR)
        return any(check.status in wrong for result in self.results.values() for check in result.checks)

    def finish(self, ended: bool = False) -> None:
        """Hand on what is left: a kata without checks is an error, one that was interrupted is dropped.

        Where the grading was `ended` at a failure, its katas are as they are.
        """
        for kata, result in list(self._open.items()):
            if self._report.interrupted:
                break
            if not ended and not any(check.status is Status.ERROR for check in result.checks):
                words = f"{kata.id} has no check" if not self._awaited[kata] else f"{kata.id} was not graded to its end"
                result.checks.append(grader_error("collection", words))
            self._close(kata)
        self._report.katas = self.complete()

    def complete(self) -> list[KataResult]:
        """Return the verdicts of the katas that were graded to their end."""
        return [result for kata, result in self.results.items() if kata not in self._open]

    def _close(self, kata: Kata) -> None:
        if kata in self._open:
            self._listener.on_kata(kata, self._open.pop(kata))


def _copied(results: dict[Kata, KataResult]) -> dict[Kata, KataResult]:
    return {kata: replace(result, checks=[*result.checks]) for kata, result in results.items()}
