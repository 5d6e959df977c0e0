"""Day 1's picture: what a small network learns of the shapes of galaxies."""

import numpy as np

from fixtures.stamps import stamps

BLUE, ORANGE, GREY = "#2a6f97", "#d1632b", "#8a8f98"
TRAINING, HELD_OUT = 500, 250


def draw(gradient_descent):
    """Train the learner's network on galaxy stamps and show stamps, losses and held-out predictions."""
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(1)
    galaxies = stamps(
        TRAINING + HELD_OUT,
        rng,
        shape=(13, 13),
        half_light_radius=(2.0, 2.6),
        max_offset=0.2,
        noise_sd=5e-4,
    )
    mean, sd = galaxies.images[:TRAINING].mean(axis=0), galaxies.images[:TRAINING].std()
    x, y = ((galaxies.images - mean) / sd).reshape(len(galaxies), -1), galaxies.shear
    params, losses = gradient_descent.train_mlp(x[:TRAINING], y[:TRAINING], 16, 800, 0.2, rng)
    hidden = np.tanh(x[TRAINING:] @ params["weight1"].T + params["bias1"])
    prediction, truth = hidden @ params["weight2"].T + params["bias2"], y[TRAINING:]

    style = {"font.size": 9, "axes.titlesize": 10, "axes.spines.top": False, "axes.spines.right": False}
    with plt.rc_context(style):
        figure = plt.figure(figsize=(10, 5.7), layout="constrained")
        figure.suptitle("Sixteen hidden units learn the shear of a galaxy from its pixels", fontsize=13)
        above, below = figure.subfigures(2, 1, height_ratios=[1, 2.05])
        _show_stamps(above, galaxies.images[TRAINING:], truth, prediction)
        left, middle, right = below.subplots(1, 3)
        _show_losses(left, losses, y[:TRAINING], np.mean((prediction - truth) ** 2))
        _show_predictions(middle, truth[:, 0], prediction[:, 0], "$g_1$", BLUE)
        _show_predictions(right, truth[:, 1], prediction[:, 1], "$g_2$", ORANGE)
    return figure


def _show_stamps(figure, images, truth, prediction):
    """Show the roundest stamp and seven strongly sheared ones, ordered by position angle."""
    size, angle = np.hypot(*truth.T), np.degrees(0.5 * np.arctan2(truth[:, 1], truth[:, 0])) % 180
    wanted = [None, *np.arange(0, 180, 180 / 7)]
    chosen = []
    for direction in wanted:
        away = 0 if direction is None else np.abs((angle - direction + 90) % 180 - 90) / 90
        score = size if direction is None else away + 2 * np.abs(size - 0.38)
        score = np.where(np.isin(np.arange(len(size)), chosen), np.inf, score)
        chosen.append(int(np.argmin(score)))
    figure.suptitle(
        "held-out stamps, with the true shear as an ellipse (white, solid) and the predicted one (orange, dashed)",
        fontsize=9,
        color=GREY,
    )
    for axes, i in zip(figure.subplots(1, len(chosen)), chosen, strict=True):
        axes.imshow(images[i], origin="lower", cmap="magma", vmin=0)
        _ellipse(axes, truth[i], images[i].shape, color="white", linewidth=1.4)
        _ellipse(axes, prediction[i], images[i].shape, color="#ffb26b", linewidth=1.4, linestyle="--")
        axes.set_title(f"$g_1$ = {truth[i, 0]:+.2f}\n$g_2$ = {truth[i, 1]:+.2f}", fontsize=9)
        axes.set_axis_off()


def _ellipse(axes, shear, shape, radius=3.2, **style):
    """Draw a circle after the shear S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - |g|^2)."""
    g1, g2 = shear
    turn = np.linspace(0, 2 * np.pi, 100)
    circle = radius * np.stack([np.cos(turn), np.sin(turn)])
    x, y = np.array([[1 + g1, g2], [g2, 1 - g1]]) @ circle / np.sqrt(1 - g1**2 - g2**2)
    axes.plot(x + (shape[1] - 1) / 2, y + (shape[0] - 1) / 2, **style)


def _show_losses(axes, losses, y, held_out):
    step, mean_alone = 1 + np.arange(len(losses)), np.var(y, axis=0).mean()
    axes.loglog(step, losses, color=BLUE, linewidth=2)
    axes.axhline(mean_alone, color=GREY, linewidth=1, linestyle=":")
    axes.text(len(losses), 1.08 * mean_alone, "always answering the mean", color=GREY, ha="right", va="bottom")
    axes.axhline(held_out, color=ORANGE, linewidth=1, linestyle="--")
    words = f"held-out stamps at the end:\nRMS error {np.sqrt(held_out):.3f} per component"
    axes.text(1.2, 0.93 * held_out, words, color=ORANGE, va="top")
    axes.set(
        title="The loss of every step",
        xlabel="step of gradient descent",
        ylabel="mean squared error",
        ylim=(0.35 * min(losses[-1], held_out), None),
        box_aspect=1,
    )


def _show_predictions(axes, truth, prediction, name, color):
    axes.axline((0, 0), slope=1, color=GREY, linewidth=1)
    axes.plot(truth, prediction, ".", color=color, markersize=5, alpha=0.6, markeredgewidth=0)
    slope = np.polyfit(truth, prediction, 1)[0]
    left = np.mean((prediction - truth) ** 2) / np.var(truth)
    axes.text(
        0.05, 0.95, f"slope {slope:.2f}\nunexplained {100 * left:.1f} % of variance",
        transform=axes.transAxes, va="top", color=color,
    )  # fmt: skip
    ticks = [-0.5, 0.0, 0.5]
    limit = 1.05 * max(np.abs(truth).max(), np.abs(prediction).max())
    axes.set(
        title=f"{name} of stamps never seen", xlabel=f"true {name}", ylabel=f"predicted {name}",
        xlim=(-limit, limit), ylim=(-limit, limit), xticks=ticks, yticks=ticks, aspect="equal",
    )  # fmt: skip
