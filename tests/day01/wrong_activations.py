"""Wrong turns of day01/activations."""

import numpy as np

from grader.mutants import wrong
from solutions.day01 import activations as right


@wrong(
    "sigmoid",
    because="For very negative x, exp(-x) is too large for a float64: it overflows to infinity and NumPy warns. The "
    "quotient comes out right by luck. For negative x write the fraction so that only negative numbers go into exp.",
)
def overflows_below(x):
    return 1.0 / (1.0 + np.exp(-x))


@wrong(
    "sigmoid",
    because="np.where computes both of its branches for every x and chooses afterwards: the exp that is thrown away "
    "has overflowed by then, with a warning. Give exp an argument that is never positive.",
)
def computes_both_branches(x):
    return np.where(x >= 0, 1.0 / (1.0 + np.exp(-x)), np.exp(x) / (1.0 + np.exp(x)))


@wrong(
    "sigmoid",
    because="exp(x) / (1 + exp(x)) is infinity / infinity = nan for large x. This form is safe for negative x only, as "
    "1 / (1 + exp(-x)) is for positive.",
)
def overflows_above(x):
    return np.exp(x) / (1.0 + np.exp(x))


@wrong(
    "sigmoid",
    because="Clipping x silences the warning but flattens the tail: all that lies below the limit gets the "
    "same value, many powers of ten too large.",
)
def clips_the_input(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500.0, 500.0)))


@wrong(
    "sigmoid",
    because="For negative x this is the difference of two numbers close to 1, so what is small is lost: below x = -37 "
    "nothing but 0 is left. (1 + tanh(x/2)) / 2 and 1 - s(-x) are the sigmoid on paper, but both do this.",
)
def goes_by_tanh(x):
    return 0.5 * (1.0 + np.tanh(0.5 * x))


@wrong(
    "sigmoid_backward",
    because="s (1 - s) needs the sigmoid's output s, but x is its input: first compute s = sigmoid(x).",
)
def takes_the_input_for_the_output(grad_out, x):
    return grad_out * x * (1.0 - x)


@wrong(
    "sigmoid_backward",
    because="This is the derivative ds/dx alone. Backward functions return dL/dx: by the chain rule, dL/ds "
    "(grad_out) times ds/dx.",
)
def sigmoid_forgets_the_chain_rule(grad_out, x):
    s = right.sigmoid(x)
    return s * (1.0 - s)


@wrong(
    "relu",
    because="nan > 0 is False, so a comparison turns nan into 0: a broken pixel becomes a dark one and nobody notices. "
    "nan must stay nan.",
)
def hides_nan(x):
    return np.where(x > 0, x, 0)


@wrong(
    "relu",
    because="Multiplying by a mask of 0 and 1 is not choosing: a negative number times 0 is -0.0, and -inf times 0 "
    "is nan.",
)
def multiplies_by_the_mask(x):
    return x * (x > 0)


@wrong(
    "relu",
    because="Where no number is negative the input itself is handed back: whoever writes into the result then changes "
    "x too. The result is always a new array.",
)
def hands_back_the_input(x):
    return x if np.all(x >= 0) else right.relu(x)


@wrong(
    "relu_backward",
    because="At x = 0 the gradient passes. ReLU has no derivative there; torch and this course take 0, so that "
    "only x > 0 lets the gradient through.",
)
def lets_zero_pass(grad_out, x):
    return np.where(x >= 0, grad_out, 0.0)


@wrong(
    "relu_backward",
    because="This is the derivative dy/dx alone, 1 or 0. Backward functions return dL/dx: by the chain rule, grad_out "
    "where x > 0.",
)
def relu_forgets_the_chain_rule(grad_out, x):
    return np.where(x > 0, 1.0, 0.0)


@wrong(
    "relu_backward",
    because="ReLU is applied to the gradient. What decides is the sign of x, the input of the forward pass; the "
    "gradient itself may well be negative.",
)
def rectifies_the_gradient(grad_out, x):
    return np.where(grad_out > 0, grad_out, 0.0)
