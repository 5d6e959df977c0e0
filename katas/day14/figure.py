"""The day's figure, and the small pictures of the lesson's sections."""

import json

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.bounds import cramer_rao
from fixtures.capstone import FILE as CAPSTONE
from fixtures.capstone import NOISE_SDS
from fixtures.drawing import between, one_of, row_of_axes
from fixtures.limits import FILE as LIMITS
from fixtures.propose import draw_verdicts
from fixtures.propose import results as proposal_results
from fixtures.shearnet import PSF_SIGMA, SCALE, SHAPE, render
from fixtures.train_attention import draw as draw_galaxies
from grader.study.panel import GREY as MISSING_GREY
from grader.study.panel import MISSING, otherwise, panel, tell
from solutions.day13.renderer import render_with_jacobian

BLUE, RED, SKY, GREY = "#0072b2", "#d55e00", "#56b4e9", "#777777"
COLOURS = ("#777777", "#56b4e9", "#cc79a7", "#e69f00", "#009e73", "#b5a800", "#d55e00", "#000000")
LEVELS = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3)
COUNT = 400  # galaxies at each noise, of the day's figure
NEAR = 2.3  # times the bound: below it the figure is drawn larger


def draw(estimator):
    """Return the figure: RMSE over the bound against noise, the learner's estimator among those of the record."""
    figure, both = plt.subplots(2, 1, figsize=(11, 7.2), layout="constrained", sharex=True, height_ratios=[1, 1.7])
    lines = [
        (f"{name}: {speed:,}", colour, ratios)
        for (name, (speed, ratios)), colour in zip(recorded_ratios().items(), COLOURS, strict=True)
    ]
    missing = []
    with otherwise(missing.append):
        lines.append(("yours", BLUE, own_ratios(estimator)))
    for axes, low, high in zip(both, (NEAR, 0.9), (2500, NEAR), strict=True):
        with panel(axes):
            draw_lines(axes, lines, low, high)
        axes.set(xscale="log", xlim=(7e-6, 1e-2), ylim=(low, high))
    if missing:
        both[1].text(1.1e-5, 1.65, missing[0], color="black", backgroundcolor=MISSING_GREY, gid=MISSING)
    both[0].set(yscale="log", xticks=[1e-5, 1e-4, 1e-3])
    both[0].set_title("Estimators of two weeks, with the galaxies that each measures in a second on one core")
    both[0].set_ylabel("RMSE of g / bound")
    both[1].set(xlabel="noise of a pixel (sd)", ylabel="RMSE of g / Cramér-Rao bound")
    for axes in both:
        axes.minorticks_off()
    return figure


def draw_lines(axes, lines, low, high):
    """Draw ratios against noise; their names beside their ends, moved apart where they would cover each other."""
    axes.plot(LEVELS[:: len(LEVELS) - 1], [1, 1], color=GREY, linestyle=":", linewidth=1)
    height = 0.0
    for words, colour, ratios in sorted(lines, key=lambda line: list(line[2].values())[-1]):
        x, y = list(ratios.items())[-1]
        look = {"marker": "*", "markersize": 14, "linestyle": ""} if words == "yours" else {"marker": "o"}
        axes.plot(list(ratios), list(ratios.values()), color=colour, linewidth=1.5, zorder=3, **look)
        if not low < y <= high:  # its end is in the other panel
            continue
        height = max(y, height + 0.065) if height else y - 0.03
        rod = {"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkA": 2, "shrinkB": 8, "relpos": (0, 0.5)}
        place = (1.3 * x, height if y < NEAR else y)
        axes.annotate(words, (x, y), place, color=colour, fontsize=11, va="center", arrowprops=rod)


def recorded_ratios():
    """Return {name: (galaxies per second, {noise: RMSE over the bound})} of what the record has measured."""
    found = {}
    for name, row in json.loads(CAPSTONE.read_text())["estimators"].items():
        if ratios := {float(sd): part["x"] for sd, part in row["noise"].items() if part["x"]}:
            found[name] = row["galaxies_per_second"], ratios
    return found


