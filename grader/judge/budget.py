"""The time that a kata, and a whole grading, may take: what is stuck or slow in it costs no more than that."""

from __future__ import annotations

from grader.checks import Unchecked

KATA, GRADING = 300.0, 3600.0  # seconds of calls


class Budget:
    """Seconds that may be spent; those of a kata are spent of its grading's too."""

    def __init__(self, seconds: float, whose: str, of: Budget | None = None) -> None:
        self._seconds, self._whose, self._of = seconds, whose, of
        self._left = seconds

    def require(self) -> None:
        """Raise Unchecked where nothing is left."""
        if self._of:
            self._of.require()
        if self._left <= 0:
            raise Unchecked(f"the {self._seconds:g} s that {self._whose} may take are used up")

    def spend(self, seconds: float) -> None:
        self._left -= seconds
        if self._of:
            self._of.spend(seconds)


def of_a_grading(seconds: float) -> Budget:
    return Budget(seconds, "a grading")


def of_a_kata(grading: Budget) -> Budget:
    return Budget(KATA, "a kata", grading)
