"""A learner's file and a newer stub: what was written stays, and what the course says around it becomes the newer."""

from __future__ import annotations

import ast
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from grader.course.source import DEFINITIONS, Definition

MARK = "# the update's mark, which no file keeps:"


def merged(yours: str, old: str, new: str) -> str | None:
    """Return a learner's text with what changed from the old stub to the new; None where something written would go.

    The marks between docstrings and bodies keep apart what would otherwise be one change: git takes a body and the
    docstring above it for two changes of the same place.
    """
    crlf = "\r\n" in yours
    try:
        texts = [_marked(text) for text in (yours.replace("\r\n", "\n"), old, new)]
        found = _three_way(*texts)
        if found is None or _written(texts[0], texts[1]) - Counter(_pieces(found)):
            return None
    except (SyntaxError, ValueError, RecursionError):
        return None
    text = "".join(line for line in found.splitlines(keepends=True) if not line.startswith(MARK))
    return text.replace("\n", "\r\n") if crlf else text


def says_all(text: str, old: str, new: str) -> bool:
    """Return whether a text has every signature and docstring in which the new stub differs from the old."""
    try:
        own, before, wanted = _said(text), _said(old), _said(new)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return all(said in (own.get(name), before.get(name)) for name, said in wanted.items())


def _three_way(yours: str, old: str, new: str) -> str | None:
    """Return git's merge, in which yours wins where both changed the same; None where there is no git."""
    with tempfile.TemporaryDirectory(prefix="katas-") as folder:
        files = [Path(folder, name) for name in ("yours", "old", "new")]
        for file, text in zip(files, (yours, old, new), strict=True):
            file.write_bytes(text.encode())
        try:
            ran = subprocess.run(
                ["git", "merge-file", "--ours", "-p", *files], capture_output=True, check=False, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return ran.stdout.decode() if ran.returncode == 0 else None


def _marked(text: str) -> str:
    """Return a text with a mark of its own behind each docstring and before each definition."""
    marks: dict[int, list[str]] = {}
    for name, node in _definitions(ast.parse(text)):
        if isinstance(node, DEFINITIONS):
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            marks.setdefault(start - 1, []).append(f"{MARK} {name} begins\n")
        if ast.get_docstring(node, clean=False) is not None:
            marks.setdefault(node.body[0].end_lineno or 0, []).insert(0, f"{MARK} {name} is described\n")
    lines = text.splitlines(keepends=True)
    kept = [*marks.get(0, [])]
    for number, line in enumerate(lines, start=1):
        kept += [line, *marks.get(number, [])]
    return "".join(kept)


def _definitions(tree: ast.Module) -> list[tuple[str, ast.Module | Definition]]:
    """Return the module, its functions and classes, and their methods, each with its name."""
    found: list[tuple[str, ast.Module | Definition]] = [("", tree)]
    for node in tree.body:
        if isinstance(node, DEFINITIONS):
            found.append((node.name, node))
            members = node.body if isinstance(node, ast.ClassDef) else []
            found += [(f"{node.name}.{member.name}", member) for member in members if isinstance(member, DEFINITIONS)]
    return found


def _written(yours: str, old: str) -> Counter[str]:
    """Return the pieces of a text that its stub does not have."""
    return Counter(_pieces(yours)) - Counter(_pieces(old))


def _pieces(text: str) -> list[str]:
    """Return what a text does, piece by piece: the body of each definition, and each statement beside them."""
    pieces = []
    for name, node in _definitions(ast.parse(text)):
        statements = [
            part
            for part in node.body
            if not isinstance(node, ast.Module | ast.ClassDef) or not isinstance(part, DEFINITIONS)
        ]
        if ast.get_docstring(node, clean=False) is not None:
            statements = statements[1:]
        dumped = [ast.dump(statement) for statement in statements]
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        pieces += [f"{name}: {dumped}"] if is_function else [f"{name}: {part}" for part in dumped]
    return pieces


def _said(text: str) -> dict[str, tuple[str, str]]:
    """Return the docstring and the signature of each definition."""
    found = {}
    for name, node in _definitions(ast.parse(text)):
        signature = ast.dump(node.args) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ""
        found[name] = (ast.get_docstring(node) or "", signature)
    return found
