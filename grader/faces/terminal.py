"""The terminal's face: what a learner reads while a grading runs, and after it."""

from __future__ import annotations

from collections.abc import Iterable

from grader import ROOT
from grader.course.catalogue import Course, Kata
from grader.course.files import shown
from grader.faces.style import Style
from grader.judge.gathering import Listener
from grader.judge.results import CheckResult, KataResult, Report, Status, indent
from grader.judge.submission import Submission, against

MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.TODO: ("○", "dim"),
    Status.ERROR: ("!", "yellow"),
    Status.UNCHECKED: ("?", "yellow"),
}
ALL_BUT_REFUSALS = ("◐", "yellow")
NAME_WIDTH = 22
NAMED = 8  # checks of one cause that are named


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
            style.say(style.paint(f"Day {day.number} · {day.title}", "bold") + _minutes(style, day.minutes))
        if result.whole:
            self._say_kata(kata, result)
        else:
            self._say_checks(kata, result)

    def _say_checks(self, kata: Kata, result: KataResult) -> None:
        """Say what single checks came to: of the kata's points they say nothing."""
        for check in result.checks:
            mark, colour = MARKS[check.status]
            self._style.say(f" {self._style.paint(mark, colour)} {kata.id}/{check.name}")
            if check.printed:
                self._style.say(f"     it printed:\n{indent(check.printed, '       ')}")
            if words := explained(self._style, kata, check):
                self._style.say(words)

    def _say_kata(self, kata: Kata, result: KataResult) -> None:
        style = self._style
        style.say(kata_line(style, kata, result))
        missing = result.first(Status.TODO)
        if missing and result.status is Status.TODO and result.first(Status.PASSED):
            style.say(explained(style, kata, missing))
        if result.lacks_refusals_alone:
            style.say(style.wrap("The numbers are right; what is left is to refuse wrong arguments.", "     "))
        causes = result.causes()
        for checks in causes if self._every_check else causes[:1]:
            style.say(explained(style, kata, checks[0]))
            if self._every_check and len(checks) > 1:
                style.say(style.paint(style.wrap(_the_same(checks[1:]), "     "), "dim"))
        rest = sum(map(len, causes)) - 1
        if rest > 0 and not self._every_check:
            words = f"and {rest} more of its {len(result.checks)} checks; all of them: "
            style.say(
                style.paint(
                    style.fold(f"{words}python -m grader {kata.id} --all{against(self._submission.root)}"), "dim"
                )
            )

    def finish(self, report: Report) -> None:
        """Say what it adds up to, and what is next."""
        style = self._style
        style.clear()
        katas = [kata for kata in report.katas if kata.whole]
        checks = [check for kata in report.katas if not kata.whole for check in kata.checks]
        style.say()
        if report.interrupted:
            style.say("stopped; what was graded before is kept")
        if katas:
            points, most = sum(kata.points for kata in katas), sum(kata.max_points for kata in katas)
            style.say(f"{_passed(katas)} of {count(len(katas), 'kata')} · {points} of {count(most, 'point')}")
        if checks:
            style.say(f"{_passed(checks)} of {count(len(checks), 'check')}")
        unfinished = (kata for kata in report.katas if kata.status is not Status.PASSED)
        if first := next(unfinished, None):
            style.say(style.fold(f"next: {shown(self._submission.file(self._course.kata(first.id)))}", ""))


def _passed(results: Iterable[KataResult | CheckResult]) -> int:
    return sum(result.status is Status.PASSED for result in results)


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _the_same(checks: list[CheckResult]) -> str:
    """Return which other checks failed by the same cause, the first few by name."""
    names = ", ".join(check.name for check in checks[:NAMED])
    more = f" and {len(checks) - NAMED} more" if len(checks) > NAMED else ""
    return f"the same in {count(len(checks), 'check')} more: {names}{more}"


def kata_line(style: Style, kata: Kata, result: KataResult) -> str:
    mark, colour = ALL_BUT_REFUSALS if result.lacks_refusals_alone else MARKS[result.status]
    head = f" {style.paint(mark, colour)} {kata.name:<{NAME_WIDTH}}"
    passed = sum(check.status is Status.PASSED for check in result.checks)
    if result.status is Status.TODO and not passed:
        further = style.paint(", further", "dim") if kata.further else ""
        return f"{head} {style.paint('not started', 'dim')}{_minutes(style, kata.minutes)}{further}"
    state = " (partly done)" if result.status is Status.TODO else ""
    return f"{head} {result.points}/{result.max_points}{state}"


def _minutes(style: Style, minutes: int) -> str:
    return style.paint(f"  {minutes} min", "dim") if minutes else ""


def explained(style: Style, kata: Kata, check: CheckResult) -> str:
    """Return the ladder: what was called, what is wrong, why, and where to go on."""
    if check.explanation is None:
        return ""
    why = check.explanation.printable()
    blocks = [style.wrap(why.message, "     ")]
    if why.diagnosis:
        blocks.append(style.paint(style.wrap(why.diagnosis, "     "), "yellow"))
    if why.where:
        where = style.link(style.paint(why.where, "bold"), ROOT / why.where.rpartition(":")[0])
        help_ = f"more help: python -m grader hint {kata.id}"
        fits = len(f"     {why.where}   {help_}") <= style.columns
        blocks += [f"     {where}   {help_}"] if fits else [f"     {where}", style.fold(help_)]
    if why.again:
        blocks.append(style.paint(style.fold(f"again: {why.again}"), "dim"))
    return "\n".join(blocks)
