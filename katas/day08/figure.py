"""The day's figure, and the small pictures of the lesson's sections."""

import json

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.drawing import BLUE, GREEN, GREY, ORANGE, RED, SKY, between, row_of_axes
from fixtures.regularisers import FEW, MANY, SETTINGS, STEPS, Day, draw_data, one_thread, train
from fixtures.stamps import galaxy
from grader.study.panel import GREY as MISSING_GREY
from grader.study.panel import MISSING, otherwise, panel, tell

LEARN = (FEW, MANY)  # galaxies, of the figure's two panels
COLOURS = dict(zip((setting.name for setting in SETTINGS), (GREY, RED, BLUE, GREEN), strict=True))


def draw(dropout, weight_decay, augmentation, optimizers):
    """Return the figure, drawn with the learner's own functions: each regulariser on few galaxies and on many."""
    day = Day(dropout, weight_decay, augmentation, optimizers)
    figure, both = plt.subplots(1, 2, figsize=(11, 4.8), layout="constrained", sharey=True)
    for n, (axes, count) in enumerate(zip(both, LEARN, strict=True)):
        with panel(axes), one_thread():
            curves, missing = trainings(day, count, n * len(SETTINGS))
            draw_curves(axes, curves, missing)
        axes.set_title(f"{count:,} galaxies to learn from")
    both[0].set_ylabel("RMSE of g")
    return figure


def trainings(day, count, before):
    """Return the curve of every setting by its name, and by its name why one cannot be trained; `before` are done."""
    missing = {}
    turned = next(setting.name for setting in SETTINGS if setting.turned)
    with otherwise(lambda words: missing.__setitem__(turned, words)):
        data = draw_data(day, count, 0)
    if missing:
        data = draw_data(day, count, 0, turned=False)
    curves = {}
    for n, setting in enumerate(SETTINGS, start=before):
        tell(f"small networks: {n} of {len(LEARN) * len(SETTINGS)}")
        if setting.drop:
            with otherwise(lambda words, name=setting.name: missing.__setitem__(name, words)):
                curves[setting.name] = np.array(train(day, data, setting, 0, STEPS))
        elif setting.name not in missing:  # without decay and steps there is no curve at all
            curves[setting.name] = np.array(train(day, data, setting, 0, STEPS))
    return curves, missing


def draw_curves(axes, curves, missing):
    """Draw the error on new galaxies as lines, and on those learnt from as dots."""
    for name, colour in COLOURS.items():
        if name in missing:
            axes.plot([], [], color=MISSING_GREY, linewidth=7, label=f"{name}: {missing[name]}", gid=MISSING)
            continue
        step, seen, unseen = curves[name].T
        axes.semilogy(step, unseen, color=colour, label=f"{name}: {unseen[-1]:.3f}")
        axes.semilogy(step, seen, color=colour, linestyle=":", linewidth=1.4)
    axes.plot([], [], color="black", linestyle=":", label="dots: on the galaxies learnt from")
    axes.set(xlabel="step", ylim=(0.014, 0.5))
    axes.set_yticks([], minor=True)
    axes.set_yticks([0.02, 0.03, 0.05, 0.1, 0.2, 0.4], ["0.02", "0.03", "0.05", "0.1", "0.2", "0.4"])
    axes.legend(title="RMSE of g at the end, on new galaxies", fontsize=10, title_fontsize=10, loc="upper right")


