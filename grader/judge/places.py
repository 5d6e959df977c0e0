"""What is asked of a kata whose tensors are on another device: which cases, and what its faults are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.cases import Case
from grader.placement import Job
from grader.plain import Tensor

NAME = "on_another_device"  # of the check
MOST = 3  # cases of a function that are run, no two of one kind
WOULD_FAIL = "this runs on the CPU and would fail on a GPU"


def jobs_of(cases: Iterable[Case]) -> dict[str, list[Job]]:
    """Return which cases are run of which functions: a few of each function, the first of their kind."""
    kinds: dict[str, dict[str, Job]] = {}
    for case in cases:
        if not case.naming and _has_tensors(case.args):
            job = case.args, case.probe == "module", _has_tensors(case.expected)
            known = kinds.setdefault(case.function, {})
            if len(known) < MOST:
                known.setdefault(repr(_kind(case.args)), job)
    return {function: list(known.values()) for function, known in kinds.items()}


def _has_tensors(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return any(map(_has_tensors, value)) if isinstance(value, (list, tuple)) else isinstance(value, Tensor)


def _kind(value: Any) -> Any:
    """Return what of an argument chooses the way that is gone: texts, booleans, and which are given."""
    if isinstance(value, dict):
        return {key: _kind(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_kind(item) for item in value]
    return value if isinstance(value, (str, bool, type(None))) else type(value).__name__
