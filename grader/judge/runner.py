"""The runner: one grading of some katas, by pytest, in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import ROOT
from grader.bench.messages import Recipe
from grader.bench.process import AnyBench, InlineBench
from grader.course.catalogue import Course, Kata, nearest
from grader.course.faults import UsageError
from grader.course.source import read_leniently
from grader.judge.gathering import Gathered, Listener
from grader.judge.results import Report
from grader.judge.settings import Settings
from grader.judge.submission import imported

if TYPE_CHECKING:
    from grader.judge.grading import Grading

# Everything a grading does not use is left out: what is not imported costs nothing.
LEAN = [
    "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:doctest", "-p", "no:pastebin",
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:faulthandler", "-p", "no:debugging",
    "-p", "pytest_timeout",
]  # fmt: skip

DEFAULT = Settings()
PROBES = ("grader.examples", "grader.modules", "grader.placement")  # the tool's own, which most checks run on the bench


def grade(
    course: Course,
    katas: Iterable[Kata],
    bench: AnyBench,
    recipe: Callable[[Kata], Recipe],
    listener: Listener,
    settings: Settings = DEFAULT,
) -> Report:
    """Grade the katas and return the report.

    `recipe` says how each kata is loaded; a kata without a single check is reported as the grader's error.
    """
    katas = list(katas)
    bench.foresee({*PROBES, *_imports_ahead(Path(recipe(kata).file) for kata in katas)})

    from grader.judge.grading import Grading

    report, start = Report(bench.device, settings.told_seed), time.perf_counter()
    gathered = Gathered(katas, listener, report)
    grading = Grading(course, gathered, settings)
    grading.take(bench, recipe)
    # In this process the terminal is the submission's, for its prints and for a debugger.
    streams = ["-s"] if isinstance(bench, InlineBench) else []
    interrupted = run(katas, grading, gathered, streams)
    report.interrupted = interrupted and not report.broken
    gathered.finish()
    report.seconds = time.perf_counter() - start
    return report


def run(katas: Iterable[Kata], grading: Grading, gathered: Gathered, streams: Sequence[str], *others: Any) -> bool:
    """Have pytest collect and run the katas' checks, with other plugins; return whether it was interrupted."""
    import pytest
    import pytest_timeout  # noqa: F401 (pytest would load it, and wrap what it says where it is missing)

    stop = Stop()
    try:
        code = pytest.main([*_arguments(katas), *streams], plugins=[grading, gathered, stop, *others])
    finally:
        grading.close()
    if stop.fault:
        raise stop.fault
    if grading.unknown:
        raise UsageError(f'no check "{grading.unknown}"{nearest(grading.unknown, grading.known)}')
    return code == pytest.ExitCode.INTERRUPTED


def _imports_ahead(files: Iterable[Path]) -> set[str]:
    """Return what files will import, so far as the first of them need not wait for what only others import.

    Where every file imports torch, each waits for so long that what some import with it is no matter.
    """
    each = [imported(read_leniently(file)) for file in files]
    if all("torch" in names for names in each):
        return set().union(*each)
    return set.intersection(*each)


class Stop:
    """What pytest could not go on after: an exception in a hook, which it would print and turn into a number."""

    fault: BaseException | None = None

    def pytest_internalerror(self, excinfo: Any) -> bool:
        self.fault = excinfo.value
        return True


def _arguments(katas: Iterable[Kata]) -> list[str]:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    files = [str(kata.checks) for kata in katas if kata.checks.exists()]
    where = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--continue-on-collection-errors"]
    return [*where, *LEAN, *files]
