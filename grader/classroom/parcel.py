"""What a course arrives in: a folder, or a zip that is unpacked with care."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.classroom.trees import climbs
from grader.course.faults import UsageError

MOST_BYTES = 500_000_000  # of everything in a zip; the whole course is 20 MB
MOST_FILES = 20_000


@contextmanager
def opened(source: Path) -> Iterator[Path]:
    """While it lasts, give the folder of the course that is in a folder or a zip; UsageError where none is."""
    if source.is_dir():
        yield _course_in(source, source)
        return
    if not source.is_file() or not zipfile.is_zipfile(source):
        what = "is neither a folder nor a zip" if source.exists() else "does not exist"
        raise UsageError(f"{source} {what}: update takes the folder or zip of a newer course")
    with tempfile.TemporaryDirectory(prefix="katas-") as folder:
        _unpack(source, Path(folder))
        yield _course_in(Path(folder), source)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            if bad := next(filter(_leads_out, archive.namelist()), None):
                raise UsageError(f"{source} holds {bad!r}, a path that leads out of it: it is not unpacked")
            if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
                raise UsageError(f"{source} is larger than any course: it is not unpacked")
            archive.extractall(folder)  # no member comes out larger than it says: zipfile stops there
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise UsageError(f"{source} cannot be unpacked: {error}") from None


def _leads_out(name: str) -> bool:
    """Return whether a member's name leads out of the folder that it is unpacked into, or hides where it leads."""
    return climbs(name) or ":" in name or not name.isprintable()


def _course_in(folder: Path, source: Path) -> Path:
    """Return the folder itself or the one folder in it that is a course."""
    if _is_course(folder):
        return folder
    found = [path for path in sorted(folder.iterdir()) if path.is_dir() and _is_course(path)]
    if len(found) > 1:
        raise UsageError(f"{source} holds several courses ({', '.join(path.name for path in found)}): name one of them")
    if not found:
        raise UsageError(f"{source} is no course: it holds no katas/dayNN/day.toml beside a pyproject.toml")
    return found[0]


def _is_course(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and any(folder.glob("katas/day[0-9][0-9]/day.toml"))
