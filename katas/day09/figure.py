"""The day's figure, and the small pictures of the lesson's sections."""

import itertools

import numpy as np

from fixtures.drawing import BLACK, BLUE, GREEN, GREY, ORANGE, RED, between, one_thread
from fixtures.drawing import row_of_axes as row_of
from fixtures.features import draw_sums, fit, window_layer
from fixtures.shearnet import draw_galaxies, render
from grader.study.panel import panel, tell

# -- the day's figure
DELTA = 0.05  # of the Huber loss: where it turns from a square to a straight line


def losses(regression_losses):
    """Return the learner's losses that are compared, by name, as a training by torch wants them."""
    return {
        "MSE": trainable(regression_losses.mse),
        "MAE": trainable(regression_losses.mae),
        "Huber": trainable(lambda prediction, target: regression_losses.huber(prediction, target, DELTA)),
    }


def trainable(loss):
    """Return a loss of tensors whose gradient is the one that the learner's loss of arrays returns."""
    import torch

    class Own(torch.autograd.Function):
        @staticmethod
        def forward(ctx, prediction, target):
            value, gradient = loss(prediction.detach().numpy(), target.numpy())
            ctx.gradient = torch.as_tensor(gradient, dtype=prediction.dtype)
            return prediction.new_tensor(value)

        @staticmethod
        def backward(ctx, grad_out):
            return grad_out * ctx.gradient, None

    return Own.apply


def galaxies(training=12_000, test=3_000):
    """Return the two sets of a comparison: window sums and shears, the test set without needles, |g| < 0.9."""
    sums, drawn = draw_sums(training, np.random.default_rng(1))
    test_sums, hidden = draw_sums(test, np.random.default_rng(2))
    kept = np.hypot(hidden.g1, hidden.g2) < 0.9
    return (sums, drawn.labels[:, :2]), (test_sums[kept], hidden.labels[kept, :2])


def draw(loss_comparison, regression_losses):
    """Return X9, the losses compared by the learner's own functions, without and with bad labels, and what m is."""
    from matplotlib.figure import Figure

    training, test = galaxies()
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    left, right, third = figure.subplots(1, 3, width_ratios=(3, 3, 4))
    trained = itertools.count()

    def fit_and_tell(*data):
        tell(f"small networks: {next(trained)} of 15")
        return fit(*data)

    for axes, fraction in ((left, 0.0), (right, 0.05)):
        with panel(axes):
            compared = losses(regression_losses)
            table = loss_comparison.compare_losses(training, test, compared, fit_and_tell, (0, 1), fraction=fraction)
            loss_comparison.plot_comparison(axes, table)
        axes.set_title("5 % of the labels are another galaxy's" if fraction else "all labels right", fontsize=9)
    along = [axes for axes in (left, right) if "RMSE" in axes.get_xlabel()]  # a learner may have drawn upright
    widest = max((limit for axes in along for limit in axes.get_xlim()), default=0)
    for axes in along:
        axes.set_xlim(0, widest)
    with panel(third):
        labels = loss_comparison.corrupt_labels(training[1], 0.05, np.random.default_rng(0))
        bins = np.linspace(-0.6, 0.6, 13)
        for (name, loss), colour in zip(losses(regression_losses).items(), (RED, BLUE, GREEN), strict=True):
            residual = fit_and_tell(training[0], labels, loss, 0)(test[0]) - test[1]
            place = np.digitize(test[1].ravel(), bins)
            mean = [residual.ravel()[place == k].mean() for k in range(1, len(bins))]
            third.plot((bins[1:] + bins[:-1]) / 2, mean, "o-", ms=3, lw=1, color=colour, label=name)
        third.plot(bins, -0.05 * bins, "--", color=GREY, lw=1, label="-0.05 g")
        third.set(xlabel="true shear component", ylabel="mean residual")
        third.legend(fontsize=8)
    third.set_title("trained with 5 % bad labels", fontsize=9)
    return figure


# -- the small pictures

SHADES = (BLUE, ORANGE, GREEN, RED, GREY, BLACK)


