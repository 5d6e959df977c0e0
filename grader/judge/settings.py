"""What may be chosen about a grading."""

from __future__ import annotations

from dataclasses import dataclass

from grader.bench.messages import LIMIT


@dataclass(frozen=True)
class Settings:
    """Choices that hold for every kata of a grading.

    `wanted` narrows it to single checks ("day03/padding/pad2d-3"), `fresh` adds so many sets of cases made from
    `seed`, `limit` is how many seconds a check may take. A `secret` seed is not told in the report.
    """

    seed: int = 0
    fresh: int = 0
    wanted: frozenset[str] = frozenset()
    limit: float = LIMIT
    secret: bool = False

    @property
    def told_seed(self) -> int | None:
        return None if self.secret else self.seed
