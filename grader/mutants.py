"""Wrong turns with their diagnoses, and other right ways: mutants of the reference solution."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from grader.catalogue import BrokenCourse, Kata
from grader.workbench import Recipe, load_file

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mutant:
    """The solution with one of its functions replaced.

    `name` is the replacement's name in `file`; `because` is the diagnosis of a wrong turn,
    and empty for a variant.
    """

    name: str
    replaces: str
    because: str
    file: Path

    def recipe(self, kata: Kata) -> Recipe:
        return Recipe(kata.id, str(kata.solution), str(self.file), {self.replaces: self.name})


def wrong(replaces: str, because: str) -> Callable[[F], F]:
    """Mark a wrong turn: what it replaces in the solution, and the diagnosis it teaches."""
    return _marked(replaces, because)


def right(replaces: str) -> Callable[[F], F]:
    """Mark another right way to write a function of the kata."""
    return _marked(replaces, "")


def _marked(replaces: str, because: str) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.mutant = (replaces, because)  # type: ignore[attr-defined]
        return function

    return mark


def misconceptions(kata: Kata) -> tuple[Mutant, ...]:
    """Return the kata's wrong turns, in the order of their file."""
    return _mutants(kata.wrong)


def variants(kata: Kata) -> tuple[Mutant, ...]:
    """Return the kata's other right ways."""
    return _mutants(kata.right)


@functools.lru_cache
def _mutants(file: Path) -> tuple[Mutant, ...]:
    if not file.exists():
        return ()
    try:
        module = load_file(str(file), f"mutants.{file.stem}")
    except Exception as error:
        raise BrokenCourse(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    own = {name: getattr(value, "__dict__", {}) for name, value in vars(module).items()}
    marked = {name: attributes["mutant"] for name, attributes in own.items() if "mutant" in attributes}
    return tuple(Mutant(name, replaces, because, file) for name, (replaces, because) in marked.items())
