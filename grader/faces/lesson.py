"""A day's lesson as a page for the browser, and one kata's part of it for the terminal."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from grader.course.catalogue import Course, Day, Kata
from grader.course.faults import UsageError
from grader.course.files import shown
from grader.course.lesson import COMMENT, Section, anchor, parts, picture_data, sections
from grader.course.source import read_leniently
from grader.faces.equation import plain
from grader.faces.overview import MARKS, mark
from grader.faces.page import rendered, write_page
from grader.faces.style import Style
from grader.study.log import WORDS
from grader.study.progress import History, State

CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
EQUATION = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![$\w\\])\$(?P<inline>[^$\s](?:[^$]*[^$\s])?)\$(?!\d)", re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
LINKS = re.compile(r"^\[the stub\].*$", re.MULTILINE)
MARKUP = re.compile(r"([\\*_\[\]<>|])")


# -- the page


def write_lesson(day: Day, history: History, path: Path) -> None:
    """Write a day's lesson as one page with its pictures, and beside each section the state of its kata."""
    found = parts(day)
    write_page(
        "lesson.html",
        path,
        day=day,
        parts=[_part(part, day, history) for part in found],
        passed=sum(history.state(part.kata) is State.PASSED for part in found if part.kata),
        katas=[_state(part.kata, history) | {"anchor": anchor(part.heading)} for part in found if part.kata],
    )


def _part(part: Section, day: Day, history: History) -> dict[str, Any]:
    text = COMMENT.sub("", part.text)
    title = re.match(r"# (.*)", text)
    return {
        "heading": part.heading,
        "anchor": anchor(part.heading),
        "html": rendered(text[title.end() :] if title else text, lambda address: _address(address, day)),
        "kata": _state(part.kata, history) if part.kata else None,
    }


def _state(kata: Kata, history: History) -> dict[str, Any]:
    state = history.state(kata)
    return {
        "name": kata.name,
        "id": kata.id,
        "state": state,
        "mark": MARKS[state][0],
        "words": WORDS[state],
        "points": history.points(kata),
        "most": kata.points,
        "minutes": kata.minutes,
        "further": kata.further,
    }


def _address(address: str, day: Day) -> str:
    """Return where a link of the lesson leads from a page that lies anywhere; a picture is put into the page."""
    if re.match(r"[a-z]+:|#", address):
        return address
    file, sign, fragment = address.partition("#")
    target = (day.lesson.parent / file).resolve()
    if target.suffix == ".png":
        return picture_data(day, file)
    return f"{target.as_uri()}{sign}{fragment}"


# -- the terminal


def show(course: Course, kata: Kata, history: History, style: Style) -> None:
    """Show a kata's section, its docstrings and its state; equations become lines of text."""
    section = sections(course.day(kata.day)).get(kata.name)
    if section is None:
        raise UsageError(f"the lesson of {kata.day} has no section on {kata.name}")
    docstrings = _docstrings(kata)
    if style.coloured:
        _print(as_text(section), docstrings, style)
    else:
        style.say(re.sub(r"\\([*_\[\]<>|\\])", r"\1", as_text(section)))
        style.say(docstrings)
    state = history.state(kata)
    style.say()
    style.say(f"{mark(style, state)} {kata.id}: {WORDS[state]}, {history.points(kata)}/{kata.points} points")
    style.say(style.fold(f"write in {shown(kata.stub)}   then: python -m grader {kata.id}", ""))


def as_text(section: str) -> str:
    """Return a section as Markdown that a terminal shows: equations as text, for a picture what it shows."""
    text = LINKS.sub("", PICTURE.sub(r"*Picture:* \1", COMMENT.sub("", section)))
    pieces = CODE.split(text)
    return "".join(
        piece if number % 2 else EQUATION.sub(_in_words, piece) for number, piece in enumerate(pieces)
    ).strip()


def _in_words(match: re.Match[str]) -> str:
    text = MARKUP.sub(r"\\\1", plain(match["display"] or match["inline"]))
    return f"\n\n> {text}\n\n" if match["display"] else text


def _docstrings(kata: Kata) -> str:
    """Return the public functions and classes of a kata with their docstrings, without bodies."""
    source = read_leniently(kata.stub)
    blocks = [ast.get_docstring(source.tree) or ""]
    for name, node in source.definitions.items():
        if not name.startswith("_"):
            blocks.append(_head(source.text, node))
    return "\n\n".join(block for block in blocks if block)


def _head(text: str, node: ast.AST) -> str:
    """Return a definition up to the end of its docstring."""
    body = node.body  # type: ignore[attr-defined]
    last = body[0].end_lineno if ast.get_docstring(node) else body[0].lineno - 1  # type: ignore[arg-type]
    return "\n".join(text.splitlines()[node.lineno - 1 : last])  # type: ignore[attr-defined]


def _print(section: str, docstrings: str, style: Style) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    console = Console(file=style.stream, width=style.width, force_terminal=True)
    console.print(Markdown(section, code_theme="ansi_dark", justify="left"))
    console.print()
    console.print(Syntax(docstrings, "python", theme="ansi_dark", background_color="default", word_wrap=True))
