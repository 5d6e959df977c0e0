"""day14/resampling: errors of m and c over pairs."""

import numpy as np
import pytest

from fixtures.day14.resampling import errors, pairs
from grader.checks import expect, refusal

ROUNDS = 4000  # the errors of a bootstrap are then good to about a percent


def resampled(submission, plus, minus, response, shear, rounds, seed):
    return submission.bootstrap(plus, minus, response, shear, rounds, np.random.default_rng(seed))


def linear_errors(plus, minus, response, shear):
    """Return what a bootstrap of a ratio tends to: (N - 1) / N of the jackknife's variance, to first order."""
    R, N = response.mean(), len(plus)
    parts = []
    for top, unit in ((plus - minus, 2 * shear), (plus + minus, 2)):
        rest = (top - top.mean() / R * response) / (unit * R)
        parts.append(np.sqrt(np.mean(rest**2) / N))
    return parts


@pytest.mark.parametrize("count", [4, 12])
@pytest.mark.parametrize("scatter", [0.0, 0.02])
def test_bootstrap(kata, rng, count, scatter):
    """Over many samples the bootstrap's errors are those of propagation, with N in them."""
    plus, minus, response, shear = pairs(rng, count, 0.02, 0.01, 1e-3, 5e-4, 2e-3, scatter)
    found = kata.probe(resampled, plus, minus, response, shear, ROUNDS, 3)
    expected = linear_errors(plus, minus, response, shear)
    ratio = np.array([float(value) for value in found]) / expected
    expect(ratio, "m_error and c_error over those of error propagation").near(1.0, within=0.07)


def test_bootstrap_keeps_the_pairs_together(kata, rng):
    """Where plus and minus share all their noise, and the response all the scatter, m has no error."""
    response = rng.uniform(0.5, 0.9, 10)
    noise = rng.normal(0.0, 0.05, 10)
    found = kata.probe(resampled, 0.02 * response + noise, -0.02 * response + noise, response, 0.02, 400, 4)
    expect(float(found[0]), "m_error where all pairs have the same ratio").near(0.0, within=1e-9)
    expect(float(found[1]), "c_error").at_least(0.005)


def test_few_rounds(kata, rng):
    """With rounds - 1 in them the squares of the errors are right on average, however few the rounds are."""
    plus, minus, response, shear = pairs(rng, 50, 0.02, 0.01, 1e-3, 5e-4, 2e-3, 0.05)
    squares = np.array(kata.probe(mean_squares, plus, minus, response, shear, 3, 300))
    expected = np.array(linear_errors(plus, minus, response, shear)) ** 2
    expect(squares / expected, "mean of the errors' squares with three rounds, over the right one").near(
        1.0, within=0.25
    )
    found = kata.probe(resampled, plus, minus, response, shear, 2, 5)
    expect(bool(np.all(np.isfinite([float(value) for value in found])))).holds("with two rounds an error is not finite")


def mean_squares(submission, plus, minus, response, shear, rounds, seeds):
    found = [resampled(submission, plus, minus, response, shear, rounds, seed) for seed in range(seeds)]
    return [float(sum(errors[k] ** 2 for errors in found)) / seeds for k in (0, 1)]


def test_the_generator_decides(kata, rng):
    """Equal generators give equal errors, others give others."""
    plus, minus, response, shear = pairs(rng, 8, 0.02, 0.01, 1e-3, 5e-4, 2e-3, 0.05)
    one, again, other = (kata.probe(resampled, plus, minus, response, shear, 50, seed) for seed in (1, 1, 2))
    expect(list(one), "the errors from an equal generator").equals(list(again))
    expect(list(one) != list(other)).holds("two different generators give the same errors")


def test_many_pairs(kata, rng):
    """With many pairs jackknife and bootstrap agree."""
    plus, minus, response, shear = pairs(rng, 200, 0.02, 0.01, 1e-3, 2e-3, 5e-3, 0.1)
    truth = np.array(errors(plus, minus, response, shear))
    found = np.array([float(value) for value in kata.jackknife(plus, minus, response, shear)])
    expect(found / truth, "jackknife errors over the right ones").near(1.0, within=1e-6)
    found = np.array([float(value) for value in kata.probe(resampled, plus, minus, response, shear, 2000, 6)])
    expect(found / truth, "bootstrap errors over the jackknife's").near(1.0, within=0.1)


@refusal("bootstrap")
def test_one_pair(kata):
    """One pair has no scatter: an error of 0 would be a lie."""
    kata.refuses(of_one_pair, naming="plus")


def of_one_pair(submission):
    one = np.array([0.02])
    return submission.bootstrap(one, -one, np.ones(1), 0.02, 10, np.random.default_rng(1))
