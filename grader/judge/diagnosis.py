"""Why a check failed: the wrong turn that makes of the same calls what the submission made of them.

A wrong turn is the reason only if nothing speaks against it. So it is held against the submission on every hidden
case of the functions concerned, part by part: wherever the submission is right it must be right too, and wherever the
submission is wrong it must be wrong in the same way, in all cases but a few. A turn that explains only
some of the wrong cases is named where these are a family of their own (one part of the result, one
value of an argument): then the submission has another slip beside this one.
"""

from __future__ import annotations

import functools
import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from grader.bench.messages import Call, Kept, Load, Outcome, Raised, Recipe
from grader.bench.process import InlineBench, pickled
from grader.bench.workbench import Workbench, captured
from grader.cases import Case
from grader.checks import Check
from grader.comparison import Comparison
from grader.course.catalogue import Kata
from grader.course.source import Source
from grader.examples import run_examples
from grader.judge.handle import request_of
from grader.judge.library import Library
from grader.judge.survey import Cell, Path, Survey, leading, on_cpu, part_of
from grader.modules import run_module
from grader.mutants import Mutant, misconceptions
from grader.placement import on_another_device

ONE_SLIP = 1e-4  # relative difference beyond which two results do not come from one slip
REPLAYS = 10.0  # seconds that the wrong turns of one kata may take
FEW = 8  # one wrong case in so many may disagree
FAMILY = 4  # a family is at least one in so many of the wrong cases
REMEMBERED = 500  # outcomes of one wrong turn


class Diagnosis:
    """The wrong turns of one kata, held against one submission."""

    def __init__(self, kata: Kata, reference: Source, survey: Survey, library: Library) -> None:
        self._kata, self._reference, self._survey, self._library = kata, reference, survey, library
        self._spent = 0.0

    def of(self, check: Check) -> Mutant | None:
        """Return the wrong turn that explains the check's failure, if one does."""
        steps = [(step.request, step.outcome) for step in check.steps]
        if not steps or any(outcome is None or not _can_be_replayed(request) for request, outcome in steps):
            return None
        if check.case is None and _is_a_finding(*steps[-1]):
            return None
        solution, turns = turns_of(self._kata, self._library)
        makes_the_same = self._by_case(check) if check.case else self._by_calls(steps)

        def spent() -> float:
            # Of this thread alone: what else the machine does must not cost a diagnosis.
            return time.thread_time() + solution.saved + sum(turn.saved for turn in turns)

        start = spent()
        named: dict[Mutant, int] = {}
        for turn in turns:
            if self._spent + spent() - start > REPLAYS:
                self._spent = REPLAYS
                return None  # a better reason may not have been reached
            if makes_the_same(turn) and not makes_the_same(solution):
                named[turn.mutant] = self._weight(turn, check)
        self._spent += spent() - start
        return max(named, key=named.__getitem__) if any(named.values()) else None

    def _by_case(self, check: Check) -> Callable[[Turn], bool]:
        """Return how it is seen whether the case of a check comes to the same: in the part that is wrong."""
        assert check.case
        case, step, part = check.case, check.steps[-1], leading(check.case, check.path)
        return lambda turn: self._same(turn.on_case(case), step.outcome, step.request, _as_one_slip(case), part)

    def _by_calls(self, steps: list[tuple[Call, Outcome]]) -> Callable[[Turn], bool]:
        """Return how it is seen whether the calls of a check come to the same."""
        made = [(request, hashlib.sha256(pickled(request)).digest(), theirs) for request, theirs in steps]
        return lambda turn: all(self._same(turn.on_call(r, key), theirs, r, Comparison()) for r, key, theirs in made)

    def _weight(self, turn: Turn, check: Check) -> int:
        """Return how much speaks for the turn as the check's reason: 0 where it is not the reason."""
        part = leading(check.case, check.path) if check.case else None
        stands = Counter(self._stand(turn, cell, part) for cell in self._cells(turn, check))
        wrong = stands["alike"] + stands["unlike"] + stands["other"]
        if stands["against"] or stands["unlike"] * FEW > stands["alike"] + stands["unlike"]:
            return 0
        is_family = stands["alike"] >= 2 and stands["alike"] * FAMILY >= wrong
        if (stands["unlike"] + stands["other"]) * FEW > wrong and not is_family:
            return 0
        return 1 + stands["alike"]

    def _stand(self, turn: Turn, cell: Cell, part: Path | None) -> str:
        """Return what a cell says of a turn: "against", "alike", "unlike", "other" (another slip's), or nothing."""
        ours = turn.on_case(cell.case)
        ours_right = self._survey.is_right(ours, cell.case, cell.part)
        if cell.is_right:
            return "" if ours_right else "against"
        if ours_right:
            return "other" if part in (None, cell.part) else ""
        request = request_of(self._kata.id, cell.case, "cpu")
        return "alike" if self._same(ours, cell.theirs, request, _as_one_slip(cell.case), cell.part) else "unlike"

    def _cells(self, turn: Turn, check: Check) -> list[Cell]:
        """Return the cells that bear on a check: values on a value, refusals on a refusal."""
        about = [check.case.function] if check.case else []
        is_refusal = bool(check.case and check.case.naming)
        functions = dict.fromkeys([turn.mutant.replaces, *about])
        return [cell for name in functions for cell in self._survey.of(name) if bool(cell.case.naming) == is_refusal]

    def _same(
        self, ours: Outcome, theirs: Outcome, request: Call, comparison: Comparison, part: Path | None = None
    ) -> bool:
        """Return whether two outcomes of one call are the same, in one part of them or in all."""
        if ours.error and theirs.error:
            return _same_error(ours.error, theirs.error, self._reference.arguments)
        if ours.error or theirs.error:
            return False
        if isinstance(ours.value, Kept) or isinstance(theirs.value, Kept):
            # Objects cannot be compared; where a refusal was due, it is enough that both return one.
            return isinstance(ours.value, Kept) and isinstance(theirs.value, Kept)
        if ours.changed != theirs.changed or _warned(ours) != _warned(theirs):
            return False
        left, right = part_of(on_cpu(ours.value), part or ())[1], part_of(on_cpu(theirs.value), part or ())[1]
        if comparison.difference(right, left) is None:
            return True
        # Either way round: whole numbers are right where they equal the floats that are expected.
        return isinstance(left, (int, float, np.generic, np.ndarray)) and comparison.difference(left, right) is None


