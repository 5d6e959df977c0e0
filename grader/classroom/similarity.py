"""How alike two texts are, by copydetect: winnowed fingerprints, with the stub's left out."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from grader.classroom.submissions import handed_in, work_of
from grader.course.catalogue import Kata
from grader.course.faults import EnvironmentFault

NOISE, GUARANTEE = 25, 30  # characters of filtered code: shorter likeness is noise, longer is always found
LEAST = 0.8  # of the shorter text's own code: disguised copies had 0.89 and more, independent ways at most 0.36
FEW, COMMON = 3, 0.1  # pairs, and their share of all: where more are alike, there are few ways to write the kata
SHORTEST = 60  # characters of own code of which likeness says something


@dataclass(frozen=True)
class Similar:
    """Two submissions, and the katas of which their own code is alike, with how alike.

    A share is that of the shorter text which stands in the other.
    """

    first: str
    second: str
    shares: dict[str, float]


@dataclass(frozen=True)
class Similarity:
    """The pairs that are alike, and the katas in which so many are that it says nothing."""

    pairs: list[Similar]
    telling_nothing: list[str]


def similar(texts: dict[str, dict[str, str]], stubs: dict[str, str]) -> Similarity:
    """Return who wrote alike, those in the most katas first; `texts` are by kata, and then by submission."""
    try:
        import copydetect
    except ImportError:
        raise EnvironmentFault('copydetect is missing: pip install -c constraints.txt -e ".[similarity]"') from None
    shares: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    telling_nothing = []
    for kata, by_name in texts.items():
        pairs = _pairs(copydetect, by_name, stubs[kata])
        alike = {pair: share for pair, share in pairs.items() if share >= LEAST}
        if len(alike) > max(FEW, COMMON * len(pairs)):
            telling_nothing.append(kata)
            continue
        for pair, share in alike.items():
            shares[pair][kata] = share
    found = [Similar(*pair, of_katas) for pair, of_katas in shares.items()]
    return Similarity(sorted(found, key=lambda one: (-len(one.shares), one.first, one.second)), telling_nothing)


def _pairs(copydetect: Any, by_name: dict[str, str], stub: str) -> dict[tuple[str, str], float]:
    """Return each pair with the larger of its two shares: a copy with something added is a copy still."""
    known = list(_print(copydetect, stub, [], 1).hashes)
    prints = {name: _print(copydetect, text, known, GUARANTEE - NOISE + 1) for name, text in sorted(by_name.items())}
    long_enough = {name: one for name, one in prints.items() if one.token_coverage >= SHORTEST}
    return {
        (first, second): float(max(copydetect.compare_files(one, other)[1]))
        for (first, one), (second, other) in combinations(long_enough.items(), 2)
    }


def _print(copydetect: Any, text: str, known: list[int], window: int) -> Any:
    return copydetect.CodeFingerprint("kata.py", NOISE, window, known, fp=io.StringIO(text))


def read_texts(folder: Path, katas: list[Kata]) -> dict[str, dict[str, str]]:
    """Return what each submission in a folder wrote of each kata, by kata and then by the submission's name."""
    texts: dict[str, dict[str, str]] = {kata.id: {} for kata in katas}
    for submission in handed_in(folder):
        work = work_of(submission, katas)
        for kata, text in work.files:
            if text is not None:
                texts[kata][work.name] = text.decode("utf-8", "replace")
    return texts
