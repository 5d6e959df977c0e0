"""A learner's copy of the course made newer: the course's files are replaced, and what was written stays.

The order lets an interrupted update simply be run again. First the katas, while the old stubs are at hand; then the
course's files and the tool; the seal with the stubs; and last what the release says of itself.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.edition import Edition, edition_for, given
from grader.classroom.merge import merged, says_all
from grader.classroom.release import remove
from grader.course import seal
from grader.course.catalogue import Course, read_course
from grader.course.faults import UsageError
from grader.course.files import keep_copy, write_whole
from grader.course.manifest import KATA, hash_of
from grader.course.stubs import text_of_stub
from grader.course.version import RELEASE


@dataclass
class Account:
    """What an update did, by the paths of the files."""

    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # new stubs put beside a file of the learner's
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.merged or self.beside or self.replaced or self.removed)


def update(root: Path, source: Path) -> tuple[Edition, Account]:
    """Make the copy of the course below `root` that in the folder `source`, and return what it is and what was done."""
    if source.resolve() == root.resolve():
        raise UsageError(f"{source} is this copy of the course itself: update takes a newer one")
    edition = edition_for(root, source)
    if edition.is_older_than(root):
        raise UsageError(f"{source} is {edition.words} of {edition.date or 'unknown date'}, older than this copy")
    course = read_course(root)
    if lost := [day.name for day in course.days if day.name not in edition.days]:
        raise UsageError(
            f"{source} has no {', '.join(lost)}, which this copy has: take a release that holds all its days"
        )
    return edition, Update(root, edition, _stubs(root, course)).run()


def _stubs(root: Path, course: Course) -> dict[str, str]:
    """Return the stubs of a copy; none of a kata that an interrupted update has brought, but not yet its stub."""
    found = {}
    for kata in course.katas():
        with suppress(FileNotFoundError):
            found[_path(root, kata.stub)] = text_of_stub(kata)
    return found


class Update:
    """One update under way. `stubs` are those of the copy as it is, as they were before anybody wrote in them."""

    def __init__(self, root: Path, edition: Edition, stubs: dict[str, str]) -> None:
        self._root, self._edition, self._stubs = root, edition, stubs
        self._given = given(root)
        self._account = Account()

    def run(self) -> Account:
        files = self._edition.files
        for path in sorted(filter(KATA.fullmatch, files)):
            self._kata(path, files[path].decode())
        tool = {path: data for path, data in files.items() if path.startswith("grader/")}
        last = {path: files[path] for path in (seal.NAME,) if path in files}
        for path, data in files.items():
            if path not in tool and path not in last and not KATA.fullmatch(path):
                self._replace(path, data)
        self._swap({path: data for path, data in tool.items() if self._is_to_change(path, data)})
        self._remove()
        for path, data in last.items():
            self._replace(path, data)
        if manifest := self._edition.manifest:
            self._replace(RELEASE, manifest.as_bytes())
        return self._account

    # -- what the learner writes in

    def _kata(self, path: str, new: str) -> None:
        file, old = self._root / path, self._stubs.get(path)
        yours = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else None
        if yours is None or (yours != new and yours == old):
            self._account.new.append(path)
            write_whole(file, new.encode())
        elif yours != new and old == new:
            self._account.kept.append(path)
        elif yours != new:
            self._merge(path, yours, old, new)

    def _merge(self, path: str, yours: str, old: str | None, new: str) -> None:
        text = merged(yours, old, new) if old is not None else None
        if text is not None and text != yours:
            self._back_up(path)
            self._account.merged.append(path)
            write_whole(self._root / path, text.encode("utf-8", "surrogateescape"))
        else:
            self._account.kept.append(path)
        if not says_all(text or yours, old or "", new):
            self._put_beside(f"{path.removesuffix('.py')}.new.py", new.encode())

    def _put_beside(self, path: str, data: bytes) -> None:
        if self._is_to_change(path, data):
            self._account.beside.append(path)
            write_whole(self._root / path, data)

    # -- what the course brings

    def _is_to_change(self, path: str, data: bytes) -> bool:
        """Return whether a file is to be written; what was there and is not as it was given out is kept."""
        file = self._root / path
        if not file.exists():
            return True
        if file.read_bytes() == data:
            return False
        if path not in (seal.NAME, RELEASE) and self._given.get(path) != hash_of(file):
            self._back_up(path)
        return True

    def _replace(self, path: str, data: bytes) -> None:
        if self._is_to_change(path, data):
            self._account.replaced.append(path)
            write_whole(self._root / path, data)

    def _swap(self, files: dict[str, bytes]) -> None:
        """Replace the tool that is running, at once: half of one and half of another could not be run again."""
        staged = self._root / ".grader" / "update"
        for path, data in files.items():
            write_whole(staged / path, data)
            (self._root / path).parent.mkdir(parents=True, exist_ok=True)
        with _undisturbed():
            for path in files:
                os.replace(staged / path, self._root / path)
        shutil.rmtree(staged, ignore_errors=True)
        self._account.replaced += files

    def _remove(self) -> None:
        """Remove what the newer course does not have, where it is as it was given out."""
        gone = {path for path in self._given if path not in self._edition.files}
        unchanged = {path for path in gone if hash_of(self._root / path) == self._given[path]}
        remove(self._root, unchanged)
        self._account.removed += sorted(unchanged)

    def _back_up(self, path: str) -> None:
        folder = self._root / ".grader" / "backups" / Path(path).parent.relative_to("katas" if _in_katas(path) else ".")
        self._account.backups.append(keep_copy(self._root / path, folder))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no Ctrl-C and no request to end come between; it comes afterwards."""
    waiting: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda number, _: waiting.append(number)) for kind in signals]
    try:
        yield
    finally:
        for kind, handler in zip(signals, before, strict=True):
            signal.signal(kind, handler)
        for number in waiting:
            signal.raise_signal(number)


def _in_katas(path: str) -> bool:
    return path.startswith("katas/")


def _path(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
