"""Other right ways to write day14/resampling."""

import math
import statistics
from fractions import Fraction

import numpy as np

from grader.mutants import right


@right("pair_bias")
def by_sums(plus, minus, response, shear):
    R = sum(float(value) for value in response)
    up, down = math.fsum(plus), math.fsum(minus)
    return (up - down) / R / shear / 2 - 1, (up + down) / R / 2


@right("jackknife")
def by_deletion(plus, minus, response, shear):
    N = len(plus)
    found = []
    for q in range(N):
        up, down, R = (np.delete(np.asarray(values, float), q).mean() for values in (plus, minus, response))
        found.append([(up - down) / R / (2 * shear), (up + down) / R / 2])
    spread = np.sum((np.array(found) - np.mean(found, axis=0)) ** 2, axis=0)
    return np.sqrt((N - 1) / N * spread)


@right("bootstrap")
def by_weights(plus, minus, response, shear, rounds, rng):
    """How often each pair is drawn is multinomial: no index is needed."""
    N = len(plus)
    weights = rng.multinomial(N, np.full(N, 1 / N), size=rounds)
    up, down, R = weights @ plus, weights @ minus, weights @ response
    return ((up - down) / R / (2 * shear)).std(ddof=1), ((up + down) / R / 2).std(ddof=1)


@right("bootstrap")
def by_choice(plus, minus, response, shear, rounds, rng):
    """Round by round."""
    m, c, N = [], [], len(plus)
    for _ in range(rounds):
        chosen = [int(N * u) for u in rng.random(N)]
        R = response[chosen].sum()
        m.append(float((plus - minus)[chosen].sum() / R / (2 * shear)))
        c.append(float((plus + minus)[chosen].sum() / R / 2))
    return statistics.stdev(m), statistics.stdev(c)


@right("sample_size")
def by_ratio(target, error, pairs):
    return math.ceil((error * math.sqrt(pairs) / target) ** 2 - 1e-9)


@right("sample_size")
def by_decimals(target, error, pairs):
    """With the numbers as they are written."""
    return math.ceil((Fraction(str(error)) / Fraction(str(target))) ** 2 * int(pairs))


@right("sample_size")
def rounded_to_nine_places(target, error, pairs):
    return math.ceil(round(float(pairs) * (error / target) ** 2, 9))
