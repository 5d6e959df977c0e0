"""Wrong turns of day07/residual_report."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day07 import residual_report as right


def changed(truth, estimate, **parts):
    """Return the right report with some of its entries replaced."""
    return {**right.residual_report(truth, estimate), **parts}


@wrong(
    "residual_report",
    because="This is 1 + m, the slope of the estimate against the truth. m is what is wrong with it: the slope of the "
    "residual, 0 for a perfect measurement.",
)
def returns_one_plus_m(truth, estimate):
    report = right.residual_report(truth, estimate)
    return {**report, "m": report["m"] + 1}


@wrong(
    "residual_report",
    because="The line is forced through the origin, so the slope takes up part of the offset wherever the "
    "truth's mean is not 0. Fit slope and offset together.",
)
def through_the_origin(truth, estimate):
    report = right.residual_report(truth, estimate)
    return {**report, "m": np.sum(truth * (estimate - truth), axis=0) / np.sum(truth**2, axis=0)}


@wrong(
    "residual_report",
    because="The residual is fitted against the estimate. The estimate contains the noise, which then stands on both "
    "sides and makes a slope of its own; the truth is what is known.",
)
def against_the_estimate(truth, estimate):
    slope, offset, slope_error, offset_error = right._line(estimate, estimate - truth)
    return changed(truth, estimate, m=slope, c=offset, m_error=slope_error, c_error=offset_error)


@wrong(
    "residual_report",
    because="The signs are turned: a residual is the estimate minus the truth, so that an estimate which is too "
    "large has a positive bias.",
)
def truth_minus_estimate(truth, estimate):
    report = right.residual_report(truth, estimate)
    return {**report, **{key: -report[key] for key in ("bias", "m", "c")}}


SCATTER = (
    "The scatter about the line is divided by N, or by N - 1 as for a mean. Slope and offset were both fitted to the "
    "same points, so N - 2 remain; with few galaxies the error comes out too small."
)


def with_errors_over(freedom, truth, estimate):
    report, shrink = right.residual_report(truth, estimate), np.sqrt((len(truth) - 2) / freedom)
    return {**report, "m_error": report["m_error"] * shrink, "c_error": report["c_error"] * shrink}


@wrong("residual_report", because=SCATTER)
def divides_by_the_count(truth, estimate):
    return with_errors_over(len(truth), truth, estimate)


@wrong("residual_report", because=SCATTER)
def divides_by_one_less(truth, estimate):
    return with_errors_over(len(truth) - 1, truth, estimate)


BIAS = (
    "This c is the mean residual, the bias. c is the residual at zero shear, where the line crosses the axis; the two "
    "differ by m times the mean of the truth."
)


@wrong("residual_report", because=BIAS)
def offset_is_the_bias(truth, estimate):
    report, residual = right.residual_report(truth, estimate), np.subtract(estimate, truth)
    mean, spread = np.mean(truth, axis=0), np.sum((truth - np.mean(truth, axis=0)) ** 2, axis=0)
    scatter = np.sum((residual - report["m"] * truth - report["bias"]) ** 2, axis=0) / (len(truth) - 2)
    m_error, c_error = np.sqrt(scatter / spread), np.sqrt(scatter * (1 / len(truth) + mean**2 / spread))
    return {**report, "c": report["bias"], "m_error": m_error, "c_error": c_error}


@wrong("residual_report", because=BIAS)
def offset_is_the_bias_alone(truth, estimate):
    report = right.residual_report(truth, estimate)
    return {**report, "c": report["bias"]}


@wrong(
    "residual_report",
    because="The error of c leaves out that of the slope. c is read off where the truth is 0; the further that is "
    "from the truth's mean, the more the uncertain slope moves it.",
)
def offset_error_without_the_slope(truth, estimate):
    report = right.residual_report(truth, estimate)
    spread = np.sum((truth - truth.mean(axis=0)) ** 2, axis=0)
    return {**report, "c_error": report["m_error"] * np.sqrt(spread / len(truth))}


@wrong(
    "residual_report",
    because="This is the standard deviation, which takes the bias off. The root mean square keeps it: a "
    "measurement that is wrong by the same amount everywhere is still wrong.",
)
def rmse_without_the_bias(truth, estimate):
    report = right.residual_report(truth, estimate)
    return {**report, "rmse": (estimate - truth).std(axis=0)}


@wrong(
    "residual_report",
    because="The components are thrown together, so every one is given the same numbers. g1 and g2 can be biased "
    "differently: work along the first axis.",
)
def mixes_the_components(truth, estimate):
    report = right.residual_report(truth, estimate)
    together = right.residual_report(np.reshape(truth, (-1, 1)), np.reshape(estimate, (-1, 1)))
    return {key: np.repeat(together[key], len(report[key])) for key in report}


@wrong(
    "residual_report",
    because="This is the median distance from the median residual. median_absolute is the median of |residual|, "
    "measured from the truth: a bias counts.",
)
def median_about_the_median(truth, estimate):
    report, residual = right.residual_report(truth, estimate), estimate - truth
    return {**report, "median_absolute": np.median(np.abs(residual - np.median(residual, axis=0)), axis=0)}


def count_beyond(truth, estimate, centre, sd):
    residual = np.subtract(estimate, truth)
    return changed(truth, estimate, outliers=np.sum(np.abs(residual - centre(residual)) > 5 * sd(residual), axis=0))


def median(residual):
    return np.median(residual, axis=0)


def mad(residual):
    return np.median(np.abs(residual - median(residual)), axis=0)


@wrong(
    "residual_report",
    because="Outliers are counted beyond 5 MAD. Half of all normal residuals lie within one MAD, which is 0.6745 "
    "standard deviations: without the factor 1.4826 the limit stands at 3.4 standard deviations.",
)
def outliers_without_the_factor(truth, estimate):
    return count_beyond(truth, estimate, median, mad)


@wrong(
    "residual_report",
    because="The limit is 5 ordinary standard deviations, and the outliers themselves make that large: they hide "
    "each other. Use 1.4826 MAD.",
)
def outliers_by_standard_deviation(truth, estimate):
    return count_beyond(truth, estimate, lambda r: r.mean(axis=0), lambda r: r.std(axis=0, ddof=1))


FROM_ZERO = (
    "A distance is taken from 0, of the residuals or in the MAD. A bias moves all residuals away from 0: measure both "
    "from the median residual."
)


@wrong("residual_report", because=FROM_ZERO)
def outliers_seen_from_zero(truth, estimate):
    return count_beyond(truth, estimate, lambda r: 0.0, lambda r: 1.4826 * mad(r))


@wrong("residual_report", because=FROM_ZERO)
def outliers_with_mad_about_zero(truth, estimate):
    return count_beyond(truth, estimate, median, lambda r: 1.4826 * np.median(np.abs(r), axis=0))


@lenient(
    "residual_report",
    because="Galaxies that could not be measured are dropped, and the report describes the easy ones. Refuse, naming "
    "`estimate` or `truth`: the failures must be dealt with before.",
)
def drops_what_failed(truth, estimate):
    if estimate.shape != truth.shape:
        return right.residual_report(truth, estimate)
    kept = np.all(np.isfinite(estimate) & np.isfinite(truth), axis=1)
    return right.residual_report(truth[kept], estimate[kept])


@lenient(
    "residual_report",
    because="An estimate of one galaxy, or of one component, is held against all: NumPy broadcasts it without a word. "
    "Compare the shapes first.",
)
def broadcasts(truth, estimate):
    return right.residual_report(truth, np.array(np.broadcast_to(estimate, truth.shape)))
