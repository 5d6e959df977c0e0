"""Other right ways to write day10/pulls."""

import math
import statistics

import numpy as np

from grader.mutants import right
from solutions.day10 import pulls as reference


@right("pulls")
def galaxy_by_galaxy(estimate, error, truth):
    reference._check_pulls(estimate, error, truth)
    pull, failures = [], 0
    for e, s, t in zip(estimate.tolist(), error.tolist(), truth.tolist(), strict=True):
        if all(map(math.isfinite, e + s)) and min(s) > 0:
            pull.append([(a - c) / b for a, b, c in zip(e, s, t, strict=True)])
        else:
            failures += 1
    columns, M = list(zip(*pull, strict=True)), len(pull)
    sd = np.array([statistics.stdev(c) for c in columns])
    middle = [statistics.median(c) for c in columns]
    spread = [statistics.median(abs(p - m) for p in c) for c, m in zip(columns, middle, strict=True)]
    return {
        "failures": failures,
        "pull": np.array(pull),
        "mean": np.array([statistics.fmean(c) for c in columns]),
        "mean_error": sd / M**0.5,
        "sd": sd,
        "sd_error": sd / (2 * M - 2) ** 0.5,
        "robust_sd": np.array(spread) / statistics.NormalDist().inv_cdf(0.75),
        "outliers": np.array([sum(abs(p) > 5 for p in c) for c in columns]),
        "largest": np.array([max(map(abs, c)) for c in columns]),
    }


@right("pulls")
def by_nan_functions(estimate, error, truth):
    reference._check_pulls(estimate, error, truth)
    error = np.where(error > 0, error.astype(float), np.nan)
    pull = np.where(np.isfinite(error), (estimate - truth) / error, np.nan)
    failed = ~np.isfinite(pull).all(axis=1)
    pull[failed] = np.nan
    M, sd = np.sum(~failed), np.nanstd(pull, axis=0, ddof=1)
    off = np.abs(pull - np.nanmedian(pull, axis=0))
    return {
        "failures": failed.sum(),
        "pull": pull[~failed],
        "mean": np.nanmean(pull, axis=0),
        "mean_error": sd / np.sqrt(M),
        "sd": sd,
        "sd_error": sd / np.sqrt(2 * M - 2),
        "robust_sd": 1.4826 * np.nanmedian(off, axis=0),
        "outliers": np.nansum(np.abs(pull) > 5, axis=0),
        "largest": np.nanmax(np.abs(pull), axis=0),
    }


@right("pulls")
def in_float32(estimate, error, truth):
    report = reference.pulls(estimate, error, truth)
    return {
        name: value.astype(np.float32) if getattr(value, "dtype", None) == np.float64 else value
        for name, value in report.items()
    }
