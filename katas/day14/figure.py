"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of A
import json

import matplotlib.pyplot as plt
import numpy as np
import torch

from fixtures.bounds import cramer_rao
from fixtures.capstone import FILE as CAPSTONE
from fixtures.capstone import NOISE_SDS, key

# -- imports of B
from fixtures.limits import FILE as LIMITS
from fixtures.propose import draw_verdicts
from fixtures.propose import results as proposal_results
from fixtures.shearnet import PSF_SIGMA, SCALE, SHAPE, render
from fixtures.train_attention import draw as draw_galaxies
from solutions.day13.renderer import render_with_jacobian

# -- the day's figure: A
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


# -- the small pictures: A
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


# -- the small pictures: B


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
