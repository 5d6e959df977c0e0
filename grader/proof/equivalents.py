"""Mutations that change nothing, recorded with the reason why; read from tests/dayNN/equivalent.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from grader.course.catalogue import Kata
from grader.course.faults import BrokenCourse
from grader.proof.mutations import Mutation

Key = tuple[str, str, str]  # a function, a line's text, the change


def file_of(kata: Kata) -> Path:
    return kata.checks.with_name("equivalent.toml")


def read_equivalents(kata: Kata) -> dict[Key, str]:
    """Return the reasons of a kata's records by what they are about."""
    file = file_of(kata)
    if not file.exists():
        return {}
    try:
        records = tomllib.loads(file.read_text(encoding="utf-8")).get("mutation", [])
        ours = [record for record in records if record["kata"] == kata.name]
        found = {(r["function"], r["line"], change): r["why"] for r in ours for change in r["changes"]}
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BrokenCourse(f"{file} is no file of equivalent mutations: {error!r}") from None
    if bare := [key for key, why in found.items() if not why.strip()]:
        raise BrokenCourse(f"{file}: {bare[0]} has no reason")
    return found


def record(kata: Kata, mutation: Mutation, why: str = "") -> str:
    """Return a record as it stands in the file."""
    fields = {"kata": kata.name, "function": mutation.function, "line": mutation.source}
    lines = [f"{name} = {_text(value)}" for name, value in fields.items()]
    return "\n".join(["[[mutation]]", *lines, f"changes = [{_text(mutation.change)}]", f"why = {_text(why)}", ""])


def _text(value: str) -> str:
    """Return a text as TOML writes it, plainly where that is possible."""
    return f"'{value}'" if "'" not in value else json.dumps(value, ensure_ascii=False)
