"""Wrong turns of day01/gradient_descent."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day01 import gradient_descent as right


def train(x, y, hidden, steps, learning_rate, rng, start=None, change=None):
    """Train with another start, or with something else made of the parameters and their gradients."""
    params, _ = right.train_mlp(x, y, hidden, 0, learning_rate, rng)
    params, losses = (start or dict)(params), np.empty(steps)
    for step in range(steps):
        losses[step], gradients = right._loss_and_gradients(params, x, y)
        gradients = change(params, gradients) if change else gradients
        params = {name: params[name] - learning_rate * gradients[name] for name in params}
    return params, losses


def times(factor):
    return lambda _, gradients: {name: factor * gradient for name, gradient in gradients.items()}


def scaled(factor):
    """Return a start whose weights are multiplied by factor(inputs of their layer)."""
    return lambda params: {name: p * (factor(p.shape[1]) if p.ndim == 2 else 1) for name, p in params.items()}


def through(x, y, weight2, slope):
    """Return gradients whose way back to the first layer goes by another weight2 or another slope of tanh."""

    def change(params, gradients):
        units = np.tanh(x @ params["weight1"].T + params["bias1"])
        residual = units @ params["weight2"].T + params["bias2"] - y
        delta = 2 * residual / residual.size @ weight2(params, gradients) * slope(units)
        return {**gradients, "weight1": delta.T @ x, "bias1": delta.sum(axis=0)}

    return change


@wrong(
    "train_mlp",
    because="All weights start at zero. Then every hidden unit computes the same and receives the same gradient, and "
    "they stay copies of one another (here even at zero): the draw must break the symmetry.",
)
def starts_at_zero(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, start=scaled(lambda inputs: 0.0))


@wrong(
    "train_mlp",
    because="The weights start with standard deviation 1, so a sum over many pixels is large and tanh is flat: hardly "
    "any gradient passes. The variance is 1 / (inputs of the layer).",
)
def starts_too_wide(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, start=scaled(np.sqrt))


@wrong(
    "train_mlp",
    because="1 / (inputs of the layer) is the variance, but you draw with it as the standard deviation: take its root.",
)
def takes_the_variance_for_the_deviation(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, start=scaled(lambda inputs: inputs**-0.5))


@wrong(
    "train_mlp",
    because="The weights start sqrt(2) times too wide: 2 / (inputs of the layer) is the variance for ReLU, which sets "
    "half of its inputs to 0. tanh does not, and the variance here is 1 / (inputs of the layer).",
)
def starts_as_for_relu(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, start=scaled(lambda inputs: np.sqrt(2)))


@wrong(
    "train_mlp",
    because="The weights are as narrow as if drawn uniformly between -1 / sqrt(inputs) and 1 / sqrt(inputs): a uniform "
    "draw between -a and a has variance a^2 / 3, so this is a third of what is asked for.",
)
def takes_the_deviation_for_the_limit(x, y, hidden, steps, learning_rate, rng):
    return train(x, y, hidden, steps, learning_rate, rng, start=scaled(lambda inputs: 3**-0.5))


@wrong(
    "train_mlp",
    because="The weights are drawn from 0 to 1, all of them positive: with mean 1/2 every hidden unit starts as nearly "
    "the same sum over the stamp. Draw around 0.",
)
def draws_positive_weights(x, y, hidden, steps, learning_rate, rng):
    def start(params):
        return {n: rng.random(p.shape) / np.sqrt(p.shape[1]) if p.ndim == 2 else p for n, p in params.items()}

    return train(x, y, hidden, steps, learning_rate, rng, start=start)


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
    def moved(params, gradients):
        return params["weight2"] - learning_rate * gradients["weight2"]

    change = through(x, y, moved, lambda units: 1 - units**2)
    return train(x, y, hidden, steps, learning_rate, rng, change=change)


@wrong(
    "train_mlp",
    because="The way back to the first layer skips tanh: multiply by its derivative, 1 - hidden^2.",
)
def skips_the_activation(x, y, hidden, steps, learning_rate, rng):
    change = through(x, y, lambda params, _: params["weight2"], np.ones_like)
    return train(x, y, hidden, steps, learning_rate, rng, change=change)


@wrong(
    "train_mlp",
    because="The losses are taken after the steps. losses[k] belongs to the parameters before step k, so that "
    "losses[0] tells where the training began.",
)
def notes_the_loss_after_the_step(x, y, hidden, steps, learning_rate, rng):
    params, losses = right.train_mlp(x, y, hidden, steps, learning_rate, rng)
    last = right._loss_and_gradients(params, x, y)[0]
    return params, np.append(losses[1:], last) if steps else losses


@lenient(
    "train_mlp",
    because="One row of targets for many examples must be refused: NumPy stretches it without a word, and the network "
    "learns the same answer for every stamp.",
)
def lets_targets_broadcast(x, y, hidden, steps, learning_rate, rng):
    return right.train_mlp(x, np.broadcast_to(y, (len(x), np.shape(y)[1])), hidden, steps, learning_rate, rng)
