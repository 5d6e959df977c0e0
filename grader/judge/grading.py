"""A grading under way: pytest's hooks, which bring each check to the sitting of its kata and carry its verdict away."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import ROOT
from grader.bench.messages import Recipe
from grader.bench.process import AnyBench
from grader.cases import Case, read_cases
from grader.checks import Check, EmptyCheck, running
from grader.course.catalogue import Course, Kata
from grader.course.faults import BrokenCourse, EnvironmentFault
from grader.course.source import parse
from grader.course.stubs import text_of_stub
from grader.examples import Example, examples_of
from grader.judge.budget import of_a_grading, of_a_kata
from grader.judge.gathering import Gathered
from grader.judge.handle import Handle
from grader.judge.items import DataCheck, KataFile
from grader.judge.library import Library
from grader.judge.results import CheckResult, Status, grader_error
from grader.judge.sets import cases_from
from grader.judge.settings import Settings
from grader.judge.sitting import Sitting

CHECK = pytest.StashKey[Check]()


class Grading:
    """One grading, as a plugin of pytest."""

    __name__ = "grading"  # by which pytest registers it

    def __init__(self, course: Course, gathered: Gathered, settings: Settings) -> None:
        self._days = {day.name for day in course.days}
        self._katas = {str(kata.checks): kata for kata in course.katas()}
        self._gathered, self._settings = gathered, settings
        self._cases: dict[Kata, list[Case]] = {}
        self._direct: dict[Kata, set[str]] = {}  # the katas collected, and the functions called as their cases stand
        self.library = Library(())
        self._open = ExitStack()
        self.known: list[str] = []
        self.unknown = ""

    def take(self, bench: AnyBench, recipe: Callable[[Kata], Recipe]) -> None:
        """Grade this submission, on this bench, by what has been collected."""
        self._bench, self._recipe = bench, recipe
        self._sittings: dict[Kata, Sitting] = {}
        self._budget = of_a_grading(self._settings.budget)

    def _kata_of(self, path: Path) -> Kata | None:
        return self._katas.get(str(path))

    # -- collection

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out the graders of days that are drafts."""
        day = collection_path.parent.name
        drafted = collection_path.suffix == ".py" and day.startswith("day") and day not in self._days
        return True if drafted else None

    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
        """Have a kata's grader collected with the checks that are data."""
        kata = self._kata_of(module_path)
        if kata is None:
            return None
        file = KataFile.from_parent(parent, path=module_path)
        file.contents = lambda: self._contents(kata)
        file.handle = self._handle
        return file

    def _contents(self, kata: Kata) -> tuple[list[Case], list[Example]]:
        """Return a kata's cases, and its stub's examples."""
        return self._cases_of(kata), list(examples_of(parse(text_of_stub(kata).encode())))

    @pytest.hookimpl(wrapper=True, trylast=True)  # before any other plugin drops a check
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        kata = self._kata_of(collector.path)
        if kata and isinstance(collector, KataFile):
            self._gathered.hold(kata, len(report.result))
        return report

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        kata, marker = self._kata_of(metafunc.definition.path), metafunc.definition.get_closest_marker("each_case")
        if kata and marker:
            cases = [case for case in self._cases_of(kata) if case.function == marker.args[0] and not case.naming]
            if not cases:
                raise BrokenCourse(f'{kata.cases} holds no case of "{marker.args[0]}"')
            metafunc.parametrize("case", cases, ids=[case.name for case in cases])

    def _cases_of(self, kata: Kata) -> list[Case]:
        """Return the kata's hidden cases, and the fresh ones asked for."""
        if kata not in self._cases:
            stored = self._settings.frozen and (kata.cases.exists() or kata.generator.exists())
            cases = read_cases(kata.cases)[0] if stored else []
            self._cases[kata] = _with_views(cases) + self._fresh_cases(kata)
        return self._cases[kata]

    def _fresh_cases(self, kata: Kata) -> list[Case]:
        if not kata.generator.exists():
            return []
        try:
            made = [(n, cases_from(kata, self._settings.seed + n)) for n in range(self._settings.fresh)]
        except EnvironmentFault as fault:
            self._gathered.leave_out(f"{kata.id} is graded without fresh cases: {fault}")
            return []
        fresh = [case.renamed(f"{case.name}-fresh-{n + 1}") for n, cases in made for case in cases]
        return fresh if self._settings.frozen else _with_views(fresh)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        wanted = self._settings.wanted
        self.known = [name for item in items if (name := self._full_name(item))]
        self.unknown = next((name for name in sorted(wanted) if name not in self.known), "")
        dropped = [item for item in items if wanted and self._full_name(item) not in wanted]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
            items[:] = [item for item in items if item not in dropped]

    def _full_name(self, item: pytest.Item) -> str:
        kata = self._kata_of(item.path)
        return f"{kata.id}/{_name(item)}" if kata else ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        kata = self._kata_of(ROOT / report.fspath)
        if report.failed and kata:
            words = str(report.longrepr).strip().splitlines()[-1].removeprefix("E").strip()
            place = f"tests/{kata.day}/test_{kata.name}.py"
            self._gathered.add(kata, grader_error("collection", f"{place}: {words}"))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Read what the course says of the katas, before any submission runs."""
        files = [file for item in session.items if (file := item.getparent(KataFile))]
        self._direct = {kata: file.direct for file in files if (kata := self._kata_of(file.path))}
        self.library = Library(self._direct)
        self._open.enter_context(self.library.serving())

    def pytest_sessionfinish(self) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what was read for the grading; pytest may have ended without saying so."""
        self._open.close()

    # -- running

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        marker, refusal = item.get_closest_marker("limit"), item.get_closest_marker("refusal")
        check = item.stash[CHECK] = Check(marker.args[0] if marker else self._settings.limit)
        if isinstance(item, DataCheck):
            check.about, check.is_refusal = item.about, bool(item.case and item.case.naming)
        elif refusal:
            check.about, check.is_refusal = refusal.args[0], True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        if self._kata_of(item.path) is None:
            return (yield)
        check = item.stash[CHECK]
        with running(check):
            result = yield
        if not check.compared:
            raise EmptyCheck("the check compared nothing")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        kata = self._kata_of(item.path)
        if kata and call.excinfo:
            # pytest would format a traceback, which takes longer than the check and is not shown.
            item.repr_failure = item._repr_failure_py = _no_traceback  # type: ignore[method-assign, assignment]
        report = yield
        if kata is None or (call.when != "call" and not call.excinfo):
            return report
        sitting = self._sitting(kata)
        error = call.excinfo.value if call.excinfo else None
        result = sitting.result(_name(item), item.stash[CHECK], _title(item), error, call.duration)
        self._gathered.add(kata, result, sitting.hash)
        return _told(report, item, result)

    def _sitting(self, kata: Kata) -> Sitting:
        if kata not in self._sittings:
            cases, budget = self._cases_of(kata), of_a_kata(self._budget)
            sitting = Sitting(kata, self._recipe(kata), self._bench, cases, self.library, budget, self._settings.brief)
            sitting.direct |= self._direct[kata]
            self._sittings[kata] = sitting
        return self._sittings[kata]

    # -- fixtures

    @pytest.fixture
    def kata(self, request: pytest.FixtureRequest) -> Handle:
        """The kata under grading, as this check sees it."""
        return self._handle(request.node)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """A generator of its own for each check, the same in every run with the same seed."""
        return np.random.default_rng([self._settings.seed, zlib.crc32(request.node.nodeid.encode())])

    @pytest.fixture
    def solution(self, request: pytest.FixtureRequest) -> Any:
        """The reference solution's module, for graders that pass it in as an argument."""
        return self._sitting(self._graded(request)).solution()

    def _handle(self, item: pytest.Item) -> Handle:
        """Return the handle of a check; of a refusal, once a value of its function is right."""
        kata, check = self._kata_of(item.path), item.stash[CHECK]
        assert kata is not None, "the fixture `kata` is for the graders below tests/dayNN"
        handle = self._sitting(kata).handle(check)
        if check.is_refusal:
            self._sitting(kata).await_values(check.about)
        return handle

    def _graded(self, request: pytest.FixtureRequest) -> Kata:
        kata = self._kata_of(request.node.path)
        assert kata is not None, "the fixture `solution` is for the graders below tests/dayNN"
        return kata


