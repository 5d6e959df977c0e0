"""The results of a class: a file of JSON each submission, by which every later step goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.faults import UsageError
from grader.course.files import write_whole


@dataclass(frozen=True)
class Result:
    """What one submission came to.

    `report` is a grading's JSON (schema 2); `key` says what was graded and by what, so that an equal key need not be
    graded again; `fault` says why nothing could be graded, and then every kata has no checks and no points; it is
    `theirs` where it lies in what was handed in, and not in the grading.
    """

    name: str
    key: str
    report: dict[str, Any]
    fault: str = ""
    theirs: bool = False

    @property
    def katas(self) -> list[dict[str, Any]]:
        return self.report["katas"]

    @property
    def points(self) -> int:
        return sum(kata["points"] for kata in self.katas)

    @property
    def max_points(self) -> int:
        return sum(kata["max_points"] for kata in self.katas)

    def write(self, folder: Path) -> None:
        """Write it as NAME.json, wholly or not at all."""
        of_class = {"name": self.name, "key": self.key, "fault": self.fault, "theirs": self.theirs}
        said = {**self.report, "class": of_class}
        write_whole(folder / f"{self.name}.json", (json.dumps(said, indent=1) + "\n").encode())


def read_result(path: Path) -> Result:
    """Return the result in a file; UsageError where it is none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        of_class = said.pop("class")
        return Result(of_class["name"], of_class["key"], said, of_class["fault"], of_class["theirs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path} is no result of a class: python -m grader class grade writes them") from None


def results_in(folder: Path) -> Iterator[Result]:
    """Yield the results in a folder, in the order of their names."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of results: python -m grader class grade SUBMISSIONS --out {folder}")
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder} holds no result: python -m grader class grade SUBMISSIONS --out {folder}")
    yield from map(read_result, files)


def read_results(folder: Path) -> list[Result]:
    """Return all results in a folder, in the order of their names, but for how long each check took.

    Then most checks of most submissions are equal, and are kept once: 5,000 submissions fit into a laptop's memory.
    """
    known: dict[tuple[str, ...], dict[str, Any]] = {}

    def shared(check: dict[str, Any]) -> dict[str, Any]:
        check["seconds"] = 0.0
        return known.setdefault(tuple(check.values()), check)

    results = []
    for result in results_in(folder):
        for kata in result.katas:
            kata["checks"] = list(map(shared, kata["checks"]))
        results.append(result)
    return results
