"""What may be chosen about a grading."""

from __future__ import annotations

from dataclasses import dataclass

from grader.bench.messages import LIMIT
from grader.judge.budget import GRADING


@dataclass(frozen=True)
class Settings:
    """Choices that hold for every kata of a grading.

    `wanted` narrows it to single checks ("day03/padding/pad2d-3"), `fresh` adds so many sets of cases made from
    `seed` to those in the repository, which without `frozen` are left out. `limit` is how many seconds a check may
    take, `budget` those of all calls. A `secret` seed is not told in the report. `brief` asks only whether all is
    right: a grading in a fork ends at its first failed check, and no failure is explained.
    """

    seed: int = 0
    fresh: int = 0
    wanted: frozenset[str] = frozenset()
    limit: float = LIMIT
    secret: bool = False
    frozen: bool = True
    budget: float = GRADING
    brief: bool = False

    @property
    def told_seed(self) -> int | None:
        return None if self.secret else self.seed
