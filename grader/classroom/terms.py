"""What holds for every submission of a class: which katas, by which cases, within which limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.bench.nursery import Place
from grader.classroom.results import Result
from grader.classroom.submissions import Work
from grader.course.catalogue import Kata
from grader.judge.results import KataResult, Report
from grader.judge.settings import Settings

Placing = Callable[[Path], Place | None]  # where what lies in a folder runs

TRIES = 2  # times that a submission is graded whose grader was killed
GRACE = 60.0  # seconds beyond its budget until the grader of a submission is ended


@dataclass(frozen=True)
class Terms:
    """The terms of one grading of a class; `place` says where what lies in a folder runs: in a jail, or not."""

    katas: tuple[Kata, ...]
    settings: Settings
    place: Placing
    made_of: str = field(default="", repr=False)

    @classmethod
    def of(cls, katas: Iterable[Kata], settings: Settings, place: Placing) -> Terms:
        """Return the terms, knowing what the verdicts will be made of."""
        katas = tuple(katas)
        return cls(katas, settings, place, _made_of(katas, settings))

    @property
    def seconds(self) -> float:
        """How long one submission may take by the clock on the wall."""
        return 2 * self.settings.budget + GRACE

    def key(self, work: Work) -> str:
        """Return by what it is known that nothing would come out otherwise."""
        return hashlib.sha256(f"{self.made_of} {work.hash}".encode()).hexdigest()

    def said(self, work: Work, report: Report, root: Path) -> dict[str, Any]:
        """Return what a grader says of a submission that lay below a folder: its own paths are told."""
        return {**_with_own_paths(report.as_json(), root), "submission": {"name": work.name, "hash": work.hash}}

    def heard(self, work: Work, said: dict[str, Any]) -> Result:
        """Return the result of what a grader said: of a report, or of the fault for which there is none."""
        return self.fault(work, said["fault"]) if "fault" in said else Result(work.name, self.key(work), said)

    def late(self, work: Work) -> Result:
        """Return the result of a submission whose grader took too long."""
        return self.fault(work, f"its grader did not end within {self.seconds:g} s")

    def lost(self, work: Work, status: int) -> Result:
        """Return the result of a submission whose grader was killed as often as it was tried."""
        return self.fault(work, f"its grader ended {TRIES} times with status {status}")

    def fault(self, work: Work, why: str) -> Result:
        """Return the result of a submission that could not be graded."""
        report = Report("cpu", self.settings.told_seed)
        report.katas = [KataResult(kata.id, kata.points, title=kata.title) for kata in self.katas]
        said = {**report.as_json(), "submission": {"name": work.name, "hash": work.hash}}
        return Result(work.name, self.key(work), said, why, theirs=bool(work.fault))


def _made_of(katas: Iterable[Kata], settings: Settings) -> str:
    """Return the hash of what verdicts are made of: graders, truths, the tool itself, the seed.

    It is slow to compute, so that nobody finds a seed by trying.
    """
    files = {file for kata in katas for file in _files_of(kata)}
    files |= set((ROOT / "grader").rglob("*.py")) | set((ROOT / "fixtures").glob("*.py"))
    parts = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files) if file.exists()))
    chosen = f"{[kata.id for kata in katas]} {settings}".encode()
    return hashlib.scrypt(chosen, salt=parts.digest(), n=1 << 14, r=8, p=1).hex()


def _files_of(kata: Kata) -> list[Path]:
    return [kata.checks, kata.wrong, kata.solution, kata.cases, kata.generator, kata.stub.parent / "day.toml"]


def _with_own_paths(said: Any, root: Path) -> Any:
    """Return what is said of a submission with its files named as in the student's own tree."""
    if isinstance(said, dict):
        return {key: _with_own_paths(value, root) for key, value in said.items()}
    if isinstance(said, list):
        return [_with_own_paths(value, root) for value in said]
    if isinstance(said, str):
        return said.replace(f" --against {root}", "").replace(f"{root}/", "katas/")
    return said
