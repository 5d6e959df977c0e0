"""Wrong turns of day01/activations."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import activations as right

CLIPPED = (
    "Clipping x silences the warning but flattens the tail: all that lies below the limit gets the same value, where "
    "the sigmoid goes on falling."
)


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


@wrong("sigmoid", because=CLIPPED)
def clips_the_input(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500.0, 500.0)))


@wrong("sigmoid", because=CLIPPED)
def clips_where_exp_would_overflow(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -709.0, 709.0)))


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
    because="Multiplying by a mask of 0 and 1 is not choosing: -inf times 0 is nan, where the ReLU of -inf is 0.",
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
    "sigmoid_backward",
    because="exp overflows for large |x|, with a warning or a nan. Build the derivative from a sigmoid that does not.",
)
def derivative_overflows(grad_out, x):
    return grad_out * np.exp(-x) / (1.0 + np.exp(-x)) ** 2


@wrong(
    "sigmoid_backward",
    because="This is a difference of two sigmoids over a short step, not the derivative, and wrong in about the sixth "
    "digit. The derivative has a closed form, made of the sigmoid itself.",
)
def takes_a_difference(grad_out, x, step=1e-5):
    return grad_out * (right.sigmoid(x + step) - right.sigmoid(x)) / step


@wrong(
    "relu_backward",
    because="At x = 0 half of the gradient passes. That is what a difference to both sides makes of the kink. ReLU has "
    "no derivative there, and torch and this course take 0.",
)
def lets_half_pass_at_zero(grad_out, x):
    return grad_out * np.heaviside(x, 0.5)


@wrong(
    "relu_backward",
    because="The gradient is written into an array like x. Where x holds whole numbers so does that array, and the "
    "fractions of the gradient are cut off.",
)
def cuts_off_fractions(grad_out, x):
    gradient = np.zeros_like(x)
    gradient[x > 0] = grad_out[x > 0]
    return gradient


@lenient(
    "relu_backward",
    because="A gradient of another shape must be refused: NumPy stretches one of the two over the other without a "
    "word, and an error in the layer above goes unnoticed.",
)
def stretches_the_gradient(grad_out, x):
    return np.where(x > 0, grad_out, 0.0)
