"""A day as a Jupyter notebook, and what its cells call."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.course.catalogue import Day, read_course
from grader.course.faults import Fault, UsageError
from grader.course.files import write_whole
from grader.judge.results import CheckResult, KataResult, Status

NOTEBOOKS = ROOT / "notebooks"
COLOURS = {Status.PASSED: "#1a7f37", Status.FAILED: "#b42318", Status.TODO: "#6a737d"}

SETUP = """%load_ext autoreload
%autoreload 2
import sys

from grader.faces.notebook import COURSE, figure, grade

sys.path.insert(0, COURSE)
from katas.{day} import {names}"""

COURSE = str(ROOT)


def write_notebook(day: Day) -> Path:
    """Write the day's notebook and return where; one that exists is the learner's, and is refused."""
    import nbformat

    path = NOTEBOOKS / f"{day.name}.ipynb"
    if path.exists():
        raise UsageError(f"{path} exists and is yours: move it away for a new one")
    cell = nbformat.v4
    names = ", ".join(kata.name for kata in day.katas)
    lesson = day.lesson.read_text(encoding="utf-8")
    cells = [cell.new_markdown_cell(lesson), cell.new_code_cell(SETUP.format(day=day.name, names=names))]
    cells.append(cell.new_markdown_cell("## The day's figure\nDrawn with your functions."))
    cells.append(cell.new_code_cell(f'figure("{day.name}")'))
    for kata in day.katas:
        text = f"## {kata.name}\n{kata.title}. Write in `katas/{kata.id}.py`; the cell grades what you saved."
        cells += [cell.new_markdown_cell(text), cell.new_code_cell(f'grade("{kata.id}")')]
    notebook = cell.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    write_whole(path, f"{nbformat.writes(notebook)}\n".encode())
    return path


class Verdict:
    """One kata's verdict, shown as a notebook shows things."""

    def __init__(self, result: KataResult, trouble: str = "") -> None:
        self.result, self.trouble = result, trouble

    def __repr__(self) -> str:
        lines = [f"{self.result.id}: {self.result.status}, {self.result.points}/{self.result.max_points}"]
        lines += [check.explanation.text() for check in self._shown() if check.explanation]
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
        return "".join([f"<div>{head}</div>", *(_as_html(check) for check in self._shown()), trouble])

    def _shown(self) -> list[CheckResult]:
        return [check for check in self.result.checks if check.status in (Status.FAILED, Status.ERROR)][:1]


def grade(name: str) -> Verdict:
    """Grade one kata as saved, remember the verdict, and return it."""
    from grader.bench.process import Bench
    from grader.judge.gathering import Listener
    from grader.judge.submission import Submission
    from grader.study.session import Session

    course = read_course()
    session, bench = Session(course, Submission(ROOT / "katas")), Bench()
    try:
        report = session.grade([course.kata(name)], bench, Listener())
    finally:
        bench.close()
    return Verdict(report.katas[0], report.trouble)


def figure(name: str) -> Any:
    """Draw a day's figure with the learner's functions and show it."""
    from IPython.display import Image

    from grader.judge.submission import Submission
    from grader.study.figure import draw

    path = ROOT / "figures" / f"{name}.png"
    try:
        draw(read_course().day(name), Submission(ROOT / "katas"), path)
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