# -- the small pictures
def picture_dropout(dropout, p=0.5, units=16):
    """What a linear unit says of one galaxy, over 4000 draws of dropout, and the noise that was predicted."""
    between(0.01, 0.9, p=p)
    between(1, 256, units=units)
    figure, both = row_of_axes(2, sharex=True)
    random = torch.Generator().manual_seed(8)
    for axes, width in zip(both, (units, 16 * units), strict=True):
        x, weight = torch.full((1, width), 0.2), torch.full((width,), 1 / width)
        for part, colour in ((p, ORANGE), (p / 5, BLUE)):
            out, _ = dropout.dropout_forward(x.expand(4000, width), part, True, random)
            noise = float(dropout.dropout_penalty(x, weight, part)) ** 0.5
            said = np.clip((out @ weight).numpy(), 0, 0.4)
            words = f"p = {part:.3g}: ± {noise:.3f}"
            axes.hist(said, np.linspace(0, 0.4, 81), color=colour, alpha=0.7, label=words)
        axes.axvline(0.2, color="black", linewidth=0.8)
        axes.set_title(f"{width} units that say g = 0.2", fontsize=10)
        axes.set_yticks([])
        axes.set_xlabel("g (beyond 0.4 shown at 0.4)" if said.max() == 0.4 else "g", fontsize=9)
        axes.legend(fontsize=8, loc="upper left", frameon=False)
    return figure


def picture_weight_decay(weight_decay, decay=0.3, noise=10.0):
    """Two weights under gradients of unlike size: with the decay in the gradient, and beside the step."""
    between(0, 10, decay=decay)
    between(0, 1000, noise=noise)  # of the one gradient, of the other it is a hundredth
    figure, both = plt.subplots(1, 2, figsize=(6.2, 2.1), layout="constrained", sharey=True)
    noise = torch.randn(600, 2, generator=torch.Generator().manual_seed(1)) * torch.tensor([noise, noise / 100])
    for axes, decoupled in zip(both, (False, True), strict=True):
        params, state, path = {"w": torch.ones(2)}, (0, torch.zeros(2), torch.zeros(2)), []
        for grad in noise:
            grads = {"w": grad}
            if not decoupled:
                grads = weight_decay.l2_gradient(params, grads, decay)
            beside = decay if decoupled else 0.0
            params, state = weight_decay.decoupled_step(params, grads, state, adam, 0.01, beside)
            path.append(params["w"].numpy())
        for values, colour, label in zip(
            np.array(path).T, (ORANGE, BLUE), ("noisy gradient", "quiet gradient"), strict=True
        ):
            axes.plot(range(0, 600, 15), values[::15], color=colour, label=label)
        axes.plot(
            range(0, 600, 15), (1 - 0.01 * decay) ** np.arange(0, 600, 15), "--", color="black", label="decay alone"
        )
        axes.set_title("beside the step: AdamW" if decoupled else "in the gradient: Adam + L2", fontsize=10)
        axes.set_xlabel("step", fontsize=9)
    both[0].set_ylabel("weight", fontsize=9)
    both[1].legend(fontsize=8, frameon=False)
    return figure


def adam(grads, state):
    """The direction of Adam on the one parameter w, as decoupled_step wants it."""
    step, mean, square = state
    step, mean, square = step + 1, 0.9 * mean + 0.1 * grads["w"], 0.999 * square + 0.001 * grads["w"] ** 2
    root = (square / (1 - 0.999**step)).sqrt() + 1e-8
    return {"w": mean / (1 - 0.9**step) / root}, (step, mean, square)


def picture_augmentation(augmentation, g1=0.35, g2=0.15, x=3.0, y=1.5):
    """One galaxy in its eight positions, with the shear and the centroid that it has there."""
    between(-0.65, 0.65, g1=g1, g2=g2)
    between(-12, 12, x=x, y=y)
    figure, axes = plt.subplots(1, 8, figsize=(9, 1.7), layout="constrained")
    light = galaxy((25, 25), half_light_radius=3.0, g1=g1, g2=g2, x0=x, y0=y)
    start = torch.tensor(light)[None], torch.tensor([[g1, g2]]), torch.tensor([[x, y]])
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


