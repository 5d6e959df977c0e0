"""Wrong turns of day12/psf_leakage."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import psf_leakage as right

KEYS = ("alpha", "beta", "c", "alpha_error", "beta_error", "c_error", "correlation")


def fit(columns, values, weight=None, freedom=None):
    """Return the fit and its covariance; `columns` and `values` are those of all rows."""
    columns, values = np.asarray(columns, float), np.asarray(values, float)
    weight = np.ones(len(values)) if weight is None else np.asarray(weight, float)
    inverse = np.linalg.pinv(columns.T @ (columns * weight[:, None]))
    found = inverse @ columns.T @ (weight * values)
    scatter = weight @ (values - columns @ found) ** 2
    return found, inverse * scatter / (freedom or len(values) - columns.shape[1])


def rows(psf, residual):
    first = np.tile([1.0, 0.0], len(psf))
    return np.stack([psf.ravel(), residual.ravel(), first, 1 - first], axis=1)


def each(weight):
    return None if weight is None else np.repeat(weight, 2)


def report(found, covariance):
    error = np.sqrt(np.diag(covariance))
    correlation = covariance[0, 1] / (error[0] * error[1])
    values = found[0], found[1], found[2:], error[0], error[1], error[2:], correlation
    return dict(zip(KEYS, values, strict=True))


@wrong(
    "psf_leakage",
    because="There is no c in the fit. The line is forced through 0, and a mean shear that has nothing to do with the "
    "PSF is laid upon alpha and beta.",
)
def no_intercept(shear, psf, residual, weight=None):
    right.psf_leakage(shear, psf, residual, weight)
    found, covariance = fit(rows(psf, residual)[:, :2], shear.ravel(), each(weight))
    found, covariance = np.append(found, [0.0, 0.0]), np.pad(covariance, ((0, 2), (0, 2)))
    return report(found, covariance)


@wrong(
    "psf_leakage",
    because="alpha and beta are fitted one at a time. psf and residual go along with each other, so alone each takes "
    "the other's part as well: fit them together.",
)
def one_at_a_time(shear, psf, residual, weight=None):
    right.psf_leakage(shear, psf, residual, weight)
    both = right.psf_leakage(shear, psf, residual, weight)
    columns = rows(psf, residual)
    for key, index in (("alpha", 0), ("beta", 1)):
        found, covariance = fit(columns[:, [index, 2, 3]], shear.ravel(), each(weight))
        both |= {key: found[0], f"{key}_error": np.sqrt(covariance[0, 0])}
    return both


@wrong(
    "psf_leakage",
    because="Both components have the same c. g1 and g2 are biased differently by a detector, so each has a constant "
    "of its own.",
)
def one_c_for_both(shear, psf, residual, weight=None):
    right.psf_leakage(shear, psf, residual, weight)
    columns = rows(psf, residual)
    columns[:, 2] = 1.0
    found, covariance = fit(columns[:, :3], shear.ravel(), each(weight))
    order = [0, 1, 2, 2]
    return report(found[order], covariance[np.ix_(order, order)])


@wrong(
    "psf_leakage",
    because="The weights are left out. A galaxy of weight 3 counts as much as three of weight 1.",
)
def without_weights(shear, psf, residual, weight=None):
    return right.psf_leakage(shear, psf, residual)


@wrong(
    "psf_leakage",
    because="The weights are squared on the way. Rows and values are to be multiplied with the root of the weight, "
    "since least squares squares them again.",
)
def weights_squared(shear, psf, residual, weight=None):
    return right.psf_leakage(shear, psf, residual, None if weight is None else np.square(weight))


@wrong(
    "psf_leakage",
    because="The weights are taken for inverse variances, so the errors change when all weights are doubled. Only "
    "their ratios are known: the scatter about the fit sets the scale.",
)
def errors_from_the_weights(shear, psf, residual, weight=None):
    found = right.psf_leakage(shear, psf, residual, weight)
    if weight is None:
        return found
    w = np.asarray(each(weight), float)
    columns = rows(psf, residual)
    error = np.sqrt(np.diag(np.linalg.inv(columns.T @ (columns * w[:, None]))))
    return {**found, "alpha_error": error[0], "beta_error": error[1], "c_error": error[2:]}


@wrong(
    "psf_leakage",
    because="The scatter is divided by the number of values, 2N, or by N less something. There are 2N values and four "
    "of them went into the fit: 2N - 4 remain.",
)
def divides_by_all_values(shear, psf, residual, weight=None):
    return scaled_errors(shear, psf, residual, weight, 2 * len(shear))


@wrong(
    "psf_leakage",
    because="The scatter is divided by the number of values, 2N, or by N less something. There are 2N values and four "
    "of them went into the fit: 2N - 4 remain.",
)
def divides_by_galaxies_less_two(shear, psf, residual, weight=None):
    return scaled_errors(shear, psf, residual, weight, len(shear) - 2)


def scaled_errors(shear, psf, residual, weight, freedom):
    found = right.psf_leakage(shear, psf, residual, weight)
    factor = np.sqrt((2 * len(shear) - 4) / freedom)
    return {key: value * factor if key.endswith("_error") else value for key, value in found.items()}


@wrong(
    "psf_leakage",
    because="The errors are those with the other unknowns fixed, one over the root of the diagonal of A^T A. Invert "
    "the matrix first: what is fitted along with alpha makes alpha less certain.",
)
def others_fixed(shear, psf, residual, weight=None):
    found = right.psf_leakage(shear, psf, residual, weight)
    _, covariance = fit(rows(psf, residual), shear.ravel(), each(weight))
    error = 1 / np.sqrt(np.diag(np.linalg.inv(covariance)))
    return {**found, "alpha_error": error[0], "beta_error": error[1], "c_error": error[2:]}


@wrong(
    "psf_leakage",
    because="This is the correlation of the columns psf and residual. Where the two go along with each other the "
    "errors of alpha and beta go against each other: take the correlation from the covariance of the fit.",
)
def correlation_of_the_columns(shear, psf, residual, weight=None):
    found = right.psf_leakage(shear, psf, residual, weight)
    return {**found, "correlation": -found["correlation"]}


@lenient(
    "psf_leakage",
    because="If the PSF is the same for all galaxies its column is a sum of the two constants. A pseudo-inverse then "
    "answers with numbers that mean nothing: refuse, naming `psf`.",
)
def takes_one_psf_for_all(shear, psf, residual, weight=None):
    level = np.ptp(psf, axis=0).max() == 0
    ask = (shear, psf, residual, weight)
    return report(*fit(rows(psf, residual), shear.ravel(), each(weight))) if level else right.psf_leakage(*ask)


@lenient(
    "psf_leakage",
    because="This residual adds nothing to psf and the constants, so only a sum of alpha and a multiple of beta can "
    "be known. Refuse, naming `residual`.",
)
def takes_any_residual(shear, psf, residual, weight=None):
    if np.ptp(psf, axis=0).max() == 0:
        return right.psf_leakage(shear, psf, residual, weight)
    found, covariance = fit(rows(psf, residual), shear.ravel(), each(weight))
    rank = np.linalg.matrix_rank(rows(psf, residual), tol=1e-9)
    return right.psf_leakage(shear, psf, residual, weight) if rank == 4 else report(found, covariance + np.eye(4))


@wrong(
    "leaked_correlation",
    because="The mixed term stands once. Either galaxy of a pair can bring the psf and the other the residual, so it "
    "counts twice.",
)
def mixed_term_once(alpha, beta, pp, pq, qq):
    return right.leaked_correlation(alpha, beta, pp, pq, qq) - alpha * beta * pq


@wrong(
    "leaked_correlation",
    because="alpha and beta are not squared. A correlation is of two shears, and each of them leaks.",
)
def not_squared(alpha, beta, pp, pq, qq):
    return alpha * pp + 2 * alpha * beta * pq + beta * qq


@wrong(
    "leaked_correlation",
    because="The mixed term is left out. psf and residual go along with each other, so their correlation counts too.",
)
def without_the_mixed_term(alpha, beta, pp, pq, qq):
    return alpha**2 * pp + beta**2 * qq
