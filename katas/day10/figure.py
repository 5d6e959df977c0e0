"""The day's figure, and the small pictures of the lesson's sections."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.drawing import BLUE, GREEN, ORANGE, RED, between, one_of, row_of_axes
from fixtures.record_ngmix import NOISE_SDS, read_records, recorded_stamps
from fixtures.shearnet import PSF_SIGMA, SCALE
from fixtures.uncertain import predictions
from grader.study.panel import GREY as MISSING_GREY
from grader.study.panel import MISSING, otherwise, panel, tell

GREY = "#777777"
NOISE_SD, FITTED = 1e-3, 120  # of the day's figure, and how many of its stamps the learner's own fit measures
LEVELS = np.linspace(0.0, 1.0, 51)
YOURS = "your fit"
COLOURS = {"1 network, 500 galaxies": ORANGE, "4 networks, 20,000 galaxies": BLUE, "NGMix": GREEN, YOURS: RED}


def draw(calibration, pulls, likelihood_fit):
    """Coverage and pulls of networks beside NGMix and the learner's own fit, on the recorded stamps (X11)."""
    images, galaxies = recorded_stamps(NOISE_SD)
    truth = np.stack([galaxies.g1, galaxies.g2], axis=1)
    measured, missing = measurements(images), []
    with otherwise(missing.append):
        measured[YOURS] = measured_by(likelihood_fit, images[:FITTED])
    usual = {}
    for name, (estimate, error) in measured.items():
        kept = np.flatnonzero(np.hypot(*truth[: len(estimate)].T) < 0.9)
        usual[name] = estimate[kept], error[kept], truth[kept]
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 4.8), layout="constrained")
    with panel(left):
        draw_coverage(left, usual, calibration)
    with panel(middle):
        draw_pulls(middle, usual, pulls)
    with panel(right):
        draw_errors(right, usual)
    for axes in (left, middle, right):
        if missing and axes.get_gid() != MISSING:
            axes.plot([], [], color=MISSING_GREY, linewidth=7, label=f"{YOURS}: {missing[0]}", gid=MISSING)
        if axes.get_gid() != MISSING:
            axes.legend(fontsize=9, loc="upper left", frameon=False)
    left.set_title("coverage")
    middle.set_title("pulls of g1 and g2")
    right.set_title("error made, by error stated")
    return figure


def sound(estimate, error, truth):
    """Return the numbers whose error is one, in flat arrays."""
    good = np.all(np.isfinite(estimate) & (error > 0), axis=1)
    return estimate[good].ravel(), error[good].ravel(), truth[good].ravel()


def draw_coverage(axes, usual, calibration):
    axes.plot([0, 1], [0, 1], color=GREY, lw=1)
    for name, numbers in usual.items():
        gap = calibration.calibration_error(*sound(*numbers), LEVELS)
        covered = calibration.coverage_curve(*sound(*numbers), LEVELS)
        axes.plot(LEVELS, covered, color=COLOURS[name], label=f"{name}: off by {gap:.3f}")
    axes.set(xlabel="level of the interval", ylabel="part of the truths inside", ylim=(-0.03, 1.4))
    axes.set_yticks(np.linspace(0, 1, 6))


def draw_pulls(axes, usual, pulls):
    z = np.linspace(-5, 5, 201)
    axes.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=GREY, lw=1, label="unit Gaussian")
    for name, numbers in usual.items():
        report = pulls.pulls(*numbers)
        outliers = int(report["outliers"].sum())
        words = f"sd {report['sd'].mean():.2f}, robust {report['robust_sd'].mean():.2f}"
        axes.hist(
            np.clip(report["pull"].ravel(), -5, 5), bins=np.linspace(-5, 5, 41), density=True, histtype="step",
            color=COLOURS[name], label=f"{words}, failed {report['failures']}, beyond 5: {outliers}",
        )  # fmt: skip
    axes.set(xlabel="pull (beyond 5 shown at 5)", ylabel="density", ylim=(0, 0.95))


