"""What the cases that fail share and those that pass do not, where it is one simple fact of the arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.cases import Case
from grader.comparison import shown
from grader.course.source import Source
from grader.judge.survey import Cell, Path

Facts = dict[str, bool]  # what is true of a case, in words: "groups > 1", "H differs from W"
FEW = 4  # names of cases that are listed
RARE = 3  # what is true of fewer than one right case in so many tells something


def pattern(function: str, part: Path | None, cells: list[Cell], reference: Source) -> str:
    """Return in which cases of a function a part of the result is wrong, and what they share; nothing where all are."""
    values = [cell for cell in cells if not cell.case.naming and part in (None, cell.part)]
    wrong = list(dict.fromkeys(cell.case for cell in values if not cell.is_right))
    right = [case for case in dict.fromkeys(cell.case for cell in values) if case not in wrong]
    words = [_which(wrong, right, reference)] if wrong and right else []
    return "; ".join([*words, *_other_parts(part, cells, reference.returned(function))])


def _which(wrong: list[Case], right: list[Case], reference: Source) -> str:
    count = f"wrong in {len(wrong)} of {len(wrong) + len(right)} cases"
    if fact := shared(wrong, right, reference):
        return f"{count}: {fact}"
    few = f": {', '.join(f'{case.function}-{case.name}' for case in right)}" if len(right) <= FEW else ""
    return f"{count}; {len(right)} {'is' if len(right) == 1 else 'are'} right{few}"


def shared(wrong: list[Case], right: list[Case], reference: Source) -> str:
    """Return the first fact that tells the wrong cases from the right ones: "whenever groups > 1", "only where ..."."""
    facts_wrong = [dict(facts_of(case, reference)) for case in wrong]
    facts_right = [dict(facts_of(case, reference)) for case in right]
    for fact in facts_wrong[0]:
        always = all(facts.get(fact, False) for facts in facts_wrong)
        if always and not any(facts.get(fact, False) for facts in facts_right):
            return f"whenever {fact}"
    if len(wrong) < 2 or len(right) < 2:
        return ""
    for fact in facts_wrong[0]:
        always = all(facts.get(fact, False) for facts in facts_wrong)
        if always and sum(facts.get(fact, False) for facts in facts_right) * RARE < len(right):
            return f"only where {fact}"
    for fact in facts_right[0]:
        always = all(facts.get(fact, False) for facts in facts_right)
        if always and not any(facts.get(fact, False) for facts in facts_wrong):
            return f"always but for {fact}"
    return ""


def facts_of(case: Case, reference: Source) -> Iterator[tuple[str, bool]]:
    """Yield what can be said of a case's arguments, the simplest first."""
    arguments, axes = _arguments(case, reference)
    sizes: dict[str, int] = {}
    for name, value in arguments.items():
        if isinstance(value, (str, bool, type(None))):
            yield f"{name}={shown(value)}", True
        elif isinstance(value, (int, np.integer)):
            yield from _of_number(name, int(value))
        elif isinstance(value, (float, np.floating)):
            yield from _of_float(name, float(value))
        elif (array := getattr(value, "array", value)) is not None and hasattr(array, "shape"):
            letters = axes.get(name, ())
            if len(letters) == len(array.shape):
                sizes |= {letter: size for letter, size in zip(letters, array.shape, strict=True) if letter.isalpha()}
            yield f"{name} holds whole numbers", array.dtype.kind in "iu"
            yield f"{name} is {value.dtype}", str(value.dtype) != "float64"
    for letter, size in sizes.items():
        yield from _of_number(letter, size)
    yield from _of_pairs(sizes)
    yield from _of_pairs({n: int(v) for n, v in arguments.items() if type(v) is int} | sizes)


def _of_number(name: str, value: int) -> Iterator[tuple[str, bool]]:
    yield f"{name} = {value}", value in (0, 1)
    yield f"{name} > 1", value > 1
    yield f"{name} > 0", value > 0
    yield f"{name} is negative", value < 0
    yield f"{name} is even", value % 2 == 0
    yield f"{name} is odd", value % 2 == 1


def _of_float(name: str, value: float) -> Iterator[tuple[str, bool]]:
    yield f"{name} = {value:g}", value in (0.0, 1.0)
    yield f"{name} is not 0", value != 0
    yield f"{name} is negative", value < 0


def _of_pairs(sizes: dict[str, int]) -> Iterator[tuple[str, bool]]:
    names = list(sizes)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            yield f"{one} differs from {other}", sizes[one] != sizes[other]
            yield f"{one} equals {other}", sizes[one] == sizes[other]
            yield f"{one} is larger than {other}", sizes[one] > sizes[other]
            yield f"{one} is smaller than {other}", sizes[one] < sizes[other]


def _arguments(case: Case, reference: Source) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Return a case's arguments by their names, and the letters of their axes."""
    if case.probe == "module":
        kwargs, _, inputs, mode = case.args
        names = reference.parameters(f"{case.function}.forward")[1:] or ("x",)
        return {**kwargs, "mode": mode, **dict(zip(names, inputs, strict=False))}, reference.axes(case.function)
    names = reference.parameters(case.function)
    return dict(zip(names, case.args, strict=False)), reference.axes(case.function)


def _other_parts(part: Path | None, cells: list[Cell], names: tuple[str, ...]) -> list[str]:
    """Return which other parts of the result are right in every case, as a clause, if any is."""
    others = dict.fromkeys(cell.part for cell in cells if part and cell.part and cell.part != part)
    right = [p for p in others if all(cell.is_right for cell in cells if cell.part == p)]
    words = dict.fromkeys(names[p[0]] if isinstance(p[0], int) and p[0] < len(names) else str(p[0]) for p in right)
    return [f"{' and '.join(words)} {'is' if len(words) == 1 else 'are'} right in every case"] if words else []
