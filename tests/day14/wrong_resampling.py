"""Wrong turns of day14/resampling."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day14 import resampling as right


@wrong(
    "pair_bias",
    because="Each pair is divided by its own response. A response is noisy, and the mean of 1/R is not 1 over the "
    "mean: the answer is <e>/<R>, never <e/R>.",
)
def mean_of_ratios(plus, minus, response, shear):
    return np.mean((plus - minus) / response) / (2 * shear) - 1, np.mean((plus + minus) / response) / 2


@wrong(
    "pair_bias",
    because="From +shear to -shear is twice the shear: the difference of the two signs is divided by 2 shear.",
)
def forgets_the_two_signs(plus, minus, response, shear):
    m, c = right.pair_bias(plus, minus, response, shear)
    return 2 * m + 1, c


@wrong("pair_bias", because="This is 1 + m, the slope. m is what is wrong with it: 0 for a perfect measurement.")
def one_plus_m(plus, minus, response, shear):
    m, c = right.pair_bias(plus, minus, response, shear)
    return 1 + m, c


@wrong(
    "pair_bias",
    because="c is not divided by the response. It is an offset of the shear, and a shear is a shape over the response.",
)
def offset_of_the_shape(plus, minus, response, shear):
    m, c = right.pair_bias(plus, minus, response, shear)
    return m, c * np.mean(response)


def spared(plus, minus, response, shear):
    """Return the m and c without each pair."""
    pairs = np.stack([plus, minus, response])
    N = pairs.shape[1]
    return N, right._of_means(*((pairs.sum(axis=1, keepdims=True) - pairs) / (N - 1)), shear)


@wrong(
    "jackknife",
    because="This is the scatter of the values without a pair, as if they were independent. Two of them share all "
    "pairs but two, so they lie close together: the sum of squares is multiplied by (N - 1)/N, not divided by "
    "anything.",
)
def plain_scatter(plus, minus, response, shear):
    _, (m, c) = spared(plus, minus, response, shear)
    return np.std(m, ddof=1), np.std(c, ddof=1)


@wrong(
    "jackknife",
    because="This is the scatter of the values without a pair, as if they were independent. Two of them share all "
    "pairs but two, so they lie close together: the sum of squares is multiplied by (N - 1)/N, not divided by "
    "anything.",
)
def plain_scatter_over_n(plus, minus, response, shear):
    _, (m, c) = spared(plus, minus, response, shear)
    return np.std(m), np.std(c)


@wrong(
    "jackknife",
    because="The factor before the sum of squares is 1, or N - 1 before their variance with N - 1 in it. It is (N - "
    "1)/N: with few pairs the error comes out too large.",
)
def factor_of_one(plus, minus, response, shear):
    N, (m, c) = spared(plus, minus, response, shear)
    return np.sqrt(N * np.var(m)), np.sqrt(N * np.var(c))


@wrong(
    "jackknife",
    because="Stamps are left out, not pairs: plus, minus and response go their own ways. What a pair shares cancels "
    "in its difference, and counts as noise here.",
)
def leaves_out_stamps(plus, minus, response, shear):
    N = len(plus)
    R = np.mean(response)
    per_m = np.sqrt(np.var(plus, ddof=1) + np.var(minus, ddof=1)) / (2 * shear * R)
    per_c = np.sqrt(np.var(plus, ddof=1) + np.var(minus, ddof=1)) / (2 * R)
    return abs(per_m) / np.sqrt(N), per_c / np.sqrt(N)


@wrong(
    "jackknife",
    because="The response is that of all pairs in every value. It has noise too, and goes with its pair: part of the "
    "scatter of the shape is that of the response, and cancels.",
)
def response_of_all(plus, minus, response, shear):
    return right.jackknife(plus, minus, np.full(len(plus), np.mean(response)), shear)


@wrong(
    "bootstrap",
    because="plus, minus and response are drawn each for itself. What a pair shares cancels in its difference, and "
    "counts as noise here. Draw pairs: one index for all three.",
)
def draws_stamps(plus, minus, response, shear, rounds, rng):
    means = [
        values[rng.integers(len(values), size=(rounds, len(values)))].mean(axis=1) for values in (plus, minus, response)
    ]
    m, c = right._of_means(*means, shear)
    return np.std(m, ddof=1), np.std(c, ddof=1)


@wrong(
    "bootstrap",
    because="The scatter of the samples is divided by the root of their number. More rounds would make m better "
    "known; only more galaxies do. The scatter itself is the error.",
)
def error_of_the_mean(plus, minus, response, shear, rounds, rng):
    m_error, c_error = right.bootstrap(plus, minus, response, shear, rounds, rng)
    return m_error / np.sqrt(rounds), c_error / np.sqrt(rounds)


@wrong(
    "bootstrap",
    because="The pairs are drawn without replacement: each sample is all pairs in another order, and has the same m "
    "but for rounding.",
)
def without_replacement(plus, minus, response, shear, rounds, rng):
    orders = np.array([rng.permutation(len(plus)) for _ in range(rounds)])
    m, c = right._of_means(*(values[orders].mean(axis=1) for values in (plus, minus, response)), shear)
    return np.std(m, ddof=1), np.std(c, ddof=1)


@wrong(
    "sample_size",
    because="An error falls with the square root of the number. Half the error takes four times the pairs, not twice.",
)
def linear_in_the_error(target, error, pairs):
    return int(np.ceil(pairs * error / target))


@wrong(
    "sample_size",
    because="Stamps are counted, four to a pair: a ring of two under two signs. They share galaxies and noise, and "
    "the pilot's error is that of pairs.",
)
def counts_stamps(target, error, pairs):
    return 4 * right.sample_size(target, error, pairs)


@wrong(
    "sample_size",
    because="Rounded down, or to the nearest, the error may still lie above the target. The least number that reaches "
    "it is rounded up.",
)
def rounds_down(target, error, pairs):
    return max(1, int(pairs * (error / target) ** 2))


@wrong(
    "sample_size",
    because="float64 holds numbers such as 3e-4 rounded, so that the number of pairs can lie a hair above a whole one. "
    "Rounded up as it is, it asks for a pair too many.",
)
def rounds_up_what_rounding_added(target, error, pairs):
    return int(np.ceil(pairs * (error / target) ** 2))


@lenient(
    "jackknife",
    because="Without its one pair nothing is left, and without scatter the error would be 0, or NaN. Refuse "
    "it by name.",
)
def accepts_one_pair(plus, minus, response, shear):
    return (0.0, 0.0) if len(plus) < 2 else right.jackknife(plus, minus, response, shear)