def draw_errors(axes, usual):
    """Draw what was stated and what was made of each number, and medians of both; no kata is needed for it."""
    for name, numbers in usual.items():
        estimate, stated, truth = sound(*numbers)
        made = np.abs(estimate - truth)
        axes.loglog(stated, np.maximum(made, 2e-4), ".", ms=2, color=COLOURS[name], alpha=0.4)
        axes.loglog(*medians(stated, made), "o-", color=COLOURS[name], lw=1, ms=4, label=f"{name}: medians")
    axes.plot([1.5e-3, 0.1], [1.5e-3, 0.1], color=GREY, lw=1)
    axes.set(xlabel="error of g stated", ylabel="error of g made", xlim=(1.5e-3, 0.1), ylim=(1.8e-4, 3))


def medians(stated, made, groups=8):
    """Return the median error stated and the width by the median error made, in groups by the error stated."""
    parts = np.array_split(np.argsort(stated, kind="stable"), min(groups, len(stated)))
    return np.array([(np.median(stated[part]), 1.4826 * np.median(made[part])) for part in parts]).T


def measurements(images):
    """Return {name: (estimate, error)} of the recorded stamps, by networks and by NGMix."""
    tell("networks: 0 of 5")
    small = gaussian_of(*predictions(500, 1, 0, NOISE_SD))
    tell("networks: 1 of 5")
    many = gaussian_of(*predictions(20_000, 4, 0, NOISE_SD))
    records = read_records(NOISE_SD)
    results = (small, many, (records.g, records.g_err))
    return dict(zip(COLOURS, results, strict=False))


def measured_by(likelihood_fit, images):
    """Return (estimate, error) of stamps by the learner's own fit."""
    fits = []
    for n, image in enumerate(images):
        if n % 10 == 0:
            tell(f"your fits: {n} of {len(images)}")
        fits.append(likelihood_fit.fit_gaussian(image, NOISE_SD, PSF_SIGMA, SCALE))
    g = np.array([fit["g"] if fit["ok"] else (np.nan, np.nan) for fit in fits])
    return g, np.array([np.sqrt(np.diag(fit["cov"])) for fit in fits])


def gaussian_of(means, covariances):
    """Return the mean of a mixture of M Gaussians and the roots of its variances, (N, 2)."""
    variance = np.diagonal(covariances, axis1=2, axis2=3).mean(axis=0) + means.var(axis=0)
    return means.mean(axis=0), np.sqrt(variance)


# -- the small pictures


def bell(x, mean, variance):
    return np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def picture_mc_dropout(mc_dropout, p=0.5, passes=2000):
    """The answers of many passes, and how their sd and the error of their mean go with the number of passes."""
    between(0.01, 0.9, p=p)
    between(20, 10_000, passes=passes)
    draw = torch.Generator().manual_seed(4)
    out = torch.nn.Linear(8, 1)
    out.weight.data, out.bias.data = 0.02 * torch.randn(1, 8, generator=draw), torch.tensor([0.1])
    h = torch.randn(1, 8, generator=draw)
    model = torch.nn.Sequential(torch.nn.Dropout(p), out)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        answers = torch.cat([model(h) for _ in range(passes)]).numpy().ravel()
    exact = mc_dropout.dropout_moments(h, out.weight, out.bias, p)[1].sqrt().item()
    mean, sd = (value.item() for value in mc_dropout.mc_dropout_predict(model, h, passes, 0))
    figure, (left, right) = row_of_axes(2, 2.2)
    left.hist(answers, 40, color="#cccccc")
    left.axvline(mean, color=RED)
    left.axvspan(mean - sd, mean + sd, color=RED, alpha=0.2)
    left.set_xlabel("g1 of one pass", fontsize=9)
    left.set_ylabel("passes", fontsize=9)
    left.set_title("line: mean, band: mean ± sd", fontsize=9)
    counts = np.unique(np.geomspace(2, passes / 2, 16).astype(int))
    spreads = np.array([mc_dropout.mc_dropout_predict(model, h, int(n), 1)[1].item() for n in counts])
    right.semilogx(counts, spreads, "o", color=BLUE, markersize=4, label="sd of the passes")
    right.axhline(exact, color=BLUE, linewidth=1, label="exact, by dropout_moments")
    right.semilogx(counts, spreads / np.sqrt(counts), "v", color=GREY, markersize=4, label="error of their mean")
    right.set_xlabel("passes", fontsize=9)
    right.set_ylim(0, 1.9 * exact)
    right.legend(fontsize=8, frameon=False, loc="upper right")
    return figure


