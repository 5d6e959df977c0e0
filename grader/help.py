"""What a learner may ask for between two gradings: a hint, the solution, the stub back."""

from __future__ import annotations

import ast

from grader.catalogue import Kata
from grader.progress import Progress, State
from grader.style import Style

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def hint(kata: Kata, progress: Progress, style: Style) -> int:
    """Show the hints seen so far and one more, and remember it."""
    seen = min(progress.hints_seen(kata) + 1, len(kata.hints))
    for number, text in enumerate(kata.hints[:seen], start=1):
        style.say(style.paint(f"hint {number} of {len(kata.hints)}", "bold"))
        style.say(style.wrap(text, "  "))
    if progress.hints_seen(kata) < len(kata.hints):
        progress.saw_hint(kata)
    else:
        style.say(style.paint(f"that is all; the solution: python -m grader solution {kata.id} --anyway", "dim"))
    return 0


def solution(kata: Kata, progress: Progress, *, anyway: bool) -> int:
    """Show the reference beside the learner's own file, function by function."""
    if progress.state(kata) is not State.PASSED and not anyway:
        print(f"{kata.id} has not passed yet; to see the solution before: python -m grader solution {kata.id} --anyway")
        return 1
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.table import Table

    own = kata.stub.read_text(encoding="utf-8", errors="replace") if kata.stub.exists() else ""
    yours, reference = parts(own), parts(kata.solution.read_text(encoding="utf-8"))
    table = Table(f"yours: katas/{kata.id}.py", f"reference: solutions/{kata.id}.py", expand=True, show_lines=True)
    for name in reference | yours:
        texts = (yours.get(name, ""), reference.get(name, ""))
        table.add_row(*(Syntax(text, "python", theme="ansi_dark", word_wrap=True) for text in texts))
    Console().print(table)
    return 0


def parts(source: str) -> dict[str, str]:
    """Return what stands before the first definition, under "", and each definition, all without docstrings."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {"": source}
    lines = source.splitlines()
    starts = {"": 1} | {node.name: _start(node) for node in tree.body if isinstance(node, DEFINITIONS)}
    ends = [*list(starts.values())[1:], len(lines) + 1]
    documented = (node for node in ast.walk(tree) if isinstance(node, (ast.Module, *DEFINITIONS)))
    drop = {line for node in documented if ast.get_docstring(node) for line in _lines(node.body[0])}
    blocks = {}
    for (name, start), end in zip(starts.items(), ends, strict=True):
        blocks[name] = "\n".join(lines[line - 1] for line in range(start, end) if line not in drop).strip("\n")
    return {name: block for name, block in blocks.items() if block}


def _start(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def reset(kata: Kata, progress: Progress, style: Style) -> int:
    """Put the stub back, and keep a copy of what was there."""
    from grader.stubs import write_stub

    before = kata.stub.read_bytes() if kata.stub.exists() else None
    if write_stub(kata) == "unchanged":
        style.say(f"katas/{kata.id}.py is the stub already")
        return 0
    style.say(f"katas/{kata.id}.py is the stub again")
    if before is not None:
        newest = max((progress.folder / "backups" / kata.day).glob(f"{kata.name}-*.py"))
        style.say(f"what was there is kept in {newest}")
    return 0
