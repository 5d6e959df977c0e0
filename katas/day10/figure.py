"""The day's figure, and the small pictures of the lesson's sections."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.record_ngmix import read_records, recorded_stamps
from fixtures.shearnet import PSF_SIGMA, SCALE
from fixtures.uncertain import predictions

LIGHT = {"blue": "#0072b2", "orange": "#e69f00", "green": "#009e73", "red": "#d55e00", "grey": "#777777"}
ORANGE, BLUE, GREEN, GREY = LIGHT["red"], LIGHT["blue"], LIGHT["green"], LIGHT["grey"]

NOISE_SD = 1e-3
LEVELS = np.linspace(0.0, 1.0, 51)


def draw(calibration, pulls, likelihood_fit):
    """Coverage and pulls of networks beside NGMix and the learner's own fit, on the recorded stamps (X11)."""
    images, galaxies = recorded_stamps(NOISE_SD)
    truth = np.stack([galaxies.g1, galaxies.g2], axis=1)
    measured = measurements(likelihood_fit, images)
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 4.3), layout="constrained")
    left.plot([0, 1], [0, 1], color=LIGHT["grey"], lw=1)
    z = np.linspace(-5, 5, 201)
    middle.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=LIGHT["grey"], lw=1, label="unit Gaussian")
    for (name, (estimate, error)), colour in zip(
        measured.items(), (LIGHT["orange"], LIGHT["blue"], LIGHT["green"], LIGHT["red"]), strict=True
    ):
        kept = np.flatnonzero(np.hypot(*truth[: len(estimate)].T) < 0.9)
        estimate, error, true = estimate[kept], error[kept], truth[kept]
        report = pulls.pulls(estimate, error, true)
        good = np.all(np.isfinite(estimate) & (error > 0), axis=1)
        stated = estimate[good].ravel(), error[good].ravel(), true[good].ravel()
        gap = calibration.calibration_error(*stated, LEVELS)
        left.plot(LEVELS, calibration.coverage_curve(*stated, LEVELS), color=colour, label=f"{name}: off by {gap:.3f}")
        width, robust = report["sd"].mean(), report["robust_sd"].mean()
        words = f"sd {width:.2f}, robust {robust:.2f}, failed {report['failures']}"
        outliers = int(report["outliers"].sum())
        middle.hist(
            np.clip(report["pull"].ravel(), -5, 5), bins=np.linspace(-5, 5, 41), density=True, histtype="step",
            color=colour, label=f"{words}, beyond 5: {outliers}",
        )  # fmt: skip
        made = np.abs(stated[0] - stated[2])
        right.loglog(stated[1], np.maximum(made, 2e-4), ".", ms=2, color=colour, alpha=0.4)
        right.loglog(*medians(stated[1], made), "o-", color=colour, lw=1, ms=4, label=name)
    right.plot([1.5e-3, 0.1], [1.5e-3, 0.1], color=LIGHT["grey"], lw=1)
    left.set(xlabel="level of the interval", ylabel="part of the truths inside", title="coverage")
    middle.set(xlabel="pull (beyond 5 shown at 5)", title="pulls of g1 and g2", ylim=(0, 0.9))
    right.set(
        xlabel="error stated", ylabel="error made", title="by size of the stated error: each, and medians",
        xlim=(1.5e-3, 0.1), ylim=(1.8e-4, 1),
    )  # fmt: skip
    for axes in (left, middle, right):
        axes.legend(fontsize=7, loc="upper left")
    return figure


def medians(stated, made, groups=8):
    """Return the median error stated and the width by the median error made, in groups by the error stated."""
    parts = np.array_split(np.argsort(stated, kind="stable"), min(groups, len(stated)))
    return np.array([(np.median(stated[part]), 1.4826 * np.median(made[part])) for part in parts]).T


def measurements(likelihood_fit, images):
    """Return {name: (estimate, error)} of four ways to measure the stamps; the last measures the first 120 alone."""
    small = gaussian_of(*predictions(500, 1, 0, NOISE_SD))
    many = gaussian_of(*predictions(20_000, 4, 0, NOISE_SD))
    records = read_records(NOISE_SD)
    fits = [likelihood_fit.fit_gaussian(image, NOISE_SD, PSF_SIGMA, SCALE) for image in images[:120]]
    g = np.array([fit["g"] if fit["ok"] else (np.nan, np.nan) for fit in fits])
    error = np.array([np.sqrt(np.diag(fit["cov"])) for fit in fits])
    return {
        "1 network, 500 galaxies": small,
        "4 networks, 20,000 galaxies": many,
        "NGMix": (records.g, records.g_err),
        "your fit": (g, error),
    }


def gaussian_of(means, covariances):
    """Return the mean of a mixture of M Gaussians and the roots of its variances, (N, 2)."""
    variance = np.diagonal(covariances, axis1=2, axis2=3).mean(axis=0) + means.var(axis=0)
    return means.mean(axis=0), np.sqrt(variance)


# -- the small pictures


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


