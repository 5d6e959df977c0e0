"""Why a check failed: the wrong turn that makes of the same calls what the submission made of them.

A wrong turn explains a failure if, given the same calls, it gives the same outcomes: the same values where the
result is wrong, the same exception, the same inputs changed. One agreement may be chance, above all where results
are small whole numbers; so on a hidden case it must agree on a second case that the submission gets
wrong as well, if there is one, and where several wrong turns explain it, the one that agrees most often is named.
"""

from __future__ import annotations

import functools
import re
import time
from dataclasses import replace
from typing import Any

import numpy as np

from grader.bench import AnyBench, Died, InlineBench, Stuck
from grader.cases import Case
from grader.catalogue import Kata
from grader.checks import Check
from grader.comparison import Comparison
from grader.handle import request_of, signature
from grader.mutants import Mutant, misconceptions
from grader.workbench import Call, Kept, Load, Outcome, Raised, Recipe, Workbench, captured

REMEMBERED = 500  # outcomes of one wrong turn
ONE_SLIP = 1e-4  # relative difference beyond which two results do not come from one slip
SURVEY = 2.0  # seconds that the submission may take on further cases, to tell wrong turns apart


Surveyed = tuple[Call, Outcome, Comparison]  # a case's call, what the submission made of it, how it is compared


class Diagnosis:
    """What is known of one kata of a submission: how it and the wrong turns do on the hidden cases."""

    def __init__(self, kata: Kata, cases: list[Case], bench: AnyBench) -> None:
        self._kata, self._bench = kata, bench
        self._cases = {(case.function, case.name): case for case in cases}
        self._solution, self._replays = _replays(kata)
        self._theirs: dict[tuple[str, str], Outcome | None] = {}

    def of(self, check: Check) -> str:
        """Return the diagnosis of the wrong turn that explains the check's failure, or nothing."""
        steps = [(step.request, step.outcome) for step in check.steps]
        if not steps or any(outcome is None or not _replayable(request) for request, outcome in steps):
            return ""
        comparison = _comparison(check.case)
        # What the solution does as well explains nothing.
        if self._solution.agrees(steps, check.path, comparison):
            return ""
        matching = [mutant for mutant, replay in self._replays.items() if replay.agrees(steps, check.path, comparison)]
        if not matching or (len(matching) == 1 and check.case is None):
            return matching[0].because if matching else ""
        surveyed = self._survey(steps[-1][0])
        best = max(matching, key=lambda mutant: self._likeness(self._replays[mutant], surveyed, check.path))
        wrong = [case for case in surveyed if not self._solution.agrees_on(case, check.path)]
        agreed = sum(self._replays[best].agrees_on(case, check.path) for case in wrong)
        chance = check.case is not None and agreed < min(2, len(wrong))
        return "" if chance else best.because

    def _likeness(self, replay: _Replay, surveyed: list[Surveyed], path: tuple[Any, ...] | None) -> tuple[int, int]:
        """Return on how many cases it agrees wholly, and on how many in the part under diagnosis."""
        return sum(replay.agrees_on(case) for case in surveyed), sum(replay.agrees_on(case, path) for case in surveyed)

    def _survey(self, call: Call) -> list[Surveyed]:
        """Return what the submission makes of the cases of what was called, as far as time allows."""
        start, surveyed = time.monotonic(), []
        for key, case in self._cases.items():
            request = request_of(self._kata, case, self._bench.device)
            if case.layout != "plain" or not _alike(request, call):
                continue
            if key not in self._theirs and time.monotonic() - start < SURVEY:
                self._theirs[key] = self._ask(request)
            if theirs := self._theirs.get(key):
                surveyed.append((request, theirs, _comparison(case)))
        return surveyed

    def _ask(self, request: Call) -> Outcome | None:
        try:
            return self._bench.ask(request, SURVEY)
        except (Stuck, Died):
            return None


@functools.lru_cache(maxsize=8)
def _replays(kata: Kata) -> tuple[_Replay, dict[Mutant, _Replay]]:
    """Return the replays of the solution and of every wrong turn: what they once came to serves later gradings."""
    solution = _Replay(kata, Recipe(kata.id, str(kata.solution)))
    return solution, {mutant: _Replay(kata, mutant.recipe(kata)) for mutant in misconceptions(kata)}