def row_of_axes(count, size, **options):
    """Return a figure of a size and its axes side by side, with small numbers along them."""
    figure, axes = row_of(count, size[1], size[0], frame=False, **options)
    for ax in axes:
        ax.tick_params(labelsize=9)
    return figure, axes


def picture_regression_losses(regression_losses, delta=1.0, level=0.84):
    """Five losses of one residual, their slopes, and the best constant when one value of 20 moves away."""
    losses = {
        "mse": regression_losses.mse,
        "mae": regression_losses.mae,
        f"Huber, {delta:g}": lambda p, t: regression_losses.huber(p, t, delta),
        "log-cosh": regression_losses.log_cosh,
        f"quantile, {level:g}": lambda p, t: regression_losses.quantile(p, t, level),
    }
    residuals = np.linspace(-3, 3, 61)
    zero = np.zeros(1)
    values = np.random.default_rng(1).normal(size=19)
    places = np.linspace(0, 20, 21)
    figure, axes = row_of_axes(3, (6.4, 1.95))
    for colour, (name, loss) in zip(SHADES, losses.items(), strict=False):
        curve = [loss(np.array([r]), zero) for r in residuals]
        axes[0].plot(residuals, [value for value, _ in curve], color=colour, label=name)
        axes[1].plot(residuals, [gradient[0] for _, gradient in curve], color=colour)
        best = [regression_losses.best_constant(loss, np.append(values, place)) for place in places]
        axes[2].plot(places, best, color=colour)
    axes[0].set_ylim(0, 3)
    axes[1].set_ylim(-2.5, 2.5)
    for ax, title, label in zip(
        axes, ("loss", "slope", "best constant"), ("residual", "residual", "where value 20 lies"), strict=True
    ):
        ax.set_title(title, fontsize=10)
        ax.set_xlabel(label, fontsize=9)
    figure.legend(loc="outside lower center", ncols=5, fontsize=8, frameon=False, handlelength=1.2, columnspacing=1.0)
    return figure


def picture_gaussian_nll(gaussian_nll, residual=0.01, beta=0.5):
    """The loss against the predicted sd for three residuals, and the pull on the mean for three values of beta."""
    import torch

    sd = torch.logspace(-4, 0, 200, dtype=torch.float64)
    figure, (left, right) = row_of_axes(2, (7, 2.3))
    between(1e-6, 1, residual=residual)
    for colour, error in zip(SHADES, (0.1, residual, 0.001), strict=False):
        off = torch.full((1, 1), error, dtype=torch.float64)
        loss = [gaussian_nll.gaussian_nll(0 * off, 2 * s.log().reshape(1, 1), off).item() for s in sd]
        left.plot(sd, loss, color=colour, label=f"off by {error:g}")
        left.plot(sd[int(np.argmin(loss))], min(loss), "o", color=colour)
    left.set_ylim(-8, 6)
    left.set_title("loss of one number", fontsize=10)
    for colour, power in zip(SHADES, (0.0, beta, 1.0), strict=False):
        mean = torch.zeros(1, len(sd), dtype=torch.float64, requires_grad=True)
        one_sd_off = sd.reshape(1, -1)
        gaussian_nll.beta_nll(mean, 2 * one_sd_off.log(), one_sd_off, power).backward()
        right.loglog(sd, -mean.grad[0] * len(sd), color=colour, label=f"beta = {power:g}")
    right.set_title("pull on a mean that is one sd off", fontsize=10)
    for ax in (left, right):
        ax.set_xscale("log")
        ax.set_xlabel("predicted sd", fontsize=9)
        ax.legend(fontsize=8, frameon=False)
    return figure