def picture_variance_decomposition(variance_decomposition, apart=0.89):
    """Two mixtures of one total variance, of which one is aleatoric and the other epistemic."""
    between(0, 0.99, apart=apart)  # the epistemic variance of the second
    x = np.linspace(-4, 4, 100)
    agree = np.array([-0.3, 0.0, 0.3]), np.array([1.0, 0.82, 1.0])
    spread = np.array([-1.2, 0.1, 1.1])
    places = spread * np.sqrt(apart / np.var(spread))
    differ = places, np.full(3, 1.0 - apart)
    figure, both = row_of_axes(2, 1.9, sharex=True)
    for axes, (means, variances), title in zip(both, (agree, differ), ("unsure alike", "sure, and apart"), strict=True):
        aleatoric, epistemic, total = variance_decomposition.decompose_variance(means, variances)
        curves = [bell(x, m, v) for m, v in zip(means, variances, strict=True)]
        for curve in curves:
            axes.plot(x, curve, color=GREY, linewidth=0.8)
        axes.plot(x, np.mean(curves, axis=0), color=RED, linewidth=2)
        axes.set_title(f"{title}: {aleatoric:.2f} + {epistemic:.2f} = {total:.2f}", fontsize=10)
        axes.set_yticks([])
        axes.set_xlabel("quantity", fontsize=9)
    both[0].legend(both[0].lines[-2:], ["a network", "the mixture"], fontsize=8, frameon=False, loc="upper left")
    return figure


def picture_deep_ensemble(deep_ensemble, members=4, steps=500):
    """A few networks on a few points; and what three networks say of a shear, with the mixture of them."""
    between(1, 20, members=members)
    between(1, 5000, steps=steps)
    x = torch.cat([torch.linspace(-2, -0.7, 8), torch.linspace(0.6, 1.6, 7)])[:, None]

    def build():
        return torch.nn.Sequential(torch.nn.Linear(1, 24), torch.nn.Tanh(), torch.nn.Linear(24, 1))

    loss, y = torch.nn.functional.mse_loss, torch.sin(2 * x)
    networks = deep_ensemble.train_ensemble(build, loss, x, y, members, steps, 0.02, 1)
    line = torch.linspace(-3, 3, 200)[:, None]
    with torch.no_grad():
        curves = torch.stack([network(line) for network in networks])
    means = curves[..., 0, None].double()
    mean, variance = deep_ensemble.mixture_moments(means, torch.zeros(*means.shape, 1, dtype=means.dtype))
    mean, sd = mean[:, 0], variance[:, 0, 0].sqrt()
    figure, (left, right) = row_of_axes(2, 2.4, width_ratios=[1.5, 1])
    left.fill_between(line[:, 0], mean - sd, mean + sd, color=RED, alpha=0.25, label="mixture: mean ± sd")
    for curve in curves:
        left.plot(line[:, 0], curve[:, 0], color=GREY, linewidth=0.8)
    left.plot(x[:, 0], torch.sin(2 * x[:, 0]), "ko", markersize=3, label="training data")
    left.set_ylim(-2.2, 2.9)
    left.set_xlabel("x", fontsize=9)
    left.set_ylabel("y", fontsize=9)
    left.legend(fontsize=8, frameon=False, loc="upper left", ncols=2)

    raw = torch.tensor(
        [[-0.05, -0.06, -3.6, -3.8, -0.01], [0.0, 0.015, -3.7, -3.8, 0.0], [0.06, 0.05, -3.8, -3.6, 0.008]]
    )
    heads = [deep_ensemble.gaussian_head(row[None]) for row in raw.double()]
    for mean, covariance in heads:
        right.plot(*ellipse(mean[0], covariance[0]), color=GREY, linewidth=1, label="a network")
    both = (torch.stack(values) for values in zip(*heads, strict=True))
    mean, covariance = (value[0] for value in deep_ensemble.mixture_moments(*both))
    right.plot(*ellipse(mean, covariance), color=RED, linewidth=2, label="the mixture")
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


