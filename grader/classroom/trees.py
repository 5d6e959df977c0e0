"""What was handed in, as names and contents: a folder or a zip, of which nothing is unpacked or followed."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader.course.files import SOURCE_LIMIT, contents

MOST_NAMES = 20_000  # in one submission
DEEPEST = 4  # folders above day03/: a zip of a folder, of a clone, in a folder of the learning platform's


class NoSubmission(Exception):
    """Nothing can be graded; the message says why."""


class Tree(Protocol):
    """Files by their names below some root, "katas/day03/padding.py"."""

    def names(self) -> list[str]: ...
    def read(self, name: str) -> bytes: ...


class Folder:
    """A folder as a tree."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        """Return the files that can lie where a kata's file lies; links to folders are not followed."""
        found: list[str] = []
        for place, folders, files in os.walk(self._root):
            here = Path(place).relative_to(self._root)
            deep = len(here.parts) > DEEPEST
            folders[:] = [] if deep else sorted(name for name in folders if not name.startswith((".", "__")))
            found += [(here / name).as_posix() for name in sorted(files) if name.endswith(".py")]
            if len(found) > MOST_NAMES:
                raise NoSubmission(f"it holds more than {MOST_NAMES:,} files")
        return found

    def read(self, name: str) -> bytes:
        """Return a file's bytes; OSError where it lies elsewhere, or nobody wrote it by hand."""
        file = self._root / name
        if not file.resolve().is_relative_to(self._root.resolve()):
            raise OSError(errno.EXDEV, "it is a link to somewhere else", name)
        return contents(file)


class Archive:
    """A zip as a tree."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self._members: dict[str, zipfile.ZipInfo] = {}
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise NoSubmission(f"the zip cannot be read: {error}") from None

    def names(self) -> list[str]:
        """Return the names of the files of Python in it; NoSubmission where one would lie outside."""
        infos = self._zip.infolist()
        if len(infos) > MOST_NAMES:
            raise NoSubmission(f"the zip holds more than {MOST_NAMES:,} files")
        for info in infos:
            if climbs(info.filename):
                raise NoSubmission(f"the zip holds a path that climbs out of it: {info.filename!r:.80}")
        self._members = {info.filename.replace("\\", "/"): info for info in infos}  # as some make zips on Windows
        return [name for name in self._members if name.endswith(".py") and not _is_beside(name)]

    def read(self, name: str) -> bytes:
        """Return a member's bytes; OSError where it is no plain file, or nobody wrote it by hand."""
        info = self._members[name]
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise OSError(errno.EINVAL, "it is not a regular file", name)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(SOURCE_LIMIT + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise OSError(errno.EIO, f"it cannot be unpacked: {error}", name) from None
        if len(data) > SOURCE_LIMIT:
            raise OSError(errno.EFBIG, f"it is larger than {SOURCE_LIMIT / 1e6:g} MB", name)
        return data


def climbs(name: str) -> bool:
    """Return whether a member's name leads out of the folder that a zip is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _is_beside(name: str) -> bool:
    """Return whether a member is what macOS puts beside each file."""
    return name.startswith("__MACOSX/")
