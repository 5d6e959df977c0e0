"""Other right ways to write day05/depth_width."""

import numpy as np
import torch
from torch import nn

from grader.mutants import right
from solutions.day05 import depth_width as reference


@right("mlp_parameters")
def from_the_sizes(inputs, width, depth, outputs):
    sizes = np.array([inputs, *[width] * depth, outputs])
    return ((sizes[:-1] + 1) * sizes[1:]).sum()


@right("width_for_budget")
def step_by_step(depth, budget, inputs, outputs):
    width = 0
    while reference.mlp_parameters(inputs, width + 1, depth, outputs) <= budget:
        width += 1
    return width


@right("width_for_budget")
def by_roots(depth, budget, inputs, outputs):
    root = max(np.roots([depth - 1, inputs + depth + outputs, outputs - budget]).real)
    width = round(root)
    return np.int64(width if reference.mlp_parameters(inputs, width, depth, outputs) <= budget else width - 1)


@right("mlp")
def layer_by_layer(inputs, width, depth, outputs, seed=0):
    """Layers appended one at a time, weights from the global generator, seeded and put back, as nn.init draws them."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(inputs, width), nn.ReLU(inplace=True))
        for _ in range(1, depth):
            model.append(nn.Linear(width, width)).append(nn.ReLU(inplace=True))
        model.append(nn.Linear(width, outputs))
        for layer in model[::2]:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return model


@right("compare_depth_width")
def with_torch_in_float32(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    rows = reference.compare_depth_width(depths, budget, inputs, outputs, lambda model, seed: 0.0, seeds)
    for row in rows:
        models = [reference.mlp(inputs, row["width"], row["depth"], outputs, seed) for seed in seeds]
        errors = torch.tensor([train(model, seed) for model, seed in zip(models, seeds, strict=True)])
        row["error"], row["uncertainty"] = errors.mean().item(), (errors.std() / len(seeds) ** 0.5).item()
    return rows


@right("compare_depth_width")
def with_numpy(depths, budget, inputs, outputs, train, seeds=(0, 1, 2)):
    widths = [reference.width_for_budget(depth, budget, inputs, outputs) for depth in depths]
    errors = np.zeros((len(seeds), len(depths)))
    for i, seed in enumerate(seeds):
        for j, (depth, width) in enumerate(zip(depths, widths, strict=True)):
            errors[i, j] = train(reference.mlp(inputs, width, depth, outputs, seed), seed)
    sem = errors.std(axis=0, ddof=1) / np.sqrt(len(seeds))
    counts = [
        reference.mlp_parameters(inputs, width, depth, outputs) for depth, width in zip(depths, widths, strict=True)
    ]
    names = ("depth", "width", "parameters", "error", "uncertainty")
    return [dict(zip(names, row, strict=True)) for row in zip(depths, widths, counts, errors.mean(0), sem, strict=True)]
