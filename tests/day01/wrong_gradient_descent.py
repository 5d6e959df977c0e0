"""Wrong turns of day01/gradient_descent."""

import numpy as np

from grader.mutants import wrong
from solutions.day01 import gradient_descent as right


def train(x, y, hidden, steps, learning_rate, rng, start=lambda params: params, change=lambda gradients: gradients):
    """Train with another start, or with something else made of the gradients."""
    params, _ = right.train_mlp(x, y, hidden, min(steps, 0), learning_rate, rng)
    params, losses = start(params), np.empty(steps)
    for step in range(steps):
        losses[step], gradients = right._loss_and_gradients(params, x, y)
        for name, gradient in change(gradients).items():
            params[name] = params[name] - learning_rate * gradient
    return params, losses


def times(factor):
    return lambda gradients: {name: factor * gradient for name, gradient in gradients.items()}


def without(*frozen):
    return lambda gradients: {name: (name not in frozen) * gradient for name, gradient in gradients.items()}


@wrong(
    "train_mlp",
    because="All weights start at zero. Then every hidden unit computes the same and receives the same gradient, and "
    "they stay copies of one another (here even at zero): the draw must break the symmetry.",
)
def starts_at_zero(x, y, hidden, steps, learning_rate, rng):
    return train(
        x, y, hidden, steps, learning_rate, rng, start=lambda params: {n: np.zeros(p.shape) for n, p in params.items()}
    )


@wrong(
    "train_mlp",
    because="The weights start with standard deviation 1, so a sum over many pixels is large and tanh is flat: hardly "
    "any gradient passes. The variance is 1 / (inputs of the layer).",
)
def starts_too_wide(x, y, hidden, steps, learning_rate, rng):
    inputs = {"weight1": np.shape(x)[-1], "weight2": hidden}
    return train(
        x, y, hidden, steps, learning_rate, rng,
        start=lambda params: {n: p * np.sqrt(inputs.get(n, 1)) for n, p in params.items()},
    )  # fmt: skip


@wrong(
    "train_mlp",
    because="1 / (inputs of the layer) is the variance, but you draw with it as the standard deviation: take its root.",
)
def takes_the_variance_for_the_deviation(x, y, hidden, steps, learning_rate, rng):
    inputs = {"weight1": np.shape(x)[-1], "weight2": hidden}
    return train(
        x, y, hidden, steps, learning_rate, rng,
        start=lambda params: {n: p / np.sqrt(inputs.get(n, 1)) for n, p in params.items()},
    )  # fmt: skip


@wrong(
    "train_mlp",
    because="The weights start sqrt(2) times too wide: 2 / (inputs of the layer) is the variance for ReLU, which sets "
    "half of its inputs to 0. tanh does not, and the variance here is 1 / (inputs of the layer).",
)
def starts_as_for_relu(x, y, hidden, steps, learning_rate, rng):
    return train(
        x, y, hidden, steps, learning_rate, rng,
        start=lambda params: {n: np.sqrt(2) * p for n, p in params.items()},
    )  # fmt: skip


@wrong(
    "train_mlp",
    because="The weights are as narrow as if drawn uniformly between -1 / sqrt(inputs) and 1 / sqrt(inputs): a uniform "
    "draw between -a and a has variance a^2 / 3, so this is a third of what is asked for.",
)
def takes_the_deviation_for_the_limit(x, y, hidden, steps, learning_rate, rng):
    return train(
        x, y, hidden, steps, learning_rate, rng,
        start=lambda params: {n: p / np.sqrt(3) for n, p in params.items()},
    )  # fmt: skip


@wrong(
    "train_mlp",
    because="The weights are drawn from 0 to 1, all of them positive: with mean 1/2 every hidden unit starts as nearly "
    "the same sum over the stamp. Draw around 0.",
)
def draws_positive_weights(x, y, hidden, steps, learning_rate, rng):
    inputs = {"weight1": np.shape(x)[-1], "weight2": hidden}
    return train(
        x, y, hidden, steps, learning_rate, rng,
        start=lambda params: {
            n: rng.random(p.shape) / np.sqrt(inputs[n]) if n in inputs else p for n, p in params.items()
        },
    )  # fmt: skip


