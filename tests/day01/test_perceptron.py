"""day01/perceptron: a straight line learned from mistakes."""

import numpy as np
import pytest

from grader.checks import expect, limit


@pytest.mark.parametrize("features", [2, 6])
def test_separates_what_can_be_separated(kata, rng, features):
    """Separable examples end up all on their own side, after at most (R / gamma)^2 mistakes."""
    x, y, normal, offset = planted(40, features, rng)
    weight, bias, mistakes = kata.fit_perceptron(x, y, 10_000)
    expect(kata.predict(x, weight, bias), "the classes it predicts").equals(y)
    # With a constant feature 1 for the bias, the planted hyperplane is (normal, offset).
    margin = np.min(y * (x @ normal + offset)) / np.hypot(1.0, offset)
    expect(mistakes, "mistakes").at_most(np.max(np.sum(x**2, axis=1) + 1) / margin**2)


@limit(5)
def test_stops_when_all_are_right(kata, rng):
    """An epoch without a mistake is the last, whatever max_epochs allows."""
    x, y, _, _ = planted(10, 3, rng)
    weight, bias, _ = kata.fit_perceptron(x, y, 10**12)
    expect(kata.predict(x, weight, bias), "the classes it predicts").equals(y)


def planted(count, features, rng):
    """Return examples at least 0.25 away from a random hyperplane, their sides, and the hyperplane."""
    normal = rng.normal(size=features)
    normal /= np.linalg.norm(normal)
    offset = rng.uniform(0.5, 1.0)
    x = rng.normal(size=(count, features))
    distance = x @ normal + offset
    y = np.where(distance > 0, 1.0, -1.0)
    y[:2] = 1.0, -1.0  # both classes, whatever was drawn
    x += np.outer(y * (np.abs(distance) + 0.25) - distance, normal)
    return x, y, normal, offset
