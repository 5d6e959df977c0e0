"""Checking a gradient against differences of the function itself."""

import numpy as np


def numerical_gradient(f, x, step=1e-5):
    """Return the gradient of a scalar function f at x, an ndarray of any shape, by central differences.

    gradient_i = (f(x + step e_i) - f(x - step e_i)) / (2 step), where e_i is 1 at element i and 0 elsewhere. f takes an
    array of x's shape. Whatever the dtype of x, the work is done in float64.

    >>> numerical_gradient(lambda x: x[0] ** 2 * x[1], np.array([3.0, 5.0]), step=0.5)
    array([30.,  9.])
    """
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        offset = np.zeros_like(point)
        offset[i] = step
        ahead, behind = f(point + offset), f(point - offset)
        gradient[i] = (ahead - behind) / (2 * step)
    return gradient


def relative_error(a, b):
    """Return how far apart two gradients of one shape are: max |a - b| / max(max |a|, max |b|).

    It lies between 0 (equal) and 2 (opposite), and does not change when both are multiplied by one number, however
    large or small. Where every element of both is 0, it is 0. Where an element is nan, it is nan: an error that cannot
    be measured must not look small. A b of another shape, which NumPy might stretch, raises a ValueError that names it.

    >>> relative_error(np.array([4.0, -8.0]), np.array([4.0, -10.0]))
    0.2
    """
    _check_relative_error(a, b)
    difference = np.max(np.abs(a - b))
    largest = np.max(np.abs([a, b]))
    if largest == 0:
        return 0.0
    return float(difference / largest)


def _check_relative_error(a, b):
    if np.shape(b) != np.shape(a):
        raise ValueError(f"b must have a's shape, {np.shape(a)}, not {np.shape(b)}")
