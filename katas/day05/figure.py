"""Day 5's picture: how a signal and its gradient fare on their way through thirty layers."""

import math

import numpy as np
import torch
from torch import nn

DEPTH, WIDTH, BATCH, SEEDS = 30, 128, 256, 5
BLUE, GREEN, ORANGE, RED, GREY = "#2a6f97", "#3b8f5a", "#d1632b", "#a4243b", "#8a8f98"
TORCH_DEFAULT = 1 / math.sqrt(3)  # nn.Linear draws uniformly within 1 / sqrt(fan_in)


def networks(initialisation):
    """Return what is compared: name, activation, standard deviation of the weights, colour, dashes."""
    xavier, kaiming = initialisation.xavier_std(WIDTH, WIDTH), initialisation.kaiming_std(WIDTH)
    return [
        ("ReLU, 1.3 times Kaiming", nn.ReLU, 1.3 * kaiming, ORANGE, "-"),
        ("ReLU, Kaiming", nn.ReLU, kaiming, BLUE, "-"),
        ("tanh, Xavier", nn.Tanh, xavier, GREEN, "-"),
        ("sigmoid, Xavier", nn.Sigmoid, xavier, RED, "-"),
        ("ReLU, torch's default", nn.ReLU, TORCH_DEFAULT / math.sqrt(WIDTH), BLUE, "--"),
    ]


def draw(initialisation, gradient_flow):
    """Measure both, with the learner's functions, in deep networks as they are before any training."""
    import matplotlib.pyplot as plt

    style = {"font.size": 9, "axes.titlesize": 10, "axes.spines.top": False, "axes.spines.right": False}
    with plt.rc_context(style):
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.6), layout="constrained", sharex=True, sharey=True)
        figure.suptitle(f"A network of {DEPTH} layers before its first training step", fontsize=13)
        for name, activation, std, colour, dashes in networks(initialisation):
            measured = [measure(initialisation, gradient_flow, activation, std, seed) for seed in range(SEEDS)]
            for axes, values in zip((left, right), np.swapaxes(measured, 0, 1), strict=True):
                layers, middle = np.arange(1, DEPTH + 1), np.exp(np.log(values).mean(axis=0))
                axes.fill_between(layers, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.15, linewidth=0)
                axes.semilogy(layers, middle, color=colour, linestyle=dashes, linewidth=1.8, label=name)
        left.set(title="forward: variance of what each layer gives out", xlabel="layer", ylim=(1e-25, 1e10))
        right.set(title="backward: norm of the gradient of each layer's weights", xlabel="layer", xlim=(1, DEPTH))
        for axes, (start, end), words in [(left, (0.08, 0.4), "the signal"), (right, (0.92, 0.6), "the gradient")]:
            axes.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
            arrow = {"arrowstyle": "->", "color": GREY}
            axes.annotate("", (end, 0.97), (start, 0.97), "axes fraction", arrowprops=arrow)
            axes.text((start + end) / 2, 0.975, words, color=GREY, ha="center", va="bottom", transform=axes.transAxes)
        left.legend(loc="lower left", frameon=False, title="activation, spread of the weights", alignment="left")
        _say_slope(left, 20, 2e5, "variance x 1.69 a layer", ORANGE)
        _say_slope(left, 13, 1e-9, "variance x 1/6 a layer", BLUE, "left")
        _say_slope(right, 20, 1e-8, "norm x 1/4 a layer", RED, "left")
        _say_slope(right, 13, 3e-14, "equal in all layers, and next to nothing", BLUE, "left")
    return figure


def _say_slope(axes, layer, value, words, colour, side="right"):
    axes.text(layer, value, words, color=colour, ha=side, va="center", fontsize=8.5)


def measure(initialisation, gradient_flow, activation, std, seed):
    """Return the variances and the gradient norms of one network, layer by layer."""
    generator = torch.Generator().manual_seed(seed)
    layers = []
    for _ in range(DEPTH):
        layer = nn.Linear(WIDTH, WIDTH, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(std * torch.randn(WIDTH, WIDTH, generator=generator, dtype=torch.float64))
            layer.bias.zero_()
        layers += [layer, activation()]
    model = nn.Sequential(*layers[:-1])
    x, y = (torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64) for _ in range(2))
    variances = initialisation.activation_variances(model, x)
    norms = gradient_flow.gradient_norms(model, x, y)
    return list(variances.values()), list(norms.values())
