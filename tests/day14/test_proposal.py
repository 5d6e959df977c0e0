"""day14/proposal: numbers from results alone, verdicts before rounding."""

import math

from grader.checks import expect

FORMATS = (".0f", ".1f", ".3f", ".1e", ".3e", ".2%", "g", ",.1f", "+.2f")


def test_what_is_claimed_is_supported(kata, rng):
    """Whatever `claim` writes, `unsupported_numbers` finds support for all of it."""
    values = math.pi ** rng.integers(-9, 10, len(FORMATS)) * rng.choice([-1.0, 1.0], len(FORMATS))
    results = {f"value {i}": float(value) for i, value in enumerate(values)}
    template = " and ".join(f"{{value {i}:{spec}}}" for i, spec in enumerate(FORMATS))
    text = kata.claim(template, results)
    expect(kata.unsupported_numbers(text, results), "the unsupported numbers of a claim").equals([])


def test_stale_numbers_are_found(kata, rng):
    """When the results have moved on, the numbers of the old text have no support any more."""
    old = {f"value {i}": float(value) for i, value in enumerate(rng.uniform(100, 900, 5))}
    new = {key: value + 1 for key, value in old.items()}
    text = kata.claim(", ".join(f"{{{key}:.3f}}" for key in old), old)
    expect(kata.unsupported_numbers(text, new), "the unsupported numbers").equals(text.split(", "))


def test_results_decide(kata):
    """The same changes with other results make another proposal: other parts."""
    changes = [
        {"change": name, "why": "There is a reason.", "evidence": f"{{{name}:.1f}}", "gain": name} for name in "AB"
    ]
    errors = {"A error": 0.1, "B error": 0.1}
    first = kata.write_proposal(changes, {"A": 2.0, "B": 3.0, **errors})
    second = kata.write_proposal(changes, {"A": 2.0, "B": 0.5, **errors})
    heads = [[line for line in text.splitlines() if line.startswith("#")] for text in (first, second)]
    expect(heads[0], "the headings where both help").equals(["## What to change", "### A", "### B"])
    expect(heads[1], "the headings where B hurts").equals(
        ["## What to change", "### A", "## Tried, and worse", "### B"]
    )