def _comparison(case: Case | None) -> Comparison:
    """Return how outcomes are compared: a case may be lenient with what is right, but one slip is not another."""
    rtol = min(case.rtol, ONE_SLIP) if case and case.rtol is not None else None
    return Comparison(rtol, case.elementwise) if case else Comparison()


class _Replay:
    """A kata made by a recipe of the course's own, run in this process: trusted code."""

    def __init__(self, kata: Kata, recipe: Recipe) -> None:
        self._kata, self._recipe = kata, recipe
        self._bench: InlineBench | None = None
        self._outcomes: dict[int, tuple[Call, Outcome]] = {}

    def agrees(self, steps: list[tuple[Call, Outcome]], path: tuple[Any, ...] | None, comparison: Comparison) -> bool:
        """Return whether the same calls come to the same outcomes; of the last, in the part that is wrong."""
        *before, (request, outcome) = steps
        return all(self.agrees_on((r, o, comparison)) for r, o in before) and self.agrees_on(
            (request, outcome, comparison), path
        )

    def agrees_on(self, surveyed: Surveyed, path: tuple[Any, ...] | None = None) -> bool:
        """Return whether one call comes to the same outcome, of which `path` leads to the part that matters."""
        request, theirs, comparison = surveyed
        ours = self.outcome(request)
        if ours.error and theirs.error:
            names = signature(self._kata.solution, request.target)[0] if isinstance(request.target, str) else ()
            return _same_error(ours.error, theirs.error, names)
        return _same(ours, theirs, comparison, path)

    def outcome(self, request: Call) -> Outcome:
        if len(self._outcomes) > REMEMBERED:
            self._outcomes.clear()
        # The request is kept with its outcome, so that its identity stays its own.
        if id(request) not in self._outcomes:
            self._outcomes[id(request)] = request, self._started().ask(request, 0)
        return self._outcomes[id(request)][1]

    def _started(self) -> InlineBench:
        if self._bench is None:
            self._bench = InlineBench(Workbench(captured))
            self._bench.ask(Load(self._recipe), 0)
        return self._bench


def _alike(request: Call, call: Call) -> bool:
    """Return whether two calls are of the same function, or of the module of the same name."""
    if isinstance(call.target, str) or request.target != call.target:
        return request.target == call.target
    return request.args[0] == call.args[0]


def _replayable(request: Call) -> bool:
    return not isinstance(request.target, Kept) and not any(isinstance(value, Kept) for value in request.args)


def _same(one: Outcome, other: Outcome, comparison: Comparison, path: tuple[Any, ...] | None = None) -> bool:
    if one.error or other.error:
        return False
    if isinstance(one.value, Kept) or isinstance(other.value, Kept):
        # Objects cannot be compared; where a refusal was due, it is enough that both return one.
        return isinstance(one.value, Kept) and isinstance(other.value, Kept)
    if one.changed != other.changed or _warned(one) != _warned(other):
        return False
    left, right = _part(one.value, path), _part(other.value, path)
    device = getattr(left, "device", "cpu")
    settled = replace(comparison, device=device)
    if isinstance(left, (int, float, np.generic, np.ndarray)):
        # Either way round: whole numbers are right where they equal the floats that are expected.
        return settled.difference(right, left) is None or settled.difference(left, right) is None
    return settled.difference(right, left) is None and settled.difference(left, right) is None


def _same_error(one: Raised, other: Raised, names: tuple[str, ...]) -> bool:
    """Return whether two exceptions say the same: in the same words, or by naming the same arguments in one's own."""
    if one.kind != other.kind or one.message == other.message:
        return one.kind == other.kind
    named = [{name for name in names if re.search(rf"\b{name}\b", error.message)} for error in (one, other)]
    return bool(named[0]) and named[0] == named[1]


def _warned(outcome: Outcome) -> bool:
    return any(words.startswith("RuntimeWarning") for words in outcome.warnings)


def _part(value: Any, path: tuple[Any, ...] | None) -> Any:
    """Return the part of a result in which the difference was found."""
    for key in path or ():
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return value
    return value
