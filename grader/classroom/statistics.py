"""What a class's results say of the course: how hard each kata is, and which of its functions fail."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import family, has_begun, is_handed_in
from grader.judge.results import Status
from grader.judge.sitting import IMPORT

FEWEST = 10  # submissions of which anything statistical is said
FEWEST_FOR_SHARES = 30  # submissions of which percentages are given, not counts alone


@dataclass(frozen=True)
class Item:
    """One kata, as a test's item.

    `difficulty` is 1 - the mean share of its points. `discrimination` is the correlation of its points with those of
    all other katas together, so that it is not compared with itself; None where either is the same for everybody.
    """

    kata: str
    title: str
    passed: int
    begun: int
    graded: int
    difficulty: float
    discrimination: float | None


@dataclass(frozen=True)
class Family:
    """The checks of one function: how many submissions got as far as it, and how many of them failed one of them."""

    kata: str
    name: str
    failed: int
    tried: int

    @property
    def rate(self) -> float:
        return self.failed / self.tried


def difficulty(points: Sequence[float], most: float) -> float:
    """Return 1 - the mean share of the points: 0 where everybody has them all, 1 where nobody has one."""
    return 1 - statistics.fmean(points) / most


def discrimination(points: Sequence[float], totals: Sequence[float]) -> float | None:
    """Return the correlation of an item's points with the rest of the totals; None where there is none."""
    rest = [total - own for own, total in zip(points, totals, strict=True)]
    try:
        return statistics.correlation(points, rest)
    except statistics.StatisticsError:
        return None


def uncertainty(count: int) -> float:
    """Return about how far off a correlation near 0 may be, at 95 %: 1.96 standard errors of Fisher's z."""
    return 1.96 / sqrt(count - 3)


def items(results: list[Result]) -> list[Item]:
    """Return the katas as items, over the submissions that could be graded, in the course's order."""
    graded = [result for result in results if not result.fault]
    return [_item(kata, graded) for kata in katas(graded)]


def katas(results: list[Result]) -> list[str]:
    return list(dict.fromkeys(kata["id"] for result in results for kata in result.katas))


def _item(name: str, graded: list[Result]) -> Item:
    having = [(result, kata) for result in graded for kata in result.katas if kata["id"] == name]
    points = [kata["points"] for _, kata in having]
    most = max(kata["max_points"] for _, kata in having)
    counts = Counter(kata["status"] for _, kata in having)
    return Item(
        name,
        having[0][1]["title"],
        counts[Status.PASSED],
        sum(has_begun(kata) for _, kata in having),
        len(having),
        difficulty(points, most) if most else 0.0,
        discrimination(points, [result.points for result, _ in having]),
    )


def families(results: list[Result]) -> list[Family]:
    """Return the families of checks that anybody failed, the most often failed first."""
    tried: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for kata in (kata for result in results for kata in result.katas):
        for name, statuses in _statuses(kata).items():
            tried[kata["id"], name] += name != IMPORT
            failed[kata["id"], name] += Status.FAILED in statuses
        tried[kata["id"], IMPORT] += is_handed_in(kata)
    found = [Family(*key, failed[key], count) for key, count in tried.items() if failed[key]]
    return sorted(found, key=lambda one: (-one.rate, one.kata, one.name))


def _statuses(kata: dict[str, Any]) -> dict[str, set[str]]:
    """Return what came of the checks that could be looked at, by family."""
    found: dict[str, set[str]] = defaultdict(set)
    for check in kata["checks"]:
        if check["status"] in (Status.PASSED, Status.FAILED):
            found[family(check)].add(check["status"])
    return found
