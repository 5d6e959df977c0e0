"""Records: what a proof need not find in a kata, each with the reason why; read from a file of TOML a day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from grader.course.catalogue import Kata
from grader.course.faults import BrokenCourse

Key = TypeVar("Key")


def read_records(
    file: Path, table: str, kata: Kata, keys: Callable[[dict[str, Any]], Iterable[Key]], what: str
) -> dict[Key, str]:
    """Return the reasons of a kata's records by what they are about; `keys` says what one record is about."""
    if not file.exists():
        return {}
    try:
        records = tomllib.loads(file.read_text(encoding="utf-8"))[table]
        found = {key: record["why"] for record in records if record["kata"] == kata.name for key in keys(record)}
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BrokenCourse(f"{file} is no file of {what}: {error!r}") from None
    if bare := [key for key, why in found.items() if not why.strip()]:
        raise BrokenCourse(f"{file}: {bare[0]} has no reason")
    return found
