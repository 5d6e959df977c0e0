"""Rosenblatt's perceptron: a straight line learned from mistakes."""

import numpy as np


def fit_perceptron(x, y, max_epochs):
    """Learn a hyperplane between two classes by Rosenblatt's rule.

    Weight and bias start at zero. The examples are visited one at a time, in their order. An example is a
    mistake if y (weight . x + bias) <= 0, so a score of exactly zero is a mistake whichever the
    label; after a mistake, and only then, weight grows by y x and bias by y. One pass over all
    examples is an epoch. Learning ends with the first epoch without a mistake, or after `max_epochs`.

    Parameters
    ----------
    x : ndarray, shape (N, D)
        One example per row; N and D at least 1.
    y : ndarray, shape (N,)
        The labels, each -1 or +1.
    max_epochs : int
        The most passes over the examples, at least 1.

    Returns
    -------
    weight : ndarray, shape (D,)
        The normal of the hyperplane.
    bias : float
        Its offset.
    mistakes : int
        How many mistakes were made, and so corrected, in all epochs together.

    Raises
    ------
    ValueError
        Naming `x` if it is not two-dimensional or empty, `y` if its shape is not (N,) or a label is neither
        -1 nor +1, `max_epochs` if it is below 1.

    Notes
    -----
    Rosenblatt (1958), Psychological Review 65, 386. If some unit vector separates the examples with margin
    gamma and none is longer than R (both counted with a constant feature 1 for the bias), then there are
    at most (R / gamma)^2 mistakes: Novikoff (1962).

    Examples
    --------
    >>> x = np.array([[2.0, 1.0], [0.0, 1.0], [3.0, 0.0], [-1.0, 0.0]])
    >>> fit_perceptron(x, np.array([1, -1, 1, -1]), max_epochs=10)
    (array([ 2., -1.]), -1.0, 3)
    """
    raise NotImplementedError


def predict(x, weight, bias):
    """Return the class of each example: the side of the hyperplane on which it lies.

    Parameters
    ----------
    x : ndarray, shape (N, D)
        One example per row.
    weight : ndarray, shape (D,)
        The normal of the hyperplane.
    bias : float
        Its offset.

    Returns
    -------
    ndarray, shape (N,)
        +1 where weight . x + bias is positive or exactly zero, -1 where it is negative.

    Raises
    ------
    ValueError
        Naming `x` if it is not two-dimensional, `weight` if its shape is not (D,).

    Examples
    --------
    >>> predict(np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([2.0, 0.0]), -1.0)
    array([ 1, -1])
    """
    raise NotImplementedError
