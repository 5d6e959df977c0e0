"""Corners: the special values that a function takes, each of which some check must hand to it.

A learner's guard may be wrong by one, and code that is right for a batch may fail for a batch of one. Only a check that
hands over such a value finds it. Which values are legal the solution says itself: a value stands at a corner where the
solution takes it and refuses the next one, or where it takes a call that was seen with that one thing changed.
"""

from __future__ import annotations

import copy
import functools
import inspect
import math
import re
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.bench.messages import Outcome, Recipe
from grader.bench.process import InlineBench
from grader.bench.workbench import Workbench, captured, load_file
from grader.course.catalogue import Course, Kata
from grader.judge.gathering import Listener
from grader.judge.results import Status
from grader.judge.runner import grade
from grader.placement import on_another_device
from grader.proof.finding import Finding
from grader.proof.records import read_records

MOST_CALLS = 12  # of a function that are made again
WHOLE = (0, 1, 2, 3)  # whole numbers among which the least legal one is looked for
REAL = ((0.0, -1e-3), (1.0, 1.001))  # bounds of real numbers, and what lies beyond
CHOICES = re.compile(r"^\s*(\w+) : \{([^}]*)\}", re.MULTILINE)


def check_corners(course: Course, kata: Kata) -> Iterator[Finding]:
    """Yield the corners of a kata's functions that no check looks into, and the records that nothing bears out."""
    watch = Watch()
    bench = _Bench(Workbench(captured, load=watch.load))
    report = grade(course, [kata], bench, lambda _: Recipe(kata.id, str(kata.solution)), Listener())
    for check in report.katas[0].checks:
        if check.status is not Status.PASSED:
            yield Finding(f"solutions/{kata.id}.py", f"{check.name} does not pass where its calls are watched")
    known = read_corners(kata)
    open_ = {(target.name, corner): None for target in watch.targets.values() for corner in target.missed()}
    for name, corner in open_:
        if (name, corner) not in known:
            why = f"is legal, and no check calls {name} so: add a case, or say in {_file(kata)} why none is needed"
            yield Finding(f"solutions/{kata.id}.py", f"{corner} {why}")
    for name, corner in known:
        if (name, corner) not in open_:
            yield Finding(_file(kata), f"{kata.name}, {name}, {corner}: some check looks there, or it is not legal")


def _file(kata: Kata) -> str:
    return f"tests/{kata.day}/corners.toml"


def read_corners(kata: Kata) -> dict[tuple[str, str], str]:
    """Return why no check is needed at some corners of a kata's functions."""
    return read_records(kata.root / _file(kata), "corner", kata, _keys, "corners")


def _keys(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((said["function"], value) for value in said["values"])


class _Bench(InlineBench):
    """A bench on which nothing is tried on another device: the values are those of the other checks."""

    def ask(self, request: Any, limit: float) -> Any:
        if getattr(request, "target", None) is on_another_device:
            return Outcome(("", 0))
        return super().ask(request, limit)


# -- what is called, and with what


@dataclass
class Target:
    """A function or a method of a kata, and the calls of it that went through."""

    name: str
    function: Callable[..., Any]
    choices: dict[str, list[str]]  # what the docstring lets an argument be
    seen: dict[str, set[str]] = field(default_factory=dict)  # corners of each argument
    calls: list[dict[str, Any]] = field(default_factory=list)  # some, to be made again

    @functools.cached_property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.function)

    def note(self, arguments: dict[str, Any], given: set[str], copied: dict[str, Any] | None) -> None:
        """Remember a call that went through."""
        for name, value in arguments.items():
            corners = self.seen.setdefault(name, set())
            corners |= set(_corners_of(name, value))
            corners.add(f"{name} left to its default" if name not in given else f"{name} given")
        if copied is not None and len(self.calls) < MOST_CALLS:
            self.calls.append(copied)

    def missed(self) -> Iterator[str]:
        """Yield the legal corners that no call was seen at."""
        for name, parameter in self.signature.parameters.items():
            if name in self.seen:
                legal = dict.fromkeys(self._legal(name, parameter))
                yield from (corner for corner in legal if corner not in self.seen[name])

    def _legal(self, name: str, parameter: inspect.Parameter) -> Iterator[str]:
        if parameter.default is not parameter.empty:
            yield f"{name} left to its default"
            yield f"{name} given"
        yield from (f"{name} = {choice!r}" for choice in self.choices.get(name, []))
        values = [call[name] for call in self.calls]
        if any(isinstance(value, bool) for value in values):
            yield from (f"{name} = {value}" for value in (False, True) if self._takes(name, value))
        elif values and all(isinstance(value, int) for value in values):
            yield from self._least(name)
        elif any(isinstance(value, (float, np.floating)) for value in values):
            for bound, beyond in REAL:
                if self._takes(name, bound) and self._refuses(name, beyond):
                    yield f"{name} = {bound:g}"
        for corner, change in CHANGES.items():
            if self._takes_changed(name, change):
                yield f"{name} {corner}"

    def _least(self, name: str) -> Iterator[str]:
        """Yield the least legal whole number, where the one below is refused."""
        for value in WHOLE:
            if self._takes(name, value):
                if self._refuses(name, value - 1):
                    yield f"{name} = {value}"
                return

    def _refuses(self, name: str, value: Any) -> bool:
        """Return whether a value of an argument is refused in every call that was seen."""
        return all(isinstance(self._again({**call, name: value}), ValueError) for call in self.calls)

    def _takes(self, name: str, value: Any) -> bool:
        return any(_is_sound(self._again({**call, name: value})) for call in self.calls)

    def _takes_changed(self, name: str, change: Callable[[Any], Any]) -> bool:
        """Return whether some call goes through with a change of one argument, and of all that are shaped as it is."""
        return any(
            _is_sound(self._again(_changed(call, name, change)))
            for call in self.calls
            if change(call[name]) is not None
        )

    def _again(self, arguments: dict[str, Any]) -> Any:
        """Return what comes of a call, or its exception."""
        try:
            bound = self.signature.bind_partial()
            bound.arguments.update(copy.deepcopy(arguments))
            with captured(), warnings.catch_warnings(), np.errstate(all="warn"):
                warnings.simplefilter("error", RuntimeWarning)
                return self.function(*bound.args, **bound.kwargs)
        except Exception as error:
            return error


