"""The report of a class: what it gets wrong, as tables in the terminal and as one page of HTML."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from grader.classroom.people import ToTalkTo, to_talk_to
from grader.classroom.results import Result
from grader.classroom.similarity import Similar, Similarity
from grader.classroom.statistics import (
    FEWEST,
    FEWEST_FOR_SHARES,
    Family,
    Item,
    families,
    items,
    katas,
    uncertainty,
)
from grader.classroom.turns import Pair, Turn, Unexplained, by_chance, pairs, rare, turns, unexplained
from grader.classroom.verdicts import has_begun
from grader.course.text import printable
from grader.faces.page import write_page
from grader.judge.results import Status

MARKS = {"passed": "✓", "failed": "✗", "todo": "○", "error": "!"}
SHOWN = 12  # lines of a table in the terminal


@dataclass(frozen=True)
class ClassReport:
    """Everything that the faces show, and how much may be said of so many."""

    results: list[Result]
    katas: list[str]
    graded: int
    items: list[Item]
    families: list[Family]
    turns: list[Turn]
    unexplained: list[Unexplained]
    to_talk_to: list[ToTalkTo]
    pairs: list[Pair]
    similar: Similarity | None = None  # None where nobody asked

    @property
    def is_statistical(self) -> bool:
        return self.graded >= FEWEST

    def share(self, count: int, of: int) -> str:
        """Return a count, and its percentage where there are enough for one."""
        words = f"{count} of {of}"
        return f"{words} ({100 * count / of:.0f} %)" if of >= FEWEST_FOR_SHARES else words


def class_report(results: list[Result], similar: Similarity | None = None) -> ClassReport:
    """Read the results; of few submissions nothing statistical is said."""
    graded = [result for result in results if not result.fault]
    enough = len(graded) >= FEWEST
    taken = turns(graded)
    return ClassReport(
        results,
        katas(results),
        len(graded),
        items(graded) if enough else [],
        families(graded) if enough else [],
        taken,
        unexplained(graded),
        to_talk_to(results),
        pairs(taken, len(graded)) if enough else [],
        similar,
    )


# -- HTML


def write_class_report(report: ClassReport, path: Path) -> None:
    """Write the page."""
    write_page(
        "class.html",
        path,
        report=report,
        heads=_heads(report),
        rows=[_row(result, report.katas) for result in report.results],
        often=[turn for turn in report.turns if len(turn.students) > 1],
        once=[turn for turn in report.turns if len(turn.students) == 1],
        course=next((result.report.get("course", {}) for result in report.results), {}),
        counts=_counts(report),
        uncertainty=uncertainty(report.graded) if report.is_statistical else 0.0,
        rare=rare(report.graded),
        by_chance=by_chance(report.turns, report.graded) if report.is_statistical else 0.0,
        fewest=FEWEST,
        marks=MARKS,
        written=f"{datetime.now():%d %B %Y, %H:%M}",
        printable=printable,
    )


def _heads(report: ClassReport) -> list[dict[str, Any]]:
    """Return the heads of the grid's columns; the first of a day has a line before it."""
    most = {kata["id"]: kata["max_points"] for result in report.results for kata in result.katas}
    days = ["", *(name.partition("/")[0] for name in report.katas)]
    return [
        {"name": name, "most": most[name], "first": days[number] != days[number + 1]}
        for number, name in enumerate(report.katas)
    ]


def _row(result: Result, names: list[str]) -> dict[str, Any]:
    by_name = {kata["id"]: kata for kata in result.katas}
    return {
        "name": result.name,
        "fault": result.fault,
        "points": "" if result.fault else result.points,
        "most": result.max_points,
        "cells": [_cell(by_name.get(name), bool(result.fault)) for name in names],
    }


def _cell(kata: dict[str, Any] | None, faulty: bool) -> dict[str, str]:
    """Return what stands in the grid: a mark where all or nothing is done, and else the points."""
    if kata is None or faulty:
        return {"state": "none", "shown": "", "words": "not graded"}
    state = _state(kata)
    shown = str(kata["points"]) if state == "failed" else MARKS[state]
    return {"state": state, "shown": shown, "words": f"{kata['id']}: {kata['points']} of {kata['max_points']} points"}


def _state(kata: dict[str, Any]) -> str:
    """Return passed, failed (or half done), todo (not begun), or error (the grader's own)."""
    if kata["status"] in (Status.PASSED, Status.ERROR):
        return str(kata["status"])
    unusable = any(check["status"] == Status.FAILED for check in kata["checks"])
    return "failed" if has_begun(kata) or unusable else "todo"


def _counts(report: ClassReport) -> Counter[str]:
    return Counter(_state(kata) for result in report.results if not result.fault for kata in result.katas)


# -- the terminal


def show_class_report(report: ClassReport, stream: TextIO, width: int) -> None:
    """Show what matters most; all of it stands in the page."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, width=width, highlight=False)

    def show(title: str, heads: list[str], rows: list[list[str]]) -> None:
        if not rows:
            return
        table = Table(*heads, title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
        for row in rows[:SHOWN]:
            table.add_row(*(Text(printable(cell)) for cell in row))
        console.print(table)
        if len(rows) > SHOWN:
            console.print(f"and {len(rows) - SHOWN} more; the page has all of them")
        console.print()

    console.print(_summary(report))
    console.print()
    show("Katas", ["kata", "passed", "difficulty", "discrimination"], [_item(report, item) for item in report.items])
    show(
        "Misconceptions",
        ["submissions", "kata", "what was said"],
        [[report.share(len(turn.students), report.graded), turn.kata, turn.words] for turn in report.turns],
    )
    show(
        "Failed without a reason",
        ["submissions", "function", "first"],
        [[str(len(one.students)), f"{one.kata} {one.function}", one.example] for one in report.unexplained],
    )
    show("To talk to", ["submission", "why"], [[one.name, one.why] for one in report.to_talk_to])
    show(
        "The same rare wrong turns (no proof of anything: the page says what they can mean)",
        ["submissions", "wrong turns"],
        [[f"{pair.first}, {pair.second}", ", ".join(turn.name for turn in pair.turns)] for pair in report.pairs],
    )
    show(
        "Texts that are alike",
        ["submissions", "katas"],
        [[f"{one.first}, {one.second}", _shares(one)] for one in (report.similar.pairs if report.similar else ())],
    )


def _summary(report: ClassReport) -> str:
    counts = _counts(report)
    words = f"{report.graded} of {len(report.results)} submissions graded · {counts['passed']} katas passed, "
    words += f"{counts['failed']} begun, {counts['todo']} not begun"
    few = f"\nNothing statistical is said of fewer than {FEWEST} submissions."
    return words if report.is_statistical else words + few


def _shares(pair: Similar) -> str:
    return ", ".join(f"{kata} {share:.2f}" for kata, share in pair.shares.items())


def _item(report: ClassReport, item: Item) -> list[str]:
    shown = "" if item.discrimination is None else f"{item.discrimination:.2f}"
    return [item.kata, report.share(item.passed, item.graded), f"{item.difficulty:.2f}", shown]
