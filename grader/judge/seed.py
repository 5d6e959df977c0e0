"""A seed that is told to nobody: it stands in a file, not on a command line that every process may read."""

from __future__ import annotations

import os
from pathlib import Path

from grader.course.faults import UsageError
from grader.course.files import shown

LONGEST = 1_000  # characters


def read_seed(path: Path) -> int:
    """Return the whole number in a file that only its owner may read."""
    try:
        with open(path, "rb") as stream:
            for_others = os.fstat(stream.fileno()).st_mode & 0o077
            text = stream.read(LONGEST).strip()
    except OSError as error:
        raise UsageError(f"the seed file {shown(path)} cannot be read: {error.strerror}") from None
    if os.name == "posix" and for_others:
        raise UsageError(f"the seed file {shown(path)} is open to others than its owner: chmod 600 {shown(path)}")
    if not text.isdigit():
        raise UsageError(f"the seed file {shown(path)} does not hold a whole number and nothing else")
    return int(text)
