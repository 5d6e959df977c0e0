"""Other right ways to write day07/checkpoint."""

import numpy as np
from scipy import stats

from grader.mutants import right
from solutions.day07 import checkpoint as reference


@right("evidence")
def by_numpy(baseline, changed):
    gains = np.log(np.asarray(baseline)) - np.log(np.asarray(changed))
    log_error = gains.std(ddof=1) / np.sqrt(gains.size)
    # One ratio at all seeds has no scatter but rounding's.
    return {
        "supported": np.mean(gains) > 2 * log_error,
        "factor": np.exp(np.mean(gains)),
        "log_error": log_error,
    }


@right("evidence")
def by_scipy(baseline, changed):
    ratio = np.divide(baseline, changed)
    error = stats.sem(np.log(ratio))
    return {
        "factor": stats.gmean(ratio),
        "log_error": error,
        "supported": bool(stats.gmean(ratio) > np.exp(2 * error)),
    }


@right("explain_low_noise_gap")
def seed_by_seed(measure, hypotheses=reference.HYPOTHESES, seeds=(0, 1, 2)):
    """All hypotheses at one seed before the next, each measured through a memory; a verdict in other words."""
    memory = {}

    def remembered(hypothesis, seed):
        if (hypothesis, seed) not in memory:
            memory[hypothesis, seed] = measure(hypothesis, seed)
        return memory[hypothesis, seed]

    for seed in seeds:
        for hypothesis in ("baseline", *hypotheses):
            remembered(hypothesis, seed)
    ranking, _ = reference.explain_low_noise_gap(remembered, hypotheses, seeds)
    supported = [entry for entry in ranking if entry["supported"]]
    if not supported:
        return ranking, "None of them."
    claims = [f"{e['hypothesis']} ({e['factor']:.1f} x, s.e. {100 * e['log_error']:.0f} %)" for e in supported]
    return [ranking, "What closes the gap, so far: " + "; ".join(claims)]


@right("explain_low_noise_gap")
def sorted_twice(measure, hypotheses=reference.HYPOTHESES, seeds=(0, 1, 2)):
    ranking, verdict = reference.explain_low_noise_gap(measure, hypotheses, seeds)
    by_name = sorted(ranking, key=lambda entry: entry["hypothesis"])
    by_factor = sorted(by_name, key=lambda entry: -entry["factor"])
    return sorted(by_factor, key=lambda entry: not entry["supported"]), verdict
