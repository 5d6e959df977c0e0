"""day11/summation: sums that keep their digits, and moments of images that arrive one at a time."""

import math

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("function", ["pairwise_sum", "kahan_sum"])
def test_pixels_do_not_mix(kata, rng, function):
    """The sum of a stack is, in every pixel, the sum of that pixel's numbers."""
    stack = rng.uniform(0, 1, (50, 3, 4)).astype(np.float32)
    stack[0] += 1000 * rng.uniform(0, 1, (3, 4)).astype(np.float32)
    expected = stack.astype(float).sum(axis=0)
    expect(getattr(kata, function)(stack)).equals(expected, rtol=1e-6)


@pytest.mark.parametrize("count", [7, 8, 11])
def test_few_additions(kata, count):
    """No number goes through more than log2(N) additions, rounded up, also where N is no power of two."""
    i, j = (index.ravel() for index in np.indices((count, count)))
    x = np.ones((count, count * count), np.float32)
    x[i, np.arange(count**2)], x[j, np.arange(count**2)] = 2.0**100, -(2.0**100)
    # Until numbers i and j meet, they swallow every 1: the sum tells how many terms had been added when they met.
    together = count - kata.pairwise_sum(x).reshape(count, count)
    additions = max(len(set(np.delete(row, k).tolist())) for k, row in enumerate(together))
    expect(additions, "additions that some number goes through").at_most(math.ceil(math.log2(count)))


def test_one_after_another(kata, rng):
    """From the empty state, image after image, the state is that of all of them."""
    images = rng.normal(10, 2, (9, 2, 3))
    state = (0, 0.0, 0.0)
    for image in images:
        state = kata.update(state, image)
    expect(state[0], "count").equals(9)
    expect(state[1], "mean").equals(images.mean(axis=0))
    expect(state[2], "m2").equals(9 * images.var(axis=0))


def test_read_once(kata, rng):
    """The images may come from a generator, which can be gone through only once and has no length."""
    images = rng.normal(10, 2, (5, 3, 2))
    mean, variance = kata.probe(from_generator, images)
    expect(mean, "mean").equals(images.mean(axis=0))
    expect(variance, "variance").equals(images.var(axis=0, ddof=1))


def from_generator(submission, images):
    return submission.noise_map(image for image in images)
