"""What a learner has reached: kept in .grader/ beside the course, never half-written.

Each verdict is kept under the hash of the file that earned it, so that a kata edited
since shows as changed, and one put back as it was shows as passed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.catalogue import Kata
from grader.results import KataResult

SCHEMA = 1


class State(StrEnum):
    """What is known of a kata without grading it."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"
    CHANGED = "changed"


class NotSaved(Exception):
    """The progress could not be written; the message says why. Nothing older is lost."""


class Progress:
    """The learner's progress, as it stands in a folder."""

    def __init__(self, folder: Path = ROOT / ".grader") -> None:
        self.folder = folder
        self._path = folder / "progress.json"
        self.set_aside: Path | None = None
        self._katas: dict[str, dict[str, Any]] = self._read()

    def state(self, kata: Kata) -> State:
        entry = self._katas.get(kata.id, {})
        if not entry.get("status"):
            return State.TODO
        if entry.get("hash") != file_hash(kata.stub):
            return State.CHANGED
        return State(entry["status"]) if entry["status"] in list(State) else State.FAILED

    def points(self, kata: Kata) -> int:
        """Return the points of the last grading, none if the file has changed since."""
        return 0 if self.state(kata) in (State.TODO, State.CHANGED) else int(self._katas[kata.id]["points"])

    def hints_seen(self, kata: Kata) -> int:
        return int(self._katas.get(kata.id, {}).get("hints", 0))

    def saw_hint(self, kata: Kata) -> None:
        """Remember that one more hint has been shown."""
        self._katas = self._read()
        self._katas.setdefault(kata.id, {})["hints"] = self.hints_seen(kata) + 1
        self._write()

    def record(self, results: list[tuple[Kata, KataResult, str]]) -> None:
        """Keep verdicts, each with the hash of the file that was graded."""
        self._katas = self._read()  # another grading may have written since
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for kata, result, graded in results:
            self._katas.setdefault(kata.id, {}).update(
                status=str(result.status), points=result.points, hash=graded, when=now
            )
        if results:
            self._write()

    def backup(self, kata: Kata, text: bytes) -> Path:
        """Keep a copy of a file that is about to be replaced, and return where."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        path = self.folder / "backups" / kata.day / f"{kata.name}-{stamp}.py"
        write_whole(path, text)
        return path

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            if stored["schema"] == SCHEMA and isinstance(stored["katas"], dict):
                return stored["katas"]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self._set_aside()
        return {}

    def _set_aside(self) -> None:
        """Move a damaged file out of the way, so that what is in it can still be rescued."""
        kept = self._path.with_suffix(".damaged.json")
        try:
            os.replace(self._path, kept)
            self.set_aside = kept
        except OSError:
            pass  # then saving will say what is the matter

    def _write(self) -> None:
        text = json.dumps({"schema": SCHEMA, "katas": self._katas}, indent=1, sort_keys=True)
        write_whole(self._path, text.encode())


def file_hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
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
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise NotSaved(f"{path} could not be written: {error.strerror or error}") from None
