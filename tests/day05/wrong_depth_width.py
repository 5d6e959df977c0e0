"""Wrong turns of day05/depth_width."""

import math

import torch
from torch import nn

from grader.mutants import lenient, wrong
from solutions.day05 import depth_width as right


@wrong("mlp_parameters", because="The biases are forgotten: every unit, hidden or not, has one.")
def weights_alone(inputs, width, depth, outputs):
    return right.mlp_parameters(inputs, width, depth, outputs) - depth * width - outputs


@wrong(
    "mlp_parameters",
    because="There is one hidden matrix too many. Between `depth` hidden layers lie depth - 1 of width x width; the "
    "first hidden layer has the inputs below it.",
)
def one_matrix_too_many(inputs, width, depth, outputs):
    return right.mlp_parameters(inputs, width, depth + 1, outputs)


def _width(depth, budget, inputs, outputs, fits):
    """Return the largest width, by search, for which fits(width); 1 at least."""
    width = 1
    while width < 10_000 and fits(width + 1):
        width += 1
    return width


@wrong(
    "width_for_budget",
    because="The width is rounded to the nearest whole number, and where that is up, the network is over budget. "
    "Round down.",
)
def rounds_to_the_nearest(depth, budget, inputs, outputs):
    a, b, c = depth - 1, inputs + depth + outputs, outputs - budget
    return max(1, round((math.sqrt(b * b - 4 * a * c) - b) / (2 * a) if a else -c / b))


@wrong(
    "width_for_budget",
    because="`depth` is taken for the layers of weights. It is the number of hidden layers; there is one layer of "
    "weights more.",
)
def depth_of_weights(depth, budget, inputs, outputs):
    return _width(
        depth, budget, inputs, outputs, lambda w: right.mlp_parameters(inputs, w, max(1, depth - 1), outputs) <= budget
    )


@wrong(
    "width_for_budget",
    because="A network that meets the budget exactly is turned away. At most `budget` parameters: equality is allowed.",
)
def strictly_below(depth, budget, inputs, outputs):
    return _width(depth, budget, inputs, outputs, lambda w: right.mlp_parameters(inputs, w, depth, outputs) < budget)


@lenient(
    "width_for_budget",
    because="A budget that does not even pay for one unit a layer gives a width of 0 or less without a word.",
)
def gives_no_width(depth, budget, inputs, outputs):
    a, b, c = depth - 1, inputs + depth + outputs, outputs - budget
    return math.floor((math.sqrt(max(b * b - 4 * a * c, 0)) - b) / (2 * a)) if a else -c // b


@wrong(
    "mlp",
    because="The output goes through a ReLU and can never be negative. A shear can.",
)
def relu_at_the_end(inputs, width, depth, outputs, seed=0):
    return right.mlp(inputs, width, depth, outputs, seed).append(nn.ReLU())


@wrong(
    "mlp",
    because="There is a hidden layer too few: `depth` counts the hidden layers, not the layers of weights.",
)
def one_layer_less(inputs, width, depth, outputs, seed=0):
    model = right.mlp(inputs, width, depth, outputs, seed)
    return right.mlp(inputs, width, depth - 1, outputs, seed) if depth > 1 else model


@wrong(
    "mlp",
    because="The weights are left as nn.Linear draws them, with variance 1 / (3 inputs): each layer with its ReLU then "
    "leaves a sixth of the signal's variance, and a deep network is judged by its start and not by its depth.",
)
def default_start(inputs, width, depth, outputs, seed=0):
    model = right.mlp(inputs, width, depth, outputs, seed)
    with torch.no_grad():
        for layer in model[::2]:
            layer.weight /= math.sqrt(6)
    return model


@wrong(
    "mlp",
    because="The weights have 2 / inputs for a standard deviation. That is their variance; the standard deviation is "
    "its root.",
)
def variance_for_deviation(inputs, width, depth, outputs, seed=0):
    model = right.mlp(inputs, width, depth, outputs, seed)
    with torch.no_grad():
        for layer in model[::2]:
            layer.weight *= math.sqrt(2 / layer.in_features)
    return model


@wrong(
    "mlp",
    because="The generator is seeded again for every layer, so layers of one size have the very same weights. Seed it "
    "once, before the first.",
)
def seeds_every_layer(inputs, width, depth, outputs, seed=0):
    model = right.mlp(inputs, width, depth, outputs, seed)
    with torch.no_grad():
        for layer in model[::2]:
            std = math.sqrt(2 / layer.in_features)
            layer.weight.normal_(0.0, std, generator=torch.Generator().manual_seed(seed))
    return model


def _compare(depths, budget, inputs, outputs, train, seeds, **changes):
    """Return the reference's rows, with some columns made of the errors and the row in another way."""
    rows = []
    for depth in depths:
        errors = []
        [row] = right.compare_depth_width(
            [depth], budget, inputs, outputs, lambda m, s, e=errors: e.append(float(train(m, s))) or e[-1], seeds
        )
        rows.append(row | {name: change(errors, row) for name, change in changes.items()})
    return rows


def _deviation(errors, less):
    mean = sum(errors) / len(errors)
    return math.sqrt(sum((error - mean) ** 2 for error in errors) / (len(errors) - less))


@wrong(
    "compare_depth_width",
    because="The uncertainty is the spread of single runs. That of their mean is smaller by the root of their number.",
)
def spread_of_single_runs(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    return _compare(depths, budget, inputs, outputs, train, seeds, uncertainty=lambda errors, _: _deviation(errors, 1))


@wrong(
    "compare_depth_width",
    because="The standard deviation divides by the number of seeds, and is too small for so few (np.std does this). "
    "The mean has been taken from the same numbers: divide by one less.",
)
def too_small_a_spread(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    return _compare(
        depths,
        budget,
        inputs,
        outputs,
        train,
        seeds,
        uncertainty=lambda errors, _: _deviation(errors, 0) / math.sqrt(len(errors)),
    )


@wrong(
    "compare_depth_width",
    because="The best seed of each depth is reported. The more seeds are tried, the better it looks; the mean does not "
    "depend on how often one tries.",
)
def best_seed(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    return _compare(depths, budget, inputs, outputs, train, seeds, error=lambda errors, _: min(errors))


@wrong(
    "compare_depth_width",
    because="One network is trained for all seeds, each run going on where the last one stopped. Each seed needs a "
    "new one.",
)
def goes_on_training(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    models = {}

    def again(model, seed):
        return train(models.setdefault(len(model), model), seed)

    return right.compare_depth_width(depths, budget, inputs, outputs, again, seeds)


@wrong(
    "compare_depth_width",
    because="All depths have the width of the first. Then the deeper network has more parameters as well, and nobody "
    "can say which of the two made the difference.",
)
def same_width_for_all(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    rows = right.compare_depth_width(depths, budget, inputs, outputs, lambda model, seed: 0.0, seeds)
    width = rows[0]["width"]
    for row in rows:
        errors = [train(right.mlp(inputs, width, row["depth"], outputs, seed), seed) for seed in seeds]
        row["width"], row["parameters"] = width, right.mlp_parameters(inputs, width, row["depth"], outputs)
        row["error"] = sum(errors) / len(errors)
        row["uncertainty"] = _deviation(errors, 1) / math.sqrt(len(errors))
    return rows