class Watch:
    """Loads a kata's solution and sees how its functions are called, but not how they call each other."""

    def __init__(self) -> None:
        self.targets: dict[str, Target] = {}
        self._depth = 0

    def load(self, file: str, name: str) -> types.ModuleType:
        """Run a file as a module, its public functions and methods being watched."""
        module = load_file(file, name)
        for key, value in list(vars(module).items()):
            if key.startswith("_") or getattr(value, "__module__", None) != name:
                continue
            if inspect.isclass(value):
                self._watch_class(value)
            elif inspect.isfunction(value):
                setattr(module, key, self._watched(key, value, value))
        return module

    def _watch_class(self, kind: type) -> None:
        for key, value in list(vars(kind).items()):
            if inspect.isfunction(value) and (key == "__init__" or not key.startswith("_")):
                documented = kind if key == "__init__" else value
                name = kind.__name__ if key == "__init__" else f"{kind.__name__}.{key}"
                setattr(kind, key, self._watched(name, value, documented))

    def _watched(self, name: str, function: Callable[..., Any], documented: Any) -> Callable[..., Any]:
        choices = {key: re.findall(r'"([^"]*)"', said) for key, said in CHOICES.findall(documented.__doc__ or "")}
        target = self.targets.setdefault(name, Target(name, function, choices))

        @functools.wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            if self._depth:
                return function(*args, **kwargs)
            self._depth += 1
            try:
                bound = target.signature.bind(*args, **kwargs)
                given = set(bound.arguments)
                bound.apply_defaults()
                copied = _copied(bound.arguments)
                value = function(*args, **kwargs)
                target.note(bound.arguments, given, copied)
                return value
            finally:
                self._depth -= 1

        return watched


def _copied(arguments: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return copy.deepcopy(dict(arguments))
    except Exception:  # a function's closure over what cannot be copied: such a call is not made again
        return None


# -- the corners themselves


def _corners_of(name: str, value: Any) -> Iterator[str]:
    """Yield the corners at which a value stands."""
    if isinstance(value, (bool, str)):
        yield f"{name} = {value!r}"
    elif isinstance(value, (int, float, np.number)):
        yield f"{name} = {value:g}"
    for corner, holds in HOLDS.items():
        if holds(value):
            yield f"{name} {corner}"


def _is_array(value: Any) -> bool:
    """Return whether a value is an array or a tensor of real numbers, with axes and in memory."""
    return (
        not getattr(value, "is_meta", False)
        and bool(getattr(value, "ndim", 0))
        and re.fullmatch(r"(torch\.)?float\d+", str(value.dtype)) is not None
    )


def _shape(value: Any) -> tuple[int, ...]:
    return tuple(getattr(value, "shape", ()))


HOLDS: dict[str, Callable[[Any], bool]] = {
    "of one item": lambda v: len(v) == 1 if isinstance(v, (list, tuple)) else bool(_shape(v)) and _shape(v)[0] == 1,
    "not square": lambda v: len(_shape(v)) > 1 and _shape(v)[-1] != _shape(v)[-2],
    "with a negative number": lambda v: _is_array(v) and bool((v < 0).any()),
}


def _one_item(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and len(value) > 1:
        return value[:1]
    return value[:1] if _shape(value) and _shape(value)[0] > 1 else None


def _not_square(value: Any) -> Any:
    is_square = len(_shape(value)) > 1 and _shape(value)[-1] == _shape(value)[-2] > 1
    return value[..., :-1] if is_square else None


CHANGES: dict[str, Callable[[Any], Any]] = {
    "of one item": _one_item,
    "not square": _not_square,
    "with a negative number": lambda v: -abs(v) if _is_array(v) and bool((v != 0).any()) else None,
}


def _changed(call: dict[str, Any], name: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a call with one argument changed; where its shape changes, so do all arguments that had that shape."""
    value = change(call[name])
    changed = {**call, name: value}
    if _shape(value) != _shape(call[name]):
        axis = 0 if len(_shape(value)) and _shape(value)[0] != _shape(call[name])[0] else -1
        for other, old in call.items():
            if other != name and _shape(old) and _shape(old)[axis] == _shape(call[name])[axis]:
                new = change(old)
                changed[other] = old if new is None else new
    return changed


def _is_sound(value: Any) -> bool:
    """Return whether something came of a call, and all of it is finite."""
    if isinstance(value, BaseException):
        return False
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return all(map(_is_sound, value))
    if isinstance(value, (float, np.floating)):
        return math.isfinite(value)
    return bool(np.isfinite(value.detach() if hasattr(value, "detach") else value).all()) if _is_array(value) else True
