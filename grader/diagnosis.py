"""Why a check failed: the wrong turn that makes of the same calls what the submission made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.bench import AnyBench, Died, InlineBench, Stuck
from grader.cases import Case
from grader.catalogue import Kata
from grader.checks import Check, Step
from grader.comparison import Comparison
from grader.handle import target_and_args
from grader.mutants import Mutant, misconceptions
from grader.workbench import Call, Kept, Load, Outcome, Raised, Recipe, Workbench, captured

TIE_BREAK_LIMIT = 2.0  # seconds for one more call of the submission, to tell two wrong turns apart


def diagnose(kata: Kata, check: Check, cases: Iterable[Case], bench: AnyBench) -> str:
    """Return the diagnosis of the wrong turn that explains the check's failure, or nothing.

    A wrong turn explains it if, given the same calls, it gives the same outcomes: the
    same values where the result is wrong, the same kind of exception, the same inputs changed.
    Where several do, the one that agrees with the submission on most of the kata's cases is named.
    """
    if not check.steps or any(step.outcome is None for step in check.steps):
        return ""
    matching = [mutant for mutant in misconceptions(kata) if _explains(kata, mutant, check)]
    if len(matching) > 1:
        matching.sort(key=_agreement(kata, check.steps[-1], list(cases), bench, matching), reverse=True)
    return matching[0].because if matching else ""


def _explains(kata: Kata, mutant: Mutant, check: Check) -> bool:
    workbench = _workbench(mutant.recipe(kata))
    for step in check.steps:
        if not _replayable(step.request):
            return False
        last = step is check.steps[-1]
        if not _same(workbench.ask(step.request, 0), step.outcome, check.path if last else None):
            return False
    # What the solution does as well explains nothing.
    return not _same(_by_solution(kata, check.steps), check.steps[-1].outcome, check.path)


def _workbench(recipe: Recipe) -> InlineBench:
    """Return a bench in this process that holds the kata as the recipe makes it: trusted code."""
    bench = InlineBench(Workbench(captured))
    bench.ask(Load(recipe), 0)
    return bench


def _by_solution(kata: Kata, steps: list[Step]) -> Outcome:
    workbench = _workbench(Recipe(kata.id, str(kata.solution)))
    outcomes = [workbench.ask(step.request, 0) for step in steps]
    return outcomes[-1]


def _replayable(request: Call) -> bool:
    return not isinstance(request.target, Kept) and not any(isinstance(value, Kept) for value in request.args)


def _same(one: Outcome, other: Outcome, path: tuple[Any, ...] | None) -> bool:
    if one.error or other.error:
        return bool(one.error and other.error and _words(one.error) == _words(other.error))
    if isinstance(one.value, Kept) or isinstance(other.value, Kept):
        return False
    if one.changed != other.changed or _warned(one) != _warned(other):
        return False
    left, right = _part(one.value, path), _part(other.value, path)
    device = getattr(left, "device", "cpu")
    return Comparison(device=device).difference(right, left) is None


def _words(error: Raised) -> tuple[str, str]:
    return error.kind, error.message


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


def _agreement(kata: Kata, step: Step, cases: list[Case], bench: AnyBench, mutants: list[Mutant]) -> Any:
    """Return a key that counts the cases on which a wrong turn agrees with the submission."""
    calls = [
        Call(kata.id, *target_and_args(case), device=bench.device)
        for case in cases
        if case.layout == "plain" and _alike(case, step.request)
    ]
    scores = dict.fromkeys(mutants, 0)
    workbenches = {mutant: _workbench(mutant.recipe(kata)) for mutant in mutants}
    try:
        for call in calls:
            theirs = bench.ask(call, TIE_BREAK_LIMIT)
            for mutant, workbench in workbenches.items():
                scores[mutant] += _same(workbench.ask(call, 0), theirs, None)
    except (Stuck, Died):
        pass  # what is known by now must decide
    return scores.__getitem__


def _alike(case: Case, call: Call) -> bool:
    """Return whether a case calls what the call called: the function, or the module of that name."""
    target, args = target_and_args(case)
    return target == call.target and (case.probe == "" or args[0] == call.args[0])
