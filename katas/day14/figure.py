"""The day's figure, and the small pictures of the lesson's sections."""

import json

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.bounds import cramer_rao
from fixtures.capstone import FILE as CAPSTONE
from fixtures.capstone import NOISE_SDS, key
from fixtures.limits import FILE as LIMITS
from fixtures.propose import draw_verdicts
from fixtures.propose import results as proposal_results
from fixtures.shearnet import PSF_SIGMA, SCALE, SHAPE, render
from fixtures.train_attention import draw as draw_galaxies
from solutions.day13.renderer import render_with_jacobian

COLOURS = ("#999999", "#56b4e9", "#cc79a7", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#000000")


def draw(estimator):
    """Return the figure: RMSE over the bound against noise, the learner's estimator among those of the record."""
    figure, axes = plt.subplots(figsize=(10, 6), layout="constrained")
    figures = json.loads(CAPSTONE.read_text())
    rows = {name: row for name, row in figures["estimators"].items() if any(n["x"] for n in row["noise"].values())}
    for (name, row), colour in zip(rows.items(), COLOURS, strict=False):
        noise = {float(sd): part["x"] for sd, part in row["noise"].items() if part["x"]}
        words = f"{name}: {row['galaxies_per_second']:,} galaxies a second"
        axes.loglog(list(noise), list(noise.values()), "o-", color=colour, label=words, markersize=6, linewidth=1.5)
    levels = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3)
    ratios = [ratio_and_pull(estimator, sd, 400)[0] for sd in levels]
    axes.loglog(levels, ratios, "*", color="#0072b2", markersize=14, label="yours, on 400 galaxies")
    axes.axhline(1, color="#999999", linestyle=":", linewidth=1)
    axes.set(xlabel="noise of a pixel", ylabel="RMSE of g over the Cramér-Rao bound", ylim=(0.7, 2000))
    axes.legend(frameon=False, fontsize=9)
    return figure


def ratio_and_pull(estimator, noise_sd, count):
    """Return the RMSE over the bound, and the pulls, of an estimator on galaxies of ShearNet's."""
    drawn = draw_galaxies(count, np.random.default_rng(11))
    images = render(drawn) + np.random.default_rng(12).normal(0.0, noise_sd, (count, *SHAPE))
    answer = estimator.build_estimator()(images, noise_sd)
    ok = answer["ok"]
    error = (answer["g"] - drawn.labels[:, :2])[ok]
    ratio = np.sqrt(np.mean(error**2) / np.mean(cramer_rao(drawn, noise_sd)[ok] ** 2))
    return ratio, (error / answer["error"][ok]).ravel()


def picture_gauss_newton(gauss_newton):
    """Draw two walks on a curve whose slope dies away, and the errors of galaxies after each step."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 2.6), layout="constrained")
    draw_walks(left, gauss_newton)
    draw_steps(right, gauss_newton)
    return figure


def picture_estimator(estimator):
    """Draw the RMSE over the bound at three noises, and the pulls beside a normal curve."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 2.5), layout="constrained")
    levels = (1e-5, 1e-4, 1e-3)
    results = [ratio_and_pull(estimator, sd, 300) for sd in levels]
    left.semilogx(levels, [ratio for ratio, _ in results], "o-", color="#0072b2", markersize=5)
    left.axhline(1.05, color="#d55e00", linestyle="--", linewidth=1)
    left.axhline(1, color="#999999", linestyle=":", linewidth=1)
    left.set(xlabel="noise of a pixel", ylabel="RMSE / bound", ylim=(0.85, 1.15))
    bins = np.linspace(-4, 4, 25)
    right.hist(np.concatenate([pull for _, pull in results]), bins, density=True, color="#56b4e9")
    right.plot(bins, np.exp(-(bins**2) / 2) / np.sqrt(2 * np.pi), color="black", linewidth=1)
    right.set(xlabel="(g - truth) / error", yticks=[])
    return figure


