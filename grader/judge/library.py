"""The course's own code as it was before a submission ran: what is loaded afterwards comes from here.

A submission may write to the disk. Solutions, wrong turns and simulators are executed by the grader itself, some of
them only when a check has failed; so their texts are read first, and later imports find those texts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from grader import ROOT
from grader.bench.workbench import execute
from grader.course.catalogue import Kata
from grader.course.shelf import Shelf, sealed_files


class Library(Shelf):
    """The texts of some katas' reference files, and of the simulators that these import."""

    def __init__(self, katas: Iterable[Kata]) -> None:
        katas = tuple(katas)
        days = {kata.day for kata in katas}
        files = [path for day in sorted(days) for path in (ROOT / "solutions" / day).glob("*.py")]
        files += [path for kata in katas for path in (kata.solution, kata.wrong)]
        files += (ROOT / "fixtures").glob("*.py")
        super().__init__({path: path.read_bytes() for path in files if path.is_file()} | sealed_files())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and self._texts == other._texts

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def text(self, file: Path) -> bytes:
        """Return a file's text as it was; nothing where there was no such file."""
        return self._texts.get(file, b"")

    def load(self, file: str, name: str) -> ModuleType:
        """Run a file, as it was, as a module."""
        kept = self._texts.get(Path(file))
        return execute(kept if kept is not None else Path(file).read_bytes(), file, name)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While it lasts, imports of the course's own code find the texts that were read."""
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)
