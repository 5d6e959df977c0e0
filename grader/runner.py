"""The runner: one grading of some katas, by pytest, in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from grader import ROOT
from grader.bench import LIMIT, AnyBench
from grader.catalogue import Course, Kata, UsageError, nearest
from grader.results import CheckResult, KataResult, Report, Status, grader_error
from grader.workbench import Recipe

# Everything a grading does not use is left out: what is not imported costs nothing.
LEAN = [
    "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:doctest", "-p", "no:pastebin",
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:faulthandler", "-p", "pytest_timeout",
]  # fmt: skip


class Listener:
    """What a face does as results come; it overrides what it shows."""

    def on_check(self, kata: Kata, result: CheckResult) -> None:
        """A check has its verdict."""

    def on_kata(self, kata: Kata, result: KataResult) -> None:
        """A kata has its verdict."""


def grade(
    course: Course,
    katas: Iterable[Kata],
    bench: AnyBench,
    recipe: Callable[[Kata], Recipe],
    listener: Listener,
    *,
    seed: int = 0,
    fresh: int = 0,
    wanted: frozenset[str] = frozenset(),
    limit: float = LIMIT,
) -> Report:
    """Grade the katas and return the report.

    `recipe` says how each kata is loaded, `wanted` narrows the grading to single checks
    ("day03/padding/pad2d-3"), `limit` is how many seconds a check may take. A kata without a
    single check is reported as the grader's error.
    """
    import pytest

    from grader.plugin import Grading

    report, start = Report(bench.device, seed), time.perf_counter()
    gathered = Gathered(katas, listener, report)
    grading = Grading(course, bench, recipe, seed=seed, fresh=fresh, wanted=wanted, limit=limit, listener=gathered.add)
    code = pytest.main(_arguments(gathered.results), plugins=[grading, gathered])
    if grading.unknown:
        raise UsageError(f'no check "{grading.unknown}"{nearest(grading.unknown, grading.known)}')
    report.interrupted = code == pytest.ExitCode.INTERRUPTED and not report.broken
    gathered.finish()
    report.seconds = time.perf_counter() - start
    return report


class Gathered:
    """The verdicts as they come, handed on when a kata's checks are complete."""

    def __init__(self, katas: Iterable[Kata], listener: Listener, report: Report) -> None:
        self.results = {kata: KataResult(kata.id, kata.points) for kata in katas}
        self._open = dict(self.results)
        self._awaited = dict.fromkeys(self.results, 0)
        self._listener, self._report = listener, report

    def pytest_collection_finish(self, session: Any) -> None:
        """Learn how many checks each kata has."""
        by_file = {str(kata.grader): kata for kata in self.results}
        for item in session.items:
            self._awaited[by_file[str(item.path)]] += 1

    def add(self, kata: Kata, result: CheckResult) -> None:
        self.results[kata].checks.append(result)
        self._listener.on_check(kata, result)
        if self._awaited[kata] and len(self.results[kata].checks) >= self._awaited[kata]:
            self._close(kata)

    def finish(self) -> None:
        """Hand on what is left: a kata without checks is an error, one that was interrupted is dropped."""
        for kata, result in list(self._open.items()):
            if self._report.interrupted:
                break
            if not any(check.status is Status.ERROR for check in result.checks):
                words = f"{kata.id} has no check" if not self._awaited[kata] else f"{kata.id} was not graded to its end"
                result.checks.append(grader_error("collection", words))
            self._close(kata)
        self._report.katas = [result for kata, result in self.results.items() if kata not in self._open]

    def _close(self, kata: Kata) -> None:
        if kata in self._open:
            self._listener.on_kata(kata, self._open.pop(kata))


def _arguments(katas: Iterable[Kata]) -> list[str]:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    files = [str(kata.grader) for kata in katas if kata.grader.exists()]
    where = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--continue-on-collection-errors"]
    return [*where, *LEAN, *files]
