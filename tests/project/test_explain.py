"""Explanations: realistic slips, a tenth of them graded here; `tox -e explain` grades them all."""

import pytest

from grader.classroom.results import Result
from grader.course.catalogue import read_course
from grader.proof.explain import Met, explained, figures, told
from grader.proof.finding import Finding
from grader.proof.slips import Slip, read_slips, unknown_reasons

COURSE = read_course()
FOUND = list(read_slips(COURSE))
SLIPS = [one for one in FOUND if isinstance(one, Slip)]
# NumPy katas whose graders are quick and need no torch, the fixtures included.
SOME = ("day01/dense", "day02/edges", "day03/output_size", "day12/noise_model")


def test_every_slip_is_one_of_its_solution_still():
    assert [str(one) for one in FOUND if isinstance(one, Finding)] == []


@pytest.mark.torch  # the wrong turns of later days import it
def test_every_reason_is_a_wrong_turn():
    assert [(slip.kata.id, slip.name, unknown_reasons(slip)) for slip in SLIPS if unknown_reasons(slip)] == []


def test_there_are_enough_of_them_and_no_two_alike():
    assert len(SLIPS) >= 120
    assert len({(slip.kata.id, slip.text) for slip in SLIPS}) == len(SLIPS)
    for day in COURSE.days:
        assert sum(slip.kata.day == day.name for slip in SLIPS) >= 2, day.name
    assert all(slip.source.startswith(("https://", "CHANGELOG", "issue ")) for slip in SLIPS if slip.source)


def test_no_reason_that_is_not_true_is_given():
    some = [slip for slip in SLIPS if slip.kata.id in SOME]
    assert len(some) >= 12
    for one in explained(COURSE, some, jobs=2):
        assert one.met in (Met.RIGHT, Met.NONE), one.text()


def result(*checks, fault=""):
    said = [{"status": status, "misconception": name, "diagnosis": name, "message": "m"} for status, name in checks]
    return Result("1", "key", {"katas": [{"checks": said}]}, fault)


@pytest.mark.parametrize(
    ("reasons", "given", "met"),
    [
        ("a b", result(("failed", "a"), ("failed", "")), Met.RIGHT),
        ("a b", result(("failed", "a"), ("failed", "c")), Met.WRONG),
        ("a", result(("failed", ""), ("passed", "")), Met.NONE),
        ("", result(("failed", "")), Met.RIGHT),
        ("", result(("failed", "a")), Met.WRONG),
        ("a", result(("passed", "")), Met.PASSED),
        ("a", result(("todo", "")), Met.LOST),
        ("a", result(fault="gone"), Met.LOST),
    ],
)
def test_what_comes_of_a_slip(reasons, given, met):
    slip = Slip("a slip", COURSE.kata("day01/dense"), "", frozenset(reasons.split()))
    one = told(slip, given)
    assert one.met is met
    assert "a slip" in one.text()


def test_the_figures_are_counts_and_rates():
    slip = Slip("a slip", COURSE.kata("day01/dense"), "", frozenset("a"))
    all_told = [told(slip, result(("failed", name))) for name in ("a", "a", "a", "c")]
    assert figures(all_told) == "3 right (75.0%), 0 none (0.0%), 1 wrong (25.0%)"
