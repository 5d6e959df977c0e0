"""Submissions graded one after another in one process: each is told what it would be told alone."""

import time

import pytest

from grader.bench.messages import Call, Recipe
from grader.bench.process import Bench
from grader.course.catalogue import read_course
from grader.judge.diagnosis import Turn, turns_of
from grader.judge.gathering import Listener
from grader.judge.library import Library
from grader.judge.results import Status
from grader.judge.runner import grade
from grader.judge.series import grade_each
from grader.mutants import misconceptions

COURSE = read_course()
KATA = COURSE.kata("day03/cost")
SOLUTION = Recipe(KATA.id, str(KATA.solution))


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


def said(result):
    return result.hash, [(check.name, check.status, check.explanation) for check in result.checks]


def test_each_is_told_what_it_would_be_told_alone(bench):
    recipes = [Recipe(KATA.id, str(KATA.stub)), SOLUTION, *(turn.recipe(KATA) for turn in misconceptions(KATA))]
    recipes += recipes[1:4]
    alone = []
    for recipe in recipes:
        turns_of.cache_clear()
        alone += grade(COURSE, [KATA], bench, lambda _, recipe=recipe: recipe, Listener()).katas
    assert list(map(said, grade_each(COURSE, KATA, recipes, bench))) == list(map(said, alone))


def test_a_grader_that_cannot_be_collected_is_the_graders_fault_for_each(bench, monkeypatch):
    def broken(source):
        raise OSError("no examples today")

    monkeypatch.setattr("grader.judge.grading.examples_of", broken)
    for result in grade_each(COURSE, KATA, [SOLUTION, SOLUTION], bench):
        assert result.status is Status.ERROR
        assert "no examples today" in result.checks[0].explanation.what


def test_ctrl_c_ends_all_of_it(bench, monkeypatch):
    asked = []

    def stopped(request, limit):
        asked.append(request)
        raise KeyboardInterrupt

    monkeypatch.setattr(bench, "ask", stopped)
    with pytest.raises(KeyboardInterrupt):
        grade_each(COURSE, KATA, [SOLUTION, SOLUTION], bench)
    assert len(asked) == 1


def test_a_call_is_replayed_once_and_costs_as_much_again():
    """Why a check failed must not hang on what was graded before."""
    turn = Turn(misconceptions(KATA)[0], SOLUTION, Library([KATA]))
    request = Call(KATA.id, time_taken)
    first = turn.on_call(request, b"one")
    assert turn.saved == 0
    assert turn.on_call(request, b"one") is first
    assert turn.saved >= first.value > 0
    assert turn.on_call(request, b"another") is not first


def time_taken(kata):
    start = time.thread_time()
    while time.thread_time() == start:
        pass
    return time.thread_time() - start


def test_what_comes_of_later_gradings_is_not_made_again(bench, monkeypatch):
    turns_of.cache_clear()
    made, replay = [], Turn._replay
    monkeypatch.setattr(Turn, "_replay", lambda turn, request: made.append(request) or replay(turn, request))
    recipes = [turn.recipe(KATA) for turn in misconceptions(KATA)]
    grade_each(COURSE, KATA, recipes, bench)
    count = len(made)
    grade_each(COURSE, KATA, recipes, bench)
    assert len(made) == count > 0
