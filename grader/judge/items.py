"""What a kata is checked by: the examples of its stub, its hidden cases, its grader's own tests, and what it refuses.

The first, second and last are data, and need no test to be written for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.cases import Case
from grader.checks import expect
from grader.examples import Example, difference, run_examples
from grader.judge.handle import Handle
from grader.judge.places import NAME, jobs_of
from grader.placement import Job

Act = Callable[[Handle], None]


class DataCheck(pytest.Item):
    """A check that is data: what it does with the kata's handle is all that it is."""

    def __init__(self, *, act: Act, about: str, case: Case | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.act, self.about, self.case = act, about, case
        self.handle: Callable[[pytest.Item], Handle]

    def runtest(self) -> None:
        self.act(self.handle(self))

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, 0, self.name


class KataFile(pytest.Module):
    """The grader of a kata: its tests, with the checks that are data around them."""

    contents: Callable[[], tuple[list[Case], list[Example]]]  # read late: what fails there is this file's fault
    handle: Callable[[pytest.Item], Handle]
    direct: set[str]  # functions whose cases are checked as they stand, with no test to translate them

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        cases, examples = self.contents()
        own = list(super().collect())
        taken = {marker.args[0] for item in own for marker in item.iter_markers("each_case")}
        self.direct = {case.function for case in cases} - taken
        for example in examples:
            yield self._check(f"{example.name}-example", _example(example), example.name)
        yield from (self._of(case) for case in cases if not case.naming and case.function not in taken)
        yield from own
        jobs = jobs_of(case for case in cases if case.function in self.direct)
        if jobs and all(item.name != f"test_{NAME}" for item in own):
            yield self._check(NAME, _placed(jobs), "")
        yield from (self._of(case) for case in cases if case.naming)

    def _of(self, case: Case) -> pytest.Item:
        return self._check(f"{case.function}-{case.name}", lambda kata: kata.check(case), case.function, case)

    def _check(self, name: str, act: Act, about: str, case: Case | None = None) -> pytest.Item:
        item = DataCheck.from_parent(self, name=name, act=act, about=about.partition(".")[0], case=case)
        item.handle = self.handle
        return item


def _placed(jobs: dict[str, list[Job]]) -> Act:
    def act(kata: Handle) -> None:
        for function, its in jobs.items():
            kata.placed(function, its)

    return act


def _example(example: Example) -> Act:
    statements = tuple(line for line, _ in example.statements)

    def act(kata: Handle) -> None:
        came = kata.probe(run_examples, example.name, (statements, example.imports, example.names))
        for (statement, want), result in zip(example.statements, came, strict=True):
            if want:
                words = difference(want, result)
                expect(not words).holds(f"the docstring's example {' '.join(statement.split())} {words}")

    return act
