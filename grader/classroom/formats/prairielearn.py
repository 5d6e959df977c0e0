"""PrairieLearn's results.json: a share of the points, and one test a kata; a megabyte at most."""

from __future__ import annotations

import json
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import BOUND, bounded, told, unmarked

MOST = 1_000_000  # bytes that PrairieLearn takes


def prairielearn(result: Result) -> str:
    """Return the result; where it is too long for PrairieLearn, with less said of each kata."""
    bound = BOUND
    while len(text := _text(result, bound)) > MOST and bound:  # plain ASCII, so a character is a byte
        bound //= 2
    return text


def _text(result: Result, bound: int) -> str:
    why = unmarked(result)
    said = {
        "gradable": not why,
        "score": result.points / result.max_points if result.max_points else 0.0,
        "message": bounded(why, bound) if why else f"{result.points} of {result.max_points} points.",
        "tests": [_test(kata, bound) for kata in result.katas],
    }
    return json.dumps(said, indent=1) + "\n"


def _test(kata: dict[str, Any], bound: int) -> dict[str, Any]:
    return {
        "name": f"{kata['id']} {kata['title']}".strip(),
        "points": kata["points"],
        "max_points": kata["max_points"],
        "message": told(kata, bound),
    }
