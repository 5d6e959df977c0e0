"""What the cases that fail share and those that pass do not, where it is one simple fact of the arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.cases import Case
from grader.comparison import shown
from grader.course.source import Source
from grader.judge.survey import Cell, Path

FEW = 4  # names of cases that are listed
RARE = 3  # what is true of fewer than one right case in so many tells something

Facts = dict[str, bool]  # what is true of a case or not, in words: "groups > 1", 'mode="reflect"'


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
    if len(right) < 2:
        return ""
    of_wrong = [dict(facts_of(case, reference)) for case in wrong]
    of_right = [dict(facts_of(case, reference)) for case in right]
    candidates = [fact for fact in of_wrong[0] if all(_is_true(fact, facts) for facts in of_wrong)]
    for fact in candidates:
        if (len(wrong) > 1 or _is_plain(fact)) and all(_is_false(fact, facts) for facts in of_right):
            return f"whenever {fact}"
    if len(wrong) < 2:
        return ""
    for fact in filter(_is_plain, candidates):
        alike = sum(_is_true(fact, facts) for facts in of_right)
        if alike * RARE < len(right) and alike <= len(wrong):
            return f"only where {fact}"
    for fact in filter(_is_plain, of_right[0]):
        is_theirs = all(_is_true(fact, facts) for facts in of_right)
        if is_theirs and all(_is_false(fact, facts) for facts in of_wrong):
            return f"always but where {fact}"
    return ""


def _is_true(fact: str, facts: Facts) -> bool:
    return facts.get(fact, False)


def _is_false(fact: str, facts: Facts) -> bool:
    """Return whether a fact is known not to hold: of an argument of another kind, only what it equals is known."""
    return not facts.get(fact, not _is_equality(fact))


def _is_equality(fact: str) -> bool:
    return "=" in fact and " " not in fact.partition('"')[0]


def _is_plain(fact: str) -> bool:
    """Return whether a fact says what one argument is, not how two compare or whether one is even."""
    return not fact.endswith((" even", " odd")) and not any(f" {word} " in fact for word in COMPARING)


COMPARING = ("differs from", "equals", "is larger than", "is smaller than")


def facts_of(case: Case, reference: Source) -> Iterator[tuple[str, bool]]:
    """Yield what can be said of a case's arguments, the simplest first."""
    arguments, axes = _arguments(case, reference)
    sizes: dict[str, int] = {}
    for name, value in arguments.items():
        if name in reference.optional(case.function):
            yield f"{name} is given", value is not None
        if isinstance(value, (str, bool)):
            yield f"{name}={shown(value)}", True
        elif isinstance(value, (int, float, np.integer, np.floating)):
            yield from _of_number(name, value)
        elif isinstance(value, (tuple, list)):
            yield f"{name} is a {'pair' if len(value) == 2 else 'sequence'}", True
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


def _of_number(name: str, value: Any) -> Iterator[tuple[str, bool]]:
    yield f"{name} = {value:g}", value in (0, 1)
    yield f"{name} > 1", value > 1
    yield f"{name} > 0", value > 0
    yield f"{name} is not 0", value != 0
    yield f"{name} is not 1", value != 1
    yield f"{name} is negative", value < 0
    if isinstance(value, (int, np.integer)):
        yield f"{name} is even", value % 2 == 0
        yield f"{name} is odd", value % 2 == 1


def _of_pairs(sizes: dict[str, int]) -> Iterator[tuple[str, bool]]:
    names = list(sizes)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            yield f"{one} differs from {other}", sizes[one] != sizes[other]
            yield f"{one} equals {other}", sizes[one] == sizes[other]
            yield f"{one} is larger than {other}", sizes[one] > sizes[other]
            yield f"{one} is smaller than {other}", sizes[one] < sizes[other]


def _arguments(case: Case, reference: Source) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Return a case's arguments by their names, defaults included, and the letters of their axes."""
    if case.probe == "module":
        kwargs, _, inputs, mode = case.args
        names = reference.parameters(f"{case.function}.forward")[1:] or ("x",)
        built = reference.defaults(f"{case.function}.__init__") | kwargs
        return {**built, "mode": mode, **dict(zip(names, inputs, strict=False))}, reference.axes(case.function)
    given = dict(zip(reference.parameters(case.function), case.args, strict=False))
    return reference.defaults(case.function) | given, reference.axes(case.function)


def _other_parts(part: Path | None, cells: list[Cell], names: tuple[str, ...]) -> list[str]:
    """Return which other parts of the result are right in every case, as a clause, if any is."""
    keys = dict.fromkeys(cell.part[0] for cell in cells if part and cell.part)
    right = [key for key in keys if all(cell.is_right for cell in cells if cell.part[:1] == (key,))]
    words = " and ".join(_name(key, names) for key in right)
    return [f"{words} {'is' if len(right) == 1 else 'are'} right in every case"] if right else []


def _name(key: Any, names: tuple[str, ...]) -> str:
    if not isinstance(key, int):
        return str(key)
    return names[key] if key < len(names) else f"result {key + 1}"
