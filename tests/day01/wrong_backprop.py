"""Wrong turns of day01/backprop."""

import numpy as np

from grader.mutants import wrong
from solutions.day01 import backprop as right


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
    because="The first layer's sums go on without tanh. Two layers without an activation between them are one layer: "
    "(x W1^T) W2^T = x (W2 W1)^T.",
)
def forgets_the_activation(params, x):
    return (x @ params["weight1"].T + params["bias1"]) @ params["weight2"].T + params["bias2"]


@wrong(
    "mlp_forward",
    because="A weight has one row per output, so a batch of rows is multiplied by its transpose: x W^T. Where a "
    "weight is square NumPy accepts both, and only the values show the difference.",
)
def multiplies_without_transposing(params, x):
    reference = right.mlp_forward(params, x)
    weights = [w.T if w.shape[0] == w.shape[1] else w for w in (params["weight1"], params["weight2"])]
    turned = {**params, "weight1": weights[0], "weight2": weights[1]}
    return right.mlp_forward(turned, x) if reference.size else reference


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


@wrong(
    "mlp_gradients",
    because="1 - h^2 is tanh's derivative where h is the output of tanh. You put in its input, the sum "
    "x weight1^T + bias1.",
)
def takes_the_derivative_from_the_sum(params, x, y):
    return through_first_layer(params, x, y, lambda sums: 1 - sums**2)


@wrong(
    "mlp_gradients",
    because="weight2 is the wrong way round on the way back. Forward a row of hidden units meets weight2^T, so "
    "backward a row of gradients meets weight2; where it is square NumPy accepts both.",
)
def turns_the_second_weight(params, x, y):
    weight2 = params["weight2"]
    if weight2.shape[0] != weight2.shape[1]:
        return right.mlp_gradients(params, x, y)
    return through_first_layer(params, x, y, lambda sums: 1 - np.tanh(sums) ** 2, weight2.T)


@wrong(
    "mlp_gradients",
    because="The loss is half the mean squared error. That is another convention; here the loss has no factor 1/2 and "
    "its gradient a factor 2.",
)
def halves_the_loss(params, x, y):
    loss, gradients = right.mlp_gradients(params, x, y)
    return loss / 2, {name: g / 2 for name, g in gradients.items()}


@wrong(
    "mlp_gradients",
    because="The loss is the sum of the squared errors. It is their mean over all N times K elements.",
)
def sums_the_loss(params, x, y):
    loss, gradients = right.mlp_gradients(params, x, y)
    return loss * np.size(y), {name: g * np.size(y) for name, g in gradients.items()}
