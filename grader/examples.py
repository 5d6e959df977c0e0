"""The examples of a docstring: read from the stub, run beside a submission, and held against what they say.

What an example prints is compared by its value where it has one: array([3.]) is right however many digits it shows.
"""

from __future__ import annotations

import ast
import doctest
import functools
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from grader.bench.workbench import require
from grader.comparison import Comparison
from grader.course.source import DEFINITIONS, Source

TEXT = 2_000  # characters of what an example prints
DIGITS = 1e-3  # what a docstring prints is rounded; hidden cases mind the digits
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@dataclass(frozen=True)
class Example:
    """The examples of one docstring of a stub: the name they stand under, and each statement with what it prints.

    They may use what the stub imports and what it defines, and nothing else of a submission's file.
    """

    name: str
    statements: tuple[tuple[str, str], ...]
    imports: str
    names: tuple[str, ...]


def examples_of(stub: Source) -> Iterator[Example]:
    """Yield the examples of every public function, class and method of a stub."""
    imports = [node for node in stub.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    constants = [
        target.id
        for node in stub.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    names = (*stub.definitions, *constants)
    for name, node in _documented(stub.tree):
        found = doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
        if any(example.want for example in found):
            statements = tuple((example.source, example.want) for example in found)
            yield Example(name, statements, "\n".join(map(ast.unparse, imports)), names)


def run_examples(submission: ModuleType, name: str, example: tuple[Any, ...]) -> list[tuple[Any, str]]:
    """Return of each statement of an example's the value that it shows, if it shows just one, and its text.

    `example` holds the statements, the stub's imports, and the names that it defines. What the submission itself
    prints is no part of what comes back.
    """
    statements, imports, names = example
    require(submission, name.partition(".")[0])
    namespace: dict[str, Any] = {}
    exec(imports, namespace)
    namespace |= {key: getattr(submission, key) for key in names if hasattr(submission, key)}
    return [_run(statement, namespace) for statement in statements]


def _run(statement: str, namespace: dict[str, Any]) -> tuple[Any, str]:
    text, shown = io.StringIO(), []

    def display(value: Any) -> None:
        if value is not None:
            shown.append(value)
            print(repr(value), file=text)

    before, sys.displayhook = sys.displayhook, display
    try:
        namespace["print"] = functools.partial(print, file=text)
        exec(compile(statement, "<example>", "single"), namespace)
    finally:
        sys.displayhook = before
    return _plain(shown[0]) if len(shown) == 1 else None, text.getvalue()[:TEXT]


def _plain(value: Any) -> Any:
    from grader.plain import NotPlain, encode

    try:
        encode(value)
    except NotPlain:
        return None
    return value


def difference(want: str, came: tuple[Any, str]) -> str:
    """Return how what came of a statement differs from what the docstring prints; nothing where it does not."""
    value, printed = came
    if doctest.OutputChecker().check_output(want, printed, FLAGS):
        return ""
    try:
        expected = eval(want.replace("<BLANKLINE>", ""), dict(WORDS))
        is_alike = Comparison(DIGITS).difference(_numbers(value), _numbers(expected)) is None
    except Exception:  # it is no value: then its text is what counts
        is_alike = False
    return "" if is_alike else f"gives {_brief(printed)} where the docstring says {_brief(want)}"


def _numbers(value: Any) -> Any:
    """Return a value with its numbers in floating point: an example does not mind which kind they are."""
    if isinstance(value, (list, tuple)):
        return type(value)(_numbers(item) for item in value)
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    array = getattr(value, "array", value)
    if isinstance(array, np.ndarray) and array.dtype.kind in "iu":
        return array.astype(float)
    return float(array) if isinstance(array, (int, np.integer)) and not isinstance(array, bool) else array


def _tensor(values: Any, **_: Any) -> np.ndarray:
    return np.array(values)


NUMPYS = ("array", "nan", "inf", "float32", "float64", "int32", "int64", "uint8")
WORDS = {name: getattr(np, name) for name in NUMPYS}  # what a printed value may be written with
WORDS |= {"np": np, "tensor": _tensor, "torch": SimpleNamespace(Size=tuple)}


def _brief(text: str) -> str:
    words = " ".join(text.split()) or "nothing"
    return words if len(words) <= 200 else f"{words[:200]} ..."


def _documented(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                inner = (member for member in node.body if isinstance(member, ast.FunctionDef))
                yield from ((f"{node.name}.{member.name}", member) for member in inner if member.name[0] != "_")
