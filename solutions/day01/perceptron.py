"""Rosenblatt's perceptron: a hyperplane learned from mistakes (Rosenblatt 1958, Psychological Review 65, 386)."""

import numpy as np


def fit_perceptron(x, y, max_epochs):
    """Return (weight, bias, mistakes): a hyperplane, weight of shape (D,), and the mistakes made in learning it.

    Weight and bias start at zero. The examples are visited one at a time, in their order. An example is a mistake if
    y (weight . x + bias) <= 0, so a score of exactly zero is a mistake whichever the label. After a mistake, and only
    then, weight grows by y x and bias by y. One pass over all examples is an epoch. Learning ends with the first epoch
    without a mistake, or after `max_epochs`. A y that is not N labels of -1 or +1 raises a ValueError that names it.

    >>> x = np.array([[2.0, 1.0], [0.0, 1.0], [3.0, 0.0], [-1.0, 0.0]])
    >>> fit_perceptron(x, np.array([1, -1, 1, -1]), max_epochs=10)
    (array([ 2., -1.]), -1.0, 3)

    Parameters
    ----------
    x : ndarray, shape (N, D)
    y : ndarray, shape (N,)
    """
    _check_fit_perceptron(x, y)
    weight, bias, mistakes = np.zeros(np.shape(x)[1]), 0.0, 0
    for _ in range(max_epochs):
        before = mistakes
        for features, label in zip(x, y, strict=True):
            score = weight @ features + bias
            if label * score <= 0:
                weight += label * features
                bias += label
                mistakes += 1
        if mistakes == before:
            break
    return weight, float(bias), mistakes


def predict(x, weight, bias):
    """Return the class of each example: +1 where weight . x + bias is positive or exactly zero, and -1 elsewhere.

    >>> predict(np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([2.0, 0.0]), -1.0)
    array([ 1, -1])
    """
    score = x @ weight + bias
    return np.where(score >= 0, 1, -1)


def _check_fit_perceptron(x, y):
    if np.shape(y) != (len(x),) or not np.all(np.isin(y, (-1, 1))):
        raise ValueError(f"y must hold {len(x)} labels, each -1 or +1")
