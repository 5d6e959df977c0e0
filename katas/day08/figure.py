"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half
import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.regularisers import FEW, MANY, SETTINGS, Day, draw_data, one_thread, train
from fixtures.stamps import galaxy

BLUE, ORANGE, GREEN, RED, GREY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#777777"


# -- imports of the second half


# -- the day's figure
def draw(dropout, weight_decay, augmentation, optimizers):
    """Return the figure, drawn with the learner's own functions: each regulariser on few galaxies and on many."""
    day = Day(dropout, weight_decay, augmentation, optimizers)
    figure, both = plt.subplots(1, 2, figsize=(11, 4.6), layout="constrained", sharey=True)
    for axes, count in zip(both, (FEW, MANY), strict=True):
        with one_thread():
            data = draw_data(day, count, 0)
            curves = [np.array(train(day, data, setting, 0)) for setting in SETTINGS]
        for setting, curve, colour in zip(SETTINGS, curves, (GREY, RED, BLUE, GREEN), strict=True):
            axes.semilogy(curve[:, 0], curve[:, 2], color=colour, label=f"{setting.name}: {curve[-1, 2]:.3f}")
            axes.semilogy(curve[:, 0], curve[:, 1], color=colour, linestyle=":", linewidth=1.2)
        axes.set_title(f"{count:,} galaxies to learn from")
        axes.set_xlabel("step")
        axes.legend(title="RMSE of g at the end, on new galaxies", fontsize=9, title_fontsize=9)
    both[0].set_ylabel("RMSE of g: new galaxies (lines), those learnt from (dots)")
    both[0].set_ylim(0.014, 0.3)
    both[0].set_yticks([], minor=True)
    both[0].set_yticks([0.02, 0.03, 0.05, 0.1, 0.2], ["0.02", "0.03", "0.05", "0.1", "0.2"])
    return figure


# -- the small pictures: first half
def small_row(count, **options):
    return plt.subplots(1, count, figsize=(7, 2), layout="constrained", **options)


def picture_dropout(dropout):
    """What a linear unit says of one galaxy, over 4000 draws of dropout, and the noise that was predicted."""
    figure, both = small_row(2)
    random = torch.Generator().manual_seed(8)
    for axes, width in zip(both, (16, 256), strict=True):
        x, weight = torch.full((1, width), 0.2), torch.full((width,), 1 / width)
        for p, colour in ((0.5, ORANGE), (0.1, BLUE)):
            out, _ = dropout.dropout_forward(x.expand(4000, width), p, True, random)
            noise = float(dropout.dropout_penalty(x, weight, p)) ** 0.5
            axes.hist(
                (out @ weight).numpy(),
                np.linspace(0, 0.4, 81),
                color=colour,
                alpha=0.7,
                label=f"p = {p}: ± {noise:.3f}",
            )
        axes.axvline(0.2, color="black", linewidth=0.8)
        axes.set_title(f"{width} units that say g = 0.2", fontsize=10)
        axes.set_yticks([])
        axes.set_xlabel("g", fontsize=9)
        axes.legend(fontsize=8, loc="upper left")
    return figure


def picture_weight_decay(weight_decay):
    """Two weights under gradients of unlike size: with the decay in the gradient, and beside the step."""
    figure, both = plt.subplots(1, 2, figsize=(6.2, 1.9), layout="constrained", sharey=True)
    noise = torch.randn(600, 2, generator=torch.Generator().manual_seed(1)) * torch.tensor([10.0, 0.1])
    for axes, decoupled in zip(both, (False, True), strict=True):
        params, state, path = {"w": torch.ones(2)}, (0, torch.zeros(2), torch.zeros(2)), []
        for grad in noise:
            grads = {"w": grad}
            if not decoupled:
                grads = weight_decay.l2_gradient(params, grads, 0.3)
            decay = 0.3 if decoupled else 0.0
            params, state = weight_decay.decoupled_step(params, grads, state, adam, 0.01, decay)
            path.append(params["w"].numpy())
        for values, colour, label in zip(
            np.array(path).T, (ORANGE, BLUE), ("noisy gradient", "quiet gradient"), strict=True
        ):
            axes.plot(range(0, 600, 15), values[::15], color=colour, label=label)
        axes.plot(range(0, 600, 15), (1 - 0.01 * 0.3) ** np.arange(0, 600, 15), "--", color="black", linewidth=1)
        axes.set_title("beside the step: AdamW" if decoupled else "in the gradient: Adam + L2", fontsize=10)
        axes.set_xlabel("step", fontsize=9)
    both[0].set_ylabel("weight", fontsize=9)
    both[1].legend(fontsize=8)
    return figure


