"""Mutations that change nothing, recorded with the reason why; read from tests/dayNN/equivalent.toml."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.course.catalogue import Kata
from grader.proof.mutations import Mutation
from grader.proof.records import read_records

Key = tuple[str, str, str]  # a function, a line's text, the change


def file_of(kata: Kata) -> Path:
    return kata.checks.with_name("equivalent.toml")


def read_equivalents(kata: Kata) -> dict[Key, str]:
    """Return the reasons of a kata's records by what they are about."""
    return read_records(file_of(kata), "mutation", kata, _keys, "equivalent mutations")


def _keys(said: dict[str, Any]) -> Iterator[Key]:
    return ((said["function"], said["line"], change) for change in said["changes"])


def record(kata: Kata, mutation: Mutation, why: str = "") -> str:
    """Return a record as it stands in the file."""
    fields = {"kata": kata.name, "function": mutation.function, "line": mutation.source}
    lines = [f"{name} = {_text(value)}" for name, value in fields.items()]
    return "\n".join(["[[mutation]]", *lines, f"changes = [{_text(mutation.change)}]", f"why = {_text(why)}", ""])


def _text(value: str) -> str:
    """Return a text as TOML writes it, plainly where that is possible."""
    return f"'{value}'" if "'" not in value else json.dumps(value, ensure_ascii=False)
