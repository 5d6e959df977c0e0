"""Gradescope's results.json: one test a kata, all of them visible, since a hidden one would hide the total."""

from __future__ import annotations

import json
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import bounded, told
from grader.judge.results import Status


def gradescope(result: Result) -> str:
    said = {
        "score": result.points,
        "execution_time": round(result.report.get("seconds", 0.0), 3),
        "output": bounded(result.fault or _total(result), 4_000),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"course": result.report.get("course", {}), "submission": result.report.get("submission", {})},
        "tests": [_test(number, kata) for number, kata in enumerate(result.katas, start=1)],
    }
    return json.dumps(said, indent=1) + "\n"


def _total(result: Result) -> str:
    passed = sum(kata["status"] == Status.PASSED for kata in result.katas)
    return f"{passed} of {len(result.katas)} katas passed."


def _test(number: int, kata: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"{kata['id']} {kata['title']}".strip(),
        "number": str(number),
        "score": kata["points"],
        "max_score": kata["max_points"],
        "status": "passed" if kata["status"] == Status.PASSED else "failed",
        "output": told(kata),
        "output_format": "text",
        "visibility": "visible",
    }