def own_ratios(estimator):
    ratios = {}
    for n, noise_sd in enumerate(LEVELS):
        tell(f"noise levels: {n} of {len(LEVELS)}")
        ratios[noise_sd] = ratio_and_pull(estimator, noise_sd, COUNT)[0]
    return ratios


def ratio_and_pull(estimator, noise_sd, count):
    """Return the RMSE over the bound, and the pulls, of an estimator on galaxies of ShearNet's."""
    drawn = draw_galaxies(count, np.random.default_rng(11))
    images = render(drawn) + np.random.default_rng(12).normal(0.0, noise_sd, (count, *SHAPE))
    answer = estimator.build_estimator()(images, noise_sd)
    ok = answer["ok"]
    error = (answer["g"] - drawn.labels[:, :2])[ok]
    ratio = np.sqrt(np.mean(error**2) / np.mean(cramer_rao(drawn, noise_sd)[ok] ** 2))
    return ratio, (error / answer["error"][ok]).ravel()


def picture_gauss_newton(gauss_newton, start=2.2, off=0.1):
    """Draw two walks on a curve whose slope dies away, and the errors of galaxies after each step."""
    between(-5, 5, start=start)
    between(0.001, 0.15, off=off)
    figure, (left, right) = row_of_axes(2, 2.5, 6.8)
    draw_walks(left, gauss_newton, start)
    draw_steps(right, gauss_newton, off)
    return figure


def picture_estimator(estimator, galaxies=300):
    """Draw the RMSE over the bound at three noises, and the pulls beside a normal curve."""
    between(20, 2000, galaxies=galaxies)
    figure, (left, right) = row_of_axes(2, 2.5)
    levels = (1e-5, 1e-4, 1e-3)
    results = [ratio_and_pull(estimator, sd, galaxies) for sd in levels]
    left.semilogx(levels, [ratio for ratio, _ in results], "o-", color=BLUE, markersize=5)
    left.axhline(1.05, color=RED, linestyle="--", linewidth=1)
    left.axhline(1, color=GREY, linestyle=":", linewidth=1)
    left.text(1e-5, 1.06, "the most that passes: 1.05", color=RED, fontsize=8)
    left.set(xlabel="noise of a pixel", ylabel="RMSE of g / bound", ylim=(0.85, 1.15))
    bins = np.linspace(-4, 4, 25)
    right.hist(np.concatenate([pull for _, pull in results]), bins, density=True, color=SKY)
    right.plot(bins, np.exp(-(bins**2) / 2) / np.sqrt(2 * np.pi), color="black", linewidth=1)
    right.set(xlabel="(g - truth) / error", yticks=[])
    return figure


def draw_walks(axes, gauss_newton, first):
    """Draw the places of a walk without damping, and of one that damps where chi2 would rise."""

    def model(p):
        return 100 * torch.atan(p), (100 / (1 + p**2))[:, :, None]

    def tried(place, damping):
        image, slopes = model(place)
        return place + gauss_newton.damped_step(datum - image, slopes, torch.tensor([damping]))

    datum = 100 * torch.atan(torch.tensor([[0.5]], dtype=torch.float64))
    start = torch.tensor([[first]], dtype=torch.float64)
    free, kept, damping = [start], [start], 1e-3
    for _ in range(2):
        free.append(tried(free[-1], 0.0))
    for _ in range(12):
        trial = tried(kept[-1], damping)
        lower = abs(datum - model(trial)[0]) < abs(datum - model(kept[-1])[0])
        damping = damping / 10 if lower else damping * 10 + 1e-3
        kept += [trial] if lower else []
    p = torch.linspace(-8, 8, 400, dtype=torch.float64)
    axes.plot(p, 100 * torch.atan(p), color=GREY, linewidth=1)
    axes.axhline(datum.item(), color=GREY, linestyle=":", linewidth=1)
    for places, colour, marker, words in ((free, RED, "s", "undamped"), (kept, BLUE, "o", "damped")):
        places = torch.cat(places).flatten()
        looks = {"color": colour, "markersize": 4, "linewidth": 0.8, "label": words}
        axes.plot(places, 100 * torch.atan(places), marker + "-", **looks)
    axes.set(xlabel="parameter", ylabel="model", xlim=(-8, 8), ylim=(-160, 160))
    axes.text(-7.7, datum.item() + 6, "datum", fontsize=8, color=GREY)
    axes.legend(frameon=False, fontsize=8, loc="lower right")


