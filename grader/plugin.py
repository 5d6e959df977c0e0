"""The pytest plugin: grades the tests below tests/dayNN, however pytest was started."""

from __future__ import annotations

import shlex
import sys
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import ROOT
from grader.bench import LIMIT, AnyBench, Bench, Died, InlineBench, Stuck
from grader.cases import Case, generate, read_cases
from grader.catalogue import BrokenCourse, Course, Kata, UsageError, read_course, shown
from grader.checks import Check, EmptyCheck, Failure, NotStarted, Unchecked, begin
from grader.diagnosis import Diagnosis
from grader.gathering import Gathered, Listener
from grader.handle import Handle, call_words, failure_of, named_in
from grader.progress import Graded, NotSaved, Progress, file_hash
from grader.results import CheckResult, Explanation, Report, Status, grader_error
from grader.submission import Submission, Unusable, against, definitions, inspect
from grader.workbench import Load, Recipe, Workbench, unheard

LOAD_LIMIT = 10.0  # seconds for a submission's module to be imported
IMPORT = "import"  # the check that stands for "the file can be run"


class Grading:
    """One grading session: pytest's hooks, the bench, and what is known of each kata."""

    __name__ = "grading"  # by which pytest registers it

    def __init__(
        self,
        course: Course,
        bench: AnyBench,
        recipe: Callable[[Kata], Recipe],
        *,
        seed: int = 0,
        fresh: int = 0,
        wanted: frozenset[str] = frozenset(),
        limit: float = LIMIT,
        listener: Callable[[Kata, CheckResult], None] = lambda kata, result: None,
    ) -> None:
        self._days = {day.name for day in course.days}
        self.katas = {str(kata.grader): kata for kata in course.katas()}
        self.bench, self.recipe = bench, recipe
        self.seed, self.fresh, self.wanted, self.limit = seed, fresh, wanted, limit
        self.listener = listener
        self.handles: dict[Kata, Handle | Unusable] = {}
        self._cases: dict[Kata, list[Case]] = {}
        self._diagnoses: dict[Kata, Diagnosis] = {}
        self._unusable: set[Kata] = set()
        self.known: list[str] = []
        self.unknown = ""

    def kata_of(self, path: Path) -> Kata | None:
        return self.katas.get(str(path))

    def cases(self, kata: Kata) -> list[Case]:
        """Return the kata's hidden cases, and the fresh ones asked for."""
        if kata not in self._cases:
            cases = read_cases(kata.cases)[0] if kata.cases.exists() or kata.generator.exists() else []
            self._cases[kata] = _with_views(cases) + self._fresh_cases(kata)
        return self._cases[kata]

    def _fresh_cases(self, kata: Kata) -> list[Case]:
        if not kata.generator.exists():
            return []
        made = [(n, generate(kata, self.seed + n)) for n in range(self.fresh)]
        return [case.renamed(f"{case.name}-fresh-{n + 1}") for n, cases in made for case in cases]

    def handle(self, kata: Kata) -> Handle:
        """Return the kata's handle, its module loaded; Unusable where it cannot be."""
        if kata not in self.handles:
            self.handles[kata] = self._load(kata)
        handle = self.handles[kata]
        if isinstance(handle, Unusable):
            raise handle
        return handle

    def _load(self, kata: Kata) -> Handle | Unusable:
        recipe = self.recipe(kata)
        try:
            self.bench.prepare(inspect(Path(recipe.file), kata) if not recipe.overlay else set())
            outcome = self.bench.ask(Load(recipe), LOAD_LIMIT)
        except Unusable as unusable:
            return unusable
        except Stuck:
            return Unusable(f"importing it did not end within {LOAD_LIMIT:g} s: does a loop at the top never end?")
        except Died as died:
            return Unusable(f"importing it ended the whole process: {died}")
        if outcome.error and not outcome.error.unwritten:
            why = failure_of(outcome.error)
            frames = f"\n{outcome.error.frames}" if outcome.error.frames else ""
            return Unusable(f"{why}{frames}", outcome.error.line or 1)
        return Handle(kata, self.bench)

    # -- collection

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out the graders of days that are drafts."""
        day = collection_path.parent.name
        drafted = collection_path.suffix == ".py" and day.startswith("day") and day not in self._days
        return True if drafted else None

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        kata, marker = self.kata_of(metafunc.definition.path), metafunc.definition.get_closest_marker("each_case")
        if kata and marker:
            cases = [case for case in self.cases(kata) if case.function == marker.args[0]]
            if not cases:
                raise BrokenCourse(f'{kata.cases} holds no case of "{marker.args[0]}"')
            metafunc.parametrize("case", cases, ids=[case.name for case in cases])

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        self.known = [name for item in items if (name := self._full_name(item))]
        self.unknown = next((name for name in sorted(self.wanted) if name not in self.known), "")
        dropped = [item for item in items if self.wanted and self._full_name(item) not in self.wanted]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
            items[:] = [item for item in items if item not in dropped]

    def _full_name(self, item: pytest.Item) -> str:
        kata = self.kata_of(item.path)
        return f"{kata.id}/{check_name(item)}" if kata else ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        kata = self.kata_of(ROOT / report.fspath)
        if report.failed and kata:
            words = str(report.longrepr).strip().splitlines()[-1].removeprefix("E").strip()
            self.listener(kata, grader_error("collection", f"tests/{kata.day}/test_{kata.name}.py: {words}"))

    # -- running

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        kata = self.kata_of(item.path)
        if kata is None:
            return (yield)
        marker = item.get_closest_marker("limit")
        check = Check(marker.args[0] if marker else self.limit)
        begin(check)
        item.stash[CHECK] = check
        result = yield
        if not check.compared:
            raise EmptyCheck("the check compared nothing")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        kata = self.kata_of(item.path)
        if kata and call.excinfo:
            # pytest would format a traceback, which takes longer than the check and is not shown.
            item.repr_failure = item._repr_failure_py = _no_traceback  # type: ignore[method-assign, assignment]
        report = yield
        if kata is None or (call.when != "call" and not call.excinfo):
            return report
        result = self._result(item, kata, call)
        self.listener(kata, result)
        text = result.explanation.text() if result.explanation else ""
        if result.status is Status.TODO:
            report.outcome, report.longrepr = "skipped", (str(item.path), item.location[1] or 0, "Skipped: not started")
        elif result.status is not Status.PASSED:
            report.outcome, report.longrepr = "failed", text
        return report

    def _result(self, item: pytest.Item, kata: Kata, call: pytest.CallInfo[None]) -> CheckResult:
        name, error = check_name(item), call.excinfo.value if call.excinfo else None
        again = self._again(kata, name)
        if error is None:
            return CheckResult(name, Status.PASSED, call.duration)
        if isinstance(error, NotStarted):
            return CheckResult(name, Status.TODO, call.duration, self._still_to_write(kata, error.line))
        if isinstance(error, Unusable) and kata in self._unusable:
            return CheckResult(name, Status.UNCHECKED, 0.0, Explanation("the file cannot be run"))
        if isinstance(error, Unusable):
            self._unusable.add(kata)
            where = f"{shown(Path(self.recipe(kata).file))}:{error.line}"
            return CheckResult(IMPORT, Status.FAILED, call.duration, Explanation(str(error), where=where))
        if isinstance(error, Unchecked):
            return CheckResult(name, Status.UNCHECKED, call.duration, Explanation(str(error)))
        if isinstance(error, Failure):
            explanation = self._explanation(item, kata, error, again)
            return CheckResult(name, Status.FAILED, call.duration, explanation)
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError | IndexError) and _from_result(item):
            # The test took the submission's result apart, and it was not what can be taken apart.
            words = f"the result is not of the kind described: {type(error).__name__}: {error}"
            explanation = self._explanation(item, kata, Failure(words), again)
            return CheckResult(name, Status.FAILED, call.duration, explanation)
        return grader_error(name, f"{type(error).__name__}: {error}")

    def _explanation(self, item: pytest.Item, kata: Kata, failure: Failure, again: str) -> Explanation:
        check, case = item.stash[CHECK], item.get_closest_marker("each_case")
        step = check.steps[-1] if check.steps else None
        title = "" if case else ((item.obj.__doc__ or "").strip().partition("\n")[0])  # type: ignore[attr-defined]
        called = call_words(kata, step) if step else ""
        what = f"{failure.what}" if not title else f"{failure.what}\nThe check: {title}"
        file = Path(self.recipe(kata).file)
        lines = definitions(file)
        name = named_in(step.request, set(lines)) if step else ""
        line = failure.line or lines.get(name, 1)
        return Explanation(
            what=what,
            called=called,
            diagnosis=self._diagnosis(kata).of(check),
            frames=failure.frames,
            output=step.outcome.output if step and step.outcome else "",
            where=f"{shown(Path(self.recipe(kata).file))}:{line}",
            again=again,
        )

    def _still_to_write(self, kata: Kata, line: int) -> Explanation:
        file = Path(self.recipe(kata).file)
        above = [name for name, start in definitions(file).items() if start <= line]
        what = f"still to write: {above[-1]}" if above else "still to write"
        return Explanation(what, where=f"{shown(file)}:{line}")

    def _diagnosis(self, kata: Kata) -> Diagnosis:
        if kata not in self._diagnoses:
            self._diagnoses[kata] = Diagnosis(kata, self.cases(kata), self.bench)
        return self._diagnoses[kata]

    def _again(self, kata: Kata, name: str) -> str:
        """Return the command that runs one check again."""
        root = Path(self.recipe(kata).file).parents[1]
        return f"python -m grader {shlex.quote(f'{kata.id}/{name}')}{against(root)}"

    # -- fixtures

    @pytest.fixture
    def kata(self, request: pytest.FixtureRequest) -> Handle:
        """The kata under grading."""
        kata = self.kata_of(request.node.path)
        assert kata is not None, "the fixture `kata` is for the graders below tests/dayNN"
        return self.handle(kata)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """A generator of its own for each check, the same in every run with the same seed."""
        return np.random.default_rng([self.seed, zlib.crc32(request.node.nodeid.encode())])

    @pytest.fixture
    def solution(self, request: pytest.FixtureRequest) -> Any:
        """The reference solution's module, for graders that pass it in as an argument."""
        from grader.workbench import load_file

        kata = self.kata_of(request.node.path)
        assert kata is not None
        return load_file(str(kata.solution), f"solution.{kata.day}.{kata.name}")


