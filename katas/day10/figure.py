"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half
import matplotlib.pyplot as plt
import numpy as np
import torch

# -- imports of the second half


# -- the day's figure


# -- the small pictures: first half
ORANGE, BLUE, GREEN, GREY = "#d55e00", "#0072b2", "#009e73", "#777777"


def row_of_axes(count, **options):
    return plt.subplots(1, count, figsize=(7, 2.2), layout="constrained", **options)


def bell(x, mean, variance):
    return np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def picture_mc_dropout(mc_dropout):
    """The answers of many passes, and how their sd and the error of their mean go with the number of passes."""
    draw = torch.Generator().manual_seed(4)
    out = torch.nn.Linear(8, 1)
    out.weight.data, out.bias.data = 0.02 * torch.randn(1, 8, generator=draw), torch.tensor([0.1])
    h = torch.randn(1, 8, generator=draw)
    model = torch.nn.Sequential(torch.nn.Dropout(0.5), out)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        answers = torch.cat([model(h) for _ in range(2000)]).numpy().ravel()
    exact = mc_dropout.dropout_moments(h, out.weight, out.bias, 0.5)[1].sqrt().item()
    mean, sd = (value.item() for value in mc_dropout.mc_dropout_predict(model, h, 2000, 0))
    figure, (left, right) = row_of_axes(2)
    left.hist(answers, 40, color="#cccccc")
    left.axvline(mean, color=ORANGE, label="mean")
    left.axvspan(mean - sd, mean + sd, color=ORANGE, alpha=0.2, label="mean ± sd")
    left.set_xlabel("g1 of one pass", fontsize=9)
    left.set_ylabel("passes", fontsize=9)
    left.set_ylim(0, 190)
    left.legend(fontsize=8, frameon=False, loc="upper left", ncols=2)
    passes = np.unique(np.geomspace(2, 1000, 16).astype(int))
    spreads = np.array([mc_dropout.mc_dropout_predict(model, h, int(n), 1)[1].item() for n in passes])
    right.semilogx(passes, spreads, "o", color=BLUE, markersize=4, label="sd of the passes")
    right.axhline(exact, color=BLUE, linewidth=1, label="exact, by dropout_moments")
    right.semilogx(passes, spreads / np.sqrt(passes), "v", color=GREY, markersize=4, label="error of their mean")
    right.set_xlabel("passes", fontsize=9)
    right.set_ylim(0, 1.9 * exact)
    right.legend(fontsize=8, frameon=False, loc="upper right")
    return figure


def picture_variance_decomposition(variance_decomposition):
    """Two mixtures of one total variance, of which one is aleatoric and the other epistemic."""
    x = np.linspace(-4, 4, 100)
    agree = np.array([-0.3, 0.0, 0.3]), np.array([1.0, 0.82, 1.0])
    spread = np.array([-1.2, 0.1, 1.1])
    apart = spread, np.full(3, 1.0 - np.var(spread))
    figure, both = row_of_axes(2, sharex=True)
    figure.set_size_inches(7, 1.7)
    for axes, (means, variances), title in zip(both, (agree, apart), ("unsure alike", "sure, and apart"), strict=True):
        aleatoric, epistemic, total = variance_decomposition.decompose_variance(means, variances)
        curves = [bell(x, m, v) for m, v in zip(means, variances, strict=True)]
        for curve in curves:
            axes.plot(x, curve, color=GREY, linewidth=0.8)
        axes.plot(x, np.mean(curves, axis=0), color=ORANGE, linewidth=2)
        axes.set_title(f"{title}: {aleatoric:.2f} + {epistemic:.2f} = {total:.2f}", fontsize=10)
        axes.set_yticks([])
    both[0].legend(both[0].lines[-2:], ["a network", "the mixture"], fontsize=8, frameon=False, loc="upper left")
    return figure


