"""How sure are m and c? Errors by resampling ring pairs, and how many pairs a requirement takes.

A *pair* is a ring of galaxies under +g and the same ring, with the same noise, under -g. Of pair q the mean measured
shear is plus[q] and minus[q], in the component of g, and response[q] its mean response: all of shape (N,), N at least
2. Stamps of a pair share galaxies and noise, so a pair is the least that may be left out or drawn. One pair
has no scatter: jackknife and bootstrap refuse it by a ValueError that names plus; pair_bias takes it.
"""

import numpy as np


def pair_bias(plus, minus, response, shear):
    """Return (m, c) of g_obs = (1 + m) g + c, where g is +shear or -shear and g_obs a mean over a mean response.

    The answer is <e>/<R>, never <e/R>: m from the difference of the two signs, c from their mean.

    >>> m, c = pair_bias(np.array([0.011, 0.015]), np.array([-0.009, -0.011]), np.array([0.5, 0.7]), 0.02)
    >>> print(f"{m:.4f} {c:.4f}")
    -0.0417 0.0025
    """
    return _of_means(np.mean(plus), np.mean(minus), np.mean(response), shear)


def _of_means(plus, minus, R, shear):
    return (plus - minus) / (2 * shear * R) - 1, (plus + minus) / (2 * R)


def jackknife(plus, minus, response, shear):
    """Return the standard errors (m_error, c_error) by leaving out one pair at a time.

    With t_q the value found without pair q, error^2 = (N - 1)/N sum_q (t_q - mean t)^2.

    >>> plus, minus = np.array([0.022, 0.020, 0.021]), np.array([-0.020, -0.020, -0.023])
    >>> m_error, c_error = jackknife(plus, minus, np.ones(3), 0.02)
    >>> print(f"{m_error:.4f} {c_error:.5f}")
    0.0289 0.00058
    """
    pairs = np.stack([plus, minus, response])
    N = pairs.shape[1]
    _check_pairs(N)
    spared = pairs.sum(axis=1, keepdims=True) - pairs  # column q: the sums without pair q, whose ratios are the means'
    m, c = _of_means(*spared, shear)
    return np.sqrt((N - 1) * np.var(m)), np.sqrt((N - 1) * np.var(c))


def bootstrap(plus, minus, response, shear, rounds, rng):
    """Return the standard errors (m_error, c_error) over `rounds` samples of N pairs, drawn with replacement.

    They are the standard deviations, with rounds - 1 in them, of the m and c of the samples. `rounds` is 2 at least.

    >>> plus, minus = np.array([0.022, 0.020, 0.021]), np.array([-0.020, -0.020, -0.023])
    >>> m_error, c_error = bootstrap(plus, minus, np.ones(3), 0.02, 4000, np.random.default_rng(1))
    >>> print(f"{m_error:.2f} {c_error:.4f}")
    0.02 0.0005
    """
    pairs = np.stack([plus, minus, response])
    _check_pairs(pairs.shape[1])
    drawn = rng.integers(pairs.shape[1], size=(rounds, pairs.shape[1]))
    m, c = _of_means(*pairs[:, drawn].mean(axis=2), shear)
    return np.std(m, ddof=1), np.std(c, ddof=1)


def sample_size(target, error, pairs):
    """Return the least number of pairs whose error is at most `target`, where a pilot of `pairs` pairs has `error`.

    What is above a whole number by a part in 10^12, or less, is that whole number: numbers such as 3e-4 are rounded.

    >>> sample_size(3e-4, 5e-4, 100), sample_size(3e-4, 15e-4, 10)
    (278, 250)
    """
    return int(np.ceil((1 - 1e-12) * pairs * (error / target) ** 2))


def _check_pairs(N):
    if N < 2:
        raise ValueError("plus must hold 2 pairs at least: one alone has no scatter")
