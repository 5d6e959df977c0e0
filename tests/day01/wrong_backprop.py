"""Wrong turns of day01/backprop."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import backprop as right

SLOPE = (
    "tanh's derivative is 1 - h^2, where h is what tanh gave on the way forward. You square something else: the sum "
    "that went into tanh, or tanh of h."
)
DIFFERENCES = (
    "These are differences of the loss over a short step, not the gradient. They are off where the step is long for "
    "a weight, and they run the network once or twice for every weight. The chain rule gives all gradients, exactly, "
    "in one walk back."
)


def scaled(params, x, y, factor):
    loss, gradients = right.mlp_gradients(params, x, y)
    return loss, {name: factor(name) * gradient for name, gradient in gradients.items()}


@wrong(
    "mlp_forward",
    because="The prediction passes through tanh as well, so it can never leave (-1, 1). The second layer has no "
    "activation: a regression must be able to reach any value.",
)
def squashes_the_prediction(params, x):
    return np.tanh(right.mlp_forward(params, x))


@wrong(
    "mlp_forward",
    because="A weight has one row per output, so a batch of rows is multiplied by its transpose: x W^T. Where a "
    "weight is square NumPy accepts both, and only the values show the difference.",
)
def multiplies_without_transposing(params, x):
    return np.tanh(x @ params["weight1"] + params["bias1"]) @ params["weight2"] + params["bias2"]


@wrong(
    "mlp_gradients",
    because="The gradients are those of the summed error, the loss is the mean: divide by the number of elements, "
    "N times K, once, where the gradient of the prediction is made.",
)
def sums_where_it_should_average(params, x, y):
    return scaled(params, x, y, lambda name: np.size(y))


@wrong(
    "mlp_gradients",
    because="You divide the gradients by the number of examples alone. The mean goes over all N times K elements, "
    "the outputs as well as the examples.",
)
def averages_over_the_examples_alone(params, x, y):
    return scaled(params, x, y, lambda name: np.shape(y)[1])


@wrong(
    "mlp_gradients",
    because="All gradients are half of what they should be: the derivative of a square brings down a factor 2.",
)
def forgets_the_two(params, x, y):
    return scaled(params, x, y, lambda name: 0.5)


@wrong(
    "mlp_gradients",
    because="All gradients have the opposite sign: the derivative of (prediction - y)^2 by the prediction is "
    "2 (prediction - y), not 2 (y - prediction).",
)
def turns_the_sign(params, x, y):
    return scaled(params, x, y, lambda name: -1.0)


@wrong(
    "mlp_gradients",
    because="The bias gradients are averaged over the batch. The mean is already in the gradient of the prediction; "
    "every example uses the same bias, so their contributions add up.",
)
def averages_the_bias_gradients(params, x, y):
    return scaled(params, x, y, lambda name: 1 / len(x) if name.startswith("bias") else 1.0)


def through_first_layer(params, x, y, slope, weight2=None):
    """Return the gradients with another way back through tanh, or through another second layer."""
    loss, gradients = right.mlp_gradients(params, x, y)
    residual = right.mlp_forward(params, x) - y
    sums = x @ params["weight1"].T + params["bias1"]
    weight2 = params["weight2"] if weight2 is None else weight2
    grad_sum = 2 * residual / residual.size @ weight2 * slope(sums)
    return loss, {**gradients, "weight1": grad_sum.T @ x, "bias1": grad_sum.sum(axis=0)}


@wrong(
    "mlp_gradients",
    because="The way back skips tanh: what arrives at the hidden units must be multiplied by tanh's derivative "
    "before it goes on to the first layer.",
)
def skips_the_activation(params, x, y):
    return through_first_layer(params, x, y, np.ones_like)


@wrong("mlp_gradients", because=SLOPE)
def takes_the_derivative_from_the_sum(params, x, y):
    return through_first_layer(params, x, y, lambda sums: 1 - sums**2)


@wrong("mlp_gradients", because=SLOPE)
def applies_tanh_twice(params, x, y):
    return through_first_layer(params, x, y, lambda sums: 1 - np.tanh(np.tanh(sums)) ** 2)


@wrong(
    "mlp_gradients",
    because="weight2 is the wrong way round on the way back. Forward a row of hidden units meets weight2^T, so "
    "backward a row of gradients meets weight2; where it is square NumPy accepts both.",
)
def turns_the_second_weight(params, x, y):
    return through_first_layer(params, x, y, lambda sums: 1 - np.tanh(sums) ** 2, params["weight2"].T)


@wrong(
    "mlp_gradients",
    because="You start the way back with (prediction - y) / N. That belongs to half of the squared error, summed over "
    "the outputs. The mean of the squares over all N times K elements has another factor in front.",
)
def starts_from_half_the_error(params, x, y):
    return scaled(params, x, y, lambda name: np.shape(y)[1] / 2)


@wrong(
    "mlp_gradients",
    because="The loss is the sum of the squared errors. It is their mean over all N times K elements.",
)
def sums_the_loss(params, x, y):
    loss, gradients = right.mlp_gradients(params, x, y)
    return loss * np.size(y), {name: g * np.size(y) for name, g in gradients.items()}


def by_differences(params, x, y, quotient):
    """Return for every parameter quotient(the loss as a function of its element's shift)."""
    gradients = {name: np.zeros(np.shape(values)) for name, values in params.items()}
    for name, gradient in gradients.items():
        for i in np.ndindex(gradient.shape):

            def loss(shift, name=name, i=i):
                moved = params[name].astype(float)
                moved[i] += shift
                return np.mean((right.mlp_forward({**params, name: moved}, x) - y) ** 2)

            gradient[i] = quotient(loss)
    return right.mlp_gradients(params, x, y)[0], gradients


@wrong("mlp_gradients", because=DIFFERENCES)
def differences_to_both_sides(params, x, y, step=1e-5):
    return by_differences(params, x, y, lambda loss: (loss(step) - loss(-step)) / (2 * step))


@wrong("mlp_gradients", because=DIFFERENCES)
def differences_to_one_side(params, x, y, step=1e-5):
    return by_differences(params, x, y, lambda loss: (loss(step) - loss(0.0)) / step)


@lenient(
    "mlp_gradients",
    because="A y of another shape than the predictions must be refused: NumPy stretches it without a word, and the "
    "loss is that of other targets.",
)
def lets_targets_broadcast(params, x, y):
    return right.mlp_gradients(params, x, np.broadcast_to(y, right.mlp_forward(params, x).shape))