def adam(grads, state):
    """The direction of Adam on the one parameter w, as decoupled_step wants it."""
    step, mean, square = state
    step, mean, square = step + 1, 0.9 * mean + 0.1 * grads["w"], 0.999 * square + 0.001 * grads["w"] ** 2
    root = (square / (1 - 0.999**step)).sqrt() + 1e-8
    return {"w": mean / (1 - 0.9**step) / root}, (step, mean, square)


def picture_augmentation(augmentation):
    """One galaxy in its eight positions, with the shear and the centroid that it has there."""
    figure, axes = plt.subplots(1, 8, figsize=(9, 1.7), layout="constrained")
    light = galaxy((25, 25), half_light_radius=3.0, g1=0.35, g2=0.15, x0=3.0, y0=1.5)
    start = torch.tensor(light)[None], torch.tensor([[0.35, 0.15]]), torch.tensor([[3.0, 1.5]])
    places = [image for image in (start, augmentation.mirror(*start)) for _ in range(4)]
    for k, (ax, place) in enumerate(zip(axes, places, strict=True)):
        stamp, shear, centroid = augmentation.quarter_turn(*place, k % 4)
        ax.imshow(stamp[0], origin="lower", cmap="cividis")
        ax.plot(12 + centroid[0, 0], 12 + centroid[0, 1], "+", color="white", markersize=8)
        ax.set_title(f"{shear[0, 0]:+.2f}\n{shear[0, 1]:+.2f}", fontsize=9)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_xlabel(f"{'mirror ' if k > 3 else ''}{90 * (k % 4)}°", fontsize=8)
    axes[0].set_ylabel("g1, g2 above", fontsize=8)
    return figure


def picture_optimizers(optimizers):
    """Three steps on a valley that is a hundred times steeper across than along."""
    figure, axes = small_row(3, sharey=True)
    curvature = torch.tensor([0.01, 1.0])
    runs = (
        ("sgd_step", "momentum 0.9", ORANGE, {"learning_rate": 0.5, "momentum": 0.9}),
        ("rmsprop_step", "RMSprop", GREEN, {"learning_rate": 0.05}),
        ("adam_step", "Adam", BLUE, {"learning_rate": 0.2}),
    )
    along, across = np.meshgrid(np.linspace(-1, 6, 80), np.linspace(-1.6, 1.6, 60))
    for ax, (name, title, colour, options) in zip(axes, runs, strict=True):
        param, state, path = torch.tensor([5.0, 1.2]), {}, [[5.0, 1.2]]
        for _ in range(60):
            param, state = getattr(optimizers, name)(param, curvature * param, state, **options)
            path.append(param.tolist())
        ax.contour(along, across, 0.01 * along**2 + across**2, 8, colors="#bbbbbb", linewidths=0.6)
        ax.plot(*np.array(path).T, ".-", color=colour, linewidth=1, markersize=3)
        ax.plot(0, 0, "k+", markersize=7)
        ax.set_title(f"{title}, 60 steps", fontsize=10)
        ax.set_xlim(-1, 6)
        ax.set_ylim(-1.6, 1.6)
    return figure


# -- the small pictures: second half
