"""day11/stable_functions: formulas that are right, in code that is right for every input."""

import numpy as np
import pytest

from grader.checks import expect
from grader.plain import Tensor

WIDE = np.array([-1000.0, -30.0, -1.0, 2.0, 30.0, 1000.0])


def slope(submission, name, x, *more):
    """Return the gradient of the sum of the results with respect to x."""
    x = x.clone().requires_grad_()
    getattr(submission, name)(x, *more).sum().backward()
    return x.grad


def sigmoid(x):
    return np.where(x > 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


@pytest.mark.parametrize("side", ["below 0", "above 0"])
def test_slope_of_softplus(kata, side):
    """The slope of softplus is 1 / (1 + exp(-x)), for large x of either sign too."""
    x = WIDE[WIDE < 0] if side == "below 0" else WIDE[WIDE > 0]
    found = kata.probe(slope, "softplus", Tensor(x, "float64"))
    expect(found.array, "the slope").equals(sigmoid(x))


def test_slope_of_softplus_at_zero(kata):
    """The slope of softplus at exactly 0 is 1/2."""
    found = kata.probe(slope, "softplus", Tensor(np.array([0.0, 1.0]), "float64"))
    expect(found.array, "the slope").equals(sigmoid(np.array([0.0, 1.0])))


def test_slope_of_cross_entropy(kata):
    """The slope of the cross entropy with respect to the logit is p - target."""
    target = np.array([1.0, 0.0, 0.25, 1.0, 0.0, 0.5])
    found = kata.probe(slope, "cross_entropy", Tensor(WIDE, "float64"), Tensor(target, "float64"))
    expect(found.array, "the slope").equals(sigmoid(WIDE) - target)


def test_slope_of_logsumexp(kata):
    """The slopes of logsumexp are the shares of softmax, for large numbers too."""
    x = np.array([[1000.0, 1001.0, 999.0], [-1000.0, -1000.0, -1002.0]])
    found = kata.probe(slope, "logsumexp", Tensor(x, "float64"), 1)
    share = np.exp(x - x.max(axis=1, keepdims=True))
    expect(found.array, "the slope").equals(share / share.sum(axis=1, keepdims=True))


def test_slope_of_softmax(kata, rng):
    """Softmax adds up to 1 whatever x is, so the gradient of its weighted sum has no part along 1."""
    x, weight = rng.normal(1000, 1, 4), rng.normal(0, 1, 4)
    found = kata.probe(weighted_slope, Tensor(x, "float64"), Tensor(weight, "float64"))
    share = np.exp(x - x.max()) / np.exp(x - x.max()).sum()
    expect(found.array, "the slope").equals(share * (weight - share @ weight))


def weighted_slope(submission, x, weight):
    x = x.clone().requires_grad_()
    (submission.softmax(x, 0) * weight).sum().backward()
    return x.grad


def test_slope_of_shear(kata, rng):
    """The slope of the shear is that of the whole formula, root and all, for elongated galaxies too."""
    angle, size = rng.uniform(0, 2 * np.pi, 5), np.array([0.05, 0.3, 0.6, 0.9, 0.99])
    e = size[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    found = kata.probe(slope, "shear_of", Tensor(e, "float64"))
    root = np.sqrt(1 - np.sum(e**2, axis=1, keepdims=True))
    expected = 1 / (1 + root) + e * e.sum(axis=1, keepdims=True) / (root * (1 + root) ** 2)
    expect(found.array, "the slope").equals(expected)


def test_slope_of_a_round_galaxy(kata):
    """At a round galaxy, and near it, the slope of the shear is 1/2: a network that starts there can learn."""
    found = kata.probe(slope, "shear_of", Tensor(np.array([[0.0, 0.0], [1e-12, 0.0]]), "float64"))
    expect(found.array, "the slope").equals(np.full((2, 2), 0.5))
