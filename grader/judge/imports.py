"""What a submission may import and use, decided from its text before any of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

HARMLESS = """
    __future__ abc array bisect cmath collections contextlib copy dataclasses datetime decimal doctest enum fractions
    functools heapq itertools json logging math numbers operator pdb pprint random re statistics string struct textwrap
    time timeit traceback types typing typing_extensions unittest warnings weakref
"""
ALWAYS = frozenset(HARMLESS.split())
DYNAMIC = {
    "__import__": "import by name at the top of the file, where it can be read",
    "exec": "write the code itself; text that is executed cannot be checked",
    "eval": "write the code itself; text that is evaluated cannot be checked",
}


@dataclass(frozen=True)
class Violation:
    """A use that the kata does not allow, and why."""

    line: int
    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} is not allowed here: {self.reason}"


def top_level_imports(tree: ast.AST) -> set[str]:
    """Return the packages that the module imports, wherever in the file."""
    return {name.partition(".")[0] for _, name in _imports(tree)}


def violations(tree: ast.AST, allowed: tuple[str, ...]) -> list[Violation]:
    """Return what in the module is not allowed, in the order of its lines.

    `allowed` names the packages that may be imported beside the harmless ones of the standard
    library. What a kata forbids of these packages is for the bench to see to, when it is called (bench/fence.py).
    """
    found = []
    for line, name in _imports(tree):
        package = name.partition(".")[0]
        if package not in allowed and package not in ALWAYS:
            found.append(Violation(line, f"import {package}", f"this kata is built from {' and '.join(allowed)}"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in DYNAMIC:
            found.append(Violation(node.lineno, f"{node.id}()", DYNAMIC[node.id]))
    return sorted(set(found), key=lambda violation: violation.line)


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module if node.module and not node.level else "."
