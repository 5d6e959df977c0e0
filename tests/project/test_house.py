"""The house: the wings of grader/, whose imports run downwards only, as the README's sketch shows them."""

import ast
import os
import textwrap
from pathlib import Path

import pytest

from grader import ROOT

# From the top down: a file may import what stands on its own line or below it, and no circle anywhere.
WINGS = (
    ("__main__ cli", "what was asked for, and the exit status"),
    ("commands/", ""),
    ("proof/", ""),
    ("classroom/formats/", ""),
    ("classroom/", ""),
    ("faces/", ""),
    ("study/", ""),
    ("judge/", ""),
    ("checks mutants cases modules examples comparison tolerances", "the language that authors write in"),
    ("bench/", ""),
    ("plain", "data that may cross the wall between grader and bench"),
    ("course/", ""),
)
README = ROOT / "README.md"
FILES = sorted((ROOT / "grader").rglob("*.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "grader").with_suffix("").parts)


def members(wing: str) -> list[str]:
    """Return the modules of a wing, as dotted names below grader."""
    if not wing.endswith("/"):
        return wing.split()
    folder = ROOT / "grader" / wing
    return [module_of(path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]


HEIGHT = {name: -level for level, (wing, _) in enumerate(WINGS) for name in members(wing)}


def imports(path: Path) -> set[str]:
    """Return the modules of the tool that a file imports, wherever in the file, for types alone or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    names = {name.removeprefix("grader.") for name in found if name.startswith("grader.")}
    return {name for name in names if name in HEIGHT}


GRAPH = {module_of(path): imports(path) for path in FILES if path.stem != "__init__"}


def test_every_file_has_its_wing():
    assert sorted(GRAPH) == sorted(HEIGHT)


@pytest.mark.parametrize("name", sorted(GRAPH))
def test_imports_run_downwards(name):
    assert [other for other in sorted(GRAPH[name]) if HEIGHT[other] > HEIGHT[name]] == []


def test_no_import_runs_in_a_circle():
    def reached(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join([*way, name])
        for other in GRAPH[name]:
            reached(other, (*way, name))

    for name in GRAPH:
        reached(name, ())


def sketch() -> str:
    """Return the house as the README shows it: wings from the top down, with their files."""
    lines = []
    for wing, words in WINGS:
        names = " ".join(name.rpartition(".")[2] for name in members(wing))
        about = words or ast.get_docstring(ast.parse((ROOT / "grader" / wing / "__init__.py").read_text())) or ""
        head = f"{wing:<8} {names}" if wing.endswith("/") else names
        lines += [textwrap.fill(about, 110, initial_indent="", subsequent_indent="")]
        lines += [textwrap.fill(head, 110, initial_indent="    ", subsequent_indent=" " * 13)]
    return textwrap.indent("\n".join(lines), "    ") + "\n"


def test_the_readme_shows_the_house():
    """Written anew with REWRITE_GOLDEN=1."""
    text = README.read_text(encoding="utf-8")
    begin, end = "import downwards only:\n\n", "\nThe code is under"
    before, _, rest = text.partition(begin)
    shown, _, after = rest.partition(end)
    if os.environ.get("REWRITE_GOLDEN"):
        README.write_text(before + begin + sketch() + end + after, encoding="utf-8")
        return
    assert shown == sketch()