def picture_deep_ensemble(deep_ensemble):
    """Four networks on a few points; and what three networks say of a shear, with the mixture of them."""
    x = torch.cat([torch.linspace(-2, -0.7, 8), torch.linspace(0.6, 1.6, 7)])[:, None]

    def build():
        return torch.nn.Sequential(torch.nn.Linear(1, 24), torch.nn.Tanh(), torch.nn.Linear(24, 1))

    networks = deep_ensemble.train_ensemble(build, torch.nn.functional.mse_loss, x, torch.sin(2 * x), 4, 500, 0.02, 1)
    line = torch.linspace(-3, 3, 200)[:, None]
    with torch.no_grad():
        curves = torch.stack([network(line) for network in networks])
    means = curves[..., 0, None].double()
    mean, variance = deep_ensemble.mixture_moments(means, torch.zeros(*means.shape, 1, dtype=means.dtype))
    mean, sd = mean[:, 0], variance[:, 0, 0].sqrt()
    figure, (left, right) = row_of_axes(2, width_ratios=[1.5, 1])
    left.fill_between(line[:, 0], mean - sd, mean + sd, color=ORANGE, alpha=0.25, label="mixture: mean ± sd")
    for curve in curves:
        left.plot(line[:, 0], curve[:, 0], color=GREY, linewidth=0.8)
    left.plot(x[:, 0], torch.sin(2 * x[:, 0]), "ko", markersize=3, label="training data")
    left.set_ylim(-2.2, 2.6)
    left.legend(fontsize=8, frameon=False, loc="upper left", ncols=2)

    raw = torch.tensor(
        [[-0.05, -0.06, -3.6, -3.8, -0.01], [0.0, 0.015, -3.7, -3.8, 0.0], [0.06, 0.05, -3.8, -3.6, 0.008]]
    )
    heads = [deep_ensemble.gaussian_head(row[None]) for row in raw.double()]
    for mean, covariance in heads:
        right.plot(*ellipse(mean[0], covariance[0]), color=GREY, linewidth=1, label="a network")
    both = (torch.stack(values) for values in zip(*heads, strict=True))
    mean, covariance = (value[0] for value in deep_ensemble.mixture_moments(*both))
    right.plot(*ellipse(mean, covariance), color=ORANGE, linewidth=2, label="the mixture")
    without = torch.diag(covariance.diagonal())
    right.plot(*ellipse(mean, without), "--", color=BLUE, linewidth=1, label="its two error bars")
    lines = right.lines[-3:]
    right.legend(lines, [line.get_label() for line in lines], fontsize=8, frameon=False, loc="upper left")
    right.set_aspect("equal")
    right.set(xlim=(-0.15, 0.15), ylim=(-0.1, 0.2))
    right.set_xlabel("g1", fontsize=9)
    right.set_ylabel("g2", fontsize=9)
    return figure


def ellipse(mean, covariance):
    """Return the points one sd from the mean."""
    angle = np.linspace(0, 2 * np.pi, 100)
    return np.asarray(mean)[:, None] + np.linalg.cholesky(np.asarray(covariance)) @ [np.cos(angle), np.sin(angle)]


def picture_scores(scores):
    """What the CRPS integrates, and which sd the two scores like best for values of sd 1."""
    figure, (left, right) = row_of_axes(2)
    x = torch.linspace(-4, 4, 400, dtype=torch.float64)
    y = torch.tensor(1.3, dtype=torch.float64)
    F, step = scores.pit(0 * x, 0 * x + 1, x), (x >= y).double()
    left.plot(x, F, color=BLUE, label="F")
    left.plot(x, step, color="k", label="[x ≥ y]")
    left.fill_between(x, (F - step) ** 2, color=ORANGE, alpha=0.4, linewidth=0, label="squared difference")
    area = scores.crps_gaussian(0 * y, 0 * y + 1, y).item()
    left.set_title(f"the area is the CRPS: {area:.2f}", fontsize=10)
    left.legend(fontsize=8, frameon=False, loc="upper left")

    values = torch.tensor(np.random.default_rng(0).normal(0, 1, 20_000))
    sds = torch.linspace(0.3, 2.2, 39, dtype=torch.float64)
    crps = [scores.crps_gaussian(0 * values, 0 * values + sd, values).mean() for sd in sds]
    ends = [1.2816 * sd + 0 * values for sd in sds]
    interval = [scores.interval_score(-end, end, values, 0.2).mean() for end in ends]
    for found, colour, name in ((crps, BLUE, "CRPS"), (interval, GREEN, "80 % interval")):
        right.plot(sds, np.array(found) / min(found), color=colour, label=name)
    right.axvline(1, color=GREY, linewidth=0.8)
    right.set_ylim(0.98, 1.5)
    right.set_title("mean score over its least", fontsize=10)
    right.set_xlabel("sd stated for values of sd 1", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="upper center")
    return figure


# -- the small pictures: second half
