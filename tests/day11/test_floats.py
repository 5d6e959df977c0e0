"""day11/floats: the grid of a floating-point format, and rounding to it."""

import numpy as np
import pytest

from grader.checks import expect

FORMS = {"float32": (8, 23), "float16": (5, 10), "bfloat16": (8, 7), "eight bits": (4, 3)}


@pytest.mark.parametrize("name", FORMS)
def test_rounding_twice(kata, rng, name):
    """A number that is rounded already stays as it is, and rounding -x gives minus what rounding x gives."""
    x = rng.normal(0, 3, (4, 5))
    once = kata.round_to(x, FORMS[name])
    expect(kata.round_to(once, FORMS[name]), "rounded again").equals(once, rtol=0.0)
    expect(kata.round_to(-x, FORMS[name]), "rounded -x").equals(-once, rtol=0.0)


@pytest.mark.parametrize("name", FORMS)
def test_half_an_ulp(kata, rng, name):
    """Rounding never moves x by more than half a gap."""
    x = rng.normal(0, 3, (5, 7))
    moved = np.abs(kata.round_to(x, FORMS[name]) - x)
    expect(np.max(moved / kata.ulp(x, FORMS[name])), "the largest move, in gaps").at_most(0.5)
