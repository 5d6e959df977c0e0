"""What a learner may ask for between two gradings: a hint, the solution, the stub back."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from grader.course import shelf
from grader.course.catalogue import Kata
from grader.course.faults import UsageError
from grader.course.files import write_whole
from grader.course.source import Definition, parse
from grader.course.stubs import backups, write_stub
from grader.course.text import printable
from grader.faces.style import Style
from grader.study.progress import Progress

COLUMN = 88  # characters of code that a column must hold
DIFF = {"code": "--diff", "codium": "--diff", "cursor": "--diff", "vim": "-d", "nvim": "-d"}  # how editors are asked


def hint(kata: Kata, progress: Progress, style: Style) -> None:
    """Show the hints seen so far and one more, and remember it."""
    before = progress.hints_seen(kata)
    seen = min(before + 1, len(kata.hints))
    for number, text in enumerate(kata.hints[:seen], start=1):
        style.say(style.paint(f"hint {number} of {len(kata.hints)}", "bold"))
        style.say(style.wrap(text, "  "))
    if before < len(kata.hints):
        progress.saw_hint(kata)
    else:
        style.say(style.paint(f"that is all; the solution: python -m grader solution {kata.id} --anyway", "dim"))


def solution(kata: Kata, progress: Progress, style: Style, *, anyway: bool) -> bool:
    """Show the reference with the learner's own, function by function, once it is earned; return whether."""
    if not _is_earned(kata, progress, anyway):
        return False
    own = kata.stub.read_text(encoding="utf-8", errors="replace") if kata.stub.exists() else ""
    yours, reference = parts(printable(own)), parts(_text(kata, kata.solution, "the solution"))
    if not style.terminal:
        style.say("\n\n\n".join(reference.values()))
        return True
    _show(("yours", "the reference"), [(yours.get(name, ""), reference.get(name, "")) for name in reference | yours])
    return True


def in_editor(kata: Kata, progress: Progress, *, anyway: bool) -> bool:
    """Open the learner's own editor on the differences from the reference, once it is earned; return whether."""
    if not _is_earned(kata, progress, anyway):
        return False
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    name = Path(editor[0]).stem if editor else ""
    if name not in DIFF:
        known = ", ".join(DIFF)
        raise UsageError(
            f"set VISUAL or EDITOR to one of {known}: {name or 'it is not set, which'} shows no differences"
        )
    subprocess.run([*editor, DIFF[name], str(kata.stub), str(_file(kata))], check=False)
    return True


def others(kata: Kata, progress: Progress, style: Style, *, anyway: bool) -> bool:
    """Show other right ways to write the kata, which its grader accepts, once they are earned; return whether."""
    if not _is_earned(kata, progress, anyway):
        return False
    ways = parts(_text(kata, kata.right, "other right ways"))
    if style.coloured:
        _show(("",), [(way,) for way in ways.values()])
    else:
        style.say("\n\n\n".join(ways.values()))
    return True


def _text(kata: Kata, file: Path, what: str) -> str:
    """Return the text of a reference file; UsageError where this copy of the course does not hold it."""
    text = shelf.text(file, kata.root)
    if text is None:
        raise UsageError(f"this copy of the course does not hold {what} of {kata.id}: whoever gave it out does")
    return text.decode()


def _file(kata: Kata) -> Path:
    """Return a file with the solution: an editor cannot look into the seal."""
    text = _text(kata, kata.solution, "the solution")
    if kata.solution.exists():
        return kata.solution
    copy = kata.root / ".grader" / "solutions" / kata.day / f"{kata.name}.py"
    write_whole(copy, text.encode())
    return copy


def _is_earned(kata: Kata, progress: Progress, anyway: bool) -> bool:
    if anyway or progress.history().first_passed(kata):
        return True
    print(f"{kata.id} has not passed yet; to see the solution before: python -m grader solution {kata.id} --anyway")
    return False


def _show(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Show code in columns where each has room for a line of it, and one below the other elsewhere."""
    from rich.console import Console
    from rich.rule import Rule
    from rich.syntax import Syntax
    from rich.table import Table

    def code(text: str) -> Syntax:
        return Syntax(text, "python", theme="ansi_dark", background_color="default")

    console = Console()
    widest = max((len(line) for row in rows for text in row for line in text.splitlines()), default=0)
    if len(titles) > 1 and console.width >= 2 * max(widest, COLUMN) + 7:
        table = Table(*titles, expand=True, show_lines=True)
        for row in rows:
            table.add_row(*map(code, row))
        console.print(table)
        return
    for row in rows:
        shown = [(title, text) for title, text in zip(titles, row, strict=True) if text]
        # A line that is longer than the terminal is left to it: what is cut off cannot be read or copied.
        for title, text in shown:
            console.print(Rule(title, align="left"))
            console.print(code(text), width=max(console.width, widest), soft_wrap=True)


def parts(source: str) -> dict[str, str]:
    """Return what stands before the first definition, under "", and each definition, all without docstrings."""
    try:
        parsed = parse(source.encode())
    except (SyntaxError, ValueError):
        return {"": source}
    lines = source.splitlines()
    starts = {"": 1} | {name: _start(node) for name, node in parsed.definitions.items()}
    ends = [*list(starts.values())[1:], len(lines) + 1]
    blocks = {}
    for (name, start), end in zip(starts.items(), ends, strict=True):
        blocks[name] = "\n".join(
            lines[line - 1] for line in range(start, end) if line not in parsed.docstring_lines
        ).strip("\n")
    return {name: block for name, block in blocks.items() if block}


def _start(node: Definition) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def reset(kata: Kata, style: Style) -> None:
    """Put the stub back, and keep a copy of what was there."""
    before = kata.stub.read_bytes() if kata.stub.exists() else None
    if write_stub(kata) == "unchanged":
        style.say(f"katas/{kata.id}.py is the stub already")
        return
    style.say(f"katas/{kata.id}.py is the stub again")
    if before is not None:
        newest = max(backups(kata).glob(f"{kata.name}-*.py"))
        style.say(f"what was there is kept in {newest}")
