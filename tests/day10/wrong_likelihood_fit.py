"""Wrong turns of day10/likelihood_fit."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day10 import likelihood_fit as right


def _fit(image, noise_sd, scale, rest, block=None):
    """Fit as the solution does, with `rest` pixels^2 of covariance for PSF and pixel, and take cov from `block`."""
    failed = right.fit_gaussian(np.zeros((3, 3)), noise_sd, 0.0, scale)
    image = np.asarray(image, float)
    if not np.all(np.isfinite(image)):
        return failed
    height, width = image.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height)[:, None] - (height - 1) / 2
    data = image / noise_sd
    found = right._levenberg_marquardt(data, x, y)
    if found is None:
        return failed
    (flux, x0, y0, xx, yy, xy), fisher, chi2 = found
    xx, yy = xx - rest, yy - rest
    if np.sum(data**2) - chi2 < 49 or flux <= 0 or xx <= 0 or xx * yy <= xy**2:
        return failed
    g, slope = right._shear(xx, yy, xy)
    inverse = np.linalg.inv(fisher)[3:, 3:] if block is None else np.linalg.inv(fisher[block:, block:])
    params = np.array([*g, scale * (xx * yy - xy**2) ** 0.25, flux * noise_sd, x0 * scale, y0 * scale])
    return {"g": g, "cov": slope @ inverse @ slope.T, "params": params, "chi2": chi2, "ok": True}


@wrong(
    "fit_gaussian",
    because="The pixel is forgotten. A pixel adds up the light on its square, and so widens the galaxy by 1/12 of a "
    "pixel squared in x and in y; this width is taken for the galaxy's own, and the galaxy seems rounder than it is.",
)
def forgets_the_pixel(image, noise_sd, psf_sigma, scale):
    right.fit_gaussian(np.zeros((3, 3)), noise_sd, psf_sigma, scale)
    return _fit(image, noise_sd, scale, (psf_sigma / scale) ** 2)


@wrong(
    "fit_gaussian",
    because="The pixel's 1/12 is mixed with lengths in another unit. A pixel of side a adds a^2 / 12, which is 1/12 in "
    "pixels^2 and scale^2 / 12 in arcsec^2: C, the PSF and the pixel must be in one unit.",
)
def pixel_in_arcsec(image, noise_sd, psf_sigma, scale):
    right.fit_gaussian(np.zeros((3, 3)), noise_sd, psf_sigma, scale)
    return _fit(image, noise_sd, scale, (psf_sigma / scale) ** 2 + scale**2 / 12)


@wrong(
    "fit_gaussian",
    because="This is the shear of what the telescope saw, blurred by the PSF. The PSF's covariance has to come off "
    "before there is a shape to speak of.",
)
def leaves_the_psf_in(image, noise_sd, psf_sigma, scale):
    right.fit_gaussian(np.zeros((3, 3)), noise_sd, psf_sigma, scale)
    return _fit(image, noise_sd, scale, 1 / 12)


@wrong(
    "fit_gaussian",
    because="The block of the covariance is cut out of the Fisher matrix and then inverted. That is the error of "
    "somebody who has been told flux and centre; invert the whole matrix first, and cut out the block after.",
)
def flux_and_centre_known(image, noise_sd, psf_sigma, scale):
    right.fit_gaussian(np.zeros((3, 3)), noise_sd, psf_sigma, scale)
    return _fit(image, noise_sd, scale, (psf_sigma / scale) ** 2 + 1 / 12, block=3)


@wrong(
    "fit_gaussian",
    because="sigma is taken from the trace of the sheared covariance, as sqrt(T / 2). Shear keeps the area and not the "
    "trace: T is 2 sigma^2 (1 + |g|^2) / (1 - |g|^2), so this sigma is too large wherever there is shear.",
)
def sigma_from_the_trace(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    g2 = fit["g"] @ fit["g"]
    params = fit["params"].copy()
    params[2] *= np.sqrt((1 + g2) / (1 - g2))
    return {**fit, "params": params}


@wrong(
    "fit_gaussian",
    because="This is the distortion e, the difference of the axes' squares over their sum. The reduced shear g has "
    "2 sqrt(det) more in the denominator; e is nearly 2 g for a galaxy that is nearly round.",
)
def distortion_for_shear(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    g = fit["g"]
    e = 2 * g / (1 + g @ g)
    slope = 2 / (1 + g @ g) * np.eye(2) - 4 * np.outer(g, g) / (1 + g @ g) ** 2
    return {**fit, "g": e, "cov": slope @ fit["cov"] @ slope.T, "params": np.array([*e, *fit["params"][2:]])}


@wrong(
    "fit_gaussian",
    because="The covariance is multiplied by chi2 over the number of pixels. noise_sd is known and stands in the "
    "Fisher matrix already, so a model that does not fit, or a wrong noise_sd, is for chi2 to tell; here it "
    "counts twice.",
)
def scales_by_chi2(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    return {**fit, "cov": fit["cov"] * fit["chi2"] / (image.size - 6)}


@wrong(
    "fit_gaussian",
    because="chi2 is divided by the degrees of freedom, pixels less parameters. Here the sum itself is asked for.",
)
def chi2_per_degree_of_freedom(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    return {**fit, "chi2": fit["chi2"] / (image.size - 6)}


@wrong(
    "fit_gaussian",
    because="The block of g is cut out of the Fisher matrix and then inverted. That is the error of somebody who has "
    "been told flux, size and centre; invert the whole matrix first, and cut out the block after.",
)
def others_taken_as_known(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    if not fit["ok"]:
        return fit
    sigma, flux, x0, y0 = fit["params"][2:]
    height, width = image.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height)[:, None] - (height - 1) / 2

    def model(shear):
        stretch = (sigma / scale) ** 2 / (1 - shear @ shear)
        size = 1 + shear @ shear
        rest = (psf_sigma / scale) ** 2 + 1 / 12
        xx, yy = stretch * (size + 2 * shear[0]) + rest, stretch * (size - 2 * shear[0]) + rest
        return right._model((flux, x0 / scale, y0 / scale, xx, yy, stretch * 2 * shear[1]), x, y)[0].ravel()

    steps = 1e-5 * np.eye(2)
    J = np.array([(model(fit["g"] + step) - model(fit["g"] - step)) / 2e-5 for step in steps]) / noise_sd
    return {**fit, "cov": np.linalg.inv(J @ J.T)}


@wrong(
    "fit_gaussian",
    because="The centre is in pixels. All lengths that come out are in arcsec, like sigma: multiply by scale.",
)
def centre_in_pixels(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    return {**fit, "params": fit["params"] / [1, 1, 1, 1, scale, scale]}


@wrong(
    "fit_gaussian",
    because="x and y are exchanged. x counts columns and y counts rows, so the first index of the image is y; with the "
    "axes exchanged g1 changes its sign.",
)
def rows_for_x(image, noise_sd, psf_sigma, scale):
    return right.fit_gaussian(np.swapaxes(image, 0, 1), noise_sd, psf_sigma, scale)


@wrong(
    "fit_gaussian",
    because="y counts downwards here from the top, as a picture is shown. The first row is the lowest y, so g2 and y0 "
    "have the wrong sign.",
)
def y_downwards(image, noise_sd, psf_sigma, scale):
    return right.fit_gaussian(image[::-1], noise_sd, psf_sigma, scale)


@wrong(
    "fit_gaussian",
    because="The galaxy is taken to be in the middle of the stamp: its centre is held at (0, 0). A galaxy off the "
    "middle then seems stretched in the direction in which it is displaced.",
)
def centre_held_fixed(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    if not fit["ok"]:
        return fit
    height, width = image.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height)[:, None] - (height - 1) / 2
    rest = (psf_sigma / scale) ** 2 + 1 / 12
    g1, g2, sigma, flux = fit["params"][:4]
    stretch, size = (sigma / scale) ** 2 / (1 - g1**2 - g2**2), 1 + g1**2 + g2**2
    theta = np.array([flux, stretch * (size + 2 * g1) + rest, stretch * (size - 2 * g1) + rest, stretch * 2 * g2])
    for _ in range(12):
        model, J = right._model((theta[0], 0.0, 0.0, *theta[1:]), x, y)
        J = J[[0, 3, 4, 5]]
        theta = theta + np.clip(np.linalg.solve(J @ J.T, J @ (image - model).ravel()), -0.3, 0.3)
    xx, yy, xy = theta[1] - rest, theta[2] - rest, theta[3]
    if min(xx, yy) <= 0 or xx * yy <= xy**2:
        return {**fit, "ok": False}
    g, slope = right._shear(xx, yy, xy)
    sigma = scale * (xx * yy - xy**2) ** 0.25
    cov = slope @ np.linalg.inv(J @ J.T / noise_sd**2)[1:, 1:] @ slope.T
    chi2 = np.sum((image - model) ** 2) / noise_sd**2
    return {**fit, "g": g, "cov": cov, "params": np.array([*g, sigma, theta[0], 0.0, 0.0]), "chi2": chi2}


@wrong(
    "fit_gaussian",
    because="ok is False because the model does not describe the stamp. ok says that the fit ended and found a galaxy; "
    "how well the model describes it stands in chi2, and whoever reads the fit shall judge.",
)
def ok_judges_the_model(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    return {**fit, "ok": bool(fit["ok"] and fit["chi2"] < 1.5 * image.size)}


@wrong(
    "fit_gaussian",
    because="The fit says ok whatever came of it. On a stamp without a galaxy there is nothing to measure, and a "
    "number that looks like a shear is worse than none.",
)
def never_says_that_it_failed(image, noise_sd, psf_sigma, scale):
    fit = right.fit_gaussian(image, noise_sd, psf_sigma, scale)
    return {**fit, "ok": True}


@lenient(
    "fit_gaussian",
    because="A negative noise_sd goes through, because only its square is used. It is a mistake of the caller, and has "
    "to be refused; so has 0, by which nothing can be divided.",
)
def any_noise(image, noise_sd, psf_sigma, scale):
    return right.fit_gaussian(image, abs(noise_sd) or 1e-12, psf_sigma, scale)
