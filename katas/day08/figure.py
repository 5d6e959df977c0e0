"""The day's figure, and the small pictures of the lesson's sections."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.regularisers import FEW, MANY, SETTINGS, Day, draw_data, one_thread, train
from fixtures.stamps import galaxy

BLUE, ORANGE, GREEN, RED, GREY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#777777"


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


# -- the small pictures
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


def picture_schedules(schedules):
    """Rates of a warm-up with cosine and of one cycle; the range test on a bowl with two curvatures."""
    total = 100
    steps = range(total)
    figure, (left, right) = panels(2, (7, 2.2))
    rates = [schedules.warmup_cosine(step, 10, total, 1.0) for step in steps]
    cycle = [schedules.one_cycle(step, 30, total, 1.0)[0] for step in steps]
    left.plot(steps, rates, "-", color=SHADES["blue"], linewidth=2, label="warm-up of 10, cosine")
    left.plot(steps, cycle, "--", color=SHADES["orange"], linewidth=2, label="one cycle, rise 30")
    left.set_xlabel("step", fontsize=9)
    left.set_title("rate over its peak", fontsize=10)
    left.set_ylim(0, 1.45)
    left.legend(fontsize=8, frameon=False, loc="upper right")
    curvature, weight = np.array([4.0, 0.1]), np.array([1.0, 3.0])

    def step_loss(rate):
        weight[:] = weight - rate * curvature * weight
        return float(curvature @ weight**2 / 2)

    tried = np.geomspace(1e-3, 10, 90).tolist()
    losses, rate = schedules.lr_range_test(step_loss, tried)
    right.loglog(tried[: len(losses)], losses, ".-", color=SHADES["blue"], markersize=4)
    right.axvline(2 / 4, color=SHADES["red"], linestyle=":", linewidth=2)
    right.text(0.55, 1.3, "2 / 4", color=SHADES["red"], fontsize=9)
    right.axvline(rate, color=SHADES["green"], linestyle="--", linewidth=2)
    right.text(rate * 0.92, 0.03, "returned", color=SHADES["green"], fontsize=9, ha="right")
    right.set_xlabel("rate tried", fontsize=9)
    right.set_title("loss after the step", fontsize=10)
    return figure


def picture_early_stopping(early_stopping):
    """A validation curve, when patience 1 and patience 8 stop, and the value that is given back."""
    import torch

    rng = np.random.default_rng(4)
    epochs = np.arange(60)
    values = 0.02 + 0.1 * np.exp(-epochs / 8) + 4e-4 * epochs + rng.normal(0, 0.002, 60)
    figure, (axes,) = panels(1, (7, 2.2))
    axes.plot(epochs, values, ".-", color=SHADES["grey"], linewidth=1, markersize=5)
    for patience, colour, marker in ((1, "orange", "s"), (8, "blue", "o")):
        stopping, model = early_stopping.EarlyStopping(patience), torch.nn.Linear(1, 1)
        end = next(i for i, value in enumerate(values) if stopping.update(value, model))
        best = end - stopping.waited
        axes.plot(
            best,
            stopping.best,
            marker,
            color=SHADES[colour],
            markersize=9,
            label=f"patience {patience}: best, {stopping.best:.3f}",
        )
        axes.axvline(end, color=SHADES[colour], linestyle="--", linewidth=1.5)
    axes.set_xlabel("epoch; broken lines: training stops", fontsize=9)
    axes.set_title("validation loss", fontsize=10)
    axes.legend(fontsize=9, frameon=False)
    return figure


def picture_ensemble(ensemble):
    """The error of a mean of M for several correlations; cubic fits to bootstrap samples, their mean and spread."""
    import torch

    figure, (left, right) = panels(2, (6, 2.0))
    members = np.arange(1, 21)
    for rho, style in ((0.9, "-"), (0.5, "--"), (0.2, "-."), (0.0, ":")):
        errors = [ensemble.ensemble_error(rho, int(count)) for count in members]
        left.plot(members, errors, style, color=SHADES["blue"], linewidth=2, label=f"rho = {rho:g}")
    left.set_ylim(0, 1.05)
    left.set_xlabel("members M", fontsize=9)
    left.set_title("error of the mean / error of one", fontsize=10)
    left.legend(fontsize=8, frameon=False, ncols=2, loc="lower left")
    rng, generator = np.random.default_rng(1), torch.Generator().manual_seed(1)
    x, grid = rng.uniform(-1, 1, 20), np.linspace(-1.4, 1.4, 29)
    y = np.sin(2 * x) + rng.normal(0, 0.15, 20)
    fits = []
    for _ in range(8):
        drawn = ensemble.bagging_indices(20, generator)[0].numpy()
        fits.append(np.polyval(np.polyfit(x[drawn], y[drawn], 3), grid))
        right.plot(grid, fits[-1], color=SHADES["grey"], linewidth=0.6)
    mean, spread = (part.numpy() for part in ensemble.combine(torch.tensor(np.array(fits))))
    right.fill_between(grid, mean - spread, mean + spread, color="#f5d999")
    right.plot(grid, mean, color=SHADES["orange"], linewidth=2)
    right.plot(x, y, "k.", markersize=5)
    right.set_ylim(-2.5, 2.5)
    right.set_title("8 cubics: mean, spread", fontsize=10)
    return figure


def picture_training_loop(training_loop):
    """The loss of a run; of the same, resumed at step 150 from a saved state; and resumed with a new Adam."""
    import pathlib
    import tempfile

    import torch

    x = torch.linspace(-1, 1, 64)[:, None]
    y = torch.sin(4 * x)

    def parts():
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
        return model, torch.optim.Adam(model.parameters(), lr=0.03)

    def train(model, optimizer, steps, history=None):
        rng = torch.Generator().manual_seed(1)
        data, loss = lambda rng: [(x, y)], torch.nn.functional.mse_loss
        return training_loop.fit(model, data, loss, optimizer, max_steps=steps, rng=rng, history=history)

    runs = {"not interrupted": train(*parts(), 220)["loss"]}
    with tempfile.TemporaryDirectory() as folder:
        path, (model, optimizer) = pathlib.Path(folder) / "run.pt", parts()
        training_loop.save_state(path, model, optimizer, train(model, optimizer, 150))
        for name in ("resumed", "resumed, moments lost"):
            model, optimizer = parts()
            history = training_loop.load_state(path, model, optimizer)
            if "lost" in name:
                optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
            runs[name] = train(model, optimizer, 220, history)["loss"]
    figure, (axes,) = panels(1, (5.8, 1.9))
    styles = (("grey", "-", 5), ("blue", "--", 2), ("orange", "-", 1.5))
    for (name, losses), (colour, style, width) in zip(runs.items(), styles, strict=True):
        axes.semilogy(range(120, 220), losses[120:], style, color=SHADES[colour], linewidth=width, label=name)
    axes.axvline(150, color="black", linestyle=":", linewidth=1)
    axes.legend(fontsize=9, frameon=False)
    axes.set_xlabel("step; the run was interrupted after step 150", fontsize=9)
    axes.set_title("loss", fontsize=10)
    return figure


def picture_experiment(experiment):
    """Four ways to write settings down, and the name of each."""
    ways = [
        ('{"rate": 0.01, "seed": 3}', {"rate": 0.01, "seed": 3}),
        ('{"seed": 3, "rate": 0.01}', {"seed": 3, "rate": 0.01}),
        ('{"seed": 4, "rate": 0.01}', {"seed": 4, "rate": 0.01}),
        ('{"seed": 3, "rate": 0.010001}', {"seed": 3, "rate": 0.010001}),
    ]
    figure, (axes,) = panels(1, (7, 1.5))
    first = experiment.config_hash(ways[0][1])
    for row, (text, config) in enumerate(ways):
        name = experiment.config_hash(config)
        colour = SHADES["blue"] if name == first else SHADES["red"]
        axes.text(0.02, 1 - (row + 0.6) / 4, text, family="monospace", fontsize=10)
        axes.text(0.58, 1 - (row + 0.6) / 4, f"{name[:12]} ...", family="monospace", fontsize=10, color=colour)
    axes.set_axis_off()
    return figure


SHADES = {"blue": "#0072b2", "orange": "#e69f00", "green": "#009e73", "red": "#d55e00", "grey": "#999999"}


def panels(count, size):
    """Return a figure and its axes side by side, without the frame above and on the right."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, count, figsize=size, layout="constrained", squeeze=False)
    for ax in axes[0]:
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=9)
    return figure, axes[0]