def picture_scores(scores, y=1.3, level=0.8):
    """What the CRPS integrates, and which sd the two scores like best for values of sd 1."""
    between(-4, 4, y=y)
    between(0.01, 0.99, level=level)
    figure, (left, right) = row_of_axes(2, 2.3)
    x = torch.linspace(-4, 4, 400, dtype=torch.float64)
    y = torch.tensor(y, dtype=torch.float64)
    F, step = scores.pit(0 * x, 0 * x + 1, x), (x >= y).double()
    left.plot(x, F, color=BLUE, label="F")
    left.plot(x, step, color="k", label="[x ≥ y]")
    left.fill_between(x, (F - step) ** 2, color=RED, alpha=0.4, linewidth=0, label="squared difference")
    area = scores.crps_gaussian(0 * y, 0 * y + 1, y).item()
    left.set_title(f"the area is the CRPS: {area:.2f}", fontsize=10)
    left.set_xlabel("x", fontsize=9)
    left.legend(fontsize=8, frameon=False, loc="upper left")

    values = torch.tensor(np.random.default_rng(0).normal(0, 1, 20_000))
    sds = torch.linspace(0.3, 2.2, 39, dtype=torch.float64)
    crps = [scores.crps_gaussian(0 * values, 0 * values + sd, values).mean() for sd in sds]
    half = torch.special.ndtri(torch.tensor(0.5 + level / 2, dtype=torch.float64))
    ends = [half * sd + 0 * values for sd in sds]
    interval = [scores.interval_score(-end, end, values, 1 - level).mean() for end in ends]
    for found, colour, name in ((crps, BLUE, "CRPS"), (interval, GREEN, f"{100 * level:.0f} % interval")):
        right.plot(sds, np.array(found) / min(found), color=colour, label=name)
    right.axvline(1, color=GREY, linewidth=0.8)
    right.set_ylim(0.98, 1.5)
    right.set_title("mean score over its least", fontsize=10)
    right.set_xlabel("sd stated for values of sd 1", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="upper center")
    return figure


def picture_calibration(calibration, factor=2.0, groups=8):
    """Coverage where errors are stated too small, right and too large; and what was found in groups."""
    between(1, 100, factor=factor)
    between(1, 200, groups=groups)
    rng = np.random.default_rng(0)
    made = 10 ** rng.uniform(-3, -1, 2000)
    truth, levels = made * rng.normal(size=2000), np.linspace(0, 1, 21)
    figure, (left, right) = row_of_axes(2, 2.2, 6.4)
    for times, colour in ((1 / factor, ORANGE), (1.0, BLUE), (factor, GREEN)):
        stated = np.zeros(2000), times * made, truth
        left.plot(levels, calibration.coverage_curve(*stated, levels), color=colour, label=f"stated {times:.3g} times")
        right.loglog(*calibration.reliability(*stated, groups), "o-", ms=3, lw=1, color=colour)
    for axes, line in ((left, (0, 1)), (right, (5e-4, 0.2))):
        axes.plot(line, line, color=GREY, lw=1)
    right.minorticks_off()
    left.legend(fontsize=8, frameon=False, loc="upper left")
    left.set(xlabel="level", ylabel="coverage", ylim=(-0.05, 1.75), yticks=[0, 0.5, 1])
    right.set(xlabel="error stated", ylabel="error found")
    return figure


