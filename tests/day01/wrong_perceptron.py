"""Wrong turns of day01/perceptron."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import perceptron as right

ON_THE_LINE = (
    "You compare the predicted class with the label. A score of zero is predicted as one of the two classes, so on the "
    "line itself examples of that class pass and the others do not. A score of zero is a mistake for both."
)
MOST_EPOCHS = 1000  # so that no wrong turn runs for ever


def learn(x, y, max_epochs, mistaken=None, change=None, bias_change=None, always=False):
    """Run the perceptron's epochs with another test of a mistake, or another change after one."""
    weight, bias, mistakes = np.zeros(x.shape[1]), 0.0, 0
    for _ in range(min(max_epochs, MOST_EPOCHS)):
        before = mistakes
        for features, label in zip(x, y, strict=True):
            is_mistake = (mistaken or wrong_side)(label, weight @ features, bias)
            mistakes += int(is_mistake)
            if is_mistake or always:
                move = change(label) if change else label
                weight += move * features
                bias += bias_change(label) if bias_change else move
        if mistakes == before:
            break
    return weight, float(bias), mistakes


def wrong_side(label, product, bias):
    return label * (product + bias) <= 0


@wrong(
    "fit_perceptron",
    because="Every example changes your weights, also those that are already right. Rosenblatt's rule learns from "
    "mistakes alone: leave the weights where they are while y (weight . x + bias) is above 0.",
)
def updates_on_every_example(x, y, max_epochs):
    return learn(x, y, max_epochs, always=True)


@wrong(
    "fit_perceptron",
    because="Your weights go the wrong way: each correction makes the score of the mistaken example worse. For label "
    "+1 the score is too small, so the weight must move towards x, not away from it.",
)
def moves_away(x, y, max_epochs):
    return learn(x, y, max_epochs, change=lambda label: -label)


@wrong(
    "fit_perceptron",
    because="The bias stays at zero, so the line can only turn about the origin. A mistake moves the bias too, by y: "
    "it is the weight of a feature that is always 1.",
)
def never_moves_the_bias(x, y, max_epochs):
    return learn(x, y, max_epochs, bias_change=lambda label: 0.0)


@wrong(
    "fit_perceptron",
    because="You look for mistakes with weight . x alone: the bias moves but has no say. The score is "
    "weight . x + bias.",
)
def leaves_the_bias_out_of_the_score(x, y, max_epochs):
    return learn(x, y, max_epochs, lambda label, product, bias: label * product <= 0)


@wrong(
    "fit_perceptron",
    because="You count an example as right while its score is exactly zero. At zero weights every score is zero, so "
    "nothing is ever a mistake and nothing is learned; y * score <= 0 is the mistake.",
)
def zero_is_right(x, y, max_epochs):
    return learn(x, y, max_epochs, lambda label, product, bias: label * (product + bias) < 0)


@wrong("fit_perceptron", because=ON_THE_LINE)
def zero_is_plus(x, y, max_epochs):
    return learn(x, y, max_epochs, lambda label, product, bias: (1 if product + bias >= 0 else -1) != label)


@wrong("fit_perceptron", because=ON_THE_LINE)
def zero_is_minus(x, y, max_epochs):
    return learn(x, y, max_epochs, lambda label, product, bias: (1 if product + bias > 0 else -1) != label)


@wrong(
    "fit_perceptron",
    because="Your corrections are twice as long: label - prediction is +2 or -2 for labels of -1 and +1. The rule "
    "adds y x once.",
)
def steps_twice_as_far(x, y, max_epochs):
    return learn(x, y, max_epochs, change=lambda label: 2 * label)


@wrong(
    "fit_perceptron",
    because="You find all mistakes with the same weights and correct them together at the end of the epoch. "
    "Rosenblatt's rule corrects at once, so the next example already meets the corrected weights.",
)
def corrects_once_an_epoch(x, y, max_epochs):
    weight, bias, mistakes = np.zeros(x.shape[1]), 0.0, 0
    for _ in range(min(max_epochs, MOST_EPOCHS)):
        mistaken = y * (x @ weight + bias) <= 0
        if not mistaken.any():
            break
        weight += y[mistaken] @ x[mistaken]
        bias += y[mistaken].sum()
        mistakes += int(mistaken.sum())
    return weight, float(bias), mistakes


@wrong(
    "fit_perceptron",
    because="One epoch is all you take. A later correction can spoil an earlier example, so go round again until an "
    "epoch passes without a mistake, or max_epochs are done.",
)
def stops_after_one_epoch(x, y, max_epochs):
    return right.fit_perceptron(x, y, min(max_epochs, 1))


@wrong(
    "fit_perceptron",
    because="What you return are the mistakes of the last epoch; `mistakes` counts those of all epochs together.",
)
def counts_the_last_epoch(x, y, max_epochs):
    weight, bias, mistakes = right.fit_perceptron(x, y, max_epochs)
    epochs = next(n for n in range(1, MOST_EPOCHS) if n == max_epochs or is_clean(x, y, n))
    return weight, bias, mistakes - (right.fit_perceptron(x, y, epochs - 1)[2] if epochs > 1 else 0)


def is_clean(x, y, epochs):
    """Return whether the last of so many epochs is without a mistake."""
    return epochs > 1 and right.fit_perceptron(x, y, epochs)[2] == right.fit_perceptron(x, y, epochs - 1)[2]


@lenient(
    "fit_perceptron",
    because="Labels 0 and 1 must be refused. With y = 0 the product y * score is never above zero and the correction "
    "y x is nothing: such an example is mistaken for ever and teaches nothing.",
)
def takes_zero_as_a_label(x, y, max_epochs):
    return learn(x, y, max_epochs) if len(y) == len(x) else right.fit_perceptron(x, y, max_epochs)


@wrong(
    "predict",
    because="A score of exactly zero gives class 0 here: that is what np.sign makes of it. There are two classes; "
    "a score of zero belongs to +1.",
)
def gives_a_third_class(x, weight, bias):
    return right.predict(x, weight, bias) * np.where(x @ weight + bias == 0, 0.0, 1.0)


@wrong(
    "predict",
    because="A score of exactly zero is put with -1. It belongs to +1: weight . x + bias >= 0.",
)
def puts_zero_with_minus(x, weight, bias):
    return np.where(x @ weight + bias > 0, 1.0, -1.0)


@wrong(
    "predict",
    because="These are the labels 0 and 1 (or False and True). The classes of this perceptron are -1 and +1.",
)
def gives_zero_and_one(x, weight, bias):
    return (right.predict(x, weight, bias) + 1) / 2


@wrong("predict", because="The bias is left out of the score: every line goes through the origin then.")
def forgets_the_bias(x, weight, bias):
    return 1.0 * right.predict(x, weight, 0.0)
