"""Wrong turns of day10/pulls."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day10 import pulls as right


def report_of(estimate, error, truth, counts):
    """Return the report on the galaxies that count, whether they may or not."""
    with np.errstate(all="ignore"):
        pull = (estimate[counts] - truth[counts]) / error[counts]
        sd, M = pull.std(axis=0, ddof=1), len(pull)
        return {
            "failures": int(np.sum(~counts)),
            "pull": pull,
            "mean": pull.mean(axis=0),
            "mean_error": sd / np.sqrt(M),
            "sd": sd,
            "sd_error": sd / np.sqrt(2 * (M - 1)),
            "robust_sd": 1.4826 * np.median(np.abs(pull - np.median(pull, axis=0)), axis=0),
            "outliers": np.sum(np.abs(pull) > 5, axis=0),
            "largest": np.abs(pull).max(axis=0),
        }


@wrong(
    "pulls",
    because="The standard deviation divides by M, as NumPy does unless told otherwise. About a mean that was taken "
    "from the same pulls, it is M - 1.",
)
def divides_by_m(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    M = len(report["pull"])
    shrink = np.sqrt((M - 1) / M)
    return {**report, **{name: shrink * report[name] for name in ("mean_error", "sd", "sd_error")}}


@wrong(
    "pulls",
    because="sd is the root mean square of the pulls, taken about 0. A bias then counts as scatter; the standard "
    "deviation is taken about the mean.",
)
def root_mean_square(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    M = len(report["pull"])
    sd = np.sqrt(np.sum(report["pull"] ** 2, axis=0) / (M - 1))
    return {**report, "sd": sd, "mean_error": sd / np.sqrt(M), "sd_error": sd / np.sqrt(2 * (M - 1))}


@wrong(
    "pulls",
    because="mean_error is the standard deviation of one pull. The mean of M pulls is known sqrt(M) times better.",
)
def error_of_one_for_the_mean(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "mean_error": report["sd"]}


@wrong(
    "pulls",
    because="sd_error is that of the mean, sd / sqrt(M). A standard deviation is known better by sqrt(2), and M - 1 "
    "numbers are free.",
)
def error_of_the_mean_for_sd(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "sd_error": report["mean_error"]}


@wrong(
    "pulls",
    because="This is truth less estimate: the sign of the bias is turned round.",
)
def truth_less_estimate(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "pull": -report["pull"], "mean": -report["mean"]}


@wrong(
    "pulls",
    because="All residuals are divided by one error, the root mean square. Each galaxy has an error of its own: a "
    "bright one may be off by five of its errors and still be better than a faint one.",
)
def one_error_for_all(estimate, error, truth):
    right.pulls(estimate, error, truth)
    counts = right._counts(estimate, error)
    common = np.where(counts[:, None], np.sqrt(np.mean(error[counts].astype(float) ** 2, axis=0)), error)
    return right.pulls(estimate, common, truth)


@wrong(
    "pulls",
    because="Residuals are divided by the variance. The pull has no unit: residual over standard deviation.",
)
def divides_by_the_variance(estimate, error, truth):
    return right.pulls(estimate, np.where(error > 0, error, np.nan) ** 2, truth)


@wrong(
    "pulls",
    because="The failures are dropped and not counted. An estimator that gives up on hard galaxies would look better "
    "than one that tries.",
)
def drops_failures_unseen(estimate, error, truth):
    return {**right.pulls(estimate, error, truth), "failures": 0}


@wrong(
    "pulls",
    because="`failures` counts components, not galaxies. Where g1 failed, g2 comes from the same fit.",
)
def counts_components(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    bad = ~(np.isfinite(estimate) & np.isfinite(error) & (error > 0))
    return {**report, "failures": int(bad.sum())}


@wrong(
    "pulls",
    because="A row counts as failed only if all its components failed. One that is not finite is enough: what is left "
    "of such a fit is not to be trusted.",
)
def fails_only_as_a_whole(estimate, error, truth):
    right.pulls(estimate, error, truth)
    good = np.isfinite(estimate) & np.isfinite(error) & (error > 0)
    some = np.any(good, axis=1)
    if np.array_equal(some, np.all(good, axis=1)):
        return right.pulls(estimate, error, truth)
    return report_of(estimate, error, truth, some)


@wrong(
    "pulls",
    because="Only NaN counts as a failure. An error of 0, a negative or an infinite one is no error either: its pull "
    "is infinite, has the wrong sign, or is 0.",
)
def only_nan_fails(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    good = ~np.any(np.isnan(estimate) | np.isnan(error), axis=1)
    if np.array_equal(good, right._counts(estimate, error)):
        return report
    return report_of(estimate, error, truth, good)


@wrong(
    "pulls",
    because="The median absolute deviation lacks the factor 1.4826. For Gaussian pulls it is 0.6745 of the standard "
    "deviation, and here the two are to be compared.",
)
def bare_median_deviation(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "robust_sd": report["robust_sd"] / 1.4826}


@wrong(
    "pulls",
    because="The deviations are taken from 0 and not from the median, so that a bias counts as scatter in robust_sd.",
)
def deviation_from_zero(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "robust_sd": 1.4826 * np.median(np.abs(report["pull"]), axis=0)}


@wrong(
    "pulls",
    because="`outliers` and `largest` look upwards only. An estimate that is far too small is as wild as one that is "
    "far too large.",
)
def one_sided_outliers(estimate, error, truth):
    report = right.pulls(estimate, error, truth)
    return {**report, "outliers": np.sum(report["pull"] > 5, axis=0), "largest": report["pull"].max(axis=0)}


@lenient(
    "pulls",
    because="An error or a truth of another shape is stretched by broadcasting: one row would serve all galaxies, or "
    "one component both.",
)
def broadcasts(estimate, error, truth):
    return right.pulls(estimate, np.broadcast_to(error, estimate.shape), np.broadcast_to(truth, estimate.shape))
