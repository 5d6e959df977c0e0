"""What exists: the course, its days, their katas, and the files that carry a kata's name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from grader import ROOT
from grader.course.faults import BrokenCourse, UsageError


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
        for day in self.days:
            if day.name == name:
                return day
        raise UsageError(f'no day "{name}"{nearest(name, [day.name for day in self.days])}')

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
        for day in self.days:
            if wanted in (day.name, str(day.number)):
                return list(day.katas), None
        head, _, check = wanted.rpartition("/")
        for kata in self.katas():
            if wanted in (kata.id, kata.name):
                return [kata], None
            if head in (kata.id, kata.name):
                return [kata], check
        known = [day.name for day in self.days]
        for kata in self.katas():
            known += [kata.id, kata.name]
        raise UsageError(f'no day or kata "{name}"{nearest(wanted, known)}')


def as_name(text: str) -> str:
    """Return "day03/padding" for the ways a learner may write it, a file's path among them."""
    name = text.replace("\\", "/").strip("/").removesuffix(".py")
    for tree in ("katas", "solutions", "tests"):
        _, found, rest = f"/{name}".rpartition(f"/{tree}/")
        if found:
            name = rest
    return name.replace("/test_", "/")


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
