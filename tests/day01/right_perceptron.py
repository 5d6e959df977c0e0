"""Other right ways to write day01/perceptron."""

import numpy as np

from grader.mutants import right
from solutions.day01 import perceptron as reference


@right("fit_perceptron")
def with_a_constant_feature(x, y, max_epochs):
    extended = np.hstack([x, np.ones((len(x), 1))])
    weight, mistakes, epoch, clean = np.zeros(extended.shape[1]), 0, 0, False
    while not clean and epoch < max_epochs:
        clean, epoch = True, epoch + 1
        for row, label in zip(extended, y, strict=True):
            if np.sign(row @ weight) != label:  # the sign of a zero score is no label: a mistake
                weight = weight + label * row
                mistakes, clean = mistakes + 1, False
    return weight[:-1], weight[-1], np.int64(mistakes)


@right("fit_perceptron")
def with_plain_numbers(x, y, max_epochs):
    rows, labels = x.tolist(), y.tolist()
    weight, bias, mistakes = [0] * len(rows[0]), 0, 0
    for _ in range(max_epochs):
        clean = True
        for row, label in zip(rows, labels, strict=True):
            if label * (sum(w * f for w, f in zip(weight, row, strict=True)) + bias) <= 0:
                weight = [w + label * f for w, f in zip(weight, row, strict=True)]
                bias, mistakes, clean = bias + label, mistakes + 1, False
        if clean:
            break
    return np.array(weight), bias, mistakes


@right("fit_perceptron")
def in_float32(x, y, max_epochs):
    weight, bias, mistakes = reference.fit_perceptron(x.astype(np.float32), y, max_epochs)
    return weight.astype(np.float32), np.float32(bias), mistakes


@right("predict")
def with_float_classes(x, weight, bias):
    return 2.0 * (np.einsum("nd,d->n", x, weight) + bias >= 0) - 1.0


@right("predict")
def row_by_row(x, weight, bias):
    return np.array([1 if float(np.dot(row, weight)) + bias >= 0 else -1 for row in x])