def picture_calibration(calibration):
    """Coverage where errors are stated at half, once and twice their size; and what was found in groups."""
    rng = np.random.default_rng(0)
    made = 10 ** rng.uniform(-3, -1, 2000)
    truth, levels = made * rng.normal(size=2000), np.linspace(0, 1, 21)
    figure, (left, right) = plt.subplots(1, 2, figsize=(5.6, 2.0), layout="constrained")
    for factor, colour in ((0.5, LIGHT["orange"]), (1.0, LIGHT["blue"]), (2.0, LIGHT["green"])):
        stated = np.zeros(2000), factor * made, truth
        left.plot(levels, calibration.coverage_curve(*stated, levels), color=colour, label=f"stated {factor:g} times")
        right.loglog(*calibration.reliability(*stated, 8), "o-", ms=3, lw=1, color=colour)
    for axes, line in ((left, (0, 1)), (right, (5e-4, 0.2))):
        axes.plot(line, line, color=LIGHT["grey"], lw=1)
    right.minorticks_off()
    left.legend(fontsize=7)
    left.set(xlabel="level", ylabel="coverage")
    right.set(xlabel="error stated", ylabel="error found")
    return figure


def picture_recalibration(recalibration):
    """What was found in groups, the rising map through it, and one factor for all."""
    rng = np.random.default_rng(3)
    sd = 10 ** rng.uniform(-3, -1, 800)
    truth = 0.04 * (sd / 0.05) ** 0.4 * rng.normal(size=800)
    mean = np.zeros(800)
    knots, values = recalibration.fit_map(mean, sd, truth, 25)
    parts = np.array_split(np.argsort(sd), 25)
    found = [np.sqrt(np.mean(truth[part] ** 2)) for part in parts]
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    x = np.geomspace(5e-4, 0.2, 300)
    axes.loglog(knots, found, "o", ms=4, color=LIGHT["grey"], label="found in 25 groups")
    axes.loglog(x, recalibration.apply_map(x, knots, values), color=LIGHT["blue"], label="rising map")
    axes.loglog(x, recalibration.scale_factor(mean, sd, truth) * x, "--", color=LIGHT["orange"], label="one factor")
    axes.set(xlabel="sd stated", ylabel="sd", ylim=(3e-3, 0.3))
    axes.legend(fontsize=7)
    return figure


def picture_likelihood_fit(likelihood_fit):
    """A stamp, what is left of it after the fit in units of the noise, and what a pixel does beyond its 1/12."""
    images, _ = recorded_stamps(1e-5)
    image = max(images, key=np.max)
    fit = likelihood_fit.fit_gaussian(image, 1e-5, PSF_SIGMA, SCALE)
    theta = fit["params"]
    figure, panels = plt.subplots(1, 3, figsize=(7, 2.3), layout="constrained")
    panels[0].imshow(np.arcsinh(image / 1e-4), origin="lower", cmap="gray")
    panels[0].set_title(f"stamp, g = ({theta[0]:.2f}, {theta[1]:.2f})", fontsize=8)
    full, plain = (model_of(theta, image.shape, pixel) for pixel in (True, False))
    for panel, left, title in (
        (panels[1], image - full, "left over / noise"),
        (panels[2], full - plain, "beyond the 1/12 / noise"),
    ):
        shown = panel.imshow(left / 1e-5, origin="lower", cmap="RdBu", vmin=-3, vmax=3)
        panel.set_title(title, fontsize=8)
    figure.colorbar(shown, ax=panels[1:])
    for panel in panels:
        panel.set_axis_off()
    return figure


def model_of(theta, shape, pixel):
    """Return the fitted galaxy as fixtures.shearnet renders it; without `pixel`, with 1/12 alone."""
    from fixtures.shearnet import Galaxies, render

    galaxy = Galaxies(*np.reshape(theta, (6, 1)))
    full = render(galaxy, shape)[0]
    if pixel:
        return full
    # A pixel of side a / 8 needs hardly more than its 1/12 of its own; the rest of the 1/12 goes to the PSF.
    wide = np.sqrt(PSF_SIGMA**2 + SCALE**2 / 12 * (1 - 1 / 81))
    fine = render(galaxy, (shape[0] * 9, shape[1] * 9), SCALE / 9, wide)[0] * 81
    return fine[4::9, 4::9]


def picture_pulls(pulls):
    """Errors of NGMix's recorded fits, which have no common width, and their pulls, which have."""
    records, (_, galaxies) = read_records(1e-5), recorded_stamps(1e-5)
    truth = np.stack([galaxies.g1, galaxies.g2], axis=1)
    usual = np.hypot(*truth.T) < 0.9
    report = pulls.pulls(records.g[usual], records.g_err[usual], truth[usual])
    residual = (records.g - truth)[usual]
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 2.4), layout="constrained")
    for axes, values, unit in (
        (left, residual / residual.std(), "errors over their sd"),
        (right, report["pull"], "pulls"),
    ):
        axes.hist(values.ravel(), bins=np.linspace(-5, 5, 41), density=True, color=LIGHT["blue"], alpha=0.6)
        z = np.linspace(-5, 5, 201)
        axes.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=LIGHT["orange"], lw=1.5)
        axes.set(xlabel=unit, yticks=[])
    return figure