def draw_walks(axes, gauss_newton):
    """Draw the places of a walk without damping, and of one that damps where chi2 would rise."""

    def model(p):
        return 100 * torch.atan(p), (100 / (1 + p**2))[:, :, None]

    datum = 100 * torch.atan(torch.tensor([[0.5]], dtype=torch.float64))
    start = torch.tensor([[2.2]], dtype=torch.float64)
    free, kept, damping = [start], [start], 1e-3
    for _ in range(2):
        image, slopes = model(free[-1])
        free.append(free[-1] + gauss_newton.damped_step(datum - image, slopes, torch.zeros(1)))
    for _ in range(12):
        image, slopes = model(kept[-1])
        trial = kept[-1] + gauss_newton.damped_step(datum - image, slopes, torch.tensor([damping]))
        if abs(datum - model(trial)[0]) < abs(datum - image):
            kept.append(trial)
            damping /= 10
        else:
            damping = damping * 10 + 1e-3
    p = torch.linspace(-14, 14, 400, dtype=torch.float64)
    axes.plot(p, 100 * torch.atan(p), color="#999999", linewidth=1)
    axes.axhline(datum.item(), color="#999999", linestyle=":", linewidth=1)
    for places, colour, marker, words in ((free, "#d55e00", "s", "undamped"), (kept, "#0072b2", "o", "damped")):
        places = torch.cat(places).flatten()
        places = places[places.abs() < 14]
        axes.plot(
            places, 100 * torch.atan(places), marker + "-", color=colour, markersize=4, linewidth=0.8, label=words
        )
    axes.set(xlabel="parameter", ylabel="model", xlim=(-14, 14))
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def draw_steps(axes, gauss_newton, noise_sd=NOISE_SDS[0], count=16):
    """Draw the RMSE of galaxies over the bound after each step, from starts that are 0.1 or 0.004 off in shear."""
    drawn = draw_galaxies(count, np.random.default_rng(4))
    truth = np.stack([drawn.g1, drawn.g2, drawn.sigma, drawn.flux, drawn.x0, drawn.y0], axis=1)
    rng = np.random.default_rng(5)
    images = torch.from_numpy((render(drawn) + rng.normal(0.0, noise_sd, (count, *SHAPE))) / noise_sd)
    bound = np.sqrt(np.mean(cramer_rao(drawn, noise_sd) ** 2))
    angle = rng.uniform(0, 2 * np.pi, count)

    def model(p):
        stamps, slopes = render_with_jacobian(p, SHAPE, SCALE, PSF_SIGMA)
        return stamps / noise_sd, slopes / noise_sd

    for off, colour, marker in ((0.1, "#0072b2", "o"), (0.004, "#e69f00", "^")):
        start = truth.copy()
        start[:, :2] = 0.85 * start[:, :2] if off > 0.05 else start[:, :2]
        start[:, :2] += off * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        start[:, 2:4] *= 1 + off
        place, errors = torch.from_numpy(start), []
        for step in range(7):
            errors.append(np.sqrt(np.mean((place.numpy()[:, :2] - truth[:, :2]) ** 2)) / bound)
            image, slopes = model(place)
            damping = torch.full((count,), 0.1 if off > 0.05 and step < 2 else 0.0)
            step = gauss_newton.damped_step((images - image).flatten(1), slopes.flatten(2), damping)
            place = place + step
        axes.semilogy(errors, marker + "-", color=colour, markersize=4, label=f"start {off:g} off")
    axes.axhline(1, color="#999999", linestyle=":", linewidth=1)
    axes.set(xlabel="steps", ylabel="RMSE / bound")
    axes.legend(frameon=False, fontsize=8)


def picture_resampling(resampling):
    """The error of m over the number of pairs: by pairs, by bootstrap, and if stamps are taken for pairs."""
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    counts, g = np.array([4, 8, 16, 32, 64, 128, 256]), 0.02
    rng = np.random.default_rng(3)
    shared, own = 5e-3 * rng.normal(size=counts[-1]), 5e-4 * rng.normal(size=counts[-1])
    plus, minus, R = g + shared + own, -g + shared - own, np.ones(counts[-1])
    data = [(plus[:n], minus[:n], R[:n], g) for n in counts]
    jack = [resampling.jackknife(*d)[0] for d in data]
    boot = [resampling.bootstrap(*d, 2000, rng)[0] for d in data]
    stamps = [np.sqrt(np.var(d[0], ddof=1) + np.var(d[1], ddof=1)) / (2 * g * len(d[0]) ** 0.5) for d in data]
    axes.loglog(counts, stamps, "s--", color="#d55e00", markersize=4)
    axes.loglog(counts, jack, "o-", color="#0072b2", markersize=5)
    axes.loglog(counts, boot, "^", color="#009e73", markersize=6, fillstyle="none")
    for words, y, colour in (("stamps", stamps, "#d55e00"), ("pairs: jackknife", jack, "#0072b2")):
        axes.annotate(words, (counts[-1] * 1.15, y[-1]), color=colour, fontsize=8, va="center")
    axes.annotate("pairs: bootstrap", (counts[0], boot[0] * 0.55), color="#009e73", fontsize=8, ha="center")
    axes.set_xlim(2.5, 900)
    axes.set_ylim(min(jack) / 2.2, max(stamps) * 1.8)
    axes.set_xticks(counts, [str(n) for n in counts])
    axes.minorticks_off()
    axes.set_xlabel("pairs", fontsize=8)
    axes.set_ylabel("error of m", fontsize=8)
    return figure


