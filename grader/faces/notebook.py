"""A day as a Jupyter notebook, and what its cells call."""

from __future__ import annotations

import doctest
import html
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.course.catalogue import Day, Kata, read_course
from grader.course.faults import Fault, UsageError
from grader.course.files import write_whole
from grader.course.lesson import COMMENT, Section, parts, picture_data
from grader.course.version import git
from grader.judge.results import CheckResult, KataResult, Status
from grader.judge.submission import Submission
from grader.study.figure import draw, draw_picture, no_option, options_of, own_figure, own_picture

NOTEBOOKS = ROOT / "notebooks"
COLOURS = {Status.PASSED: "#1a7f37", Status.FAILED: "#b42318", Status.TODO: "#6a737d"}

SETUP = """%load_ext autoreload
%autoreload 2
import pathlib
import subprocess
import sys

here = pathlib.Path.cwd()
course = next((folder for folder in (here, *here.parents) if (folder / "katas" / "{day}").is_dir()), None)
if course is None:  # on another machine, such as Colab
    course = here / "course"
    subprocess.run(["git", "clone", "-q", "{address}", course], check=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "-e", course], check=True)
sys.path.insert(0, str(course))

from grader.faces import notebook
from katas.{day} import {names}"""
NO_ADDRESS = "where your copy of the course can be cloned from"


def write_notebook(day: Day) -> Path:
    """Write the day's notebook and return where; one that exists is the learner's, and is refused."""
    import nbformat

    path = NOTEBOOKS / f"{day.name}.ipynb"
    if path.exists():
        raise UsageError(f"{path} exists and is yours: move it away for a new one")
    cell = nbformat.v4
    opening, *rest = parts(day)
    names = ", ".join(kata.name for kata in day.katas)
    cells = [
        cell.new_markdown_cell(_markdown(opening, day)),
        cell.new_code_cell(SETUP.format(day=day.name, address=_address() or NO_ADDRESS, names=names)),
    ]
    for part in rest:
        cells.append(cell.new_markdown_cell(_markdown(part, day)))
        if part.kata:
            cells += [_run(cell.new_code_cell(source)) for source in _examples(part.text)]
            text = f"Write in `katas/{part.kata.id}.py` and save; the cell grades what you saved."
            cells += [
                cell.new_markdown_cell(text),
                cell.new_code_cell(f'notebook.grade("{part.kata.id}")'),
                cell.new_code_cell(_picture_call(day, part.kata)),
            ]
    cells += [
        cell.new_markdown_cell("## The day's figure\nDrawn with your functions."),
        cell.new_code_cell(f'notebook.figure("{day.name}")'),
    ]
    notebook = cell.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    write_whole(path, f"{nbformat.writes(notebook)}\n".encode())
    return path


def _markdown(part: Section, day: Day) -> str:
    """Return a section with its pictures in it, and links that lead from the notebook's folder."""

    def link(match: re.Match[str]) -> str:
        address = match[2]
        if re.match(r"[a-z]+:|#", address):
            return match[0]
        here = picture_data(day, address) if match[1].startswith("!") else f"../katas/{day.name}/{address}"
        return f"{match[1]}({here})"

    heading = f"## {part.heading}" if part.heading else ""
    return re.sub(r"(!?\[[^\]]*\])\(([^)\s]+)\)", link, heading + COMMENT.sub("", part.text)).strip()


def _examples(text: str) -> list[str]:
    """Return the examples of a section as cells: what they say stands in the section, above."""
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    parsed = (doctest.DocTestParser().get_examples(block) for block in blocks)
    return ["".join(example.source for example in examples).rstrip() for examples in parsed if examples]


def _run(cell: Any) -> Any:
    """Let a cell end in an exception and the notebook go on: before its kata is written, an example does."""
    cell.metadata["tags"] = ["raises-exception"]
    return cell


def _picture_call(day: Day, kata: Kata) -> str:
    options = "".join(f", {name}={value!r}" for name, value in options_of(day, kata).items())
    return f'notebook.picture("{kata.id}"{options})'


