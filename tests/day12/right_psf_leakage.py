"""Other right ways to write day12/psf_leakage."""

import numpy as np

from grader.mutants import right


@right("psf_leakage")
def by_complex_numbers(shear, psf, residual, weight=None):
    """Take the weighted means off first (Frisch and Waugh), then fit two real numbers to complex ones."""
    weight = np.ones(len(shear)) if weight is None else np.asarray(weight, float)
    g, p, q = (np.asarray(values, float) @ [1, 1j] for values in (shear, psf, residual))
    means = [weight @ values / weight.sum() for values in (g, p, q)]
    g, p, q = (values - mean for values, mean in zip((g, p, q), means, strict=True))
    inner = [[(weight * a.conj() * b).sum().real for b in (p, q, g)] for a in (p, q)]
    normal, side = np.array(inner)[:, :2], np.array(inner)[:, 2]
    inverse = np.linalg.inv(normal)
    alpha, beta = inverse @ side
    scatter = (weight * abs(g - alpha * p - beta * q) ** 2).sum() / (2 * len(g) - 4)
    c = means[0] - alpha * means[1] - beta * means[2]
    lever = np.array([[means[1].real, means[2].real], [means[1].imag, means[2].imag]])
    c_variance = scatter * (1 / weight.sum() + np.einsum("ki,ij,kj->k", lever, inverse, lever))
    return {
        "correlation": inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1]),
        "alpha": alpha,
        "beta": beta,
        "c": np.array([c.real, c.imag]),
        "alpha_error": np.sqrt(scatter * inverse[0, 0]),
        "beta_error": np.sqrt(scatter * inverse[1, 1]),
        "c_error": np.sqrt(c_variance),
    }


@right("psf_leakage")
def by_lstsq(shear, psf, residual, weight=None):
    """All galaxies' g1 first, then all their g2."""
    count = len(shear)
    one, nil = np.ones(count), np.zeros(count)
    design = np.vstack([np.c_[psf[:, 0], residual[:, 0], one, nil], np.c_[psf[:, 1], residual[:, 1], nil, one]])
    root = np.tile(one if weight is None else np.sqrt(weight), 2)
    values = np.concatenate([shear[:, 0], shear[:, 1]]) * root
    found, *_ = np.linalg.lstsq(design * root[:, None], values, rcond=None)
    rest = values - design * root[:, None] @ found
    covariance = np.linalg.pinv(design * root[:, None]) @ np.linalg.pinv(design * root[:, None]).T
    error = np.sqrt(np.diag(covariance) * (rest @ rest) / (2 * count - 4))
    correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    report = {"alpha": found[0], "beta": found[1], "c": found[2:], "correlation": float(correlation)}
    return report | {"alpha_error": float(error[0]), "beta_error": float(error[1]), "c_error": error[2:]}


@right("leaked_correlation")
def as_a_product(alpha, beta, pp, pq, qq):
    return alpha * (alpha * pp + beta * pq) + beta * (alpha * pq + beta * qq)