def picture_recalibration(recalibration, groups=25, power=0.4):
    """What was found in groups, the rising map through it, and one factor for all."""
    between(1, 400, groups=groups)
    between(-1, 2, power=power)  # of the sd stated, to which the true one goes
    rng = np.random.default_rng(3)
    sd = 10 ** rng.uniform(-3, -1, 800)
    truth = 0.04 * (sd / 0.05) ** power * rng.normal(size=800)
    mean = np.zeros(800)
    knots, values = recalibration.fit_map(mean, sd, truth, groups)
    parts = np.array_split(np.argsort(sd), groups)
    found = [np.sqrt(np.mean(truth[part] ** 2)) for part in parts]
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    x = np.geomspace(5e-4, 0.2, 300)
    axes.loglog(knots, found, "o", ms=4, color=GREY, label=f"found in {groups} groups")
    axes.loglog(x, recalibration.apply_map(x, knots, values), color=BLUE, label="rising map")
    axes.loglog(x, recalibration.scale_factor(mean, sd, truth) * x, "--", color=ORANGE, label="one factor")
    axes.set(xlabel="sd stated", ylabel="sd", ylim=(3e-3, 0.3))
    axes.legend(fontsize=8, frameon=False)
    return figure


def picture_likelihood_fit(likelihood_fit, noise=1e-5):
    """A stamp, what is left of it after the fit in units of the noise, and what a pixel does beyond its 1/12."""
    recorded(noise)
    images, _ = recorded_stamps(noise)
    image = max(images, key=np.max)
    fit = likelihood_fit.fit_gaussian(image, noise, PSF_SIGMA, SCALE)
    theta = fit["params"]
    figure, panels = plt.subplots(1, 3, figsize=(7, 2.3), layout="constrained")
    panels[0].imshow(np.arcsinh(image / 1e-4), origin="lower", cmap="gray")
    panels[0].set_title(f"stamp, g = ({theta[0]:.2f}, {theta[1]:.2f})", fontsize=8)
    full, plain = (model_of(theta, image.shape, pixel) for pixel in (True, False))
    for ax, left, title in (
        (panels[1], image - full, "left over / noise"),
        (panels[2], full - plain, "beyond the 1/12 / noise"),
    ):
        shown = ax.imshow(left / noise, origin="lower", cmap="RdBu", vmin=-3, vmax=3)
        ax.set_title(title, fontsize=8)
    figure.colorbar(shown, ax=panels[1:])
    for ax in panels:
        ax.set_axis_off()
    return figure


def recorded(noise):
    one_of(tuple(f"{sd:g}" for sd in NOISE_SDS), noise=f"{noise:g}")


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


def picture_pulls(pulls, noise=1e-5):
    """Errors of NGMix's recorded fits, which have no common width, and their pulls, which have."""
    recorded(noise)
    records, (_, galaxies) = read_records(noise), recorded_stamps(noise)
    truth = np.stack([galaxies.g1, galaxies.g2], axis=1)
    usual = np.hypot(*truth.T) < 0.9
    report = pulls.pulls(records.g[usual], records.g_err[usual], truth[usual])
    residual = (records.g - truth)[usual]
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 2.4), layout="constrained", sharey=True)
    for axes, values, unit in (
        (left, residual / residual.std(), "errors over their sd"),
        (right, report["pull"], "pulls"),
    ):
        axes.hist(values.ravel(), bins=np.linspace(-5, 5, 41), density=True, color=BLUE, alpha=0.6)
        z = np.linspace(-5, 5, 201)
        axes.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=ORANGE, lw=1.5)
        axes.set(xlabel=unit, yticks=[])
    return figure