def picture_optimizers(optimizers, steps=60, momentum=0.9):
    """Three optimisers in a valley that is a hundred times steeper across than along."""
    between(1, 1000, steps=steps)
    between(0, 0.99, momentum=momentum)
    figure, axes = row_of_axes(3, 2.0, 6.4, sharey=True)
    curvature = torch.tensor([0.01, 1.0])
    runs = (
        ("sgd_step", f"momentum {momentum:g}", ORANGE, {"learning_rate": 0.5, "momentum": momentum}),
        ("rmsprop_step", "RMSprop", GREEN, {"learning_rate": 0.05}),
        ("adam_step", "Adam", BLUE, {"learning_rate": 0.2}),
    )
    along, across = np.meshgrid(np.linspace(-1, 6, 80), np.linspace(-1.6, 1.6, 60))
    for ax, (name, title, colour, options) in zip(axes, runs, strict=True):
        param, state, path = torch.tensor([5.0, 1.2]), {}, [[5.0, 1.2]]
        for _ in range(steps):
            param, state = getattr(optimizers, name)(param, curvature * param, state, **options)
            path.append(param.tolist())
        ax.contour(along, across, 0.01 * along**2 + across**2, 8, colors="#bbbbbb", linewidths=0.6)
        ax.plot(*np.array(path).T, ".-", color=colour, linewidth=1, markersize=3)
        ax.plot(0, 0, "k+", markersize=7)
        ax.set_title(f"{title}, {steps} steps", fontsize=10)
        ax.set_xlim(-1, 6)
        ax.set_ylim(-1.6, 1.6)
        ax.set_xlabel("along", fontsize=9)
    axes[0].set_ylabel("across", fontsize=9)
    return figure


def picture_schedules(schedules, warmup=10, rise=30):
    """Rates of a warm-up with cosine and of one cycle; the range test on a bowl with two curvatures."""
    between(1, 90, warmup=warmup, rise=rise)
    total = 100
    steps = range(total)
    figure, (left, right) = row_of_axes(2, 2.2, frame=False)
    rates = [schedules.warmup_cosine(step, warmup, total, 1.0) for step in steps]
    cycle = [schedules.one_cycle(step, rise, total, 1.0)[0] for step in steps]
    left.plot(steps, rates, "-", color=BLUE, linewidth=2, label=f"warm-up of {warmup}, cosine")
    left.plot(steps, cycle, "--", color=ORANGE, linewidth=2, label=f"one cycle, rise {rise}")
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
    right.loglog(tried[: len(losses)], losses, ".-", color=BLUE, markersize=4)
    right.axvline(2 / 4, color=RED, linestyle=":", linewidth=2)
    right.text(0.55, 1.3, "2 / 4", color=RED, fontsize=9)
    right.axvline(rate, color=GREEN, linestyle="--", linewidth=2)
    right.text(rate * 0.92, 0.03, "returned", color=GREEN, fontsize=9, ha="right")
    right.set_xlabel("rate tried", fontsize=9)
    right.set_title("loss after the step", fontsize=10)
    return figure


def picture_early_stopping(early_stopping, patience=8):
    """A validation curve, when patience 1 and a longer one stop, and the value that is given back."""
    between(1, 30, patience=patience)  # with more of it the curve ends first
    rng = np.random.default_rng(4)
    epochs = np.arange(60)
    values = 0.02 + 0.1 * np.exp(-epochs / 8) + 4e-4 * epochs + rng.normal(0, 0.002, 60)
    figure, (axes,) = row_of_axes(1, 2.2, frame=False)
    axes.plot(epochs, values, ".-", color=GREY, linewidth=1, markersize=5)
    for waits, colour, marker in ((1, ORANGE, "s"), (patience, BLUE, "o")):
        stopping, model = early_stopping.EarlyStopping(waits), torch.nn.Linear(1, 1)
        end = next(i for i, value in enumerate(values) if stopping.update(value, model))
        words = f"patience {waits}: best, {stopping.best:.3f}"
        axes.plot(end - stopping.waited, stopping.best, marker, color=colour, markersize=9, label=words)
        axes.axvline(end, color=colour, linestyle="--", linewidth=1.5)
    axes.set_xlabel("epoch; broken lines: training stops", fontsize=9)
    axes.set_title("validation loss", fontsize=10)
    axes.legend(fontsize=9, frameon=False)
    return figure


