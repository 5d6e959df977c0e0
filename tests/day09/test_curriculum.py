"""day09/curriculum: what a network is shown first.

A generator cannot travel to the bench, so probes make it there from a seed.
"""

import numpy as np

from grader.checks import expect, refusal

DRAWS = 20_000  # a quarter of them is known to 0.003; shares are given in steps of 0.05


def test_the_pool_only_grows(kata, rng):
    """What could be drawn once can be drawn ever after, and in the end everything can."""
    hardness, before = rng.permutation(np.linspace(0.0, 1.0, 30)), set()
    for fraction in (0.1, 0.4, 0.7, 1.0):
        pool = kata.easiest(hardness, fraction)
        expect(isinstance(pool, np.ndarray)).holds("easiest did not return an array")
        expect(before <= set(pool.tolist())).holds(f"with the fraction {fraction} easier examples have gone again")
        before = set(pool.tolist())
    expect(len(before), "examples in the pool at the fraction 1").equals(30)


def test_draws(kata, rng):
    """Each of the easiest examples is drawn equally often, and no other."""
    for fraction, count in ((0.4, 4), (0.1, 1), (0.5, 5), (1.0, 10)):
        hardness = 300 * rng.permutation(np.linspace(0.1, 1.0, 10)) ** 3 - 50  # no hardness is near a fraction
        expected = np.where(np.argsort(np.argsort(hardness)) < count, 1 / count, 0.0)
        shares = kata.probe(shares_of_draws, hardness, fraction, int(rng.integers(2**31)))
        expect(shares, f"how often each of ten examples is drawn at the fraction {fraction}").equals(expected)


def shares_of_draws(submission, hardness, fraction, seed):
    """Draw many; return each example's share, in steps of 0.05."""
    drawn = submission.draw_batch(hardness, fraction, DRAWS, np.random.default_rng(seed))
    shares = np.bincount(np.asarray(drawn).astype(int), minlength=len(hardness)) / DRAWS
    return np.round(shares * 20) / 20 + 0.0


def test_batches(kata, rng):
    """A batch has `size` whole numbers, drawn independently; the next has others; the seed decides."""
    facts = kata.probe(facts_of_batches, rng.permutation(np.linspace(0.1, 1.0, 8)), int(rng.integers(2**31)))
    expect(facts["shape"], "shape of a batch of 6").equals([6])
    expect(facts["whole"]).holds("a batch does not consist of whole numbers")
    expect(facts["with repeats"]).holds("in 40 batches of 4 examples from 4, none was drawn twice: not independent")
    expect(facts["one of one"], "a batch of one, from one").equals([facts["easiest"]])
    expect(facts["there is but one"], "a batch of one, where there is one example").equals([0])
    expect(facts["differ"]).holds("the same generator gives the same batch again and again")
    expect(facts["repeatable"]).holds("the same seed gives another batch: something else than rng is used")


def facts_of_batches(submission, hardness, seed):
    def draw(rng, fraction=0.5, size=4):
        return np.asarray(submission.draw_batch(hardness, fraction, size, rng))

    rng = np.random.default_rng(seed)
    batch, again = draw(rng, 1.0, 6), draw(rng, 1.0, 6)
    more = [draw(rng, 1.0, 6) for _ in range(4)]
    repeats = [len(set(draw(rng).tolist())) < 4 for _ in range(40)]
    return {
        "shape": list(batch.shape),
        "whole": np.issubdtype(batch.dtype, np.integer),
        "with repeats": any(repeats),
        "one of one": draw(rng, 0.1, 1).tolist(),
        "there is but one": np.asarray(submission.draw_batch(hardness[:1], 1.0, 1, rng)).tolist(),
        "easiest": int(np.argmin(hardness)),
        "differ": any(not np.array_equal(batch, other) for other in (again, *more)),
        "kinds": len({*batch.tolist(), *again.tolist(), *np.ravel(more).tolist()}),  # not judged: tells slips apart
        "repeatable": np.array_equal(batch, draw(np.random.default_rng(seed), 1.0, 6)),
    }


@refusal("draw_batch")
def test_nan(kata):
    """A NaN among the hardnesses is refused by the sampler too."""
    kata.refuses(one_draw, np.array([0.1, np.nan, 0.3]), naming="hardness")


def one_draw(submission, hardness):
    submission.draw_batch(hardness, 1.0, 2, np.random.default_rng(0))
    return None
