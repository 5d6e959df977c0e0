"""A session: one tree is graded, and what its katas came to is remembered if it is the learner's own."""

from __future__ import annotations

from collections.abc import Iterable

from grader import ROOT
from grader.bench.process import AnyBench
from grader.course.catalogue import Course, Kata
from grader.course.faults import NotSaved
from grader.judge.gathering import Listener
from grader.judge.results import CheckResult, KataResult, Report
from grader.judge.runner import DEFAULT, grade
from grader.judge.settings import Settings
from grader.judge.submission import Submission
from grader.study.progress import Progress


class Session:
    """Grades one submission; of the learner's own tree it remembers each verdict."""

    def __init__(self, course: Course, submission: Submission, progress: Progress | None = None) -> None:
        self.course, self.submission = course, submission
        self.progress = progress or Progress()

    def grade(self, katas: Iterable[Kata], bench: AnyBench, listener: Listener, settings: Settings = DEFAULT) -> Report:
        """Grade katas as `runner.grade` does, and remember the verdicts; `report.trouble` says where that failed."""
        keeper = Keeper(self, listener)
        try:
            report = grade(self.course, katas, bench, self.submission.recipe, keeper, settings)
        finally:
            trouble = keeper.close()
        report.trouble, report.submission = trouble, self.submission.root.name
        return report

    def remember(self, results: Iterable[KataResult]) -> None:
        """Keep verdicts on the learner's own tree; on others there is nothing to keep."""
        if self.submission.root == ROOT / "katas":
            self.progress.record(results)


class Keeper(Listener):
    """Has each verdict remembered as it falls, before a face shows it: what was graded stays, however it ends."""

    def __init__(self, session: Session, face: Listener) -> None:
        self._session, self._face = session, face
        self._unsaved: list[KataResult] = []
        self._fault = ""

    def on_check(self, kata: Kata, result: CheckResult) -> None:
        self._face.on_check(kata, result)

    def on_kata(self, kata: Kata, result: KataResult) -> None:
        self._unsaved.append(result)
        if not self._fault:  # who has waited in vain for a locked file waits once more, at the end
            self._save()
        self._face.on_kata(kata, result)

    def close(self) -> str:
        """Try again what could not be saved, and return what went wrong, in words for the learner."""
        if self._unsaved:
            self._save()
        return self._fault or self._session.progress.trouble

    def _save(self) -> None:
        try:
            self._session.remember(self._unsaved)
        except NotSaved as error:
            self._fault = f"the progress was not saved: {error}"
        else:
            self._unsaved, self._fault = [], ""
