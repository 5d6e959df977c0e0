"""How a submission does on every hidden case of a function, part by part of the results."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from grader.bench.messages import Outcome
from grader.cases import Case
from grader.course.catalogue import Kata
from grader.course.source import Source
from grader.judge.handle import comparison_of
from grader.plain import Tensor

SECONDS = 2.0  # that the submission may take on further cases of one function

Path = tuple[Any, ...]


class Seat(Protocol):
    """What a survey needs of the kata's sitting."""

    kata: Kata
    cases: list[Case]
    reference: Source
    device: str
    direct: set[str]

    def outcome(self, case: Case, seconds: float) -> Outcome | None: ...


@dataclass(frozen=True)
class Cell:
    """One part of one case's result: what the submission made of the case, and whether it has this part right."""

    case: Case
    part: Path
    theirs: Outcome
    is_right: bool


class Survey:
    """The cells of a kata's functions, each function surveyed once and when it is first asked for."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._cells: dict[str, list[Cell]] = {}

    def of(self, function: str) -> list[Cell]:
        """Return how the submission does on the cases of a function, as far as time allows.

        There are none where a test must translate the cases before they can be called.
        """
        if function not in self._seat.direct:
            return []
        if function not in self._cells:
            self._cells[function] = list(self._surveyed(function))
        return self._cells[function]

    def is_right(self, outcome: Outcome, case: Case, part: Path) -> bool:
        """Return whether one part of what came of a case is as the truth has it."""
        if case.naming:
            return is_refusal(outcome, case.naming)
        if outcome.error or outcome.changed:
            return False
        comparison = replace(comparison_of(case, self._seat.reference, self._seat.device), device="cpu")
        found, value = part_of(on_cpu(outcome.value), part)
        return found and comparison.difference(value, part_of(case.expected, part)[1]) is None

    def _surveyed(self, function: str) -> Iterable[Cell]:
        start = time.monotonic()
        for case in self._seat.cases:
            if case.function != function or case.layout != "plain" or time.monotonic() - start > SECONDS:
                continue
            if theirs := self._seat.outcome(case, SECONDS):
                for part in parts_of(case.expected):
                    yield Cell(case, part, theirs, self.is_right(theirs, case, part))


def is_refusal(outcome: Outcome, naming: str) -> bool:
    """Return whether the call was refused with a ValueError whose message names the argument."""
    error = outcome.error
    return bool(
        error and "ValueError" in error.kinds and re.search(rf"\b{re.escape(naming)}\b", error.message)
    )  # fmt: skip


def parts_of(expected: Any) -> list[Path]:
    """Return the ways to the parts of a result that can be right or wrong by themselves."""
    if isinstance(expected, dict):
        return [(key, *rest) for key, value in expected.items() for rest in parts_of(value)]
    if isinstance(expected, tuple):
        return [(i, *rest) for i, value in enumerate(expected) for rest in parts_of(value)]
    return [()]


def leading(case: Case, path: Path | None) -> Path | None:
    """Return the part that a difference lies in; None where it is not known to lie in one."""
    if path is None:
        return None
    return next((part for part in parts_of(case.expected) if path[: len(part)] == part), None)


def part_of(value: Any, path: Path) -> tuple[bool, Any]:
    """Return whether a result has such a part, and the part; the result itself where it has not."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False, value
    return True, value


def on_cpu(value: Any) -> Any:
    """Return a result as it would be from the CPU, where wrong turns are replayed."""
    if isinstance(value, Tensor):
        return replace(value, device="cpu")
    if isinstance(value, dict):
        return {key: on_cpu(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(on_cpu(item) for item in value)
    return value
