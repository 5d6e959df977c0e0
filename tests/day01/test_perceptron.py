"""day01/perceptron: a straight line learned from mistakes."""

import numpy as np
import pytest

from grader.checks import each_case, expect, limit


@each_case("fit_perceptron")
def test_fit_perceptron(kata, case):
    kata.check(case)


@each_case("predict")
def test_predict(kata, case):
    """The class is the side of the hyperplane; the numbers may be whole or in floating point."""
    classes = kata.predict(*case.args)
    whole = isinstance(classes, np.ndarray) and classes.dtype.kind == "i"
    expect(classes.astype(float) if whole else classes, "the classes").equals(case.expected)


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


def test_labels_of_zero_and_one(kata, rng):
    """Labels 0 and 1 are refused by name."""
    x, y, _, _ = planted(10, 3, rng)
    kata.fit_perceptron.refuses(x, (y + 1) / 2, 5, naming="y")


def test_labels_for_other_examples(kata, rng):
    """Nine labels for ten examples are refused by name."""
    x, y, _, _ = planted(10, 3, rng)
    kata.fit_perceptron.refuses(x, y[:9], 5, naming="y")


def test_no_examples(kata):
    """An empty batch is refused by name."""
    kata.fit_perceptron.refuses(np.zeros((0, 3)), np.zeros(0), 5, naming="x")


def test_one_example_without_its_batch(kata):
    """A single row of features is refused by name."""
    kata.fit_perceptron.refuses(np.ones(3), np.ones(3), 5, naming="x")


def test_no_epoch(kata, rng):
    """No epoch at all is refused by name."""
    x, y, _, _ = planted(10, 3, rng)
    kata.fit_perceptron.refuses(x, y, 0, naming="max_epochs")


def test_predict_one_example_without_its_batch(kata):
    """A single row of features is refused by name."""
    kata.predict.refuses(np.ones(3), np.ones(3), 0.0, naming="x")


def test_weight_of_another_length(kata):
    """Two weights for three features are refused by name."""
    kata.predict.refuses(np.ones((4, 3)), np.ones(2), 0.0, naming="weight")


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
