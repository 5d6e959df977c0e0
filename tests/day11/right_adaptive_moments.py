"""Other right ways to write day11/adaptive_moments."""

import galsim
import numpy as np
from scipy import linalg, optimize

from grader.mutants import right
from solutions.day11 import adaptive_moments as reference


@right("adaptive_moments")
def by_galsim(image, sigma=3.0):
    exact = galsim.hsm.HSMParams(convergence_threshold=1e-13, max_mom2_iter=3000)
    found = galsim.hsm.FindAdaptiveMom(galsim.Image(np.array(image, float)), guess_sig=sigma, hsmparams=exact)
    e1, e2 = found.observed_shape.e1, found.observed_shape.e2
    half = found.moments_sigma**2 / (1 - e1**2 - e2**2) ** 0.5
    middle = (np.array(image.shape[::-1]) + 1) / 2
    centre = np.array([found.moments_centroid.x, found.moments_centroid.y]) - middle
    return centre, half * np.array([[1 + e1, e2], [e2, 1 - e1]])


@right("adaptive_moments")
def by_deweighting(image, sigma=3.0):
    """Take the weight's inverse covariance off that of what is seen, half-way, so that no noise upsets it."""
    image = np.asarray(image, float)
    y, x = (k - (n - 1) / 2 for k, n in zip(np.indices(image.shape), image.shape, strict=True))
    x0, y0, inverse = 0.0, 0.0, np.eye(2) / sigma**2
    for _ in range(400):
        dx, dy = x - x0, y - y0
        light = image * np.exp(-0.5 * (inverse[0, 0] * dx**2 + 2 * inverse[0, 1] * dx * dy + inverse[1, 1] * dy**2))
        flux = light.sum()
        mx, my = (light * dx).sum() / flux, (light * dy).sum() / flux
        xy = (light * (dx - mx) * (dy - my)).sum() / flux
        xx, yy = (light * (dx - mx) ** 2).sum() / flux, (light * (dy - my) ** 2).sum() / flux
        inverse = (inverse + np.linalg.inv([[xx, xy], [xy, yy]]) - inverse) / 2
        x0, y0 = x0 + mx, y0 + my
    return np.array([x0, y0]), np.linalg.inv(inverse)


@right("adaptive_moments")
def by_a_root_search(image, sigma=3.0):
    image = np.asarray(image, float)
    y, x = (k - (n - 1) / 2 for k, n in zip(np.indices(image.shape), image.shape, strict=True))

    def unsatisfied(p):
        dx, dy, m = x - p[0], y - p[1], np.array([[p[2], p[3]], [p[3], p[4]]])
        i = np.linalg.inv(m)
        light = image * np.exp(-0.5 * (i[0, 0] * dx**2 + 2 * i[0, 1] * dx * dy + i[1, 1] * dy**2))
        light = light / light.sum()
        second = [(light * u * v).sum() for u, v in ((dx, dx), (dx, dy), (dy, dy))]
        return [(light * dx).sum(), (light * dy).sum(), *(np.array(second) - p[2:] / 2)]

    centre, covariance = reference.adaptive_moments(image, sigma)
    start = [*(centre + 0.01), 1.05 * covariance[0, 0], covariance[0, 1], 0.97 * covariance[1, 1]]
    p = optimize.root(unsatisfied, start, tol=1e-13).x
    return p[:2], np.array([[p[2], p[3]], [p[3], p[4]]])


@right("shape")
def by_the_matrix_root(covariance):
    """The root of the covariance is sigma S, and S is a symmetric matrix of the shear."""
    root = linalg.sqrtm(np.asarray(covariance, float)).real
    half = np.trace(root) / 2
    g1, g2 = (root[0, 0] - root[1, 1]) / 2 / half, root[0, 1] / half
    e = 2 / (1 + g1**2 + g2**2)
    sigma = np.linalg.det(root) ** 0.5
    return {"sigma": sigma, "g1": g1, "g2": g2, "e1": e * g1, "e2": e * g2}


@right("shape")
def in_numpy_scalars(covariance):
    return {key: np.float64(value) for key, value in reference.shape(np.asarray(covariance, float)).items()}
