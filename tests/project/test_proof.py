"""The proof of every kata, as `python -m grader prove` gives it, and of what goes with the katas."""

import doctest
import re

import pytest

from fixtures.__main__ import _faults
from grader import ROOT
from grader.bench.process import Bench
from grader.course.catalogue import read_course
from grader.judge.submission import Submission
from grader.proof.authoring import check_course, check_day, check_kata
from grader.study.figure import draw

COURSE = read_course()


@pytest.fixture(scope="module")
def bench():
    bench = Bench()
    yield bench
    bench.close()


def test_course():
    assert [str(finding) for finding in check_course(COURSE)] == []


@pytest.mark.parametrize("day", COURSE.days, ids=lambda day: day.name)
def test_day(day):
    assert [str(finding) for finding in check_day(day)] == []


@pytest.mark.parametrize("kata", list(COURSE.katas()), ids=lambda kata: kata.id)
def test_kata(kata, bench):
    assert [str(finding) for finding in check_kata(COURSE, kata, bench)] == []


@pytest.mark.parametrize("kata", list(COURSE.katas()), ids=lambda kata: kata.id)
def test_hidden_cases_are_what_their_truth_makes(kata):
    assert list(_faults(kata, None)) == []


@pytest.mark.parametrize("day", COURSE.days, ids=lambda day: day.name)
def test_lesson_examples_run(day):
    """The >>> examples of a lesson say what they print, with the solutions in place of the katas."""
    text = day.lesson.read_text(encoding="utf-8").replace("from katas.", "from solutions.")
    blocks = "\n".join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(blocks, {}, day.name, str(day.lesson), 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    assert said == []


@pytest.mark.parametrize("day", COURSE.days, ids=lambda day: day.name)
def test_figure_is_drawn(day, tmp_path):
    draw(day, Submission(ROOT / "solutions"), tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_every_objective_of_the_plan_is_listed():
    """14 days, 5 exercises of their own and 2 checkpoints: 66 lines in all."""
    from grader.course.objectives import read_objectives

    names = set(read_objectives())
    assert {f"{day}.{n}" for day in range(1, 15) for n in (1, 2, 3, 4)} <= names
    assert {"W1", "W2", "X2", "X4", "X6", "X7", "X9", "X11", "X13", "X14"} <= names
