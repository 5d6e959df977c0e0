"""An edition of the course: every file that a copy of it should hold, its stubs as nobody has written in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

from grader.classroom.bundle import AT_THE_ROOT, bundle
from grader.course import seal
from grader.course.catalogue import read_course
from grader.course.faults import BrokenCourse, UsageError
from grader.course.manifest import KATA, Manifest, hashed, read_manifest
from grader.course.stubs import text_of_stub
from grader.course.version import commit, date, git, version

TREES = ("docs", "fixtures", "grader", "katas", "solutions", "tests")
MORE_AT_THE_ROOT = (".gitattributes", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "tox.ini")
LEFT_OUT = ("__pycache__", "*.pyc", ".*")


@dataclass(frozen=True)
class Edition:
    """The files of an edition by their paths; the manifest where it is a release."""

    version: str
    commit: str
    date: str
    days: list[str]
    files: dict[str, bytes]
    manifest: Manifest | None

    @property
    def words(self) -> str:
        return f"{self.version}{f' ({self.commit})' if self.commit else ''}"

    def is_older_than(self, root: Path) -> bool:
        """Return whether it is older than the copy below `root`, so far as both say how old they are."""
        own, other = date(root), self.date
        try:
            return (Version(self.version), other or own) < (Version(version(root)), own or other)
        except InvalidVersion:
            return False


def edition_for(root: Path, source: Path) -> Edition:
    """Return what a newer course brings to the copy below `root`: a release to a release, a whole course to a clone."""
    is_release = read_manifest(root) is not None
    try:
        manifest = read_manifest(source)
        if manifest and not is_release:
            raise UsageError(f"{source} is a release of some days, and this is the whole course: update it from one")
        return _of_release(source, manifest) if manifest else _of_course(source, is_release)
    except (BrokenCourse, OSError, KeyError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"{source} is no sound course: {fault}") from None


def given(root: Path) -> dict[str, str]:
    """Return the hashes of the files below `root` as they were given out; of a clone, of those left as they were."""
    if manifest := read_manifest(root):
        return manifest.files
    changed = set(git(root, "diff", "--name-only", "HEAD").splitlines())
    kept = (path for path in git(root, "ls-files").splitlines() if path not in changed and is_course(path))
    return {path: hashed((root / path).read_bytes()) for path in kept if (root / path).is_file()}


def _of_release(source: Path, manifest: Manifest) -> Edition:
    stubs = seal.opened(source)
    files = {}
    for path, expected in manifest.files.items():
        files[path] = data = stubs[path].encode() if KATA.fullmatch(path) else (source / path).read_bytes()
        if hashed(data) != expected:
            raise UsageError(f"{source / path} is not as it was given out: take the release anew from where it is from")
    said = {name: getattr(manifest, name) for name in ("version", "commit", "date", "days")}
    return Edition(**said, files=files, manifest=manifest)


def _of_course(source: Path, is_release: bool) -> Edition:
    course = read_course(source)
    said = {"version": version(source), "commit": commit(source), "date": date(source)}
    days = [day.name for day in course.days]
    if is_release:
        made = bundle(source, list(course.days), without_diagnosis=False)
        return Edition(**said, days=days, files=made.files, manifest=made.manifest)
    stubs = {kata.stub: text_of_stub(kata).encode() for kata in course.katas()}
    files = {file: stubs[file] if file in stubs else file.read_bytes() for file in (*_whole(source), *stubs)}
    return Edition(**said, days=days, files={f.relative_to(source).as_posix(): files[f] for f in files}, manifest=None)


def _whole(source: Path) -> Iterator[Path]:
    """Yield the files of a whole course."""
    yield from (source / name for name in (*AT_THE_ROOT, *MORE_AT_THE_ROOT) if (source / name).is_file())
    for tree in TREES:
        for file in (source / tree).rglob("*"):
            if file.is_file() and not _is_left_out(file.relative_to(source)):
                yield file


def is_course(path: str) -> bool:
    """Return whether a path is one of the course's own, and not one that somebody has laid beside them."""
    in_a_tree = path.partition("/")[0] in TREES and not _is_left_out(Path(path))
    return in_a_tree or path in (*AT_THE_ROOT, *MORE_AT_THE_ROOT)


def _is_left_out(path: Path) -> bool:
    return any(Path(part).match(pattern) for part in path.parts for pattern in LEFT_OUT)
