"""The terminal's face: what a learner reads while a grading runs, and after it."""

from __future__ import annotations

from collections.abc import Iterable

from grader import ROOT
from grader.catalogue import Course, Day, Kata, shown
from grader.gathering import Listener
from grader.log import log_path
from grader.progress import Progress, State
from grader.results import CheckResult, KataResult, Report, Status
from grader.style import Style
from grader.submission import Submission, against

MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.TODO: ("○", "dim"),
    Status.ERROR: ("!", "yellow"),
    Status.UNCHECKED: ("?", "yellow"),
}
NAME_WIDTH = 22


class TerminalFace(Listener):
    """Streams verdicts as lines: one a kata, with the first thing that is wrong below it."""

    def __init__(self, style: Style, course: Course, submission: Submission, *, every_check: bool = False) -> None:
        self._style, self._course, self._submission = style, course, submission
        self._every_check = every_check
        self._day = ""

    def on_check(self, kata: Kata, result: CheckResult) -> None:
        self._style.passing(f"   {kata.name}: {result.name}")

    def on_kata(self, kata: Kata, result: KataResult) -> None:
        style = self._style
        style.clear()
        if kata.day != self._day:
            if self._day:
                style.say()
            self._day = kata.day
            day = self._course.day(kata.day)
            style.say(style.paint(f"Day {day.number} · {day.title}", "bold"))
        style.say(kata_line(style, kata.name, result))
        missing = result.first(Status.TODO)
        if missing and result.status is Status.TODO and result.first(Status.PASSED):
            style.say(explained(style, kata, missing))
        wrong = [check for check in result.checks if check.status in (Status.FAILED, Status.ERROR)]
        for check in wrong if self._every_check else wrong[:1]:
            style.say(explained(style, kata, check))
        if len(wrong) > 1 and not self._every_check:
            rest = f"and {len(wrong) - 1} more of its {len(result.checks)} checks; all of them: "
            style.say(
                style.paint(f"     {rest}python -m grader {kata.id} --all{against(self._submission.root)}", "dim")
            )

    def finish(self, report: Report) -> None:
        """Say what it adds up to, and what is next."""
        style = self._style
        style.clear()
        passed = sum(kata.status is Status.PASSED for kata in report.katas)
        points = sum(kata.points for kata in report.katas)
        most = sum(kata.max_points for kata in report.katas)
        style.say()
        if report.interrupted:
            style.say("stopped; what was graded before is kept")
        style.say(f"{passed} of {count(len(report.katas), 'kata')} · {points} of {count(most, 'point')}")
        unfinished = (kata for kata in report.katas if kata.status is not Status.PASSED)
        if first := next(unfinished, None):
            style.say(f"next: {shown(self._submission.file(self._course.kata(first.id)))}")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def kata_line(style: Style, name: str, result: KataResult) -> str:
    mark, colour = MARKS[result.status]
    passed = sum(check.status is Status.PASSED for check in result.checks)
    if result.status is Status.TODO and not passed:
        return f" {style.paint(mark, colour)} {name:<{NAME_WIDTH}} {style.paint('not started', 'dim')}"
    state = " (partly done)" if result.status is Status.TODO else ""
    return f" {style.paint(mark, colour)} {name:<{NAME_WIDTH}} {result.points}/{result.max_points}{state}"


def explained(style: Style, kata: Kata, check: CheckResult) -> str:
    """Return the ladder: what was called, what is wrong, why, and where to go on."""
    why = check.explanation
    if why is None:
        return ""
    blocks = [style.wrap(why.message, "     ")]
    if why.diagnosis:
        blocks.append(style.paint(style.wrap(why.diagnosis, "     "), "yellow"))
    if why.where:
        where = style.link(style.paint(why.where, "bold"), ROOT / why.where.rpartition(":")[0])
        line = f"{where}   more help: python -m grader hint {kata.id}"
        blocks.append(f"     {line}")
    if why.again:
        blocks.append(style.paint(f"     again: {why.again}", "dim"))
    return "\n".join(blocks)


def overview(style: Style, course: Course, progress: Progress) -> None:
    """Show every day with what is known of its katas, and what is next."""
    states = {kata: progress.state(kata) for kata in course.katas()}
    for day in course.days:
        style.say(_day_line(style, day, states))
    passed = [kata for kata, state in states.items() if state is State.PASSED]
    points = sum(progress.points(kata) for kata in states)
    total = sum(kata.points for kata in states)
    style.say()
    style.say(f"{len(passed)} of {count(len(states), 'kata')} · {points} of {count(total, 'point')}")
    for line in _latest(states, progress):
        style.say(style.paint(line, "dim"))
    changed = [kata.id for kata, state in states.items() if state is State.CHANGED]
    if changed:
        style.say(style.paint(f"changed since they were graded: {', '.join(changed)}", "yellow"))
    first = next((kata for kata, state in states.items() if state is not State.PASSED), None)
    if first is None:
        style.say("every kata has passed")
    else:
        style.say(f"next: katas/{first.id}.py   then: python -m grader {first.id}")


def _latest(katas: Iterable[Kata], progress: Progress) -> list[str]:
    """Return when the last few katas to pass did so first, and at which attempt."""
    passed = []
    for kata in katas:
        gradings = progress.gradings(kata)
        attempt = next((n for n, grading in enumerate(gradings, start=1) if grading.status is State.PASSED), None)
        if attempt:
            passed.append((gradings[attempt - 1].at, kata.id, attempt))
    latest = sorted(passed, reverse=True)[:3]
    return [f"{name} first passed {at.astimezone():%d %B, %H:%M}, at attempt {n}" for at, name, n in latest]


def _day_line(style: Style, day: Day, states: dict[Kata, State]) -> str:
    marks = {
        State.PASSED: style.paint("✓", "green"),
        State.FAILED: style.paint("✗", "red"),
        State.TODO: style.paint("○", "dim"),
        State.CHANGED: style.paint("~", "yellow"),
    }
    row = "".join(marks[states[kata]] for kata in day.katas)
    passed = sum(states[kata] is State.PASSED for kata in day.katas)
    log = style.paint("  log", "dim") if log_path(day.name).exists() else ""
    return f"{day.name}  {row}  {passed}/{len(day.katas)}  {day.title}{log}"