def picture_label_scaling(label_scaling, together=True, seed=0):
    """ShearNet's four labels as they are and scaled, and the weights that do the same to the loss."""
    from fixtures.shearnet import LABELS, draw_galaxies

    labels = draw_galaxies(4000, np.random.default_rng(seed)).labels
    scale = label_scaling.Standardiser(shears=[(0, 1)] if together else []).fit(labels)
    figure, axes = row_of_axes(3, (7, 2.2), width_ratios=[1.2, 1.2, 1])
    for ax, values, title in zip(axes, (labels, scale.transform(labels)), ("as they are", "scaled"), strict=False):
        ax.violinplot(values, showextrema=False)
        ax.set_xticks(range(1, 5), LABELS)
        ax.set_title(f"labels, {title}", fontsize=10)
    weights = label_scaling.loss_weights(scale.sd)
    axes[2].bar(LABELS, weights, color=SHADES[1])
    for place, weight in enumerate(weights):
        axes[2].text(place, weight, f"{weight:.2f}", ha="center", va="bottom", fontsize=9)
    axes[2].set_ylim(0, 1.6)
    axes[2].set_title("weights in the loss", fontsize=10)
    return figure


WAYS = {
    "as they are": ("raw", "mean"),
    "scaled": ("scaled", "mean"),
    "learnt sigmas": ("raw", "learnt"),
    "profile_loss": ("raw", "profile"),
    "g alone": ("raw", "shear"),
    "g alone, profile": ("raw", "profile of the shear"),
}
SEEDS = (0, 1, 2)


def picture_multi_task(multi_task, steps=800, learning_rate=0.003):
    """The loss against a task's variance; the shear errors of a small network by how its loss is put together."""
    import torch

    between(1, 5000, steps=steps)
    figure, (left, middle, right) = row_of_axes(3, (6.6, 2.2), width_ratios=[1, 1.4, 1])
    variances = torch.logspace(-4, 2, 200, dtype=torch.float64)
    for colour, loss in zip(SHADES, (0.001, 0.05, 1.4), strict=False):
        one = torch.tensor([loss], dtype=torch.float64)
        curve = [multi_task.uncertainty_weighted_loss(one, v.log().reshape(1)).item() for v in variances]
        left.semilogx(variances, curve, color=colour)
        left.plot(loss, multi_task.profile_loss(one).item(), "o", color=colour, label=f"L = {loss:g}")
    left.set_ylim(-4, 10)
    left.set_xlabel("sigma$^2$", fontsize=9)
    left.set_title("one task", fontsize=10)
    left.legend(fontsize=8, frameon=False, loc="upper right", handletextpad=0.1)
    errors = shear_errors(multi_task, steps, learning_rate)
    for place, runs in enumerate(errors.values()):
        g = np.sqrt(np.mean(runs[:, :2] ** 2, axis=1))
        middle.plot(g, np.full(len(g), place), "o", color=SHADES[place])
        right.plot(g, runs[:, 3], "o", color=SHADES[place])
    middle.set_yticks(range(len(errors)), list(errors), fontsize=9)
    middle.invert_yaxis()
    middle.set_xlim(0, None)
    middle.set_title("RMSE of g, 3 seeds", fontsize=10)
    pairs = np.concatenate([np.stack([np.sqrt(np.mean(r[:, :2] ** 2, axis=1)), r[:, 3]], 1) for r in errors.values()])
    front = pairs[multi_task.pareto_front(pairs)]
    front = front[np.argsort(front[:, 0])]
    right.plot(*front.T, "-", color="black", linewidth=1)
    right.set_yscale("log")
    right.set_xlabel("RMSE of g", fontsize=9)
    right.set_ylabel("of flux", fontsize=9)
    right.set_title("the front", fontsize=10)
    return figure


def shear_errors(multi_task, steps, rate):
    """Return {way: (runs, 4)}: the RMSE of g1, g2, sigma and flux of a small network, on galaxies it has not seen."""
    with one_thread():
        (x, y), (unseen, truth) = moments_and_labels(4000, 1), moments_and_labels(1000, 2)
        centre, spread = x.mean(0), x.std(0)
        data = (x - centre) / spread, y, (unseen - centre) / spread, truth
        return {
            name: np.array([trained(multi_task, *data, *way, seed, steps, rate) for seed in SEEDS])
            for name, way in WAYS.items()
        }