def picture_ensemble(ensemble, rho=0.5, fits=8):
    """The error of a mean of M for several correlations; cubic fits to bootstrap samples, their mean and spread."""
    between(0, 1, rho=rho)
    between(1, 100, fits=fits)
    figure, (left, right) = row_of_axes(2, 2.1, 6.2, frame=False)
    members = np.arange(1, 21)
    for correlation, style in ((0.9, "-"), (rho, "--"), (0.2, "-."), (0.0, ":")):
        errors = [ensemble.ensemble_error(correlation, int(count)) for count in members]
        left.plot(members, errors, style, color=BLUE, linewidth=2)
        left.text(20.5, errors[-1], f"rho = {correlation:g}", fontsize=8, va="center")
    left.set(xlim=(0, 28), ylim=(0, 1.05), xticks=[1, 5, 10, 15, 20])
    left.set_xlabel("members M", fontsize=9)
    left.set_title("error of the mean / error of one", fontsize=10)
    rng, generator = np.random.default_rng(1), torch.Generator().manual_seed(1)
    x, grid = rng.uniform(-1, 1, 20), np.linspace(-1.4, 1.4, 29)
    y = np.sin(2 * x) + rng.normal(0, 0.15, 20)
    curves = []
    for _ in range(fits):
        drawn = ensemble.bagging_indices(20, generator)[0].numpy()
        curves.append(np.polyval(np.polyfit(x[drawn], y[drawn], 3), grid))
        right.plot(grid, curves[-1], color=GREY, linewidth=0.6)
    mean, spread = (part.numpy() for part in ensemble.combine(torch.tensor(np.array(curves))))
    right.fill_between(grid, mean - spread, mean + spread, color="#f5d999")
    right.plot(grid, mean, color=ORANGE, linewidth=2)
    right.plot(x, y, "k.", markersize=5)
    right.set_ylim(-2.5, 2.5)
    right.set_xlabel("x", fontsize=9)
    right.set_title(f"{fits} cubics: mean, spread", fontsize=10)
    return figure


def picture_training_loop(training_loop, stop=150):
    """The loss of a run; of the same, resumed from a saved state; and resumed with a new Adam."""
    import pathlib
    import tempfile

    between(1, 219, stop=stop)
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
        training_loop.save_state(path, model, optimizer, train(model, optimizer, stop))
        for name in ("resumed", "resumed, moments lost"):
            model, optimizer = parts()
            history = training_loop.load_state(path, model, optimizer)
            if "lost" in name:
                optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
            runs[name] = train(model, optimizer, 220, history)["loss"]
    figure, (axes,) = row_of_axes(1, 1.9, 5.8, frame=False)
    first = max(stop - 30, 0)
    styles = ((GREY, "-", 5), (SKY, "--", 2), (ORANGE, "-", 1.5))
    for (name, losses), (colour, style, width) in zip(runs.items(), styles, strict=True):
        axes.semilogy(range(first, 220), losses[first:], style, color=colour, linewidth=width, label=name)
    axes.axvline(stop, color="black", linestyle=":", linewidth=1)
    axes.legend(fontsize=9, frameon=False)
    axes.set_xlabel(f"step; the run was interrupted after step {stop}", fontsize=9)
    axes.set_title("loss", fontsize=10)
    return figure


def picture_experiment(experiment, rate=0.01, seed=3):
    """Four ways to write settings down, and the name of each."""
    ways = [
        {"rate": rate, "seed": seed},
        {"seed": seed, "rate": rate},
        {"seed": seed + 1, "rate": rate},
        {"seed": seed, "rate": round(1.0001 * rate, 12)},
    ]
    figure, (axes,) = row_of_axes(1, 1.5)
    first = experiment.config_hash(ways[0])
    for row, config in enumerate(ways):
        name = experiment.config_hash(config)
        height, colour = 1 - (row + 0.6) / 4, BLUE if name == first else RED
        axes.text(0.02, height, json.dumps(config), family="monospace", fontsize=10)
        axes.text(0.55, height, f"{name[:12]} ...", family="monospace", fontsize=10, color=colour)
        axes.text(0.85, height, "the first" if name == first else "another", fontsize=10, color=colour)
    axes.set_axis_off()
    return figure
