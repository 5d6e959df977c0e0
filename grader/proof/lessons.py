"""What must hold of a day's lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.course.catalogue import Day, Kata
from grader.course.lesson import BEGIN, END, HEADS, sections, with_contents
from grader.judge.submission import Submission
from grader.proof.finding import Finding
from grader.study.figure import is_drawn

MOST_PICTURE = 60_000  # bytes


def check_lesson(day: Day) -> Iterator[Finding]:
    """Every kata has its section, with the same heads, its picture, and the ways there and back."""
    place = f"katas/{day.name}/README.md"
    if not day.lesson.exists():
        yield Finding(place, "the lesson is missing")
        return
    text = day.lesson.read_text(encoding="utf-8")
    written = sections(day)
    for kata in day.katas:
        if kata.name not in written:
            yield Finding(place, f"no section's heading begins with {kata.name}")
        else:
            yield from _section(day, kata, written[kata.name])
    if BEGIN not in text or END not in text:
        yield Finding(place, f"the lines {BEGIN} and {END} are missing, between which the contents stand")
    elif len(written) == len(day.katas) and with_contents(day, text) != text:
        yield Finding(place, f"its contents are not those of day.toml: python -m grader stub {day.name}")
    for heading in ("## Watch", "## Experiments"):
        if f"\n{heading}\n" not in text:
            yield Finding(place, f'the heading "{heading}" is missing')
    experiments = text.partition("\n## Experiments\n")[2].partition("\n## ")[0]
    if len(re.findall(r"^\d\. ", experiments, re.MULTILINE)) < 2:
        yield Finding(place, "two experiments are wanted: numbered, each to predict, run and compare")


def _section(day: Day, kata: Kata, text: str) -> Iterator[Finding]:
    place = f"katas/{day.name}/README.md, {kata.name}"
    places = [text.find(f"**{head}.**") for head in HEADS]
    if -1 in places or places != sorted(places):
        yield Finding(place, f"its heads are to be, in this order: {', '.join(HEADS)}")
    if not re.search(rf"!\[[^\]]+\]\(pictures/{kata.name}\.png\)", text):
        yield Finding(place, f"it does not show pictures/{kata.name}.png, with words for who cannot see it")
    elif not is_drawn(day, Submission(day.root / "solutions"), day.picture(kata), f"picture_{kata.name}"):
        yield Finding(
            place, f"its picture is not drawn from the files as they are: python -m grader pictures {day.name}"
        )
    elif day.picture(kata).stat().st_size > MOST_PICTURE:
        yield Finding(place, f"its picture has more than {MOST_PICTURE} bytes")
    if f"[the stub]({kata.name}.py)" not in text or "[contents](#contents)" not in text:
        yield Finding(place, f"it does not lead to [the stub]({kata.name}.py) and back to the [contents](#contents)")
