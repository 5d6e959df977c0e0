"""A learning platform's archive of a whole class: a zip, unpacked into a folder of submissions."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from grader.classroom.submissions import FILES
from grader.classroom.trees import climbs
from grader.course.faults import UsageError

MOST = 2 << 30  # bytes that are unpacked of one archive
MOST_FILES = 100_000


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """Give the folder of submissions: the place itself, or what a zip holds, unpacked for as long as it lasts."""
    if not (place.is_file() and place.suffix.lower() == ".zip"):
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="katas-") as folder:
        _unpack(place, Path(folder))
        yield Path(folder)


def _unpack(file: Path, folder: Path) -> None:
    """Unpack what submissions are made of, and of the rest the names; UsageError where an archive is a trap."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            wanted = [info for info in members if PurePosixPath(info.filename).suffix.lower() in FILES]
            if len(members) > MOST_FILES or sum(info.file_size for info in wanted) > MOST:
                raise UsageError(f"{file} holds more than {MOST_FILES:,} files or {MOST >> 30} GB")
            for info in members:
                if climbs(info.filename):
                    raise UsageError(f"{file} holds a path that climbs out of it: {info.filename!r:.80}")
            for info in wanted:
                archive.extract(info, folder)  # never more bytes than it says, by the check of its checksum
        for info in members:
            _stand_in(info, folder)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
        raise UsageError(f"{file} cannot be unpacked: {error}") from None


def _stand_in(info: zipfile.ZipInfo, folder: Path) -> None:
    """Let it be seen that something was handed in under a name, be it nothing that can be graded."""
    top, *below = PurePosixPath(info.filename).parts
    place = folder / top
    if below or info.is_dir():
        place.mkdir(exist_ok=True)
    elif not place.exists():
        place.touch()
