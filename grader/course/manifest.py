"""What a release says of itself: of which course it is, which days it holds, and the hash of every file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from grader import ROOT
from grader.course.faults import BrokenCourse, UsageError
from grader.course.version import RELEASE

SCHEMA = 1
KATA = re.compile(r"katas/day\d\d/(?!figure\.py)\w+\.py")  # what a learner writes in


@dataclass(frozen=True)
class Manifest:
    """A release: `files` are the hashes of all its files but the manifest's own, by their paths."""

    version: str
    commit: str
    date: str
    days: list[str]
    without_diagnosis: bool
    files: dict[str, str]

    def as_bytes(self) -> bytes:
        return (json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1) + "\n").encode()

    def differing(self, root: Path) -> Iterator[str]:
        """Yield the files that are not as they were given out, but for those that a learner writes in."""
        for path, given in self.files.items():
            if not KATA.fullmatch(path) and hash_of(root / path) != given:
                yield path

    @property
    def words(self) -> str:
        return f"{self.version}{f' ({self.commit})' if self.commit else ''} of {', '.join(self.days)}"


def read_manifest(root: Path = ROOT) -> Manifest | None:
    """Return what a release says of itself; None where a folder is no release."""
    file = root / RELEASE
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said.pop("schema") != SCHEMA:
            raise ValueError("it is of another schema")
        manifest = Manifest(**said)
        if not all(isinstance(given, str) and _is_inside(path) for path, given in manifest.files.items()):
            raise ValueError("it names files that are not the release's")
        return manifest
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenCourse(f"{file} cannot be read ({error}): take it anew from where this release is from") from None


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hash_of(file: Path) -> str:
    """Return the hash of a file of any size; nothing where there is none."""
    try:
        return hashed(file.read_bytes())
    except OSError:
        return ""


def require_whole_course(verb: str) -> None:
    """Refuse what needs the files that a release leaves out."""
    if (ROOT / RELEASE).exists():
        raise UsageError(f"{verb} needs the whole course, solutions and generators of cases; this is a release of it")


def _is_inside(path: str) -> bool:
    return not (path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"))
