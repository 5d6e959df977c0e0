"""A day's lesson: its sections, and the table of contents that is made from day.toml."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

from grader.course.catalogue import Day, Kata
from grader.course.faults import BrokenCourse
from grader.course.files import write_whole

BEGIN, END = "<!-- contents: made by python -m grader stub -->", "<!-- end of contents -->"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADS = ("The idea", "The derivation", "By hand", "For shear")  # of every section, in this order


class Section(NamedTuple):
    """A part of a lesson: its heading, nothing for what stands before the first, its text, and the kata it leads to."""

    heading: str
    text: str
    kata: Kata | None


def parts(day: Day) -> list[Section]:
    """Return the whole lesson, section by section."""
    opening, *rest = re.split(r"^## (.*)$", day.lesson.read_text(encoding="utf-8"), flags=re.MULTILINE)
    katas = {kata.name: kata for kata in day.katas}
    found = [Section("", opening, None)]
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        found.append(Section(heading, text, katas.get(heading.partition(" ")[0])))
    return found


def sections(day: Day) -> dict[str, str]:
    """Return the lesson's sections by the kata that their heading names first."""
    return {part.kata.name: f"## {part.heading}{part.text}" for part in parts(day) if part.kata}


def contents(day: Day) -> str:
    """Return the table of contents: a section a row, with minutes, points and the way to the stub."""
    rows = ["| section | minutes | points | stub |", "|---|--:|--:|---|"]
    for kata in day.katas:
        further = " (further)" if kata.further else ""
        link = f"[{kata.name}](#{anchor(_heading(day, kata))})"
        rows.append(
            f"| {link} {kata.title}{further} | {kata.minutes} | {kata.points} | [{kata.name}.py]({kata.name}.py) |"
        )
    rows.append(f"| **the afternoon** | **{day.minutes}** | | |")
    return "\n".join(rows)


def write_contents(day: Day) -> str:
    """Put the table of contents between its marks in the lesson; return what was done."""
    before = day.lesson.read_text(encoding="utf-8")
    after = with_contents(day, before)
    if after == before:
        return "unchanged"
    write_whole(day.lesson, after.encode())
    return "written"


def with_contents(day: Day, text: str) -> str:
    """Return a lesson's text with the table of contents between its marks."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise BrokenCourse(f"{day.lesson} lacks the lines {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{contents(day)}\n\n{END}{tail}"


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _heading(day: Day, kata: Kata) -> str:
    section = sections(day).get(kata.name)
    if section is None:
        raise BrokenCourse(f"{day.lesson} has no section whose heading begins with {kata.name}")
    return section.partition("\n")[0].removeprefix("## ")


def picture_data(day: Day, address: str) -> str:
    """Return a picture of the lesson as an address that holds all of it."""
    return f"data:image/png;base64,{base64.b64encode((day.lesson.parent / address).read_bytes()).decode()}"
