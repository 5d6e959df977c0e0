"""An upload: files as a student handed them in, in whatever folder, laid out as the submission that a grader takes.

    python -m grader.classroom.upload FOLDER TREE

No link is followed: whoever lays it out may read what the student may not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course.catalogue import Kata, read_course
from grader.course.faults import UsageError
from grader.course.files import contents, write_whole
from grader.faces.command import run

NOT_THEIRS = {"solutions", "tests", "fixtures", "__pycache__"}  # of a course that was uploaded whole


def lay_out(folder: Path, tree: Path) -> list[Kata]:
    """Write each kata's file that is in the upload as dayNN/NAME.py into a tree, and return which were there."""
    found = uploaded(folder, read_course().katas())
    for kata, path in found.items():
        write_whole(tree / kata.day / f"{kata.name}.py", contents(path))
    return list(found)


def uploaded(folder: Path, katas: Iterable[Kata]) -> dict[Kata, Path]:
    """Return the files of the katas that are in an upload."""
    there = sorted(_files(folder), key=lambda path: len(path.parts))
    return {kata: path for kata in katas if (path := _file_of(kata, folder, there))}


def _file_of(kata: Kata, folder: Path, there: list[Path]) -> Path | None:
    """Return a kata's file: the one in its day's folder, or else one that was uploaded without its folder."""
    named = [path for path in there if path.name == f"{kata.name}.py"]
    in_its_day = (path for path in named if path.parent.name == kata.day)
    alone = (path for path in named if path.parent == folder)
    return next(in_its_day, next(alone, None))


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_THEIRS and not name.startswith(".")]
        yield from (path for name in names if (path := Path(place, name)).is_file() and not path.is_symlink())


def main(argv: list[str]) -> int:
    folder, tree = map(Path, argv)
    if not lay_out(folder, tree):
        raise UsageError(f"{folder} holds no file of a kata")
    return 0


if __name__ == "__main__":
    raise SystemExit(run("grader", main))