@wrong(
    "train_mlp",
    because="The weights come from a seed of your own and not from the rng that is handed in, so they are the same "
    "for every rng: an experiment cannot be repeated with other draws.",
)
def draws_from_its_own_seed(x, y, hidden, steps, learning_rate, rng):
    return right.train_mlp(x, y, hidden, steps, learning_rate, np.random.default_rng(0))


@wrong(
    "train_mlp",
    because="The weights do not come from the rng that is handed in: the same rng gives others each time. Draw with "
    "rng.normal, not with np.random or a generator without a seed.",
)
def draws_from_anywhere(x, y, hidden, steps, learning_rate, rng):
    return right.train_mlp(x, y, hidden, steps, learning_rate, np.random.default_rng())


@wrong(
    "train_mlp",
    because="This is gradient ascent: the parameters follow the gradient uphill and the loss grows. Subtract.",
)
def climbs(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, change=times(-1.0))


@wrong(
    "train_mlp",
    because="The steps are half as long: the gradient lacks the factor 2 that the derivative of a square brings.",
)
def forgets_the_two(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, change=times(0.5))


@wrong(
    "train_mlp",
    because="The steps follow the gradient of the summed error: it grows with the number of examples, and a learning "
    "rate that is right for ten diverges for a thousand. Divide by the number of elements, N times K.",
)
def sums_the_error(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, change=times(np.size(y)))


@wrong(
    "train_mlp",
    because="The error is averaged over the examples alone; the mean goes over all N times K elements.",
)
def averages_over_the_examples_alone(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, change=times(np.shape(y)[-1]))


@wrong(
    "train_mlp",
    because="weight2 is updated before the error is carried back through it, so the first layer gets the gradient of "
    "another network. Work out all gradients first, then move all parameters.",
)
def updates_the_second_layer_first(x, y, hidden, steps, learning_rate, rng):
    params, _ = right.train_mlp(x, y, hidden, min(steps, 0), learning_rate, rng)
    losses = np.empty(steps)
    for step in range(steps):
        losses[step], gradients = right._loss_and_gradients(params, x, y)
        output = {"weight2": params["weight2"] - learning_rate * gradients["weight2"]}
        residual = np.tanh(x @ params["weight1"].T + params["bias1"]) @ params["weight2"].T + params["bias2"] - y
        hidden_units = np.tanh(x @ params["weight1"].T + params["bias1"])
        delta = 2 * residual / residual.size @ output["weight2"] * (1 - hidden_units**2)
        gradients = {**gradients, "weight1": delta.T @ x, "bias1": delta.sum(axis=0)}
        params = {name: params[name] - learning_rate * gradient for name, gradient in gradients.items()}
    return params, losses


@wrong(
    "train_mlp",
    because="The way back to the first layer skips tanh: multiply by its derivative, 1 - hidden^2.",
)
def skips_the_activation(x, y, hidden, steps, learning_rate, rng):
    params, _ = right.train_mlp(x, y, hidden, min(steps, 0), learning_rate, rng)
    losses = np.empty(steps)
    for step in range(steps):
        losses[step], gradients = right._loss_and_gradients(params, x, y)
        residual = np.tanh(x @ params["weight1"].T + params["bias1"]) @ params["weight2"].T + params["bias2"] - y
        delta = 2 * residual / residual.size @ params["weight2"]
        gradients = {**gradients, "weight1": delta.T @ x, "bias1": delta.sum(axis=0)}
        params = {name: params[name] - learning_rate * gradient for name, gradient in gradients.items()}
    return params, losses


@wrong(
    "train_mlp",
    because="The losses are taken after the steps. losses[k] belongs to the parameters before step k, so that "
    "losses[0] tells where the training began.",
)
def notes_the_loss_after_the_step(x, y, hidden, steps, learning_rate, rng):
    params, losses = right.train_mlp(x, y, hidden, steps, learning_rate, rng)
    last = right._loss_and_gradients(params, x, y)[0]
    return params, np.append(losses[1:], last) if steps else losses