def _name(item: pytest.Item) -> str:
    """Return the name of a check: "pad2d-3" for test_pad2d[3]."""
    return item.name.removeprefix("test_").replace("[", "-").removesuffix("]")


def _title(item: pytest.Item) -> str:
    """Return what a check says must hold; nothing for a hidden case, which speaks for itself."""
    if isinstance(item, DataCheck) or item.get_closest_marker("each_case"):
        return ""
    return (item.obj.__doc__ or "").strip().partition("\n")[0]  # type: ignore[attr-defined]


def _no_traceback(excinfo: Any, style: Any = None) -> str:
    return ""


def _told(report: pytest.TestReport, item: pytest.Item, result: CheckResult) -> pytest.TestReport:
    """Return pytest's report with the verdict and its explanation in it."""
    if result.status is Status.TODO:
        report.outcome, report.longrepr = "skipped", (str(item.path), item.location[1] or 0, "Skipped: not started")
    elif result.status is not Status.PASSED:
        report.outcome = "failed"
        # pytest counts what fails before the call as an error: so what the learner did wrong is a failure, and what
        # could not be checked, or is the grader's own fault, is an error, whatever part of the test it came up in.
        report.when = "call" if result.status is Status.FAILED else "setup"
        report.longrepr = result.explanation.text() if result.explanation else ""
    return report


def _with_views(cases: list[Case]) -> list[Case]:
    """Add, for each function, its last value once more with the arrays as read-only views."""
    last = {case.function: case for case in cases if not case.naming}
    views = [case.as_view() for case in last.values() if any(hasattr(a, "shape") for a in case.args)]
    return cases + views
