"""What a submission may import and use, decided from its text before any of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

ALWAYS = frozenset(
    (
        "__future__", "abc", "collections", "contextlib", "copy", "dataclasses", "enum", "functools", "itertools",
        "math", "numbers", "operator", "random", "statistics", "typing",
    )
)  # fmt: skip
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


def violations(tree: ast.AST, allowed: tuple[str, ...], forbidden: dict[str, str]) -> list[Violation]:
    """Return what in the module is not allowed, in the order of its lines.

    `allowed` names the packages that may be imported beside the basic ones of the standard
    library. `forbidden` maps a dotted name below them ("numpy.pad") to the reason: what a kata
    exists to teach is not taken from a library.
    """
    found = []
    for line, name in _imports(tree):
        package = name.partition(".")[0]
        if package not in allowed and package not in ALWAYS:
            found.append(Violation(line, f"import {package}", f"this kata is built from {' and '.join(allowed)}"))
    for line, name in _uses(tree):
        if name in DYNAMIC:
            found.append(Violation(line, f"{name}()", DYNAMIC[name]))
        for banned, reason in forbidden.items():
            if name == banned or name.startswith(f"{banned}."):
                found.append(Violation(line, banned, reason))
    return sorted(set(found), key=lambda violation: violation.line)


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module if node.module and not node.level else "."


def _uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every dotted name with its aliases resolved: F.conv2d as torch.nn.functional.conv2d."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                aliases[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.lineno, f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = _dotted(node)
            if name:
                head, _, rest = name.partition(".")
                resolved = aliases.get(head, head)
                yield node.lineno, f"{resolved}.{rest}" if rest else resolved


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = _dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return ""
