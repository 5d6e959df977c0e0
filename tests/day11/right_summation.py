"""Other right ways to write day11/summation."""

import math

import numpy as np

from grader.mutants import right
from solutions.day11 import summation as reference


@right("pairwise_sum")
def by_recursion(x):
    if len(x) == 1:
        return x[0]
    middle = len(x) // 2
    return by_recursion(x[:middle]) + by_recursion(x[middle:])


@right("pairwise_sum")
def neighbours_first(x):
    while len(x) > 1:
        x = np.concatenate([x, np.zeros_like(x[:1])]) if len(x) % 2 else x
        x = x[::2] + x[1::2]
    return x[0]


@right("kahan_sum")
def in_double(x):
    return np.sum(x.astype(np.longdouble), axis=0).astype(float)


@right("kahan_sum")
def by_the_textbook(x):
    """Kahan's own signs, pixel by pixel, added up in place."""
    total, c = np.array(x[0]), np.zeros_like(x[0])
    for image in x[1:]:
        y = image - c
        t = total + y
        c = (t - total) - y
        total = t
    return total


@right("kahan_sum")
def by_neumaier(x):
    """Compensations of all steps summed apart, and added at the end."""
    total = lost = np.zeros_like(x[0])
    for image in x:
        new = total + image
        lost = lost + np.where(np.abs(total) >= np.abs(image), (total - new) + image, (image - new) + total)
        total = new
    return total + lost


@right("update")
def by_weights(state, image):
    count, mean, m2 = state
    gap = image - mean
    return [count + 1, mean + gap / (count + 1), m2 + gap**2 * count / (count + 1)]


@right("update")
def by_merging(state, image):
    return reference.merge(state, (1, image, 0.0 * image))


@right("merge")
def by_weighted_mean(a, b):
    n, k = a[0], b[0]
    mean = (n * a[1] + k * b[1]) / (n + k)
    return n + k, mean, a[2] + b[2] + n * (a[1] - mean) ** 2 + k * (b[1] - mean) ** 2


@right("noise_map")
def in_two_passes(images):
    stack = np.array(list(images))
    return stack.mean(axis=0), stack.var(axis=0, ddof=1)


@right("noise_map")
def by_exact_sums(images):
    stack = np.array(list(images), dtype=float)
    flat = stack.reshape(len(stack), -1)
    mean = np.array([math.fsum(pixel) / len(pixel) for pixel in flat.T])
    squares = np.array([math.fsum((pixel - m) ** 2) for pixel, m in zip(flat.T, mean, strict=True)])
    shape = stack.shape[1:]
    return mean.reshape(shape), squares.reshape(shape) / (len(stack) - 1)
