"""What happened: the verdict of each check, kata and grading, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1


class Status(StrEnum):
    """What a check or a kata came to."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"  # the stub is not started
    UNCHECKED = "unchecked"  # something before it went wrong, so nothing can be said
    ERROR = "error"  # the grader's own fault, never the learner's


@dataclass(frozen=True)
class Explanation:
    """Why a check did not pass, rung by rung."""

    what: str
    called: str = ""
    diagnosis: str = ""
    frames: str = ""
    output: str = ""
    where: str = ""
    again: str = ""

    @property
    def message(self) -> str:
        """Everything but the diagnosis, as one text."""
        head = f"{self.called}: {self.what}" if self.called else self.what
        output = f"it printed:\n{indent(self.output)}" if self.output else ""
        return "\n".join(part for part in (head, self.frames, output) if part)

    def text(self) -> str:
        """All of it, for a face that shows plain text."""
        again = f"again: {self.again}" if self.again else ""
        return "\n".join(part for part in (self.message, self.diagnosis, self.where, again) if part)


@dataclass(frozen=True)
class CheckResult:
    """The verdict of one check."""

    name: str
    status: Status
    seconds: float = 0.0
    explanation: Explanation | None = None

    def as_json(self) -> dict[str, Any]:
        why = self.explanation
        return {
            "name": self.name,
            "status": str(self.status),
            "message": why.message if why else "",
            "diagnosis": why.diagnosis if why else "",
            "seconds": round(self.seconds, 4),
        }


@dataclass
class KataResult:
    """The verdict of one kata: its checks, and the points they earn."""

    id: str
    max_points: int
    checks: list[CheckResult] = field(default_factory=list)

    @property
    def status(self) -> Status:
        found = {check.status for check in self.checks}
        if Status.ERROR in found or not found:
            return Status.ERROR
        if found & {Status.FAILED, Status.UNCHECKED}:
            return Status.FAILED
        return Status.TODO if Status.TODO in found else Status.PASSED

    @property
    def points(self) -> int:
        """The share of the checks that passed, rounded down: full marks only for all of them."""
        passed = sum(check.status is Status.PASSED for check in self.checks)
        return self.max_points * passed // len(self.checks) if self.checks else 0

    @property
    def seconds(self) -> float:
        return sum(check.seconds for check in self.checks)

    def first(self, status: Status) -> CheckResult | None:
        """Return the first check with that status."""
        return next((check for check in self.checks if check.status is status), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "status": str(self.status),
            "points": self.points,
            "max_points": self.max_points,
            "checks": [check.as_json() for check in self.checks],
        }


@dataclass
class Report:
    """One grading."""

    device: str
    seed: int
    katas: list[KataResult] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def passed(self) -> bool:
        return bool(self.katas) and all(kata.status is Status.PASSED for kata in self.katas)

    @property
    def broken(self) -> bool:
        return any(kata.status is Status.ERROR for kata in self.katas)

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "device": self.device,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "katas": [kata.as_json() for kata in self.katas],
        }


def grader_error(name: str, words: str) -> CheckResult:
    """Return the result of a check that failed by the grader's own fault."""
    return CheckResult(name, Status.ERROR, 0.0, Explanation(f"the grader itself failed, not your code: {words}"))


def indent(text: str, by: str = "  ") -> str:
    return "\n".join(by + line for line in text.splitlines())
