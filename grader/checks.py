"""The language that graders are written in: `expect`, `each_case`, `limit`, and how a check ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.bench.messages import LIMIT
from grader.comparison import Comparison, kind, shown

each_case = pytest.mark.each_case  # @each_case("pad2d"): one check for every hidden case of pad2d
limit = pytest.mark.limit  # @limit(20): seconds this check may take
refusal = pytest.mark.refusal  # @refusal("pad2d"): the check asks pad2d to refuse what cannot be stored as a case


class Failure(Exception):
    """The submission is wrong; the message says what is wrong with it, in words.

    `line` is the line to edit where one is known.
    """

    def __init__(self, what: str, frames: str = "", line: int = 0) -> None:
        super().__init__(what)
        self.what, self.frames, self.line = what, frames, line


class NotStarted(Exception):
    """The check came upon a stub, on that line of the submission's file."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Unchecked(Exception):
    """Nothing can be said, because of what went wrong before."""


class EmptyCheck(Exception):
    """A check passed without comparing anything: the grader's own fault."""


@dataclass
class Step:
    """One call of the submission within a check, and what came of it; None where nothing did."""

    request: Any
    outcome: Any


@dataclass
class Check:
    """A check: its clock, its calls so far, and how much it has compared."""

    seconds: float = LIMIT
    steps: list[Step] = field(default_factory=list)
    compared: int = 0
    path: tuple[Any, ...] | None = None  # where in the last result the difference is
    case: Any = None  # the hidden case, if it is one that is checked
    is_refusal: bool = False  # it asks for a refusal
    about: str = ""  # the function it is about, where that is known before it runs
    start: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that are left; never none, so that a call fails by name and not by arithmetic."""
        return max(0.05, self.seconds - (time.monotonic() - self.start))


_check: ContextVar[Check] = ContextVar("check")


@contextmanager
def running(check: Check) -> Iterator[None]:
    """While it lasts, what `expect` compares counts for this check."""
    token = _check.set(check)
    check.start = time.monotonic()
    try:
        yield
    finally:
        _check.reset(token)


def is_running() -> bool:
    """Return whether a check is being made, and not an explanation looked for after it."""
    return _check.get(None) is not None


def expect(value: Any, name: str = "") -> Expectation:
    """Say what is expected of a value that came from the submission; `name` is what to call it."""
    return Expectation(value, name)


@dataclass(frozen=True)
class Expectation:
    """One comparison of a submission's value, counted, so that no check passes in a vacuum."""

    value: Any
    name: str = ""

    def equals(self, expected: Any, rtol: float | None = None, elementwise: bool = False) -> None:
        """The value is `expected`, to the tolerance of its dtype."""
        _check.get().compared += 1
        comparison = Comparison(rtol, elementwise, device=getattr(self.value, "device", "cpu"))
        difference = comparison.difference(self.value, expected)
        if difference:
            self._fail(comparison.words(difference))

    def near(self, expected: Any, within: float) -> None:
        """Every element is within an absolute distance of `expected`: for measured quantities."""
        import numpy as np

        _check.get().compared += 1
        try:
            error = np.max(np.abs(np.asarray(self.value, float) - np.asarray(expected, float)), initial=0.0)
        except (TypeError, ValueError):
            self._fail(f"{kind(self.value)} where something else is expected")
        if not error <= within:
            self._fail(f"off by {error:.2g}; within {within:.2g} is right")

    def at_most(self, most: float) -> None:
        """The number is no larger than `most`."""
        _check.get().compared += 1
        if not self._number() <= most:
            self._fail(f"{shown(self.value)}; at most {shown(most)} is wanted")

    def at_least(self, least: float) -> None:
        """The number is no smaller than `least`."""
        _check.get().compared += 1
        if not self._number() >= least:
            self._fail(f"{shown(self.value)}; at least {shown(least)} is wanted")

    def holds(self, otherwise: str) -> None:
        """The value is True; `otherwise` says what is wrong where it is not."""
        _check.get().compared += 1
        if self.value is not True:
            raise Failure(otherwise)

    def has_shape(self, shape: tuple[int, ...]) -> None:
        """The value is an array of that shape."""
        _check.get().compared += 1
        found = getattr(self.value, "shape", getattr(getattr(self.value, "array", None), "shape", None))
        if found != shape:
            self._fail(f"{kind(self.value)} where an array of shape {shape} is expected")

    def _number(self) -> float:
        try:
            return float(self.value)
        except (TypeError, ValueError):
            self._fail(f"{kind(self.value)} where a number is expected")
            raise

    def _fail(self, what: str) -> None:
        raise Failure(f"{self.name}: {what}" if self.name else what)
