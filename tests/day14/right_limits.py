"""Other right ways to write day14/limits."""

import math

import numpy as np

from grader.mutants import right


@right("error_parts")
def galaxy_by_galaxy(errors, bound, kept):
    draws = len(errors)
    contributions = {part: [] for part in ("total", "misfit", "use", "information", "noise")}
    for n, (limits, shares) in enumerate(zip(bound, kept, strict=True)):
        rows = []
        for c, (limit, share) in enumerate(zip(limits, shares, strict=True)):
            values = [float(errors[r][n][c]) for r in range(draws)]
            mean = sum(values) / draws
            variance = sum((value - mean) ** 2 for value in values) / (draws - 1)
            noise, seen = float(limit) ** 2, (float(limit) / float(share)) ** 2
            total = sum(value**2 for value in values) / draws
            rows.append((total, mean**2 - variance / draws, variance - seen, seen - noise, noise))
        for part, column in zip(contributions, zip(*rows, strict=True), strict=True):
            contributions[part].append(sum(column) / len(column))
    return {part: summary(values) for part, values in contributions.items()}


def summary(values):
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return {"standard_error": math.sqrt(variance / len(values)), "mean_square": mean}


@right("error_parts")
def by_pairs_of_draws(errors, bound, kept):
    """Misfit as the mean product of two different draws, variance as half the mean square of their difference."""
    errors = np.asarray(errors, np.float64)
    first, second = np.triu_indices(len(errors), 1)
    misfit = (errors[first] * errors[second]).mean(0).mean(1)
    scatter = ((errors[first] - errors[second]) ** 2 / 2).mean(0).mean(1)
    noise = (np.asarray(bound, float) ** 2).mean(1)
    seen = (np.asarray(bound, float) ** 2 / np.asarray(kept, float) ** 2).mean(1)
    parts = np.stack([noise, seen - noise, scatter - seen, misfit, scatter + misfit])
    means, ses = parts.mean(1), parts.std(1, ddof=1) / np.sqrt(parts.shape[1])
    names = ("noise", "information", "use", "misfit", "total")
    return {n: {"mean_square": m, "standard_error": s} for n, m, s in zip(names, means, ses, strict=True)}


@right("side_by_side")
def in_a_list(budgets):
    table = []
    for name in sorted(budgets, key=lambda name: budgets[name]["total"]["mean_square"]):
        budget = budgets[name]
        total = budget["total"]["mean_square"]
        limit, most = "noise", 0.0
        for part in ("misfit", "use", "information"):
            value, error = budget[part]["mean_square"], budget[part]["standard_error"]
            if value > 2 * error and value > most:
                limit, most = part, value
        x = np.sqrt(total / budget["noise"]["mean_square"])
        table.append({"estimator": name, "x": x, "gain": 1 / np.sqrt(1 - most / total), "limit": limit})
    return table


@right("noise_floor")
def by_logarithms(budget, noise_sd):
    square, error = budget["misfit"]["mean_square"], budget["misfit"]["standard_error"]
    if square <= 2 * error:
        return 0.0
    return math.exp(math.log(noise_sd) + (math.log(square) - math.log(budget["noise"]["mean_square"])) / 2)
