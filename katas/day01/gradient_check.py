"""Checking a gradient against differences of the function itself."""

import numpy as np


def numerical_gradient(f, x, step=1e-5):
    """Return the gradient of a scalar function by central differences.

        gradient_i = (f(x + step e_i) - f(x - step e_i)) / (2 step)

    where e_i is 1 at element i and 0 elsewhere.

    Parameters
    ----------
    f : callable
        Takes an array of x's shape and returns one number.
    x : ndarray, any shape
        Where the gradient is taken. Whatever its dtype, the work is done in float64; `x` is not changed.
    step : float
        How far to go to either side, above 0.

    Returns
    -------
    ndarray, float64, the shape of x
        The gradient; exact for quadratic functions, and off by the third derivative times
        step^2 / 6 for others.

    Raises
    ------
    ValueError
        Naming `step` if it is not above 0.

    Examples
    --------
    >>> numerical_gradient(lambda x: x[0] ** 2 * x[1], np.array([3.0, 5.0]), step=0.5)
    array([30.,  9.])
    """
    raise NotImplementedError


def relative_error(a, b):
    """Return how far apart two arrays are, relative to the largest element of either.

        max |a - b| / max(max |a|, max |b|)

    Parameters
    ----------
    a, b : ndarray, equal shapes
        For example a gradient by backpropagation and one by differences.

    Returns
    -------
    float
        Between 0 (equal) and 2 (opposite); 0 if every element of both is 0. It does not change when both are
        multiplied by the same number, however large or small. If an element of either is nan, so
        is the result: an error that cannot be measured must not look small.

    Raises
    ------
    ValueError
        Naming `a` if it holds nothing, `b` if its shape is not a's.

    Examples
    --------
    >>> relative_error(np.array([4.0, -8.0]), np.array([4.0, -10.0]))
    0.2
    >>> relative_error(np.zeros(3), np.zeros(3))
    0.0
    """
    raise NotImplementedError