def draw_steps(axes, gauss_newton, off, noise_sd=NOISE_SDS[0], count=16):
    """Draw the RMSE of galaxies over the bound after each step, from starts that are far and near in shear."""
    drawn = draw_galaxies(count, np.random.default_rng(4))
    truth = np.stack([drawn.g1, drawn.g2, drawn.sigma, drawn.flux, drawn.x0, drawn.y0], axis=1)
    rng = np.random.default_rng(5)
    images = torch.from_numpy((render(drawn) + rng.normal(0.0, noise_sd, (count, *SHAPE))) / noise_sd)
    bound = np.sqrt(np.mean(cramer_rao(drawn, noise_sd) ** 2))
    angle = rng.uniform(0, 2 * np.pi, count)

    def model(p):
        stamps, slopes = render_with_jacobian(p, SHAPE, SCALE, PSF_SIGMA)
        return stamps / noise_sd, slopes / noise_sd

    for far, colour, marker in ((off, BLUE, "o"), (off / 25, "#e69f00", "^")):
        start = truth.copy()
        start[:, :2] *= 1 - 1.5 * far if far > 0.05 else 1  # so that |g| stays below 1
        start[:, :2] += far * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        start[:, 2:4] *= 1 + far
        place, errors = torch.from_numpy(start), []
        for n in range(7):
            errors.append(np.sqrt(np.mean((place.numpy()[:, :2] - truth[:, :2]) ** 2)) / bound)
            image, slopes = model(place)
            damping = torch.full((count,), 0.1 if far > 0.05 and n < 2 else 0.0)
            place = place + gauss_newton.damped_step((images - image).flatten(1), slopes.flatten(2), damping)
        axes.semilogy(errors, marker + "-", color=colour, markersize=4, label=f"start {far:g} off")
    axes.axhline(1, color=GREY, linestyle=":", linewidth=1)
    axes.set(xlabel="steps", ylabel="RMSE of g / bound")
    axes.legend(frameon=False, fontsize=8)


def picture_resampling(resampling, shared=5e-3, own=5e-4):
    """The error of m over the number of pairs: by pairs, by bootstrap, and if stamps are taken for pairs."""
    between(0, 0.1, shared=shared)  # sd of the noise that the stamps of a pair have in common
    between(1e-5, 0.1, own=own)  # and of what each has for itself
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    counts, g = np.array([4, 8, 16, 32, 64, 128, 256]), 0.02
    rng = np.random.default_rng(3)
    both, each = shared * rng.normal(size=counts[-1]), own * rng.normal(size=counts[-1])
    plus, minus, R = g + both + each, -g + both - each, np.ones(counts[-1])
    data = [(plus[:n], minus[:n], R[:n], g) for n in counts]
    jack = [resampling.jackknife(*d)[0] for d in data]
    boot = [resampling.bootstrap(*d, 2000, rng)[0] for d in data]
    stamps = [np.sqrt(np.var(d[0], ddof=1) + np.var(d[1], ddof=1)) / (2 * g * len(d[0]) ** 0.5) for d in data]
    axes.loglog(counts, stamps, "s--", color=RED, markersize=4)
    axes.loglog(counts, jack, "o-", color=BLUE, markersize=5)
    axes.loglog(counts, boot, "^", color="#009e73", markersize=6, fillstyle="none")
    for words, y, colour in (("stamps", stamps, RED), ("pairs: jackknife", jack, BLUE)):
        axes.annotate(words, (counts[-1] * 1.15, y[-1]), color=colour, fontsize=8, va="center")
    axes.annotate("pairs: bootstrap", (counts[0], boot[0] * 0.5), color="#009e73", fontsize=8, ha="center")
    axes.set_xlim(2.5, 900)
    axes.set_ylim(min(jack) / 2.2, max(stamps) * 1.8)
    axes.set_xticks(counts, [str(n) for n in counts])
    axes.minorticks_off()
    axes.set_xlabel("pairs", fontsize=8)
    axes.set_ylabel("error of m", fontsize=8)
    return figure


