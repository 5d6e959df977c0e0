"""The runner: one grading of some katas, by pytest, in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from grader import ROOT
from grader.bench import LIMIT, AnyBench
from grader.catalogue import Course, Kata, UsageError, nearest
from grader.gathering import Gathered, Listener
from grader.results import Report
from grader.workbench import Recipe

# Everything a grading does not use is left out: what is not imported costs nothing.
LEAN = [
    "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:doctest", "-p", "no:pastebin",
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:faulthandler", "-p", "pytest_timeout",
]  # fmt: skip


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
    import pytest_timeout  # noqa: F401 (pytest would load it, and wrap what it says where it is missing)

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


def _arguments(katas: Iterable[Kata]) -> list[str]:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    files = [str(kata.grader) for kata in katas if kata.grader.exists()]
    where = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--continue-on-collection-errors"]
    return [*where, *LEAN, *files]
