"""Deep or wide: networks of different shapes with the same number of parameters."""

import math
from itertools import pairwise

import numpy as np
import torch
from torch import nn


def mlp_parameters(inputs, width, depth, outputs):
    """Return the number of parameters of the network that `mlp` makes.

    Parameters
    ----------
    inputs, width, depth, outputs : int
        As for `mlp`.

    Returns
    -------
    count : int
        Weights and biases of all layers.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Examples
    --------
    >>> mlp_parameters(2, 3, 1, 1)  # 2 x 3 + 3, and 3 + 1
    13
    """
    _check_positive(inputs=inputs, width=width, depth=depth, outputs=outputs)
    return (inputs + 1) * width + (depth - 1) * (width + 1) * width + (width + 1) * outputs


def width_for_budget(depth, budget, inputs, outputs):
    """Return the width of the widest network of a given depth that a number of parameters allows.

    Parameters
    ----------
    depth, inputs, outputs : int
        As for `mlp`.
    budget : int
        The most parameters that the network may have.

    Returns
    -------
    width : int
        The largest for which mlp_parameters(inputs, width, depth, outputs) is at most `budget`.

    Raises
    ------
    ValueError
        Naming `budget` if not even a width of 1 is possible; naming `depth`, `inputs` or `outputs` if it is below 1.

    Examples
    --------
    >>> [width_for_budget(depth, 10_000, inputs=169, outputs=2) for depth in (1, 2, 8)]
    [58, 45, 27]
    """
    if mlp_parameters(inputs, 1, depth, outputs) > budget:
        raise ValueError(f"budget must allow for a width of 1 at depth {depth}, got {budget}")
    # a width^2 + b width + c <= 0, where isqrt rounds down just as the result is to be rounded
    a, b, c = depth - 1, inputs + depth + outputs, outputs - budget
    if a == 0:
        return -c // b
    return (math.isqrt(b * b - 4 * a * c) - b) // (2 * a)


def mlp(inputs, width, depth, outputs, seed=0):
    """Return a multilayer perceptron with ReLUs.

    Parameters
    ----------
    inputs : int
        Numbers that go in.
    width : int
        Units of each hidden layer.
    depth : int
        How many hidden layers, so one less than there are layers of weights.
    outputs : int
        Numbers that come out.
    seed : int
        It alone decides the weights, all of them independent: normal with mean 0 and variance 2 / (inputs of the
        layer). The biases are 0.

    Returns
    -------
    model : torch.nn.Sequential
        nn.Linear and nn.ReLU by turns, an nn.Linear first and last. So the parameters are "0.weight", "0.bias",
        "2.weight", and so on.

    Raises
    ------
    ValueError
        Naming the argument that is below 1.

    Examples
    --------
    >>> [type(layer).__name__ for layer in mlp(169, 46, 2, 2)]
    ['Linear', 'ReLU', 'Linear', 'ReLU', 'Linear']
    """
    _check_positive(inputs=inputs, width=width, depth=depth, outputs=outputs)
    generator = torch.Generator().manual_seed(seed)
    sizes = [inputs] + depth * [width] + [outputs]
    layers = []
    for fan_in, fan_out in pairwise(sizes):
        layer = nn.Linear(fan_in, fan_out)
        with torch.no_grad():
            layer.weight.copy_(torch.randn(fan_out, fan_in, generator=generator) * math.sqrt(2 / fan_in))
            layer.bias.zero_()
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def compare_depth_width(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    """Compare networks of several depths, each as wide as the same number of parameters allows.

    Parameters
    ----------
    depths : sequence of int
        Numbers of hidden layers, at least one.
    budget : int
        The most parameters that any of the networks may have.
    inputs, outputs : int
        As for `mlp`.
    train : callable
        `train(model, seed)` trains the model and returns its error on held-out data, a number.
    seeds : sequence of int
        For each, every network is trained once, from the weights that `mlp` draws with it; at least two.

    Returns
    -------
    rows : list of dict
        One for each depth, in the order given: "depth", "width", "parameters" (how many it really has), "error" (the
        mean over the seeds), and "uncertainty" of that mean: the standard deviation over the seeds, with their number
        less one in the denominator, over the root of their number.

    Raises
    ------
    ValueError
        Naming `depths` if there is none, `seeds` if there are fewer than two, `budget` if it is too small for one
        of the depths.

    Examples
    --------
    >>> def train(model, seed):
    ...     return len(model) + seed  # an invented error
    >>> compare_depth_width([1, 3], 200, 8, 2, train, seeds=(0, 2))[1]
    {'depth': 3, 'width': 7, 'parameters': 191, 'error': 8.0, 'uncertainty': 1.0}
    """
    if len(depths) == 0:
        raise ValueError("depths must hold at least one depth")
    if len(seeds) < 2:
        raise ValueError(f"seeds must hold at least two, got {len(seeds)}: one run has no spread")
    rows = []
    for depth in depths:
        width = width_for_budget(depth, budget, inputs, outputs)
        errors = [float(train(mlp(inputs, width, depth, outputs, seed), seed)) for seed in seeds]
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


def _check_positive(**sizes):
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} must be at least 1, got {size}")
