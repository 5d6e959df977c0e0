"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of A

import matplotlib.pyplot as plt
import numpy as np

# -- imports of C


# -- the day's figure: A


# -- the small pictures: A


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


# -- the small pictures: C
