"""What happened: the verdict of each check, kata and grading, and their JSON."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.course.text import printable
from grader.course.version import commit, version

SCHEMA = 2  # what was added to 1 is additive: whoever reads 1 reads this


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
    pattern: str = ""  # in which cases it is so, and what they share
    misconception: str = ""  # the name of the wrong turn that the diagnosis speaks of

    @property
    def message(self) -> str:
        """Everything but the diagnosis, as one text."""
        head = f"{self.called}: {self.what}" if self.called else self.what
        output = f"it printed:\n{indent(self.output)}" if self.output else ""
        return "\n".join(part for part in (head, self.frames, self.pattern, output) if part)

    @property
    def says_why(self) -> bool:
        """Whether it names the slip, not only what came of it."""
        return bool(self.diagnosis) or "changed in place" in self.what

    @property
    def cause(self) -> str:
        """What is the same wherever the same thing went wrong: the diagnosis, or what is wrong without the numbers."""
        if self.diagnosis:
            return self.diagnosis
        first = re.split(r", first at|; | where |\n", self.what, maxsplit=1)[0]
        return re.sub(r"[-+]?\d[\d.]*(e[-+]?\d+)?", "N", first)

    def printable(self) -> Explanation:
        """Return the same words as a face may show them: what the submission put in moves no cursor."""
        return Explanation(**{name: printable(words) for name, words in vars(self).items()})

    def text(self) -> str:
        """All of it, for a face that shows plain text."""
        why = self.printable()
        again = f"again: {why.again}" if why.again else ""
        return "\n".join(part for part in (why.message, why.diagnosis, why.where, again) if part)


@dataclass(frozen=True)
class CheckResult:
    """The verdict of one check: what it is about, and whether it asks for a refusal."""

    name: str
    status: Status
    seconds: float = 0.0
    explanation: Explanation | None = None
    about: str = ""
    is_refusal: bool = False
    printed: str = ""  # by the submission, where the check passed; else it stands in the explanation
    title: str = ""  # what must hold, where the check's name does not say it

    def as_json(self) -> dict[str, Any]:
        why = self.explanation or Explanation("")
        return {
            "name": self.name,
            "status": str(self.status),
            "message": why.message,
            "diagnosis": why.diagnosis,
            "seconds": round(self.seconds, 4),
            "title": self.title,
            "where": why.where,
            "again": why.again,
            "misconception": why.misconception,
        }


@dataclass
class KataResult:
    """The verdict of one kata: its checks, and the points they earn.

    `hash` is that of the file that was graded; `whole` is False where only some checks were asked for.
    """

    id: str
    max_points: int
    checks: list[CheckResult] = field(default_factory=list)
    hash: str = ""
    whole: bool = True
    title: str = ""

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
        """The share of the checks that passed, rounded down: full marks only for all of them.

        What is to be refused is worth a fifth at most.
        """
        (passed, values), (refused, refusals) = self._shares()
        if not values or not refusals:
            return self.max_points * (passed + refused) // max(1, values + refusals)
        fifths = self.max_points * (4 * passed * refusals + refused * values)
        if self.lacks_refusals_alone:  # rounded up, so that it costs no more than a fifth, and yet a point
            return min(self.max_points - 1, -(-fifths // (5 * values * refusals)))
        return fifths // (5 * values * refusals)

    def _shares(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return how many of the values are right and how many there are, and the same of the refusals."""
        kinds = [[check for check in self.checks if check.is_refusal is kind] for kind in (False, True)]
        values, refusals = ((sum(check.status is Status.PASSED for check in kind), len(kind)) for kind in kinds)
        return values, refusals

    @property
    def lacks_refusals_alone(self) -> bool:
        """Whether every value is right, and what is left is to refuse something."""
        (passed, values), (refused, refusals) = self._shares()
        return 0 < values == passed and refused < refusals

    @property
    def wrong(self) -> list[CheckResult]:
        """The checks that failed, that first which speaks for them: of its function's, one that says why."""
        failed = [check for check in self.checks if check.status in (Status.FAILED, Status.ERROR)]
        explained = [check for check in failed if check.explanation and check.explanation.says_why]
        speaking = [check for check in explained if check.about == failed[0].about][:1]
        return speaking + [check for check in failed if check not in speaking]

    def causes(self) -> list[list[CheckResult]]:
        """Return the failed checks in groups of one cause each, the one that speaks for the kata first."""
        groups: dict[tuple[str, str], list[CheckResult]] = {}
        for check in self.wrong:
            cause = check.explanation.cause if check.explanation else ""
            groups.setdefault((check.about, cause), []).append(check)
        return list(groups.values())

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
            "title": self.title,
            "hash": self.hash,
            "checks": [check.as_json() for check in self.checks],
        }


@dataclass
class Report:
    """What one grading came to.

    `seed` is None where it is secret; `unchecked` says what was asked for and could not be checked here; `trouble` says
    what went wrong with remembering the verdicts; `submission` is the name of what was graded.
    """

    device: str
    seed: int | None
    katas: list[KataResult] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False
    unchecked: list[str] = field(default_factory=list)
    trouble: str = ""
    submission: str = ""

    @property
    def hash(self) -> str:
        """By which a result knows what was graded: that of all files together."""
        return hashlib.sha256("\n".join(f"{kata.id} {kata.hash}" for kata in self.katas).encode()).hexdigest()

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
            "unchecked": self.unchecked,
            "course": {"version": version(), "commit": commit()},
            "submission": {"name": self.submission, "hash": self.hash},
            "katas": [kata.as_json() for kata in self.katas],
        }


def grader_error(name: str, words: str) -> CheckResult:
    """Return the result of a check that failed by the grader's own fault."""
    return CheckResult(name, Status.ERROR, 0.0, Explanation(f"the grader itself failed, not your code: {words}"))


def indent(text: str, by: str = "  ") -> str:
    return "\n".join(by + line for line in text.splitlines())
