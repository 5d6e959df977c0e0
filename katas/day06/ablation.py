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
    raise NotImplementedError
