"""What watch mode shows between two gradings: a bar of the day, its katas, and what a kata that passed has come to."""

from __future__ import annotations

from grader.course.catalogue import Day, Kata
from grader.course.objectives import read_objectives
from grader.faces.overview import mark, minutes_left
from grader.faces.style import Style
from grader.faces.terminal import NAME_WIDTH, count
from grader.study.log import WORDS
from grader.study.progress import History, State

KEYS = {
    "n": "the next kata that has not passed",
    "b": "back: the kata before this one",
    "k": "the katas of the day; then a number takes one in hand",
    "r": "grade it once more",
    "h": "one more hint",
    "l": "its section of the lesson",
    "p": "its picture, drawn with your function",
    "f": "the day's figure, drawn with your functions",
    "s": "the solution, once it has passed",
    "?": "these keys",
    "q": "quit",
}


def keys(style: Style) -> None:
    for key, words in KEYS.items():
        style.say(f"  {style.paint(key, 'bold')}  {words}")
    style.say(
        style.wrap(
            "breakpoint() waits for nobody here: python -m grader debug day03/padding, in another terminal.", "  "
        )
    )


def bar(style: Style, day: Day, history: History) -> str:
    """Return how much of a day has passed, as a bar."""
    passed = sum(history.state(kata) is State.PASSED for kata in day.katas)
    rest = len(day.katas) - passed
    blocks = style.paint("█" * passed, "green") + style.paint("░" * rest, "dim")
    return f"day {day.number} {blocks} {passed}/{len(day.katas)}"


def katas(style: Style, day: Day, watched: list[Kata], history: History, current: Kata) -> None:
    """Show the katas of a day that are watched, with their marks and numbers."""
    style.say(style.paint(f"Day {day.number} · {day.title}", "bold"))
    for number, kata in enumerate(watched, start=1):
        state = history.state(kata)
        here = "▸" if kata == current else " "
        words = "further" if kata.further and state is State.TODO else WORDS[state]
        style.say(f"{here} {number} {mark(style, state)} {kata.name:<{NAME_WIDTH}} {kata.minutes:>2} min  {words}")
    left = minutes_left(day, {kata: history.state(kata) for kata in day.katas})
    style.say(f"{bar(style, day, history)}   {left} min left" if left else bar(style, day, history))


def passed(style: Style, day: Day, kata: Kata, history: History) -> None:
    """Show what a kata that has just passed was about, and what it earned."""
    words = f"{style.paint(kata.name, 'bold')} passed at attempt {history.attempts(kata)}"
    style.say(f" {mark(style, State.PASSED)} {words}   {bar(style, day, history)}")
    style.say()
    known = read_objectives()
    for objective in kata.objectives:
        style.say(style.wrap(f"{objective}  {known.get(objective, '')}", "   "))
    points = sum(history.points(each) for each in day.katas)
    style.say()
    style.say(f"   {count(kata.points, 'point')} earned: {points} of {day.points} of day {day.number}")
