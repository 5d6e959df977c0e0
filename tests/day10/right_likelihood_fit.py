"""Other right ways to write day10/likelihood_fit."""

import numpy as np
from scipy.optimize import least_squares
from scipy.special import erf

from grader.mutants import right
from solutions.day10 import likelihood_fit as reference


@right("fit_gaussian")
def in_float32(image, noise_sd, psf_sigma, scale):
    fit = reference.fit_gaussian(image, noise_sd, psf_sigma, scale)
    as_float32 = {name: fit[name].astype(np.float32) for name in ("g", "cov", "params")}
    return {**as_float32, "chi2": np.float32(fit["chi2"]), "ok": np.bool_(fit["ok"])}


@right("fit_gaussian")
def error_functions_and_scipy(image, noise_sd, psf_sigma, scale):
    """Integrate over x by error functions and over y by Gauss-Legendre; differences for slopes; from the first fit."""
    first = reference.fit_gaussian(image, noise_sd, psf_sigma, scale)
    if not first["ok"]:
        return first
    height, width = image.shape
    nodes, weights = np.polynomial.legendre.leggauss(4)
    y = (np.arange(height)[:, None] - (height - 1) / 2 + nodes / 2).ravel()[:, None]
    edges = np.arange(width + 1) - width / 2

    def model(theta):
        g1, g2, sigma, flux, x0, y0 = theta
        shear = np.array([[1 + g1, g2], [g2, 1 - g1]]) / np.sqrt(1 - g1**2 - g2**2)
        (xx, xy), (_, yy) = (sigma / scale) ** 2 * shear @ shear + (psf_sigma / scale) ** 2 * np.eye(2)
        dy = y - y0 / scale
        middle, spread = x0 / scale + xy / yy * dy, np.sqrt(xx - xy**2 / yy)  # of x, given y
        steps = np.diff(erf((edges - middle) / (np.sqrt(2) * spread)), axis=1) / 2
        rows = np.exp(-(dy**2) / (2 * yy)) / np.sqrt(2 * np.pi * yy) * steps
        return flux * np.einsum("hnw,n->hw", rows.reshape(height, -1, width), weights / 2)

    def residual(scaled):  # about 1 and not about 0, since SciPy takes its steps in proportion
        return ((model((scaled - 1) * unit) - image) / noise_sd).ravel()

    unit = np.array([1, 1, 1, first["params"][3], 1, 1])
    start = first["params"] / unit + 1
    fit = least_squares(residual, start, jac="3-point", diff_step=1e-5, method="lm", xtol=1e-9)
    return {
        "g": fit.x[:2] - 1,
        "cov": np.linalg.inv(fit.jac.T @ fit.jac)[:2, :2],
        "params": (fit.x - 1) * unit,
        "chi2": float(2 * fit.cost),
        "ok": True,
    }


@right("fit_gaussian")
def step_by_step_in_shear(image, noise_sd, psf_sigma, scale):
    """Gauss-Newton in (g1, g2, sigma, flux, x0, y0) itself, with numerical slopes, from a shear that is a bit off."""
    first = reference.fit_gaussian(image, noise_sd, psf_sigma, scale)
    if not first["ok"]:
        return first
    height, width = image.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height)[:, None] - (height - 1) / 2
    rest = (psf_sigma / scale) ** 2 + 1 / 12

    def model(theta):
        g1, g2, sigma, flux, x0, y0 = theta
        stretch, size = (sigma / scale) ** 2 / (1 - g1**2 - g2**2), 1 + g1**2 + g2**2
        xx, yy = stretch * (size + 2 * g1) + rest, stretch * (size - 2 * g1) + rest
        return reference._model((flux, x0 / scale, y0 / scale, xx, yy, stretch * 2 * g2), x, y)[0].ravel() / noise_sd

    theta, steps = first["params"].copy(), np.diag([1e-5, 1e-5, 1e-5, 1e-5 * first["params"][3], 1e-5, 1e-5])
    theta[:2] *= 0.99
    for _ in range(4):
        J = np.array([(model(theta + step) - model(theta - step)) / (2 * step.max()) for step in steps])
        theta = theta + np.linalg.solve(J @ J.T, J @ (image.ravel() / noise_sd - model(theta)))
    chi2 = np.sum((image.ravel() / noise_sd - model(theta)) ** 2)
    return {"g": theta[:2], "cov": np.linalg.inv(J @ J.T)[:2, :2], "params": theta, "chi2": chi2, "ok": True}