def picture_protocol(protocol):
    """What the scores say of planted estimators."""
    rng = np.random.default_rng(5)
    truth, bound = rng.uniform(-0.5, 0.5, (1000, 2)), np.full((1000, 2), 1e-3)
    noise, ok = bound * rng.normal(size=truth.shape), np.ones(1000, bool)
    wild, gone = noise.copy(), noise.copy()
    wild[::100] += 0.03
    gone[::50] = np.nan
    planted = {"at the bound": noise, "biased": noise + 2e-3, "scattered": 3 * noise, "1 % wild": wild, "2 % NaN": gone}
    columns = ("x", "median", "pull", "outliers", "failures")
    figure, panels = plt.subplots(1, 5, figsize=(7, 2.0), layout="constrained", sharey=True)
    for axes, column in zip(panels, columns, strict=True):
        values = [
            protocol.score({"g": truth + e, "error": bound, "ok": ok}, truth, bound)[column] for e in planted.values()
        ]
        usual = 1 if column in columns[:3] else 0
        colours = ["#d55e00" if value > 1.15 * usual + (usual == 0) else "#0072b2" for value in values]
        axes.barh(list(planted), values, color=colours)
        for row, value in enumerate(values):
            axes.annotate(f" {value:.3g}", (value, row), fontsize=7, va="center")
        axes.set_xlim(0, 1.5 * max(values))
        axes.set_xticks([])
        axes.set_title(column, fontsize=9)
        axes.tick_params(labelsize=8)
    panels[0].invert_yaxis()
    return figure


def picture_research_plan(research_plan):
    """The expected gain of the best plan and of the greedy one, for each budget."""
    rows = [
        ("scale the inputs", 0.9, 7.0, 2, []),
        ("window moments", 0.8, 8.0, 6, []),
        ("attention", 0.5, 1.4, 8, ["window moments"]),
        ("renderer", 1.0, 1.0, 6, []),
        ("Gauss-Newton", 0.8, 20.0, 8, ["renderer"]),
        ("more galaxies", 0.5, 1.5, 10, []),
        ("deeper network", 0.3, 1.5, 12, []),
    ]
    bets = {name: {"p": p, "gain": gain, "cost": cost, "needs": needs} for name, p, gain, cost, needs in rows}
    budgets = np.arange(0, 41)
    best = [research_plan.plan(bets, float(hours))["log_gain"] for hours in budgets]
    quick = [greedy(research_plan, bets, hours) for hours in budgets]
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    axes.step(budgets, np.exp(best), where="post", color="#0072b2", label="best plan")
    axes.step(budgets, np.exp(quick), where="post", color="#d55e00", linestyle="--", label="greedy")
    axes.set_yscale("log")
    axes.set_yticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    axes.minorticks_off()
    axes.set_xlabel("hours", fontsize=8)
    axes.set_ylabel("exp of expected log gain", fontsize=8)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    return figure


def greedy(research_plan, bets, hours):
    """Return the log gain of the plan that takes the best gain per hour first, and stops at what gains nothing."""
    total, done = 0.0, set()
    while True:
        rates = {
            name: float(research_plan.expected_gain(bet["p"], bet["gain"], bet["cost"]))
            for name, bet in bets.items()
            if name not in done and set(bet["needs"]) <= done and bet["cost"] <= hours and bet["gain"] > 1
        }
        if not rates:
            return total
        name = max(rates, key=rates.get)
        total, hours = total + rates[name] * bets[name]["cost"], hours - bets[name]["cost"]
        done.add(name)


def picture_limits(limits):
    """Draw the parts of three budgets over the noise, as roots; hollow where a part is not shown."""
    budgets = json.loads(LIMITS.read_text())["1e-05"]["budgets"]
    figure, axes = plt.subplots(figsize=(7, 2), layout="constrained")
    rows = limits.side_by_side(budgets)
    looks = {"information": ("s", "#e69f00"), "use": ("o", "#0072b2"), "misfit": ("D", "#d55e00")}
    for height, row in enumerate(reversed(rows)):
        budget = budgets[row["estimator"]]
        noise = budget["noise"]["mean_square"]
        for k, (part, (marker, colour)) in enumerate(looks.items()):
            square, error = budget[part]["mean_square"], budget[part]["standard_error"]
            low, middle, high = (
                max(value / noise, 1e-9) ** 0.5 for value in (square - 2 * error, square, square + 2 * error)
            )
            y = height + 0.2 - 0.2 * k
            face = colour if square > 2 * error else "white"
            axes.plot([max(low, 0.02), max(high, 0.02)], [y, y], color=colour, linewidth=1.2)
            label = part if height == 0 else None
            axes.plot(max(middle, 0.02), y, marker, color=colour, markerfacecolor=face, markersize=5, label=label)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set(xscale="log", xlim=(0.016, 400), ylim=(-0.5, 2.5), xlabel="root of the part over the root of the noise")
    axes.set_yticks(range(3), [f"{row['estimator']}\nlimit: {row['limit']}" for row in reversed(rows)], fontsize=8)
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    return figure


def picture_proposal(proposal):
    """Draw what every change gained, in the colour of its verdict."""
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    draw_verdicts(axes, proposal_results(), proposal.verdict)
    return figure
