"""Files: read within bounds, known by their hash, and written wholly or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from datetime import datetime
from pathlib import Path

from grader import ROOT
from grader.course.faults import NotSaved
from grader.course.text import printable

SOURCE_LIMIT = 1_000_000  # bytes of a file of Python: what is larger was not written by hand


def contents(path: Path) -> bytes:
    """Return the bytes of a source file; OSError where it is no file, or one that nobody wrote by hand."""
    # Opened without waiting: a named pipe would keep whoever opens it until somebody writes.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        data = stream.read(SOURCE_LIMIT + 1)
    if len(data) > SOURCE_LIMIT:
        raise OSError(errno.EFBIG, f"it is larger than {SOURCE_LIMIT / 1e6:g} MB", str(path))
    return data


def file_hash(path: Path) -> str:
    """Return the hash by which a verdict knows its file; nothing where there is no such file."""
    try:
        return hashlib.sha256(contents(path)).hexdigest()
    except OSError:
        return ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file wholly or not at all: another one is written, and takes its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, _mode(path))
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise NotSaved(f"{path} could not be written: {error.strerror or error}") from None


def keep_copy(path: Path, folder: Path) -> Path:
    """Keep a copy of a file that is about to be replaced, in a folder of backups, and return where."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = folder / f"{path.stem}-{stamp}{path.suffix}"
    write_whole(copy, path.read_bytes())
    return copy


def shown(path: Path) -> str:
    """Return a path as it is written in a message: from the course's folder, if it lies there."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
    return printable(name).replace("\n", "\\n")


def _mode(path: Path) -> int:
    """Return the permissions the file has, or those a new file gets here."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
