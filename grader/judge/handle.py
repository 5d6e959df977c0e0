"""The handle by which a check reaches one kata of a submission: its functions, on the bench."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from grader.bench.messages import Call, Outcome
from grader.cases import Case
from grader.checks import Check, Failure, Unchecked
from grader.comparison import Comparison, kind
from grader.course.source import Source
from grader.judge.places import WOULD_FAIL
from grader.judge.wording import changed_words, ending
from grader.modules import on_zeros, run_module
from grader.placement import UNTOLD, Job, on_another_device


class Seat(Protocol):
    """What a handle needs of the kata's sitting."""

    reference: Source
    device: str

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call: ...
    def ask(self, call: Call, check: Check) -> Outcome: ...
    def ask_case(self, case: Case, check: Check) -> Outcome: ...


class Handle:
    """A kata of a submission, as one check sees it: `kata.pad2d(...)` calls pad2d on the bench."""

    def __init__(self, seat: Seat, check: Check) -> None:
        self._seat, self._check = seat, check

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self._seat, self._check, name)

    @property
    def device(self) -> str:
        return self._seat.device

    def check(self, case: Case) -> None:
        """Call the case's function and compare what comes of it with what is expected."""
        self._check.case = case
        outcome = self._seat.ask_case(case, self._check)
        if case.naming:
            self._check.compared += 1
            return is_refused(outcome, case.naming)
        value = returned(outcome)
        self._check.compared += 1
        comparison = comparison_of(case, self._seat.reference, self.device)
        difference = comparison.difference(value, case.expected)
        names = () if case.probe else self._seat.reference.parameters(case.function)
        also = changed_words(names, outcome)
        if difference:
            self._check.path = difference.path
            raise Failure(comparison.words(difference) + (f"; and {also}" if also else ""))
        if also:
            raise Failure(also)

    def probe(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a function of the test's own beside the submission: it is given the kata's module."""
        return returned(self._seat.ask(self._seat.call(function, args, kwargs), self._check))

    def stays_in_place(self, function: Callable[..., Any], *args: Any) -> None:
        """A probe of the test's own runs with its tensors on another device: the submission makes none on the CPU.

        The probe makes its tensors and modules on the device of those that it is given.
        """
        self.placed(function, [(args, False, False)])

    def placed(self, target: str | Callable[..., Any], jobs: Sequence[Job]) -> None:
        """A function runs on each job's arguments with its tensors on another device; Failure where a GPU refuses."""
        call = replace(self._seat.call(on_another_device, (target, tuple(jobs)), {}), device="cpu")
        self._check.compared += 1
        try:
            outcome = self._seat.ask(call, self._check)
        except Failure:  # it hung or died, which it may have done for what it ran on: nothing can be said
            return
        if outcome.error and not outcome.error.unwritten:
            raise Unchecked("where its tensors are is looked at once it runs")
        words, line = returned(outcome)
        if words not in ("", UNTOLD):
            raise Failure(f"{WOULD_FAIL}: {words}", line=line)

    def refuses(self, function: Callable[..., Any], *args: Any, naming: str, **kwargs: Any) -> None:
        """Whatever a probe of the test's own does with the submission is refused, as `kata.f.refuses` says it."""
        Function(self._seat, self._check, function).refuses(*args, naming=naming, **kwargs)


class Function:
    """One function of a kata, or a probe: call it, or say that it refuses its arguments."""

    def __init__(self, seat: Seat, check: Check, target: Any) -> None:
        self._seat, self._check, self._target = seat, check, target

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what the submission returns; Failure where it raises or changes its inputs."""
        outcome = self._outcome(args, kwargs)
        value = returned(outcome)
        if also := changed_words(self._seat.reference.parameters(self._target), outcome):
            raise Failure(also)
        return value

    def silent(self, *args: Any, **kwargs: Any) -> Any:
        """Return what the submission returns; Failure where NumPy warns of its arithmetic."""
        value = self(*args, **kwargs)
        self._check.compared += 1
        for warning in self._check.steps[-1].outcome.warnings:
            if warning.startswith("RuntimeWarning"):
                raise Failure(f"right or not, it warns: {warning}")
        return value

    def refuses(self, *args: Any, naming: str, **kwargs: Any) -> None:
        """The arguments are refused with a ValueError whose message names the argument `naming`."""
        outcome = self._outcome(args, kwargs)
        self._check.compared += 1
        is_refused(outcome, naming)

    def _outcome(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Outcome:
        call = self._seat.call(self._target, args, kwargs)
        return self._seat.ask(replace(call, refusal=self._check.is_refusal), self._check)


def is_refused(outcome: Outcome, naming: str) -> None:
    """The call was refused with a ValueError whose message names the argument `naming`; Failure where not."""
    error = outcome.error
    if error is None:
        done = "it goes through" if outcome.value is None else f"it returned {kind(outcome.value)}"
        raise Failure(f"{done} where a ValueError that names {naming} is expected")
    if "ValueError" not in error.kinds:
        raise ending(error, f"; a ValueError that names {naming} is expected")
    if not re.search(rf"\b{re.escape(naming)}\b", error.message):
        raise ending(error, f"; the message must name the argument: {naming}")


PROBES: dict[str, Callable[..., Any]] = {"module": run_module, "zeros": on_zeros}


def request_of(kata_id: str, case: Case, device: str) -> Call:
    """Return the call that a case makes on the bench."""
    probe = PROBES.get(case.probe)
    args = (case.function, *case.args) if probe else case.args
    args += (device,) if probe is on_zeros else ()
    return Call(kata_id, probe or case.function, args, {}, case.layout, device, bool(case.naming))


def comparison_of(case: Case, reference: Source, device: str) -> Comparison:
    """Return how a case's result is compared with the truth."""
    return Comparison(case.rtol, case.elementwise, reference.returned(case.function), device, _coarsest(case.args))


def returned(outcome: Outcome) -> Any:
    """Return the value of an outcome, or raise what its exception means for the check."""
    if outcome.error:
        raise ending(outcome.error)
    return outcome.value


def _coarsest(value: Any) -> str:
    """Return "float32" if any array among the inputs is that coarse, for then so may every result be."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        return "float32" if any(_coarsest(item) == "float32" for item in value) else "float64"
    return "float32" if str(getattr(value, "dtype", "")) in ("float32", "complex64") else "float64"
