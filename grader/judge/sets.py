"""Sets of cases made from a seed: made once, and kept, for making them takes seconds."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from pathlib import Path

from grader import ROOT
from grader.cases import Case, generate, read_cases, write_cases
from grader.course.catalogue import Kata
from grader.course.faults import BrokenCourse, NotSaved
from grader.course.home import home


def cases_from(kata: Kata, seed: int) -> list[Case]:
    """Return the cases that a kata's generator makes from a seed."""
    kept = place(kata, seed)
    with contextlib.suppress(BrokenCourse):  # it is not there, or damaged: it is made
        return read_cases(kept)[0]
    cases = generate(kata, seed)
    with contextlib.suppress(NotSaved):  # then it is made again the next time
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # a seed may be secret
        write_cases(kept, cases, None)
    return cases


def place(kata: Kata, seed: int) -> Path:
    """Return where a set is kept: by all that it is made from, of which the name does not tell the seed."""
    made_from = f"{kata.id} {seed} {_generators()}".encode()
    return home() / "sets" / f"{kata.day}-{kata.name}-{hashlib.sha256(made_from).hexdigest()[:32]}.npz"


@functools.cache
def _generators() -> str:
    """Return the hash of the code that makes cases."""
    files = sorted((ROOT / "fixtures").rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
