"""What exists: the course, its days, their katas, and the files that carry a kata's name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from grader import ROOT
from grader.course.faults import BrokenCourse, UsageError

LAST = 14  # the course's days, written or not
DAYS = re.compile(r"(?:day)?(\d{1,2})(?:-(?:day)?(\d{1,2}))?|week([12])|(all)")


@dataclass(frozen=True)
class Kata:
    """One module that is graded together, and where its files stand.

    `minutes` is how long it takes who has read its section; a `further` kata lies beyond the day's afternoon.
    """

    day: str
    name: str
    title: str
    points: int
    objectives: tuple[str, ...]
    hints: tuple[str, ...]
    imports: tuple[str, ...]
    forbidden: dict[str, str] = field(hash=False)
    minutes: int = 0
    further: bool = False
    root: Path = ROOT

    @property
    def id(self) -> str:
        return f"{self.day}/{self.name}"

    @property
    def stub(self) -> Path:
        return self.root / "katas" / self.day / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / self.day / f"{self.name}.py"

    @property
    def checks(self) -> Path:
        return self.root / "tests" / self.day / f"test_{self.name}.py"

    @property
    def wrong(self) -> Path:
        return self.root / "tests" / self.day / f"wrong_{self.name}.py"

    @property
    def right(self) -> Path:
        return self.root / "tests" / self.day / f"right_{self.name}.py"

    @property
    def generator(self) -> Path:
        return self.root / "fixtures" / self.day / f"{self.name}.py"

    @property
    def cases(self) -> Path:
        return self.root / "fixtures" / self.day / f"{self.name}.npz"


@dataclass(frozen=True)
class Day:
    """One day of the course: a lesson and its katas, in order."""

    name: str
    title: str
    katas: tuple[Kata, ...]
    root: Path = ROOT
    draft: bool = False

    @property
    def number(self) -> int:
        return int(self.name.removeprefix("day"))

    @property
    def points(self) -> int:
        return sum(kata.points for kata in self.katas)

    @property
    def minutes(self) -> int:
        """How long the day's core takes who has read the lesson."""
        return sum(kata.minutes for kata in self.katas if not kata.further)

    @property
    def lesson(self) -> Path:
        return self.root / "katas" / self.name / "README.md"

    @property
    def figure(self) -> Path:
        return self.root / "katas" / self.name / "figure.py"

    def picture(self, kata: Kata) -> Path:
        """Return the picture of a kata's section in the lesson."""
        return self.root / "katas" / self.name / "pictures" / f"{kata.name}.png"


@dataclass(frozen=True)
class Course:
    """The days that are present, in order."""

    days: tuple[Day, ...]

    def katas(self) -> Iterator[Kata]:
        for day in self.days:
            yield from day.katas

    def day(self, name: str) -> Day:
        """Return the one day that `name` means: "day03", "day3", "3", or the path of its lesson."""
        found = self.days_of(as_name(name)) or []
        if len(found) != 1:
            raise UsageError(f'no day "{name}"{nearest(name, [day.name for day in self.days])}')
        return found[0]

    def days_of(self, name: str) -> list[Day] | None:
        """Return the days that "day03", "3", "day01-day03", "week1" or "all" mean; None where it is no name of days."""
        numbers = _numbers(name)
        if not numbers:
            return None
        found = [day for day in self.days if day.number in numbers]
        if not found:
            raise UsageError(f"this copy of the course has no day {numbers[0]}: the last is day {self.days[-1].number}")
        return found

    def kata(self, name: str) -> Kata:
        """Return the kata called `name`: "day03/padding", or "padding" alone, or its file's path."""
        wanted = as_name(name)
        for kata in self.katas():
            if wanted in (kata.id, kata.name):
                return kata
        known = [kata.id for kata in self.katas()] + [kata.name for kata in self.katas()]
        raise UsageError(f'no kata "{name}"{nearest(wanted, known)}')

    def select(self, name: str) -> tuple[list[Kata], str | None]:
        """Return the katas that `name` means, and the one check of theirs it may single out."""
        wanted = as_name(name)
        if (days := self.days_of(wanted)) is not None:
            return [kata for day in days for kata in day.katas], None
        head, _, check = wanted.rpartition("/")
        for kata in self.katas():
            if wanted in (kata.id, kata.name):
                return [kata], None
            if head in (kata.id, kata.name):
                return [kata], check
        day, _, kata_name = wanted.partition("/")
        if (self.days[0].root / "solutions" / day / f"{kata_name}.py").exists():
            raise UsageError(f'katas/{day}/day.toml has no [[kata]] with name = "{kata_name}"')
        known = [day.name for day in self.days]
        for kata in self.katas():
            known += [kata.id, kata.name]
        raise UsageError(f'no day or kata "{name}"{nearest(wanted, known)}')


def _numbers(name: str) -> range:
    """Return the numbers of the days that a name of days means; none where it is not one."""
    match = DAYS.fullmatch(name)
    if not match:
        return range(0)
    first, last, week, _ = match.groups()
    if week:
        return range(7 * int(week) - 6, 7 * int(week) + 1)
    start, stop = (int(first), int(last or first)) if first else (1, LAST)
    return range(start, stop + 1) if start >= 1 and stop <= LAST else range(0)


def as_name(text: str) -> str:
    """Return "day03/padding" for the ways a learner may write it, a file's path among them."""
    name = text.replace("\\", "/").strip("/").removesuffix(".py")
    for tree in ("katas", "solutions", "tests"):
        _, found, rest = f"/{name}".rpartition(f"/{tree}/")
        if found:
            name = rest
    return name.replace("/test_", "/").removesuffix("/README.md")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to say after an unknown name: the names most like it."""
    matches = get_close_matches(name, list(dict.fromkeys(known)), n=3, cutoff=0.5)
    return f": did you mean {' or '.join(matches)}?" if matches else ": python -m grader lists what there is"


def read_course(root: Path = ROOT) -> Course:
    """Read every katas/dayNN/day.toml below `root`; a day that says `draft = true` is not part of the course yet."""
    read = (_read_day(path, root) for path in sorted((root / "katas").glob("day[0-9][0-9]/day.toml")))
    days = tuple(day for day in read if not day.draft)
    if not days:
        raise BrokenCourse(f"no katas/dayNN/day.toml below {root}: this is not a copy of the course")
    return Course(days)


def _read_day(path: Path, root: Path) -> Day:
    name = path.parent.name
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        draft = table.get("draft", False)
        katas = tuple(
            Kata(
                day=name,
                name=entry["name"],
                title=entry["title"],
                points=entry["points"],
                objectives=tuple(entry["objectives"]),
                hints=tuple(entry["hints"]),
                imports=tuple(entry.get("imports", table["imports"])),
                forbidden=entry.get("forbidden", {}),
                minutes=entry.get("minutes", 0),
                further=entry.get("further", False),
                root=root,
            )
            for entry in (table.get("kata", ()) if draft else table["kata"])
        )
        return Day(name, table["title"], katas, root, draft)
    except OSError as error:
        raise BrokenCourse(f"{path} cannot be read: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenCourse(f"{path} is not sound TOML: {error}") from None
    except KeyError as error:
        raise BrokenCourse(f"{path} lacks the key {error}") from None