class Turn:
    """A kata made by a recipe of the course's own, run in this process: trusted code.

    `saved` are the seconds that calls would have taken which were not made again. They count as spent: why a check
    failed must not hang on what was graded before.
    """

    def __init__(self, mutant: Mutant, recipe: Recipe, library: Library) -> None:
        self.mutant, self.saved = mutant, 0.0
        self._recipe, self._library = recipe, library
        self._bench: InlineBench | None = None
        self._of_cases: dict[Case, Outcome] = {}
        self._of_calls: dict[bytes, tuple[Outcome, float]] = {}

    def on_case(self, case: Case) -> Outcome:
        """Return what it makes of a hidden case."""
        if len(self._of_cases) > REMEMBERED:
            self._of_cases.clear()
        if case not in self._of_cases:
            self._of_cases[case] = self._replay(request_of(self._recipe.kata, case, "cpu"))
        return self._of_cases[case]

    def on_call(self, request: Call, key: bytes) -> Outcome:
        """Return what it makes of a call, which is known again by its key."""
        if len(self._of_calls) > REMEMBERED:
            self._of_calls.clear()
        if key in self._of_calls:
            outcome, seconds = self._of_calls[key]
            self.saved += seconds
            return outcome
        start = time.thread_time()
        outcome = self._replay(request)
        self._of_calls[key] = outcome, time.thread_time() - start
        return outcome

    def _replay(self, request: Call) -> Outcome:
        """Return what it makes of a call, on the CPU."""
        if self._bench is None:
            self._bench = InlineBench(Workbench(captured, self._library.load))
            self._bench.ask(Load(self._recipe), 0)
        return self._bench.ask(_home(request), 0)


@functools.lru_cache(maxsize=16)
def turns_of(kata: Kata, library: Library) -> tuple[Turn, tuple[Turn, ...]]:
    """Return the solution and every wrong turn: what they once came to serves later gradings of the same texts."""
    solution = Mutant("", "", "", kata.solution)
    return (
        Turn(solution, Recipe(kata.id, str(kata.solution)), library),
        tuple(Turn(mutant, mutant.recipe(kata), library) for mutant in misconceptions(kata, library.load)),
    )


def _home(request: Call) -> Call:
    """Return a call as it is made on the CPU, also where a probe was told the device."""

    def at_home(value: Any) -> Any:
        return "cpu" if isinstance(value, str) and value == request.device else value

    args = tuple(map(at_home, request.args))
    kwargs = {name: at_home(value) for name, value in request.kwargs.items()}
    return replace(request, device="cpu", args=args, kwargs=kwargs)


def _as_one_slip(case: Case) -> Comparison:
    """Return how outcomes are compared: a case may be lenient with what is right, but one slip is not another."""
    return Comparison(min(case.rtol, ONE_SLIP) if case.rtol is not None else None, case.elementwise)


def _can_be_replayed(request: Call) -> bool:
    return not isinstance(request.target, Kept) and not any(isinstance(value, Kept) for value in request.args)


def _is_a_finding(request: Call, outcome: Outcome) -> bool:
    """Return whether a call came to a bit or a phrase, or is an example: too little for telling slips apart."""
    if request.target in (run_examples, on_another_device):
        return True
    if isinstance(request.target, str) or request.target is run_module or outcome.error:
        return False
    return isinstance(outcome.value, (bool, str, np.bool_))


def _same_error(one: Raised, other: Raised, names: frozenset[str]) -> bool:
    """Return whether two exceptions say the same: in the same words, or by naming the same arguments in one's own."""
    if one.kind != other.kind or one.message == other.message:
        return one.kind == other.kind
    named = [{name for name in names if re.search(rf"\b{name}\b", error.message)} for error in (one, other)]
    return bool(named[0]) and named[0] == named[1]


def _warned(outcome: Outcome) -> bool:
    return any(words.startswith("RuntimeWarning") for words in outcome.warnings)
