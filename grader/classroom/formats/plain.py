"""Plain CSV: a row a submission, its points and those of each kata."""

from __future__ import annotations

from grader.classroom.formats.sheet import Sheet, Wanted, cell, table
from grader.classroom.results import Result
from grader.classroom.verdicts import unmarked
from grader.judge.results import Status


def plain(results: list[Result], _: Wanted) -> Sheet:
    """Return every submission's points; where nothing could be graded, the cells are empty and `fault` says why."""
    katas = list(dict.fromkeys(kata["id"] for result in results for kata in result.katas))
    head = ["name", "points", "max_points", "passed", *katas, "fault"]
    rows = [_row(result, katas) for result in results]
    return Sheet(table([head, *rows]), tuple(filter(None, map(unmarked, results))))


def _row(result: Result, katas: list[str]) -> list[object]:
    name, fault = cell(result.name), cell(unmarked(result))
    if result.fault:
        return [name, "", result.max_points, "", *([""] * len(katas)), fault]
    points = {kata["id"]: kata["points"] for kata in result.katas}
    passed = sum(kata["status"] == Status.PASSED for kata in result.katas)
    return [name, result.points, result.max_points, passed, *(points.get(kata, "") for kata in katas), fault]
