"""The wrong turns that a class took: how often each, who shares the rare ones, and what failed without a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

from grader.classroom.results import Result
from grader.classroom.verdicts import function_of, misconceptions
from grader.judge.results import Status
from grader.judge.sitting import IMPORT

RARE, FEWEST, MOST = 0.05, 2, 5  # of the submissions, and how many: what at most so many took is a rare wrong turn
NOT_ALLOWED = "is not allowed here"  # which says why by itself
SHARED = 2  # rare wrong turns that a pair shares before it is listed


@dataclass(frozen=True)
class Turn:
    """A wrong turn, the words that a learner reads, and who took it."""

    kata: str
    name: str
    words: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two submissions, and the rare wrong turns that both took."""

    first: str
    second: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Unexplained:
    """A function that failed with no reason found: whose, and what was said to the first of them."""

    kata: str
    function: str
    students: tuple[str, ...]
    example: str


def turns(results: list[Result]) -> list[Turn]:
    """Return the wrong turns that were recognised, the most frequent first."""
    found = [Turn(*key, words, students) for key, words, students in _gathered(results, misconceptions)]
    return sorted(found, key=lambda turn: (-len(turn.students), turn.kata, turn.name))


def pairs(taken: list[Turn], count: int) -> list[Pair]:
    """Return who of `count` submissions share at least two rare wrong turns, those who share the most first."""
    shared: dict[tuple[str, str], list[Turn]] = defaultdict(list)
    for turn in _rare(taken, count):
        for pair in combinations(sorted(turn.students), 2):
            shared[pair].append(turn)
    found = [Pair(*names, tuple(both)) for names, both in shared.items() if len(both) >= SHARED]
    return sorted(found, key=lambda pair: (-len(pair.turns), pair.first, pair.second))


def rare(count: int) -> int:
    """Return how many of `count` submissions may have taken a wrong turn that is called rare."""
    return max(FEWEST, min(MOST, int(RARE * count)))


def by_chance(taken: list[Turn], count: int) -> float:
    """Return how often two submissions would share two rare wrong turns if each turn fell on anybody alike.

    Of two turns, the one has k(k - 1)/2 pairs of takers, and each is a pair of the other's with the same probability.
    """
    sharing = [comb(len(turn.students), 2) for turn in _rare(taken, count)]
    return sum(one * other for one, other in combinations(sharing, 2)) / comb(count, 2)


def _rare(taken: list[Turn], count: int) -> list[Turn]:
    return [turn for turn in taken if 2 <= len(turn.students) <= rare(count)]


def unexplained(results: list[Result]) -> list[Unexplained]:
    """Return what failed and was given no reason, the most frequent first: whoever writes wrong turns begins there."""
    found = [Unexplained(*key, students, example) for key, example, students in _gathered(results, _without_reason)]
    return sorted(found, key=lambda one: (-len(one.students), one.kata, one.function))


Found = tuple[tuple[str, str], str, tuple[str, ...]]  # a kata and a name in it, the first words for it, and whose


def _gathered(results: list[Result], named: Callable[[dict[str, Any]], dict[str, str]]) -> list[Found]:
    """Return what is named in katas, the words for it, and the submissions in which it was found."""
    students: dict[tuple[str, str], list[str]] = defaultdict(list)
    words: dict[tuple[str, str], str] = {}
    for result in results:
        for kata in result.katas:
            for name, said in named(kata).items():
                students[kata["id"], name].append(result.name)
                words.setdefault((kata["id"], name), said)
    return [(key, words[key], tuple(names)) for key, names in students.items()]


def _without_reason(kata: dict[str, Any]) -> dict[str, str]:
    """Return the functions of a kata of which checks failed and none says why, with the first line of the first.

    Tests of more than one function stand for themselves only where no function's own checks failed.
    """
    failed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for check in kata["checks"]:
        if check["status"] == Status.FAILED and check["name"] != IMPORT and NOT_ALLOWED not in check["message"]:
            failed[function_of(check)].append(check)
    functions = {function_of(check) for check in kata["checks"] if check["name"].endswith("-example")}
    own = failed.keys() & functions
    return {
        name: checks[0]["message"].partition("\n")[0]
        for name, checks in failed.items()
        if (name in own or not own) and not any(check["diagnosis"] for check in checks)
    }
