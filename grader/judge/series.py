"""A series: one submission of a kata after another, graded in this process by checks that are collected once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from grader.bench.messages import Recipe
from grader.bench.process import AnyBench
from grader.course.catalogue import Course, Kata
from grader.course.source import read_leniently
from grader.judge.gathering import Gathered, Listener
from grader.judge.grading import Grading
from grader.judge.results import KataResult, Report
from grader.judge.runner import DEFAULT, PROBES, run
from grader.judge.submission import imported


def grade_each(course: Course, kata: Kata, recipes: Iterable[Recipe], bench: AnyBench) -> list[KataResult]:
    """Return the verdicts on a kata loaded by each of the recipes."""
    recipes = list(recipes)
    files = {Path(file) for recipe in recipes for file in (recipe.file, recipe.overlay) if file}
    bench.foresee({*PROBES, *(name for file in files for name in imported(read_leniently(file)))})
    gathered = Gathered([kata], Listener(), Report(bench.device, DEFAULT.told_seed))
    grading = Grading(course, gathered, DEFAULT)
    series = Series(grading, gathered, recipes, bench)
    if run([kata], grading, gathered, [], series):
        raise KeyboardInterrupt
    return series.results


def run_checks(session: pytest.Session) -> Iterator[None]:
    """Run the checks that pytest has collected, one for each step of the iteration."""
    items: list[Any] = [*session.items, None]
    for item, following in pairwise(items):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield


class Series:
    """As a plugin of pytest it grades each submission where pytest would run the checks once."""

    def __init__(self, grading: Grading, gathered: Gathered, recipes: Iterable[Recipe], bench: AnyBench) -> None:
        self._grading, self._gathered, self._recipes, self._bench = grading, gathered, recipes, bench
        self.results: list[KataResult] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Grade every submission with the checks that were collected."""
        for recipe in self._recipes:
            self._gathered.begin()
            self._grading.take(self._bench, _always(recipe))
            for _ in run_checks(session):
                pass
            self._gathered.finish()
            self.results += self._gathered.complete()
        return True


def _always(recipe: Recipe) -> Callable[[Kata], Recipe]:
    return lambda _: recipe
