"""Ablation: change one thing at a time, and say what it did with an error bar."""

import numpy as np


def ablate(build, changes, train, evaluate, seeds, higher_is_better=True):
    """Measure what each change does to the baseline, over the same seeds.

    A ValueError names `seeds` if there are fewer than two or one comes twice, `changes` if one is called "baseline".

    Parameters
    ----------
    build, train, evaluate : callable
        build(seed, **options) returns an untrained model, without options the baseline. train(model, seed) returns the
        trained model; what it was given is not to be used again. evaluate(model) returns a trained model's score.
    changes : dict of str to dict
        For each change its name and the options that make it.
    seeds : sequence of int
        The baseline and every change are built, trained and evaluated exactly once for each; the same seed goes to
        `build` and to `train`.

    Returns
    -------
    rows : list of dict
        The baseline's row first, then one for each change made to the baseline alone, the greatest improvement first
        (equal ones in the order of `changes`). "mean" is that of the scores over the n seeds, "error" its standard
        error, s / sqrt(n) with s^2 divided by n - 1. "difference" is the mean over the seeds of (score of the change
        - score of the baseline), "difference_error" its standard error, from the n differences. "verdict" is "helps" or
        "hurts" where the difference is for the better or the worse by more than two of its standard errors, else "no
        evidence". The baseline has "name" and "verdict" "baseline", and differences of 0.0.

    >>> def build(seed, bonus=0.0):
    ...     return seed + bonus * seed
    >>> rows = ablate(build, {"bonus": {"bonus": 1.0}}, lambda model, seed: model, float, seeds=[3, 5])
    >>> [(row["name"], row["verdict"], row["difference"], row["difference_error"]) for row in rows]
    [('baseline', 'baseline', 0.0, 0.0), ('bonus', 'helps', 4.0, 1.0)]
    """
    _check_plan(changes, seeds)

    def scores(options):
        return np.array([evaluate(train(build(seed, **options), seed)) for seed in seeds], dtype=float)

    def row(name, of_change):
        mean, error = _mean_and_error(of_change)
        # A lucky seed is lucky for both: in the differences it cancels.
        difference, difference_error = _mean_and_error(of_change - baseline)
        return {
            "name": name,
            "mean": mean,
            "error": error,
            "difference": difference,
            "difference_error": difference_error,
            "verdict": "baseline" if name == "baseline" else _verdict(sign * difference, difference_error),
        }

    sign = 1 if higher_is_better else -1
    baseline = scores({})
    rows = [row(name, scores(options)) for name, options in changes.items()]
    return [row("baseline", baseline), *sorted(rows, key=lambda changed: -sign * changed["difference"])]


def _mean_and_error(values):
    """Return the mean of the values and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _verdict(gain, error):
    if abs(gain) <= 2 * error:
        return "no evidence"
    return "helps" if gain > 0 else "hurts"


def _check_plan(changes, seeds):
    if len(seeds) < 2 or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be two at least, all different, got {list(seeds)}")
    if "baseline" in changes:
        raise ValueError('changes must have none that is called "baseline"')
