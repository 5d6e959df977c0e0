"""Wrong turns with their diagnoses, and other right ways: mutants of the reference solution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from grader.bench.messages import Recipe
from grader.bench.workbench import load_file
from grader.course import shelf
from grader.course.catalogue import Kata
from grader.course.faults import BrokenCourse

F = TypeVar("F", bound=Callable[..., Any])
Loader = Callable[[str, str], ModuleType]  # runs a file as a module of that name


@dataclass(frozen=True)
class Mutant:
    """The solution with one of its functions replaced.

    `name` is the replacement's name in `file`; `because` is the diagnosis of a wrong turn,
    and empty for a variant. What is to be refused goes to the solution still, but from a mutant that is `lenient`.
    """

    name: str
    replaces: str
    because: str
    file: Path
    lenient: bool = False

    def recipe(self, kata: Kata) -> Recipe:
        return Recipe(kata.id, str(kata.solution), str(self.file), {self.replaces: self.name}, lenient=self.lenient)


def wrong(replaces: str, because: str) -> Callable[[F], F]:
    """Mark a wrong turn: what it replaces in the solution, and the diagnosis it teaches."""
    return _marked(replaces, because, False)


def lenient(replaces: str, because: str) -> Callable[[F], F]:
    """Mark a wrong turn that lets through what is to be refused."""
    return _marked(replaces, because, True)


def right(replaces: str) -> Callable[[F], F]:
    """Mark another right way to write a function of the kata."""
    return _marked(replaces, "", False)


def _marked(replaces: str, because: str, lenient: bool) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.mutant = (replaces, because, lenient)  # type: ignore[attr-defined]
        return function

    return mark


def misconceptions(kata: Kata, load: Loader = load_file) -> tuple[Mutant, ...]:
    """Return the kata's wrong turns, in the order of their file."""
    return _mutants(kata, kata.wrong, load)


def variants(kata: Kata) -> tuple[Mutant, ...]:
    """Return the kata's other right ways."""
    return _mutants(kata, kata.right, load_file)


def _mutants(kata: Kata, file: Path, load: Loader) -> tuple[Mutant, ...]:
    if shelf.text(file, kata.root) is None:
        return ()
    try:
        module = load(str(file), f"mutants.{file.stem}")
    except Exception as error:
        raise BrokenCourse(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    own = {name: getattr(value, "__dict__", {}) for name, value in vars(module).items()}
    marked = {name: attributes["mutant"] for name, attributes in own.items() if "mutant" in attributes}
    return tuple(Mutant(name, marks[0], marks[1], file, marks[2]) for name, marks in marked.items())
