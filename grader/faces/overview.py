"""The overview: every day with what is known of its katas, what is left, and what is next."""

from __future__ import annotations

from collections.abc import Iterable

from grader.course.catalogue import Course, Day, Kata
from grader.faces.style import Style
from grader.faces.terminal import count
from grader.study.log import QUESTIONS, WEEKS, WORDS, answers, log_path
from grader.study.progress import History, State

MARKS = {
    State.PASSED: ("✓", "green"),
    State.FAILED: ("✗", "red"),
    State.CHANGED: ("~", "yellow"),
    State.TODO: ("○", "dim"),
}


def overview(style: Style, course: Course, history: History) -> None:
    """Show every day with what is known of its katas, and what is next."""
    states = {kata: history.state(kata) for kata in course.katas()}
    for day in course.days:
        style.say(style.fold(_day_line(style, day, states), ""))
    passed = [kata for kata, state in states.items() if state is State.PASSED]
    points = sum(history.points(kata) for kata in states)
    total = sum(kata.points for kata in states)
    style.say()
    style.say(style.fold(legend(style, states.values()), ""))
    style.say(style.paint(style.fold(_left(course, states), ""), "dim"))
    style.say(f"{len(passed)} of {count(len(states), 'kata')} · {points} of {count(total, 'point')}")
    for line in _latest(states, history):
        style.say(style.paint(line, "dim"))
    changed = [kata.id for kata, state in states.items() if state is State.CHANGED]
    if changed:
        style.say(style.paint(style.fold(f"changed since they were graded: {', '.join(changed)}", ""), "yellow"))
    first = next((kata for kata, state in states.items() if state is not State.PASSED), None)
    if first is None:
        style.say("every kata has passed")
    else:
        style.say(style.fold(f"next: katas/{first.id}.py   then: python -m grader {first.id}", ""))


def mark(style: Style, state: State) -> str:
    sign, colour = MARKS[state]
    return style.paint(sign, colour)


def legend(style: Style, states: Iterable[State]) -> str:
    """Return what the signs mean that occur."""
    seen = set(states)
    return "   ".join(f"{mark(style, state)} {WORDS[state]}" for state in MARKS if state in seen)


def minutes_left(day: Day, states: dict[Kata, State]) -> int:
    """Return how long what is left of the day's core takes."""
    return sum(kata.minutes for kata in day.katas if not kata.further and states[kata] is not State.PASSED)


def _left(course: Course, states: dict[Kata, State]) -> str:
    weeks = []
    for name, numbers in WEEKS.items():
        days = [day for day in course.days if day.number in numbers]
        if days:
            minutes = sum(minutes_left(day, states) for day in days)
            weeks.append(f"week {name[-1]}: {_duration(minutes)} left" if minutes else f"week {name[-1]}: done")
    return " · ".join(weeks)


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest else []))


def _latest(katas: Iterable[Kata], history: History) -> list[str]:
    """Return when the last few katas to pass did so first, and at which attempt."""
    passed = [(at, kata) for kata in katas if (at := history.first_passed(kata))]
    latest = sorted(passed, key=lambda pair: pair[0], reverse=True)[:3]
    return [
        f"{kata.id} first passed {at.astimezone():%d %B, %H:%M}, at attempt {history.attempts(kata)}"
        for at, kata in latest
    ]


def _day_line(style: Style, day: Day, states: dict[Kata, State]) -> str:
    row = "".join(mark(style, states[kata]) for kata in day.katas)
    passed = sum(states[kata] is State.PASSED for kata in day.katas)
    left = minutes_left(day, states)
    words = [f"{left} min left"] if left else []
    if log_path(day.name).exists():
        given = sum(question in QUESTIONS for question in answers(log_path(day.name)))
        words.append(f"log: {given} of {len(QUESTIONS)} questions answered")
    elif passed == len(day.katas):
        words.append("no log yet")
    return f"{day.name}  {row}  {passed}/{len(day.katas)}  {day.title}" + style.paint(
        "".join(f"  {word}" for word in words), "dim"
    )
