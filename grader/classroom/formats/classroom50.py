"""Classroom 50's result.json, which its runner reads where an autograder leaves it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import Any

from grader.classroom.results import Result
from grader.judge.results import Status

SCHEMA = "classroom50/result/v1"
UNKNOWN = "unknown"  # its runner takes no empty text


def classroom50(result: Result) -> str:
    """Return the result, with what the runner says of itself in the environment; there is no room in it for words."""
    commit = os.environ.get("COMMIT_URL") or UNKNOWN
    said = {
        "schema": SCHEMA,
        "classroom": os.environ.get("CLASSROOM") or UNKNOWN,
        "assignment": os.environ.get("ASSIGNMENT") or UNKNOWN,
        "submission": os.environ.get("SUBMISSION_TAG") or result.name or UNKNOWN,
        "commit": commit,
        "release": os.environ.get("RELEASE_URL") or UNKNOWN,
        "review": os.environ.get("REVIEW_URL") or commit,
        "datetime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "score": result.points,
        "max-score": result.max_points,
        "tests": [_test(kata) for kata in result.katas],
    }
    return json.dumps(said, indent=1) + "\n"


def _test(kata: dict[str, Any]) -> dict[str, Any]:
    return {
        "test-name": kata["id"],
        "passed": kata["status"] == Status.PASSED,
        "score": kata["points"],
        "max-score": kata["max_points"],
    }
