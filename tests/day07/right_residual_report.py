"""Other right ways to write day07/residual_report."""

import numpy as np
from scipy import stats

from grader.mutants import right
from solutions.day07 import residual_report as reference


@right("residual_report")
def by_scipy(truth, estimate):
    residual = (estimate - truth).astype(float)
    lines = [stats.linregress(x, y) for x, y in zip(np.transpose(truth), residual.T, strict=True)]
    level = np.ptp(residual, axis=0) == 0
    middle = np.median(residual, axis=0)
    return {
        "outliers": np.array(
            [int(sum(abs(r - m) > 5 * 1.4826 * d)) for r, m, d in zip(residual.T, middle, mads(residual), strict=True)]
        ),
        "median_absolute": np.median(abs(residual), axis=0),
        "rmse": np.sqrt((residual**2).mean(axis=0)),
        "bias": residual.mean(axis=0),
        "bias_error": stats.sem(residual, axis=0),
        "m": np.array([line.slope for line in lines]),
        "m_error": np.where(level, 0.0, [line.stderr for line in lines]),
        "c": np.array([line.intercept for line in lines]),
        "c_error": np.where(level, 0.0, [line.intercept_stderr for line in lines]),
    }


def mads(residual):
    return stats.median_abs_deviation(residual, axis=0)


@right("residual_report")
def by_the_normal_equations(truth, estimate):
    """Slope and offset from a design matrix, their errors from its inverse; m from the estimate's slope less 1."""
    report = reference.residual_report(truth, estimate)
    report = {key: np.array(value) for key, value in report.items()}
    for k in range(np.shape(truth)[1]):
        design = np.stack([truth[:, k], np.ones(len(truth))], axis=1)
        (slope, offset), *_ = np.linalg.lstsq(design, np.asarray(estimate[:, k], float), rcond=None)
        rest = estimate[:, k] - slope * truth[:, k] - offset
        covariance = np.linalg.inv(design.T @ design) * (rest @ rest) / (len(truth) - 2)
        report["m"][k], report["c"][k] = slope - 1, offset
        report["m_error"][k], report["c_error"][k] = np.sqrt(np.diag(covariance))
    return report


@right("residual_report")
def by_polyfit(truth, estimate):
    report = reference.residual_report(truth, estimate)
    residual = np.asarray(estimate - truth, float)
    m, c = np.transpose([np.polyfit(x, y, 1) for x, y in zip(np.transpose(truth), residual.T, strict=True)])
    rmse = np.hypot(residual.mean(axis=0), residual.std(axis=0))
    return {**report, "m": m, "c": c, "rmse": rmse, "outliers": report["outliers"].astype(np.int32)}
