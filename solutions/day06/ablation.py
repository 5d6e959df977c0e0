"""Ablation: change one thing at a time, and say what it did with an error bar."""

import numpy as np


def ablate(build, changes, train, evaluate, seeds, higher_is_better=True):
    """Measure what each change does to the baseline, over the same seeds.

    Parameters
    ----------
    build : callable
        build(seed, **options) returns an untrained model. Without options it is the baseline.
    changes : dict of str to dict
        For each change its name and the options that make it. No change is called "baseline".
    train : callable
        train(model, seed) returns the trained model: the one it was given, or another. What it was given is not
        to be used again.
    evaluate : callable
        evaluate(model) returns the score of a trained model, a number.
    seeds : sequence of int
        At least two, all different. The baseline and every change are built, trained and evaluated exactly once for
        each, the same seed going to `build` and to `train`.
    higher_is_better : bool
        False where the score is a loss or an error.

    Returns
    -------
    rows : list of dict
        The baseline's row first, then one for each change made to the baseline alone, the greatest improvement first
        (changes that are equal, in the order of `changes`). With n the number of seeds, each row has

        - "name": str, that of the change, or "baseline"
        - "mean": float, the mean of the scores over the seeds
        - "error": float, the standard error of that mean, s / sqrt(n) with s^2 the sample variance (over n - 1)
        - "difference": float, the mean over the seeds of (score of the change - score of the baseline)
        - "difference_error": float, the standard error of that mean, from the n differences
        - "verdict": "helps" or "hurts" where the difference is for the better or for the worse by more than two of its
          standard errors, else "no evidence"; for the baseline "baseline", its differences being 0.0

    Raises
    ------
    ValueError
        Naming `seeds` if there are fewer than two or one comes twice; `changes` if there are none or one is called
        "baseline".

    Examples
    --------
    >>> def build(seed, bonus=0.0):
    ...     return {"score": 10.0 * seed, "bonus": bonus}
    >>> def train(model, seed):
    ...     return {"score": model["score"] + model["bonus"] + 0.1 * (-1) ** seed * (model["bonus"] > 0)}
    >>> def evaluate(model):
    ...     return model["score"]
    >>> for row in ablate(build, {"bonus": {"bonus": 1.0}}, train, evaluate, seeds=[1, 2, 3, 4]):
    ...     print(row["name"], f"{row['mean']:.2f} +- {row['error']:.2f}", row["verdict"])
    ...     print("   ", f"{row['difference']:.2f} +- {row['difference_error']:.2f}")
    baseline 25.00 +- 6.45 baseline
        0.00 +- 0.00
    bonus 26.00 +- 6.48 helps
        1.00 +- 0.06
    """
    if len(seeds) < 2 or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be two at least, all different, got {list(seeds)}")
    if not changes or "baseline" in changes:
        raise ValueError('changes must have one change at least, and none that is called "baseline"')

    def scores(options):
        return np.array([evaluate(train(build(seed, **options), seed)) for seed in seeds], dtype=float)

    def row(name, of_change):
        mean, error = _mean_and_error(of_change)
        # A lucky seed is lucky for both: in the differences it cancels.
        difference, difference_error = _mean_and_error(of_change - baseline)
        better = difference if higher_is_better else -difference
        if name == "baseline":
            verdict = "baseline"
        elif abs(better) > 2 * difference_error:
            verdict = "helps" if better > 0 else "hurts"
        else:
            verdict = "no evidence"
        return {
            "name": name,
            "mean": mean,
            "error": error,
            "difference": difference,
            "difference_error": difference_error,
            "verdict": verdict,
        }

    baseline = scores({})
    rows = [row(name, scores(options)) for name, options in changes.items()]
    sign = -1 if higher_is_better else 1
    return [row("baseline", baseline), *sorted(rows, key=lambda changed: sign * changed["difference"])]


def _mean_and_error(values):
    """Return the mean of the values and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
