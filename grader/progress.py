"""What a learner has reached: every grading remembered in .grader/, in one SQLite file.

A verdict stands for the file that earned it, by its hash: a kata edited since shows as changed,
and one put back as it was shows as passed again. Several gradings may write at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from grader import ROOT
from grader.catalogue import Kata
from grader.results import KataResult, Status

SCHEMA = """
create table if not exists gradings (
    id integer primary key, kata text not null, at text not null, status text not null, points integer not null,
    max_points integer not null, checks text not null, seconds real not null, hash text not null
);
create index if not exists gradings_of_kata on gradings (kata, hash);
create table if not exists hints (kata text primary key, seen integer not null);
"""
BUSY = 10.0  # seconds to wait for another grading that is writing


class State(StrEnum):
    """What is known of a kata without grading it."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"
    CHANGED = "changed"


class NotSaved(Exception):
    """Something could not be written; the message says what and why. Nothing older is lost."""


@dataclass(frozen=True)
class Grading:
    """One verdict of the past. `checks` pairs the checks' names with their statuses."""

    at: datetime
    status: State
    points: int
    max_points: int
    checks: tuple[tuple[str, str], ...]
    seconds: float
    hash: str


@dataclass(frozen=True)
class Graded:
    """A verdict to remember: the kata, its result, and the hash of the file that was graded."""

    kata: Kata
    result: KataResult
    hash: str


class Progress:
    """The learner's progress, as it stands in a folder."""

    def __init__(self, folder: Path = ROOT / ".grader") -> None:
        self.folder = folder
        self.path = folder / "progress.sqlite"
        self.set_aside: Path | None = None

    def state(self, kata: Kata) -> State:
        """Return what the kata's file, as it is now, came to when it was last graded."""
        last = self._last_of_this_file(kata)
        if last:
            return last.status
        return State.CHANGED if self.gradings(kata) else State.TODO

    def points(self, kata: Kata) -> int:
        """Return the points of the file as it is now, none if it has changed since it was graded."""
        last = self._last_of_this_file(kata)
        return last.points if last else 0

    def gradings(self, kata: Kata) -> list[Grading]:
        """Return every grading of the kata, the oldest first."""
        query = "select at, status, points, max_points, checks, seconds, hash from gradings where kata = ? order by id"
        return [_grading(row) for row in self._read(query, kata.id)]

    def first_passed(self, kata: Kata) -> datetime | None:
        """Return when the kata first passed."""
        return next((grading.at for grading in self.gradings(kata) if grading.status is State.PASSED), None)

    def hints_seen(self, kata: Kata) -> int:
        rows = self._read("select seen from hints where kata = ?", kata.id)
        return int(rows[0][0]) if rows else 0

    def saw_hint(self, kata: Kata) -> None:
        """Remember that one more hint has been shown."""
        with self._writing() as store:
            store.execute(
                "insert into hints values (?, 1) on conflict (kata) do update set seen = seen + 1",
                (kata.id,),
            )

    def record(self, graded: list[Graded]) -> None:
        """Remember verdicts; the grader's own errors are none."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        rows = [(entry.kata.id, now, *_row(entry)) for entry in graded if entry.result.status is not Status.ERROR]
        if rows:
            with self._writing() as store:
                store.executemany(
                    "insert into gradings (kata, at, status, points, max_points, checks, seconds, hash) "
                    "values (?, ?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )

    def backup(self, kata: Kata, text: bytes) -> Path:
        """Keep a copy of a file that is about to be replaced, and return where."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        path = self.folder / "backups" / kata.day / f"{kata.name}-{stamp}.py"
        write_whole(path, text)
        return path

    def _last_of_this_file(self, kata: Kata) -> Grading | None:
        now = file_hash(kata.stub)
        return next((grading for grading in reversed(self.gradings(kata)) if grading.hash == now), None)

    def _read(self, query: str, *values: str) -> list[tuple]:
        if not self.path.exists():
            return []
        try:
            store = sqlite3.connect(f"file:{self.path.as_posix()}?mode=ro", uri=True, timeout=BUSY)
            try:
                return store.execute(query, values).fetchall()
            finally:
                store.close()
        except sqlite3.OperationalError:
            return []  # cannot be opened, or not a table in it yet: then saving will say what is the matter
        except sqlite3.DatabaseError:
            self._set_aside()
            return []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            store = self._opened()
            try:
                with store:
                    yield store
            finally:
                store.close()
        except (OSError, sqlite3.Error) as error:
            why = getattr(error, "strerror", None) or error
            raise NotSaved(f"{self.path} could not be written: {why}") from None

    def _opened(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.path, timeout=BUSY)
        try:
            store.executescript(SCHEMA)
        except sqlite3.OperationalError:
            store.close()
            raise
        except sqlite3.DatabaseError:
            store.close()
            self._set_aside()
            store = sqlite3.connect(self.path, timeout=BUSY)
            store.executescript(SCHEMA)
        return store

    def _set_aside(self) -> None:
        """Move a damaged store out of the way, so that what is in it can still be rescued."""
        kept = self.path.with_suffix(".damaged.sqlite")
        try:
            os.replace(self.path, kept)
            self.set_aside = kept
        except OSError:
            pass  # then saving will say what is the matter


def _row(entry: Graded) -> tuple:
    result = entry.result
    checks = json.dumps([[check.name, str(check.status)] for check in result.checks])
    return str(result.status), result.points, result.max_points, checks, result.seconds, entry.hash


def _grading(row: tuple) -> Grading:
    at, status, points, max_points, checks, seconds, of_file = row
    named = tuple((name, status) for name, status in json.loads(checks))
    return Grading(datetime.fromisoformat(at), State(status), points, max_points, named, seconds, of_file)


def file_hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _mode(path: Path) -> int:
    """Return the permissions the file has, or those a new file gets here."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


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
