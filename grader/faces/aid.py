"""What a learner may ask for between two gradings: a hint, the solution, the stub back."""

from __future__ import annotations

from grader.course.catalogue import Kata
from grader.course.source import Definition, parse
from grader.course.stubs import backups, write_stub
from grader.course.text import printable
from grader.faces.style import Style
from grader.study.progress import Progress, State


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


def solution(kata: Kata, progress: Progress, *, anyway: bool) -> bool:
    """Show the reference beside the learner's own file, function by function, once it is earned; return whether."""
    if progress.history().state(kata) is not State.PASSED and not anyway:
        print(f"{kata.id} has not passed yet; to see the solution before: python -m grader solution {kata.id} --anyway")
        return False
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.table import Table

    own = kata.stub.read_text(encoding="utf-8", errors="replace") if kata.stub.exists() else ""
    yours, reference = parts(printable(own)), parts(kata.solution.read_text(encoding="utf-8"))
    table = Table(f"yours: katas/{kata.id}.py", f"reference: solutions/{kata.id}.py", expand=True, show_lines=True)
    for name in reference | yours:
        texts = (yours.get(name, ""), reference.get(name, ""))
        table.add_row(*(Syntax(text, "python", theme="ansi_dark", word_wrap=True) for text in texts))
    Console().print(table)
    return True


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