def moments_and_labels(count, seed):
    """Return six moments in a window of 4 pixels, as ratios to the light but for its logarithm, and the labels."""
    import torch

    from fixtures.shearnet import draw_galaxies, render

    galaxies = draw_galaxies(count, np.random.default_rng(seed))
    galaxies = galaxies[np.hypot(galaxies.g1, galaxies.g2) < 0.9]
    y, x = np.mgrid[:53, :53] - 26.0
    window = np.exp(-(x**2 + y**2) / (2 * 4.0**2))
    basis = np.stack([window * m for m in (np.ones_like(x), x, y, x**2, x * y, y**2)])
    sums = render(galaxies).reshape(len(galaxies), -1) @ basis.reshape(6, -1).T
    moments = np.column_stack([np.log(sums[:, 0]), sums[:, 1:] / sums[:, :1]])
    return torch.tensor(moments, dtype=torch.float32), torch.tensor(galaxies.labels, dtype=torch.float32)


def trained(multi_task, x, y, unseen, truth, units, way, seed, steps, rate):
    """Train a network of 64 and 64 hidden units, and return the RMSE of each label in the labels' own units."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(6, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 4))
    log_variances = torch.zeros(4, requires_grad=True)
    mean, sd = (y.mean(0), y.std(0)) if units == "scaled" else (torch.zeros(4), torch.ones(4))
    optimiser = torch.optim.Adam([{"params": network.parameters()}, {"params": [log_variances], "lr": 1e-2}], rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    batches = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        chosen = torch.randint(len(x), (256,), generator=batches)
        losses = torch.mean((network(x[chosen]) - (y[chosen] - mean) / sd) ** 2, dim=0)
        if way == "learnt":
            loss = multi_task.uncertainty_weighted_loss(losses, log_variances)
        elif way.startswith("profile"):
            loss = multi_task.profile_loss(losses[: 4 if way == "profile" else 2])
        else:
            loss = losses[: 2 if way == "shear" else 4].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        return torch.sqrt(torch.mean((network(unseen) * sd + mean - truth) ** 2, dim=0)).numpy()


def picture_curriculum(curriculum, power=4, fraction=0.2):
    """Two ramps of the noise, two paces, and which galaxies are in the pool."""
    from matplotlib.figure import Figure

    between(0.01, 100, power=power)
    between(0, 1, fraction=fraction)
    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    noise, pace, pool = figure.subplots(1, 3)
    steps = np.arange(0, 1501, 10)
    for start, end, colour in ((1e-2, 1e-4, BLUE), (1e-5, 1e-3, ORANGE)):
        noise.semilogy(steps, [curriculum.noise_at(step, 750, start, end) for step in steps], color=colour)
    noise.set_title("noise_at: sd", fontsize=8)
    for exponent, colour in ((1, ORANGE), (2, BLUE), (power, GREEN)):
        paces = [curriculum.pacing(step, 1000, 0.1, exponent) for step in steps]
        pace.plot(steps, paces, color=colour, label=f"power {exponent}")
    pace.set_title("pacing: fraction", fontsize=8)
    pace.legend(fontsize=6)
    drawn = draw_galaxies(200, np.random.default_rng(3))
    hardness = curriculum.difficulty(render(drawn), 1e-3)
    for share, colour, size in ((1.0, "#cccccc", 4), (0.6, ORANGE, 4), (fraction, BLUE, 4)):
        shown = curriculum.easiest(hardness, share)
        pool.scatter(drawn.sigma[shown], drawn.flux[shown], s=size, color=colour)
    pool.set(xlabel="size (arcsec)", ylabel="flux")
    pool.xaxis.label.set_fontsize(7)
    pool.yaxis.label.set_fontsize(7)
    pool.set_title(f"easiest {100 * fraction:g} %, 60 %, all", fontsize=8)
    for axes in (noise, pace):
        axes.set_xlabel("step", fontsize=7)
    for axes in (noise, pace, pool):
        axes.tick_params(labelsize=6)
    return figure


def picture_feature_noise(feature_noise, window=3.0, size=21, seed=5):
    """Noise through the pixels and noise made of L z: the same cloud."""
    from matplotlib.figure import Figure

    between(0.1, 100, window=window)
    between(3, 61, size=size)
    layer, rng = window_layer((window,), (size, size)), np.random.default_rng(seed)
    noises = {
        f"{layer.shape[1]} pixels, then B": rng.standard_normal((500, layer.shape[1])) @ layer.T,
        "6 numbers, L z": feature_noise.noise_in_features(layer, 1.0, 500, rng),
        "6 numbers, as if independent": rng.standard_normal((500, 6)) * np.sqrt(np.sum(layer**2, axis=1)),
    }
    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    for axes, (name, noise), colour in zip(
        figure.subplots(1, 3, sharex=True, sharey=True), noises.items(), (GREY, BLUE, RED), strict=True
    ):
        axes.scatter(noise[:, 0], noise[:, 3], s=1, color=colour)
        axes.set_title(name, fontsize=8)
        axes.set_xlabel("noise of sum W I", fontsize=7)
        axes.tick_params(labelsize=6)
    figure.axes[0].set_ylabel("noise of sum W I x^2", fontsize=7)
    return figure


def picture_imbalance(imbalance, gamma=5.0, rate=0.001):
    """The focal loss against the score, and what a probability becomes at another rate."""
    import torch
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 1.8), layout="constrained")
    focal, prior = figure.subplots(1, 2)
    scores, one = torch.linspace(-4, 5, 60, dtype=torch.float64), torch.ones(1)
    between(0, 50, gamma=gamma)
    between(1e-9, 0.999, rate=rate)
    for power, colour in ((0.0, GREY), (1.0, ORANGE), (2.0, BLUE), (gamma, GREEN)):
        loss = [imbalance.focal_loss(score[None], one, power).item() for score in scores]
        focal.semilogy(scores, loss, color=colour, label=f"gamma {power:g}")
    focal.set_xlabel("logit of an example of class 1", fontsize=7)
    focal.set_title("focal loss", fontsize=8)
    focal.set_ylim(1e-6, 10)
    focal.legend(fontsize=6)
    p = np.linspace(0, 1, 101)
    for share, colour in ((0.5, GREY), (0.1, ORANGE), (0.01, BLUE), (rate, GREEN)):
        true = np.array([1 - share, share])
        restored = imbalance.restore_prior(np.stack([1 - p, p], axis=1), np.array([0.5, 0.5]), true)
        prior.plot(p, restored[:, 1], color=colour, label=f"rate {share}")
    prior.set_xlabel("probability after balanced training", fontsize=7)
    prior.set_title("restore_prior", fontsize=8)
    prior.legend(fontsize=6)
    for axes in (focal, prior):
        axes.tick_params(labelsize=6)
    return figure


def picture_loss_comparison(loss_comparison, fraction=0.2, noise=0.02, seed=4):
    """A straight line through labels of which a fifth are another's: the means tilt, the medians do not."""
    from matplotlib.figure import Figure

    between(0, 1, fraction=fraction)
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0, 0.26, (250, 1))
    labels = loss_comparison.corrupt_labels(x + noise * rng.normal(size=x.shape), fraction, rng)
    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    axes, curve = figure.subplots(1, 2)
    axes.scatter(x, labels, s=2, color="#aaaaaa")
    slopes, ends = np.linspace(0.5, 1.2, 200), np.array([-0.7, 0.7])
    for name, loss, colour in (("MSE", np.square, RED), ("MAE", np.abs, BLUE)):
        mean = np.array([loss(labels - slope * x).mean() for slope in slopes])
        best = slopes[mean.argmin()]
        axes.plot(ends, best * ends, color=colour, lw=1, label=f"{name}: slope {best:.2f}")
        curve.plot(slopes, mean / mean.min(), color=colour)
        curve.axvline(best, color=colour, lw=0.7, ls=":")
    axes.set_xlabel("true shear", fontsize=7)
    axes.set_ylabel("label", fontsize=7)
    axes.legend(fontsize=6)
    curve.set_xlabel("slope", fontsize=7)
    curve.set_title("loss over its least", fontsize=8)
    for ax in (axes, curve):
        ax.tick_params(labelsize=6)
    return figure
