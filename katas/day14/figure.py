"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of A


# -- imports of B

import json

import matplotlib.pyplot as plt

from fixtures.limits import FILE as LIMITS
from fixtures.propose import draw_verdicts
from fixtures.propose import results as proposal_results

# -- the day's figure: A


# -- the small pictures: A


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
