"""The shelf of reference files: solutions, wrong turns, what graders lean on; from their files or out of the seal."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, ModuleType

from grader import ROOT
from grader.course import seal
from grader.course.faults import BrokenCourse


def text(file: Path, root: Path = ROOT) -> bytes | None:
    """Return the text of a reference file: of the file where it exists, else out of the seal; None where neither is."""
    if file.is_file():
        return file.read_bytes()
    sealed = seal.opened(root).get(file.relative_to(root).as_posix()) if file.is_relative_to(root) else None
    return None if sealed is None else sealed.encode()


def sealed_files() -> dict[Path, bytes]:
    """Return the texts of this course that are in the seal alone, by the files that they would be."""
    found = {ROOT / path: words.encode() for path, words in seal.opened(ROOT).items() if not path.startswith("katas/")}
    return {file: words for file, words in found.items() if not file.is_file()}


class Shelf(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Texts that imports of the course's own code find, with the packages that have no folder."""

    def __init__(self, texts: Mapping[Path, bytes]) -> None:
        self._texts = texts
        folders = {
            folder for file in texts for folder in file.parents if folder != ROOT and folder.is_relative_to(ROOT)
        }
        self._packages = {
            ".".join(folder.relative_to(ROOT).parts): str(folder) for folder in folders if not folder.is_dir()
        }

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        file = self._file(fullname)
        if file in self._texts:
            return importlib.util.spec_from_loader(fullname, self, origin=str(file))
        if fullname not in self._packages:
            return None
        package = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        package.submodule_search_locations = [self._packages[fullname]]
        return package

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._texts[self._file(fullname)], str(self._file(fullname)), "exec", dont_inherit=True)

    def get_source(self, fullname: str) -> str:
        return self._texts[self._file(fullname)].decode()

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._file(module.__name__))
        super().exec_module(module)

    def _file(self, fullname: str) -> Path:
        return ROOT / f"{fullname.replace('.', '/')}.py"


def lend() -> None:
    """Let imports find what is in the seal alone, where they find nothing else."""
    with suppress(BrokenCourse):  # where the seal is kept from a submission, it is kept from what it imports
        if texts := sealed_files():
            sys.meta_path.append(Shelf(texts))
