"""What a learner has reached: every grading remembered in .grader/, in one SQLite file.

A verdict stands for the file that earned it, by its hash: a kata edited since shows as changed,
and one put back as it was shows as passed again. Several gradings may write at once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grader.course.catalogue import Kata
from grader.course.faults import NotSaved
from grader.course.files import file_hash
from grader.course.home import home
from grader.judge.results import CheckResult, KataResult, Status

SCHEMA = """
create table if not exists gradings (
    id integer primary key, kata text not null, at text not null, status text not null, points integer not null,
    max_points integer not null, checks text not null, seconds real not null, hash text not null
);
create index if not exists gradings_of_kata on gradings (kata, hash);
create table if not exists hints (kata text primary key, seen integer not null);
"""
COLUMNS = "kata, at, status, points, max_points, checks, seconds, hash"
LONGEST_WHY = 240  # characters
BUSY = 10.0  # seconds to wait for another grading that is writing


class State(StrEnum):
    """What is known of a kata without grading it."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"
    CHANGED = "changed"


class Verdict(NamedTuple):
    """What one kata once came to, as it stands in the store: thousands are read before anything is shown."""

    kata: str
    stored_at: str
    stored_status: str
    points: int
    max_points: int
    stored_checks: str
    seconds: float
    hash: str

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.stored_at)

    @property
    def status(self) -> State:
        return State(self.stored_status)

    @property
    def checks(self) -> list[tuple[str, str]]:
        """The names of the checks and what each came to."""
        return [(name, status) for name, status, *_ in json.loads(self.stored_checks)]

    @property
    def why(self) -> str:
        """What was wrong, in one line; nothing where nothing was, or where it was graded before this was kept."""
        return next((words[0] for _, _, *words in json.loads(self.stored_checks) if words), "")


class History:
    """Every verdict there was when it was read, the oldest first."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._of_kata: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            self._of_kata.setdefault(verdict.kata, []).append(verdict)
        self._hashes: dict[Kata, str] = {}

    def of(self, kata: Kata) -> list[Verdict]:
        """Return every verdict on a kata."""
        return self._of_kata.get(kata.id, [])

    def latest(self, katas: Iterable[Kata]) -> Kata | None:
        """Return the kata that was graded last."""
        graded = [(self.of(kata)[-1].stored_at, kata) for kata in katas if self.of(kata)]
        return max(graded, key=lambda pair: pair[0])[1] if graded else None

    def attempts(self, kata: Kata) -> int:
        """Return how many different files were graded up to the first that passed; an untouched stub is none."""
        tried = set()
        for verdict in self.of(kata):
            if verdict.status is not State.TODO or verdict.points:
                tried.add(verdict.hash)
            if verdict.status is State.PASSED:
                break
        return len(tried)

    def state(self, kata: Kata) -> State:
        """Return what the kata's file, as it is now, came to when it was last graded."""
        last = self._last_of_this_file(kata)
        if last:
            return last.status
        return State.CHANGED if self.of(kata) else State.TODO

    def points(self, kata: Kata) -> int:
        """Return the points of the file as it is now, none if it has changed since it was graded."""
        last = self._last_of_this_file(kata)
        return last.points if last else 0

    def why(self, kata: Kata) -> str:
        """Return what is wrong with the file as it is now, in one line."""
        last = self._last_of_this_file(kata)
        return last.why if last else ""

    def first_passed(self, kata: Kata) -> datetime | None:
        """Return when the kata first passed."""
        return next((verdict.at for verdict in self.of(kata) if verdict.status is State.PASSED), None)

    def _last_of_this_file(self, kata: Kata) -> Verdict | None:
        verdicts = self.of(kata)
        if verdicts and kata not in self._hashes:
            self._hashes[kata] = file_hash(kata.stub)
        return next((verdict for verdict in reversed(verdicts) if verdict.hash == self._hashes[kata]), None)


class Progress:
    """The learner's progress, as it stands in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or home()
        self.path = self.folder / "progress.sqlite"
        self._damage = ""
        self._fault = ""

    @property
    def trouble(self) -> str:
        """What went wrong with what is kept, in words for the learner; nothing if nothing did."""
        return self._damage or self._fault

    def history(self) -> History:
        """Return every verdict so far."""
        return History(map(Verdict._make, self._read(f"select {COLUMNS} from gradings order by id")))

    def hints_seen(self, kata: Kata) -> int:
        rows = self._read("select seen from hints where kata = ?", kata.id)
        return int(rows[0][0]) if rows else 0

    def saw_hint(self, kata: Kata) -> None:
        """Remember that one more hint has been shown; where that fails, the hint is worth no more than a word."""
        try:
            with self._writing() as store:
                store.execute(
                    "insert into hints values (?, 1) on conflict (kata) do update set seen = seen + 1",
                    (kata.id,),
                )
        except NotSaved as error:
            self._fault = f"that this hint was shown is not remembered: {error}"

    def record(self, results: Iterable[KataResult]) -> None:
        """Remember verdicts on whole katas; the grader's own errors are none."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        rows = [_row(result, now) for result in results if result.whole and result.status is not Status.ERROR]
        if rows:
            with self._writing() as store:
                store.executemany(f"insert into gradings ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _read(self, query: str, *values: str) -> list[tuple]:
        self._fault = ""
        if not self.path.exists():
            return []
        try:
            return self._rows(query, values)
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                self._fault = f"the progress could not be read ({self.path}: {error}); it is still there"
        except sqlite3.DatabaseError:
            self._set_aside()
        return []

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple]:
        # Opened for writing, where that is allowed: only so can SQLite undo what a killed grading left half written.
        uri = f"{self.path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY)) as store:
            return store.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as store, store:
                yield store
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
        except OSError as error:
            self._damage = f"the progress file {self.path} is damaged, and could not be moved: {error.strerror}"
        else:
            self._damage = f"the progress file was damaged; it is kept as {kept}"


def _row(result: KataResult, now: str) -> tuple:
    """Return a verdict as it is stored; the check that speaks for a failed kata says why."""
    speaking = result.wrong[0] if result.wrong else None
    why = {speaking.name: [_in_one_line(speaking)]} if speaking else {}
    checks = json.dumps([[check.name, str(check.status), *why.get(check.name, [])] for check in result.checks])
    return (
        result.id, now, str(result.status), result.points, result.max_points, checks, result.seconds, result.hash
    )  # fmt: skip


def _in_one_line(check: CheckResult) -> str:
    """Return why a check failed: the diagnosis where there is one, else what was wrong."""
    if check.explanation is None:
        return ""
    why = check.explanation.printable()
    words = " ".join((why.diagnosis or why.message).split())
    return words if len(words) <= LONGEST_WHY else f"{words[:LONGEST_WHY]} ..."
