"""A bundle: the files of a release, chosen by a list of what may go in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.cases import read_cases
from grader.classroom import needs
from grader.course import seal
from grader.course.catalogue import Day, Kata
from grader.course.faults import UsageError
from grader.course.manifest import Manifest, hashed
from grader.course.stubs import text_of_stub
from grader.course.version import commit, date, version

AT_THE_ROOT = (
    ".gitignore",
    "LICENSE",
    "README.md",
    "conftest.py",
    "constraints.txt",
    "environment.yml",
    "pyproject.toml",
    "katas/objectives.toml",
    "fixtures/__init__.py",
    "fixtures/__main__.py",
)
TOOL = ("grader/**/*.py", "grader/**/templates/*.html")
OF_AUTHORS = re.compile(r"^## For authors and instructors\n.*?(?=^The code is under)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#\s]+)(?:#[^)]*)?\)")
TAKES_THE_SOLUTION = re.compile(r"def test_\w+\([^)]*\bsolution\b")


@dataclass(frozen=True)
class Bundle:
    """The files of a release by their paths, and what it says of itself."""

    files: dict[str, bytes]
    manifest: Manifest


def bundle(root: Path, days: list[Day], *, without_diagnosis: bool) -> Bundle:
    """Return the release of some days of the course below `root`."""
    inside = _without_diagnosis(root, days) if without_diagnosis else _with_diagnosis(root, days)
    opened = {file for file in inside if file.parent == root / "fixtures"}
    files = {path: (root / path).read_bytes() for path in AT_THE_ROOT if (root / path).exists()}
    for pattern in TOOL:
        files |= {_path(root, file): file.read_bytes() for file in root.glob(pattern)}
    for day in days:
        files |= {_path(root, file): file.read_bytes() for file in _of_day(day)}
    beside = opened | needs.records(root, {*opened, *inside, *(file for day in days for file in _telling(day))})
    files |= {_path(root, file): file.read_bytes() for file in beside}
    stubs = {_path(root, kata.stub): text_of_stub(kata) for kata in _katas(days)}
    files |= {path: text.encode() for path, text in stubs.items()}
    sealed = {_path(root, file): file.read_text(encoding="utf-8") for file in inside - opened}
    files[seal.NAME] = seal.packed(stubs | sealed)
    about = _about(root, days, without_diagnosis)
    files["README.md"] = _readme(files["README.md"].decode(), about).encode()
    files = {path: _linked(path, data, files) if path.endswith(".md") else data for path, data in files.items()}
    hashes = {path: hashed(data) for path, data in sorted(files.items())}
    return Bundle(files, Manifest(**{**vars(about), "files": hashes}))


def leaning(given: Bundle) -> list[str]:
    """Return the solutions that are in the seal of a release."""
    texts = seal.unpacked(given.files[seal.NAME])
    return [path for path in texts if path.startswith("solutions/")]


def _about(root: Path, days: list[Day], without_diagnosis: bool) -> Manifest:
    return Manifest(version(root), commit(root), date(root), [day.name for day in days], without_diagnosis, {})


def _katas(days: list[Day]) -> Iterator[Kata]:
    for day in days:
        yield from day.katas


def _path(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()


# -- what goes in as it is


def _of_day(day: Day) -> Iterator[Path]:
    """Yield the files of a day that a learner may read, but for the stubs."""
    yield from (day.lesson.with_name("day.toml"), day.lesson)
    yield from (file for file in (day.figure, *map(day.picture, day.katas)) if file.exists())
    for kata in day.katas:
        yield kata.checks
        if kata.cases.exists():
            if read_cases(kata.cases)[1] is None:
                raise UsageError(f"{kata.cases} was made from a secret seed, and is not given out")
            yield kata.cases


def _telling(day: Day) -> Iterator[Path]:
    """Yield the files of a day that say what it leans on."""
    yield from (day.figure, day.lesson)
    yield from (kata.checks for kata in day.katas)


# -- what the days lean on


def _with_diagnosis(root: Path, days: list[Day]) -> set[Path]:
    """Return the solutions and wrong turns of the days, and every module that any of their files leans on."""
    own = {file for kata in _katas(days) for file in (kata.solution, kata.wrong) if file.exists()}
    return own | needs.needed(root, own | {file for day in days for file in _telling(day)})


def _without_diagnosis(root: Path, days: list[Day]) -> set[Path]:
    """Return the modules without which the days' graders, figures and lessons cannot be run."""
    taken = {kata.solution for kata in _katas(days) if TAKES_THE_SOLUTION.search(kata.checks.read_text("utf-8"))}
    return taken | needs.imported(root, {file for day in days for file in _telling(day)} | taken)


# -- pages


def _readme(text: str, about: Manifest) -> str:
    """Return the README of a release: what it holds, and nothing for authors."""
    head, _, rest = OF_AUTHORS.sub("", text).partition("\n\n")
    return f"{head}\n\nThis copy of the course is release {about.words}.\n\n{rest}"


def _linked(path: str, data: bytes, files: dict[str, bytes]) -> bytes:
    """Return a page in which what is not in the release is named and not linked."""
    here = posixpath.dirname(path)

    def link(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, match[2]))
        return match[0] if ":" in match[2] or target in files else match[1]

    return LINK.sub(link, data.decode()).encode()
