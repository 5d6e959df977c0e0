"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half

# -- imports of the second half
import numpy as np

# -- the day's figure


# -- the small pictures: first half


# -- the small pictures: second half
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
