"""Other right ways to write day07/error_budget."""

import math

import numpy as np

from grader.mutants import right


@right("error_budget")
def galaxy_by_galaxy(errors, best_errors, bound):
    contributions = {"noise": [], "approximation": [], "optimisation": [], "total": []}
    for own, best, limit in zip(errors, best_errors, bound, strict=True):
        own, best, limit = (sum(float(x) ** 2 for x in values) / len(values) for values in (own, best, limit))
        contributions["noise"].append(limit)
        contributions["approximation"].append(best - limit)
        contributions["optimisation"].append(own - best)
        contributions["total"].append(own)
    count = len(errors)
    total = sum(contributions["total"]) / count
    budget = {}
    for part, values in contributions.items():
        mean = sum(values) / count
        variance = sum((value - mean) ** 2 for value in values) / (count - 1)
        budget[part] = {"share": mean / total, "mean_square": mean, "standard_error": math.sqrt(variance / count)}
    return budget


@right("error_budget")
def by_a_covariance(errors, best_errors, bound):
    """Standard errors from the covariance of the three mean squares; NumPy numbers left as they are."""
    ladder = np.stack([(np.asarray(v, float) ** 2).mean(axis=1) for v in (bound, best_errors, errors)])
    covariance = np.atleast_2d(np.cov(ladder)) / ladder.shape[1]
    steps = {"noise": [1, 0, 0], "approximation": [-1, 1, 0], "optimisation": [0, -1, 1], "total": [0, 0, 1]}
    means = ladder.mean(axis=1)
    return {
        part: {
            "mean_square": step @ means,
            "standard_error": np.sqrt(max(0.0, step @ covariance @ step)),
            "share": step @ means / means[2],
        }
        for part, step in ((part, np.array(step, float)) for part, step in steps.items())
    }
