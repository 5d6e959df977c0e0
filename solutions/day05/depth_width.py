"""Deep or wide: networks of different shapes with the same number of parameters.

Whole numbers throughout: `depth` hidden layers of `width` units between `inputs` and `outputs` numbers, all 1 or more.
"""

import math
from itertools import pairwise

import numpy as np
import torch
from torch import nn


def mlp_parameters(inputs, width, depth, outputs):
    """Return the number of parameters, weights and biases, of the network that `mlp` makes.

    >>> mlp_parameters(2, 3, 1, 1)  # 2 x 3 + 3, and 3 + 1
    13
    """
    sizes = [inputs] + depth * [width] + [outputs]
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes))


def width_for_budget(depth, budget, inputs, outputs):
    """Return the largest width with at most `budget` parameters; ValueError naming `budget` if not even 1 is possible.

    >>> [width_for_budget(depth, 10_000, inputs=169, outputs=2) for depth in (1, 2, 8)]
    [58, 45, 27]
    """
    _check_budget(depth, budget, inputs, outputs)
    # a width^2 + b width + c <= 0, where isqrt rounds down just as the result is to be rounded
    a, b, c = depth - 1, inputs + depth + outputs, outputs - budget
    if a == 0:
        return -c // b
    return (math.isqrt(b * b - 4 * a * c) - b) // (2 * a)


def mlp(inputs, width, depth, outputs, seed=0):
    """Return a multilayer perceptron with ReLUs.

    Returns
    -------
    model : torch.nn.Sequential
        nn.Linear and nn.ReLU by turns, an nn.Linear first and last: its parameters are "0.weight", "0.bias",
        "2.weight", and so on. The seed alone decides the weights, which are all independent: normal with mean 0 and
        variance 2 / (inputs of the layer). The biases are 0.

    >>> [type(layer).__name__ for layer in mlp(169, 46, 2, 2)]
    ['Linear', 'ReLU', 'Linear', 'ReLU', 'Linear']
    """
    generator = torch.Generator().manual_seed(seed)
    layers = []
    for fan_in, fan_out in pairwise([inputs] + depth * [width] + [outputs]):
        layer = nn.Linear(fan_in, fan_out)
        with torch.no_grad():
            layer.weight.copy_(torch.randn(fan_out, fan_in, generator=generator) * math.sqrt(2 / fan_in))
            layer.bias.zero_()
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def compare_depth_width(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    """Compare networks of several depths, each as wide as the same number of parameters allows.

    `train(model, seed)` trains a model and returns its error on held-out data, a number. For every depth and each
    of the seeds (two or more) it is given a network of its own, as `mlp` makes it with that seed.

    Returns
    -------
    rows : list of dict
        One for each depth, in the order given: "depth", "width", "parameters" (how many it really has), "error" (the
        mean over the seeds), and "uncertainty" of that mean: the standard deviation over the seeds, with their number
        less one in the denominator, over the root of their number.

    >>> def train(model, seed):
    ...     return len(model) + 1.0 * seed  # an invented error
    >>> compare_depth_width([1, 3], 200, 8, 2, train, seeds=(0, 2))[1]
    {'depth': 3, 'width': 7, 'parameters': 191, 'error': 8.0, 'uncertainty': 1.0}
    """
    rows = []
    for depth in depths:
        width = width_for_budget(depth, budget, inputs, outputs)
        errors = [train(mlp(inputs, width, depth, outputs, seed), seed) for seed in seeds]
        rows.append(
            {
                "depth": depth,
                "width": width,
                "parameters": mlp_parameters(inputs, width, depth, outputs),
                "error": float(np.mean(errors)),
                "uncertainty": float(np.std(errors, ddof=1)) / math.sqrt(len(errors)),
            }
        )
    return rows


def _check_budget(depth, budget, inputs, outputs):
    if budget < mlp_parameters(inputs, 1, depth, outputs):
        raise ValueError(f"budget must allow for a width of 1 at depth {depth}, got {budget}")
