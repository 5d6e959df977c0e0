"""pytest's face: the graders below tests/dayNN, however pytest was started, a test explorer included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from grader import ROOT
from grader.bench.messages import LIMIT
from grader.bench.process import AnyBench, Bench, InlineBench
from grader.bench.workbench import Workbench, unheard
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault, Fault
from grader.faces.command import mention
from grader.faces.options import seconds, whole
from grader.judge.gathering import Gathered, Listener
from grader.judge.grading import Grading
from grader.judge.results import Report, Status
from grader.judge.seed import read_seed
from grader.judge.settings import Settings
from grader.judge.submission import Submission
from grader.study.session import Keeper, Session

REPORT, GATHERED = pytest.StashKey[Report](), pytest.StashKey[Gathered]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader", "katas")
    group.addoption("--against", default=str(ROOT / "katas"), help="the submission to grade (default: katas)")
    group.addoption("--device", default="cpu", choices=["cpu", "cuda"], help="where torch katas run")
    group.addoption("--grader-seed", type=whole, default=0, help="seed of fresh cases and random inputs")
    group.addoption("--grader-seed-file", type=Path, help="the same, out of a file that only you may read")
    group.addoption("--fresh", type=whole, default=0, help="how many fresh sets of cases to add")
    group.addoption("--limit", type=seconds, default=LIMIT, help="seconds a check may take")
    group.addoption("--todo-fails", action="store_true", help="a kata not started is a failure (for autograders)")
    group.addoption("--in-process", action="store_true", help="run the submission in pytest's own process")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "each_case(function): one check for every hidden case of the function")
    config.addinivalue_line("markers", "refusal(function): the check asks the function to refuse something")
    config.addinivalue_line("markers", "limit(seconds): how long the check may take")
    if config.pluginmanager.has_plugin("grading"):
        return
    option = config.getoption
    try:
        session = Session(read_course(), Submission(Path(option("--against")).resolve()))
        settings = _settings(option)
    except Fault as fault:
        raise pytest.UsageError(str(fault)) from None
    bench = LazyBench(option("--device"), option("--in-process"))
    keeper, report = Keeper(session, Listener()), Report(option("--device"), settings.told_seed)
    gathered = Gathered(session.course.katas(), keeper, report)
    grading = Grading(session.course, gathered, settings)
    grading.take(bench, session.submission.recipe)
    config.pluginmanager.register(grading, "grading")
    config.pluginmanager.register(gathered)
    config.stash[REPORT], config.stash[GATHERED] = report, gathered
    config.add_cleanup(bench.close)
    config.add_cleanup(lambda: _close(keeper, report))


def _settings(option: Callable[[str], Any]) -> Settings:
    file = option("--grader-seed-file")
    seed = read_seed(file) if file else option("--grader-seed")
    return Settings(seed, option("--fresh"), limit=option("--limit"), secret=file is not None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What could not be checked here is no success, and no failure of the learner's; what is to do is one if asked.

    An editor's test explorer shows what is not started as skipped, with which pytest ends well.
    """
    report = session.config.stash.get(REPORT, None)  # nothing where the command line is grading
    if report and report.unchecked:
        session.exitstatus = EnvironmentFault.status
    elif report and session.config.getoption("--todo-fails") and session.exitstatus == pytest.ExitCode.OK:
        to_do = any(kata.first(Status.TODO) for kata in session.config.stash[GATHERED].complete())
        session.exitstatus = pytest.ExitCode.TESTS_FAILED if to_do else pytest.ExitCode.OK


def _close(keeper: Keeper, report: Report) -> None:
    for words in (*report.unchecked, keeper.close()):
        mention("grader", words)


class LazyBench:
    """A bench that is started by the first thing asked of it: pytest may have come for other tests."""

    def __init__(self, device: str, inline: bool) -> None:
        self.device, self._inline = device, inline
        self._bench: AnyBench | None = None

    def _started(self) -> AnyBench:
        if self._bench is None:
            self._bench = InlineBench(Workbench(unheard), self.device) if self._inline else Bench(self.device)
        return self._bench

    def foresee(self, modules: set[str]) -> None:
        self._started().foresee(modules)

    def renew(self, modules: Iterable[str] = ()) -> None:
        self._started().renew(modules)

    def prepare(self, packages: set[str]) -> None:
        self._started().prepare(packages)

    def ask(self, request: Any, limit: float) -> Any:
        return self._started().ask(request, limit)

    def close(self) -> None:
        if self._bench:
            self._bench.close()
