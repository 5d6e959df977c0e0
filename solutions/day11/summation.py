"""Sums that keep their digits, in the precision of what is summed.

x, shape (N, ...), N at least 1, holds N numbers or images in float32 or float64; they are summed over the first axis.
With u the unit roundoff, 2^-24 or 2^-53, a plain loop over positive numbers errs by up to N u of the sum.

A state (count, mean, m2) describes `count` images: their mean, and m2, the sum over the images of (x - mean)^2; mean
and m2 have the shape of an image. The empty state is (0, 0.0, 0.0).
"""

import numpy as np


def pairwise_sum(x):
    """Return the sum over the first axis; for positive numbers its error is at most about u log2(N) of it.

    No number goes through more than log2(N) additions, rounded up.

    >>> print(f"{pairwise_sum(np.full(2**20, 0.1, np.float32)):.0f}")
    104858
    """
    while len(x) > 1:
        half = len(x) // 2
        pairs = x[:half] + x[half : 2 * half]
        left_over = x[2 * half :]
        x = np.concatenate([pairs, left_over])
    return x[0]


def kahan_sum(x):
    """Return the sum over the first axis; for positive numbers its error is about 2 u of it, whatever N.

    What the addition of an image rounds off, pixel by pixel, is added with the next.

    >>> print(kahan_sum(np.array([1.0] + [1e-16] * 10)))
    1.000000000000001
    """
    total = lost = np.zeros_like(x[0])
    for image in x:
        due = image + lost
        new = total + due
        lost = due - (new - total)  # exactly what was rounded off, while total is the larger
        total = new
    return total


def update(state, image):
    """Return the state after one more image; none of those before it is needed.

    Where the mean is 1e8 and the standard deviation 1, m2 in float64 still has seven digits.

    >>> update(update((0, 0.0, 0.0), 1e9), 1e9 + 3)
    (2, 1000000001.5, 4.5)
    """
    count, mean, m2 = state
    count = count + 1
    step = image - mean
    new = mean + step / count
    m2 = m2 + step * (image - new)
    return count, new, m2


def merge(a, b):
    """Return the state of all images that the states a and b describe; a may be the empty state.

    >>> merge((2, 1.0, 2.0), (1, 4.0, 0.0))
    (3, 2.0, 8.0)
    """
    count_a, mean_a, m2_a = a
    count_b, mean_b, m2_b = b
    count, gap = count_a + count_b, mean_b - mean_a
    mean = mean_a + gap * (count_b / count)
    m2 = m2_a + m2_b + gap**2 * (count_a * count_b / count)
    return count, mean, m2


def noise_map(images):
    """Return each pixel's mean and variance (mean, variance) over images that are read once, one after another.

    `images` may be a generator. The variance is the unbiased one; fewer than two images are refused with a ValueError.

    >>> noise_map(iter([np.array([1e9, 0.0]), np.array([1e9 + 3, 1.0])]))
    (array([1.e+09, 5.e-01]), array([4.5, 0.5]))
    """
    state = 0, 0.0, 0.0
    for image in images:
        state = update(state, image)
    count, mean, m2 = state
    _check_count(count)
    variance = m2 / (count - 1)
    return mean, variance


def _check_count(count):
    if count < 2:
        raise ValueError(f"images must be two at least to have a variance, got {count}")
