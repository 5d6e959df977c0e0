"""A release in a folder: written file by file, in place of an earlier one or where nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.classroom.bundle import Bundle
from grader.course.faults import NotSaved, UsageError
from grader.course.files import write_whole
from grader.course.manifest import Manifest, hash_of, read_manifest
from grader.course.version import RELEASE


def write_release(given: Bundle, folder: Path) -> None:
    """Write a release into a new or empty folder, or in place of an earlier release in which nobody has worked."""
    before = _before(folder)
    # The manifest comes first: what was interrupted is known as a release, and is written again.
    write_whole(folder / RELEASE, given.manifest.as_bytes())
    for path, data in given.files.items():
        write_whole(folder / path, data)
    if before:
        remove(folder, set(before.files) - set(given.files))


def others(given: Bundle, folder: Path) -> list[str]:
    """Return what lies in the folder and is not the release's: it would be given out with it."""
    known = {folder / path for path in (*given.files, RELEASE)}
    return [file.relative_to(folder).as_posix() for file in _files(folder) if file not in known]


def remove(folder: Path, paths: set[str]) -> None:
    """Remove files, and the folders that are empty then."""
    for path in sorted(paths):
        file = folder / path
        try:
            file.unlink(missing_ok=True)
            for parent in file.parents:
                if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        except OSError as error:
            raise NotSaved(f"{file} could not be removed: {error.strerror or error}") from None


def _before(folder: Path) -> Manifest | None:
    """Return the release that is in a folder; UsageError where something else is."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: a release is a folder")
    if not folder.exists() or not any(folder.iterdir()):
        return None
    before = read_manifest(folder)
    if before is None:
        raise UsageError(f"{folder} is not empty, and no earlier release: name a new folder")
    for path, given in before.files.items():
        if (found := hash_of(folder / path)) and found != given:
            raise UsageError(f"{folder / path} was changed after its release, and would be lost: name a new folder")
    return before


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if not path.is_dir())