def picture_protocol(protocol, bias=2.0, scatter=3.0, wild=30.0):
    """What the scores say of planted estimators; the errors planted are in units of the bound."""
    between(-100, 100, bias=bias, wild=wild)
    between(0.01, 100, scatter=scatter)
    rng = np.random.default_rng(5)
    truth, bound = rng.uniform(-0.5, 0.5, (1000, 2)), np.full((1000, 2), 1e-3)
    noise, ok = bound * rng.normal(size=truth.shape), np.ones(1000, bool)
    few, gone = noise.copy(), noise.copy()
    few[::100] += 1e-3 * wild
    gone[::50] = np.nan
    planted = {
        "at the bound": noise,
        "biased": noise + 1e-3 * bias,
        "scattered": scatter * noise,
        "1 % wild": few,
        "2 % NaN": gone,
    }
    columns = ("x", "median", "pull", "outliers", "failures")
    figure, panels = row_of_axes(5, 2.0, sharey=True)
    for axes, column in zip(panels, columns, strict=True):
        values = [
            protocol.score({"g": truth + e, "error": bound, "ok": ok}, truth, bound)[column] for e in planted.values()
        ]
        usual = 1 if column in columns[:3] else 0
        colours = [RED if value > 1.15 * usual + (usual == 0) else BLUE for value in values]
        axes.barh(list(planted), values, color=colours)
        for row, value in enumerate(values):
            axes.annotate(f" {value:.3g}", (value, row), fontsize=7, va="center")
        axes.set_xlim(0, 1.6 * max(values) or 1)
        axes.set_xticks([])
        axes.set_title(column, fontsize=9)
        axes.tick_params(labelsize=8)
    panels[0].invert_yaxis()
    return figure


def picture_research_plan(research_plan, p=0.8, cost=8):
    """The expected gain of the best plan and of the greedy one, for each budget; p and cost are of Gauss-Newton."""
    between(0, 1, p=p)
    between(1, 40, cost=cost)
    rows = [
        ("scale the inputs", 0.9, 7.0, 2, []),
        ("window moments", 0.8, 8.0, 6, []),
        ("attention", 0.5, 1.4, 8, ["window moments"]),
        ("renderer", 1.0, 1.0, 6, []),
        ("Gauss-Newton", p, 20.0, cost, ["renderer"]),
        ("more galaxies", 0.5, 1.5, 10, []),
        ("deeper network", 0.3, 1.5, 12, []),
    ]
    bets = {name: {"p": p, "gain": gain, "cost": cost, "needs": needs} for name, p, gain, cost, needs in rows}
    budgets = np.arange(0, 41)
    best = [research_plan.plan(bets, float(hours))["log_gain"] for hours in budgets]
    quick = [greedy(research_plan, bets, hours) for hours in budgets]
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    axes.step(budgets, np.exp(best), where="post", color=BLUE, label="best plan")
    axes.step(budgets, np.exp(quick), where="post", color=RED, linestyle="--", label="greedy")
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


def picture_limits(limits, noise=1e-5):
    """Draw the parts of three budgets over the noise, as roots; hollow where a part is not shown."""
    one_of(("1e-05", "0.001"), noise=f"{noise:g}")
    budgets = json.loads(LIMITS.read_text())[f"{noise:.0e}"]["budgets"]
    figure, (axes,) = row_of_axes(1, 2.2)
    rows = limits.side_by_side(budgets)
    looks = {"information": ("s", "#e69f00"), "use": ("o", BLUE), "misfit": ("D", RED)}
    for height, row in enumerate(reversed(rows)):
        budget = budgets[row["estimator"]]
        floor = budget["noise"]["mean_square"]
        for k, (part, (marker, colour)) in enumerate(looks.items()):
            square, error = budget[part]["mean_square"], budget[part]["standard_error"]
            low, middle, high = (
                max(value / floor, 1e-9) ** 0.5 for value in (square - 2 * error, square, square + 2 * error)
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
