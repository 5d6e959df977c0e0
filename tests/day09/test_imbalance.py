"""day09/imbalance: rare classes.

A generator cannot travel to the bench, so probes make it there from a seed.
"""

import numpy as np
import pytest

from fixtures.day09._focal import slopes
from grader.checks import expect
from grader.plain import Tensor

DRAWS = 20_000


def test_weighted_classes_count_the_same(kata):
    """Weighted, the classes add up to the same, and the examples to their number."""
    counts = np.array([3, 40, 157])
    weighted = kata.class_weights(counts) * counts
    expect(weighted, "weight times count, class by class").equals(np.full(3, 200 / 3), rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_gradient_of_the_focal_loss(kata, rng, dtype):
    """The gradient is that of the formula, for logits of +-1000 too."""
    for name, size in (("ordinary", 2.0), ("large", 30.0), ("extreme", 1000.0)):
        logits = size * np.array([1.0, -1.0, 1.0, -1.0, 0.3, -0.2]) * (rng.uniform(0.8, 1.0, 6) if size < 50 else 1.0)
        logits = logits.astype(dtype)
        target = np.array([1, 1, 0, 0, 1, 0])
        for gamma, alpha in ((2.0, None), (0.5, 0.25), (0.0, None), (1.0, 0.5)):
            found = kata.probe(gradient, Tensor(logits, dtype), Tensor(target, "int64"), gamma, alpha)
            words = f"gradient of the focal loss, {name} logits, gamma {gamma}, alpha {alpha}"
            expect(found.array, words).equals(slopes(logits, target, gamma, alpha).astype(dtype))


def gradient(submission, logits, target, gamma, alpha):
    import torch

    logits = logits.clone().requires_grad_()
    loss = submission.focal_loss(logits, target, gamma, alpha)
    (found,) = torch.autograd.grad(loss, logits)
    return found


def test_draws_are_balanced(kata, rng):
    """Every class is drawn equally often, and within a class every example."""
    for labels in (
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
        [7, -3, 7, 7, 7, 7, 7, 7, 7, 7],
        [2, 2, 2, 2, 5, 5, 9, 9, 9, 9, 5, 2],
    ):
        labels = np.array(labels)
        _, member, counts = np.unique(labels, return_inverse=True, return_counts=True)
        expected = 1 / len(counts) / counts[member]
        found = kata.probe(shares_of_draws, labels, expected, int(rng.integers(2**31)))
        expect(found, f"how often each example is drawn, labels {labels.tolist()}").equals(expected)


def shares_of_draws(submission, labels, expected, seed):
    """Return each example's share: as expected where chance can explain the difference, else to 0.01."""
    drawn = np.asarray(submission.balanced_indices(labels, DRAWS, np.random.default_rng(seed))).astype(int)
    shares = np.bincount(drawn, minlength=len(labels)) / len(drawn)
    likely = np.abs(shares - expected) < 5.5 * np.sqrt(expected * (1 - expected) / DRAWS)
    return np.where(likely, expected, np.round(shares, 1))


def test_sampler(kata, rng):
    """n whole numbers, more than there are examples if wanted, drawn independently; the seed decides."""
    found = kata.probe(facts_of_draws, int(rng.integers(2**31)))
    expect(found["shape"], "shape of 50 draws from 4 examples").equals([50])
    expect(found["whole"]).holds("the indices are not whole numbers")
    expect(found["from one class"], "three draws from one class of one example").equals([0, 0, 0])
    expect(found["uneven"]).holds(
        "in 40 batches of 4 from two classes, each class was drawn exactly twice: not independent"
    )
    expect(found["repeats"]).holds("in 40 batches of 4 from 4 examples, none was drawn twice: not independent")
    expect(found["differ"]).holds("the same generator gives the same draws again and again")
    expect(found["repeatable"]).holds("the same seed gives other draws: something else than rng is used")


def facts_of_draws(submission, seed):
    labels, rng = np.array([0, 0, 1, 1]), np.random.default_rng(seed)

    def draw(n=4, rng=rng, labels=labels):
        return np.asarray(submission.balanced_indices(labels, n, rng))

    many = draw(50)
    batches = [draw() for _ in range(40)]
    twice = [draw(50, np.random.default_rng(seed)) for _ in range(2)]
    return {
        "shape": list(many.shape),
        "whole": np.issubdtype(many.dtype, np.integer),
        "from one class": draw(3, labels=np.array([5])).tolist(),
        "uneven": any(int((labels[batch] == 0).sum()) != 2 for batch in batches),
        "repeats": any(len(set(batch.tolist())) < 4 for batch in batches),
        "differ": not np.array_equal(many, draw(50)),
        "repeatable": np.array_equal(*twice),
    }


def test_balanced_training_undone(kata):
    """A classifier that is right for balanced classes becomes right for the true rates, example by example."""
    x = np.linspace(-2.0, 3.0, 11)
    density = np.stack([np.exp(-(x**2) / 2), np.exp(-((x - 1.0) ** 2) / 2)], axis=1)

    def posterior(prior):
        return density * prior / np.sum(density * prior, axis=1, keepdims=True)

    found = kata.restore_prior(posterior([0.5, 0.5]), np.array([0.5, 0.5]), np.array([0.95, 0.05]))
    expect(found, "two Gaussian classes, 0.95 and 0.05 in truth").equals(posterior([0.95, 0.05]))
