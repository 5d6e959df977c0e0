"""The report: one page of HTML, whole in itself, that a learner would send to an advisor."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.course.catalogue import LAST, Course, Day, Kata
from grader.faces.overview import MARKS
from grader.faces.page import rendered, write_page
from grader.study.log import QUESTIONS, WEEKS, WORDS, answers, log_path
from grader.study.progress import History, State


def write_report(course: Course, history: History, figures: dict[str, Path], path: Path) -> None:
    """Write the page. `figures` are the days' pictures that could be drawn."""
    days = [_day(day, history, figures.get(day.name)) for day in course.days]
    write_page(
        "report.html",
        path,
        days=days,
        gap=_gap(course, history, figures),
        weeks=[_week(name) for name in WEEKS if answers(log_path(name))],
        total={
            "katas": sum(len(day["katas"]) for day in days),
            "passed": sum(day["passed"] for day in days),
            "points": sum(day["points"] for day in days),
            "most": sum(day["most"] for day in days),
            "gradings": sum(len(day["history"]) for day in days),
        },
        written=f"{datetime.now():%d %B %Y, %H:%M}",
    )


def _day(day: Day, history: History, figure: Path | None) -> dict[str, Any]:
    katas = [_kata(kata, history) for kata in day.katas]
    verdicts = [(kata.name, verdict) for kata in day.katas for verdict in history.of(kata)]
    return {
        "name": day.name,
        "number": day.number,
        "title": day.title,
        "katas": katas,
        "passed": sum(kata["state"] is State.PASSED for kata in katas),
        "points": sum(kata["points"] for kata in katas),
        "most": day.points,
        "minutes": day.minutes,
        "figure": base64.b64encode(figure.read_bytes()).decode() if figure else "",
        "log": _rendered(log_path(day.name), list(QUESTIONS)),
        "history": [
            {
                "when": f"{verdict.at.astimezone():%d %b %H:%M:%S}",
                "kata": name,
                "state": verdict.status,
                "words": WORDS[verdict.status],
                "checks": f"{sum(status == 'passed' for _, status in verdict.checks)}/{len(verdict.checks)}",
                "seconds": f"{verdict.seconds:.1f}",
            }
            for name, verdict in sorted(verdicts, key=lambda pair: pair[1].at)
        ],
    }


def _gap(course: Course, history: History, figures: dict[str, Path]) -> dict[str, Any] | None:
    """Return the report's last page, what was measured at the end of the course; None before that."""
    last = course.days[-1]
    if last.number != LAST or last.name not in figures:
        return None
    dates = [verdict.at.astimezone() for kata in course.katas() for verdict in history.of(kata)]
    return {
        "figure": base64.b64encode(figures[last.name].read_bytes()).decode(),
        "from": f"{min(dates):%d %B %Y}",
        "until": f"{max(dates):%d %B %Y}",
        "katas": [kata.name for kata in last.katas if history.state(kata) is State.PASSED],
    }


def _kata(kata: Kata, history: History) -> dict[str, Any]:
    state, first = history.state(kata), history.first_passed(kata)
    return {
        "name": kata.name,
        "title": kata.title,
        "minutes": kata.minutes,
        "state": state,
        "words": WORDS[state],
        "mark": MARKS[state][0],
        "points": history.points(kata),
        "most": kata.points,
        "attempts": history.attempts(kata),
        "why": history.why(kata),
        "first": f"{first.astimezone():%d %B, %H:%M}" if first else "",
    }


def _week(name: str) -> dict[str, Any]:
    return {"name": name, "title": f"Week {name[-1]}", "log": _rendered(log_path(name), [])}


def _rendered(path: Path, order: list[str]) -> Any:
    """Return the learner's own words of a log."""
    given = answers(path)
    headings = [heading for heading in order if heading in given] + [h for h in given if h not in order]
    return rendered("\n\n".join(f"### {heading}\n\n{given[heading]}" for heading in headings))