CHECK = pytest.StashKey[Check]()


def check_name(item: pytest.Item) -> str:
    """Return the name of a check: "pad2d-3" for test_pad2d[3]."""
    return item.name.removeprefix("test_").replace("[", "-").removesuffix("]")


def _no_traceback(excinfo: Any, style: Any = None) -> str:
    return ""


def _from_result(item: pytest.Item) -> bool:
    return bool(item.stash[CHECK].steps) if CHECK in item.stash else False


def _with_views(cases: list[Case]) -> list[Case]:
    """Add, for each function, its last case once more with the arrays as read-only views."""
    last = {case.function: case for case in cases}
    views = [case.as_view() for case in last.values() if any(hasattr(a, "shape") for a in case.args)]
    return cases + views


# -- when pytest is started by hand or by a test explorer


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader", "katas")
    group.addoption("--against", default=str(ROOT / "katas"), help="the submission to grade (default: katas)")
    group.addoption("--device", default="cpu", choices=["cpu", "cuda"], help="where torch katas run")
    group.addoption("--grader-seed", type=int, default=0, help="seed of fresh cases and random inputs")
    group.addoption("--fresh", type=int, default=0, help="how many fresh sets of cases to add")
    group.addoption("--limit", type=float, default=LIMIT, help="seconds a check may take")
    group.addoption("--in-process", action="store_true", help="run the submission in pytest's own process")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "each_case(function): one check for every hidden case of the function")
    config.addinivalue_line("markers", "limit(seconds): how long the check may take")
    if config.pluginmanager.has_plugin("grading"):
        return
    option = config.getoption
    try:
        submission = Submission(Path(option("--against")).resolve())
        course = read_course()
    except (UsageError, BrokenCourse) as error:
        raise pytest.UsageError(str(error)) from None
    bench = LazyBench(option("--device"), option("--in-process"))
    gathered = Gathered(course.katas(), Listener(), Report(option("--device"), option("--grader-seed")))
    grading = Grading(
        course,
        bench,
        submission.recipe,
        seed=option("--grader-seed"),
        fresh=option("--fresh"),
        limit=option("--limit"),
        listener=gathered.add,
    )
    config.pluginmanager.register(grading, "grading")
    config.pluginmanager.register(gathered)
    config.add_cleanup(bench.close)
    if submission.root == ROOT / "katas":
        config.add_cleanup(lambda: _remember(gathered, submission))


def _remember(gathered: Gathered, submission: Submission) -> None:
    """Keep what pytest graded, as `python -m grader` does."""
    done = gathered.complete().items()
    try:
        Progress().record([Graded(kata, result, file_hash(submission.file(kata))) for kata, result in done])
    except NotSaved as error:
        print(f"grader: the progress was not saved: {error}", file=sys.stderr)


class LazyBench:
    """A bench that is started by the first thing asked of it: pytest may have come for other tests."""

    def __init__(self, device: str, inline: bool) -> None:
        self.device, self._inline = device, inline
        self._bench: AnyBench | None = None

    def _started(self) -> AnyBench:
        if self._bench is None:
            self._bench = InlineBench(Workbench(unheard), self.device) if self._inline else Bench(self.device)
        return self._bench

    def prepare(self, packages: set[str]) -> None:
        self._started().prepare(packages)

    def ask(self, request: Any, limit: float) -> Any:
        return self._started().ask(request, limit)

    def close(self) -> None:
        if self._bench:
            self._bench.close()