def _address() -> str:
    """Return where this copy of the course was cloned from; nothing where it was not, or from a folder."""
    found = git(ROOT, "remote", "get-url", "origin")
    return found if "://" in found or "@" in found else ""


class Verdict:
    """One kata's verdict, shown as a notebook shows things."""

    def __init__(self, result: KataResult, trouble: str = "") -> None:
        self.result, self.trouble = result, trouble

    def __repr__(self) -> str:
        lines = [f"{self.result.id}: {self.result.status}, {self.result.points}/{self.result.max_points}"]
        lines += [check.explanation.text() for check in self._shown() if check.explanation]
        lines += [self._on() for _ in self._shown()]
        return "\n".join([*lines, self.trouble] if self.trouble else lines)

    def _repr_html_(self) -> str:
        result = self.result
        colour = COLOURS.get(result.status, "#8a5a00")
        passed = sum(check.status is Status.PASSED for check in result.checks)
        head = (
            f'<b style="color:{colour}">{result.status}</b> {html.escape(result.id)} · '
            f"{result.points}/{result.max_points} points · {passed} of {len(result.checks)} checks"
        )
        trouble = f"<div>{html.escape(self.trouble)}</div>" if self.trouble else ""
        on = f"<div><code>{html.escape(self._on())}</code></div>" if self._shown() else ""
        return "".join([f"<div>{head}</div>", *(_as_html(check) for check in self._shown()), on, trouble])

    def _on(self) -> str:
        """Return the calls that go on from a check that failed."""
        check = self._shown()[0]
        return (
            f'again: notebook.grade("{self.result.id}/{check.name}")   one more hint: notebook.hint("{self.result.id}")'
        )

    def _shown(self) -> list[CheckResult]:
        return [check for check in self.result.checks if check.status in (Status.FAILED, Status.ERROR)][:1]


def grade(name: str) -> Verdict:
    """Grade one kata as saved, or one check of it, remember the verdict on a kata, and return it."""
    from grader.bench.process import Bench
    from grader.judge.gathering import Listener
    from grader.judge.settings import Settings
    from grader.judge.submission import Submission
    from grader.study.session import Session

    course = read_course()
    katas, check = course.select(name)
    if len(katas) > 1:
        raise UsageError(f"{name} is more than one kata: grade one at a time")
    wanted = frozenset({f"{katas[0].id}/{check}"} if check else ())
    session, bench = Session(course, Submission(ROOT / "katas")), Bench()
    try:
        report = session.grade(katas, bench, Listener(), Settings(wanted=wanted))
    finally:
        bench.close()
    return Verdict(report.katas[0], report.trouble)


def hint(name: str) -> None:
    """Show one more hint for a kata."""
    from grader.faces.aid import hint
    from grader.faces.style import Style
    from grader.study.progress import Progress

    hint(read_course().kata(name), Progress(), Style(sys.stdout))


def picture(name: str, **options: Any) -> Any:
    """Draw a kata's small picture with the learner's function and show it; options change what is drawn."""
    course = read_course()
    kata = course.kata(name)
    day = course.day(kata.day)
    known = options_of(day, kata)
    for unknown in sorted(set(options) - set(known)):
        raise no_option(unknown, known)
    path = own_picture(day, kata)
    return _shown(path, lambda submission: draw_picture(day, kata, submission, path, options))


def figure(name: str) -> Any:
    """Draw a day's figure with the learner's functions and show it."""
    day = read_course().day(name)
    path = own_figure(day)
    return _shown(path, lambda submission: draw(day, submission, path))


def _shown(path: Path, drawn: Callable[[Submission], None]) -> Any:
    from IPython.display import Image

    try:
        drawn(Submission(ROOT / "katas"))
    except Fault as fault:
        print(fault)
        return None
    return Image(filename=str(path))


def _as_html(check: CheckResult) -> str:
    if check.explanation is None:
        return ""
    why = check.explanation.printable()
    diagnosis = f"<p><i>{html.escape(why.diagnosis)}</i></p>" if why.diagnosis else ""
    message = f"<pre style='white-space: pre-wrap'>{html.escape(why.message)}</pre>"
    return f"{message}{diagnosis}<code>{html.escape(why.where)}</code>"
