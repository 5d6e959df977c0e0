"""Stubs: a solution with the bodies taken out."""

from __future__ import annotations

import ast
import doctest
import functools
import itertools
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from grader.course import seal
from grader.course.catalogue import Kata
from grader.course.files import keep_copy, write_whole
from grader.course.source import DEFINITIONS

NOTHING: Mapping[str, str] = MappingProxyType({})


def stub_of(source: str, forbidden: Mapping[str, str] = NOTHING) -> str:
    """Return the stub of a solution's source, with what the kata does not allow said in the module's docstring.

    Public functions and methods keep their signature and docstring and raise
    NotImplementedError. Private helpers go, and so does every `from ... import ...` that nothing left
    needs: both would tell how the solution works.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    drop: set[int] = set()
    insert: dict[int, str] = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.startswith("_"):
            _drop_node(node, lines, drop)
        elif isinstance(node, ast.FunctionDef):
            _empty(node, drop, insert)
        elif isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and member.name.startswith("_") and not _is_dunder(member):
                    _drop_node(member, lines, drop)
                elif isinstance(member, ast.FunctionDef):
                    _empty(member, drop, insert)
        elif isinstance(node, ast.Assign) and all(_is_private(target) for target in node.targets):
            _drop_node(node, lines, drop)
    kept = "\n".join(_kept_lines(lines, drop, insert))
    return _tidy(_with_the_forbidden(_without_idle_imports(kept), forbidden))


def text_of_stub(kata: Kata) -> str:
    """Return a kata's stub as it was before anybody wrote in it: the one in the seal, or what the solution makes."""
    if sealed := seal.opened(kata.root).get(kata.stub.relative_to(kata.root).as_posix()):
        return sealed
    return _made(kata.solution.read_text(encoding="utf-8"), tuple(kata.forbidden.items()))


@functools.lru_cache(maxsize=256)
def _made(source: str, forbidden: tuple[tuple[str, str], ...]) -> str:
    """Make each stub once: a grading asks for it more than once."""
    return stub_of(source, dict(forbidden))


def write_stub(kata: Kata) -> str:
    """Write the stub of a kata if it is not the one that stands there, keeping a copy; return what was done."""
    text = text_of_stub(kata).encode()
    if kata.stub.exists():
        if kata.stub.read_bytes() == text:
            return "unchanged"
        keep_copy(kata.stub, backups(kata))
    write_whole(kata.stub, text)
    return "written"


def backups(kata: Kata) -> Path:
    """Return the folder that copies of a learner's replaced files go to."""
    return kata.root / ".grader" / "backups" / kata.day


def _empty(node: ast.FunctionDef, drop: set[int], insert: dict[int, str]) -> None:
    has_docstring = ast.get_docstring(node) is not None
    first = node.body[1].lineno if has_docstring and len(node.body) > 1 else node.body[0].lineno
    if has_docstring:
        first = (node.body[0].end_lineno or 0) + 1
    drop.update(range(first, (node.end_lineno or 0) + 1))
    last_kept = first - 1
    insert[last_kept] = " " * (node.col_offset + 4) + "raise NotImplementedError"


def _drop_node(node: ast.stmt, lines: list[str], drop: set[int]) -> None:
    """Drop a statement with its decorators and the comment lines right above it."""
    decorators = getattr(node, "decorator_list", [])
    start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    while start > 1 and lines[start - 2].lstrip().startswith("#"):
        start -= 1
    drop.update(range(start, (node.end_lineno or node.lineno) + 1))


def _kept_lines(lines: list[str], drop: set[int], insert: dict[int, str]) -> list[str]:
    kept = []
    for number, line in enumerate(lines, start=1):
        if number not in drop:
            kept.append(line)
        if number in insert:
            kept.append(insert[number])
    return kept


def _without_idle_imports(source: str) -> str:
    """Take out every `from ... import ...` that neither the code left nor an example of a docstring needs."""
    tree = ast.parse(source)
    used = {node.id for node in (*ast.walk(tree), *_examples(tree)) if isinstance(node, ast.Name)}
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and not any((a.asname or a.name) in used for a in node.names):
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[number - 1] = "\0"
    return "\n".join(_closed(lines))


def _closed(lines: list[str]) -> list[str]:
    """Return the lines that are left; of the blank ones around a gap, as many as there were on its larger side."""
    kept: list[str] = []
    for is_gap, group in itertools.groupby(lines, lambda line: line == "\0"):
        if is_gap:
            continue
        block = list(group)
        blank = next((number for number, line in enumerate(block) if line), len(block))
        above = next((number for number, line in enumerate(reversed(kept)) if line), len(kept))
        kept += block[min(blank, above) :]
    return kept


def _examples(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of all examples in a module's docstrings."""
    for node in ast.walk(tree):
        docstring = ast.get_docstring(node) if isinstance(node, (ast.Module, *DEFINITIONS)) else None
        for example in doctest.DocTestParser().get_examples(docstring or ""):
            yield from ast.walk(ast.parse(example.source))


def _with_the_forbidden(source: str, forbidden: Mapping[str, str]) -> str:
    """Put into the module's docstring what the kata does not allow, and why."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in forbidden.items():
        by_reason.setdefault(reason, []).append(name)
    lines = [f"Not allowed here: {', '.join(names)} ({reason})." for reason, names in by_reason.items()]
    first = ast.parse(source).body[0]
    if not lines or not isinstance(first, ast.Expr):
        return source
    wrapped = [part for line in lines for part in textwrap.wrap(line, 88, break_on_hyphens=False)]
    docstring = ast.get_docstring(ast.parse(source)) or ""
    head = '"""' + "\n".join([docstring, "", *wrapped, '"""'])
    return "\n".join([head, *source.splitlines()[first.end_lineno or 0 :]])


def _tidy(source: str) -> str:
    """Two blank lines between definitions, never more."""
    text = source.rstrip() + "\n"
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text


def _is_private(target: ast.expr) -> bool:
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    return all(isinstance(name, ast.Name) and name.id.startswith("_") for name in names)


def _is_dunder(node: ast.FunctionDef) -> bool:
    return node.name.startswith("__") and node.name.endswith("__")
