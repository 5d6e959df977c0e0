"""Other right ways to write day12/tangential_shear."""

import numpy as np
from scipy import stats

from grader.mutants import right
from solutions.day12 import tangential_shear as reference


def by_complex_numbers(dx, dy, g1, g2):
    z = dx + 1j * dy
    turned = -(g1 + 1j * g2) * np.conj(z) ** 2 / np.abs(z) ** 2
    return turned.real, turned.imag


@right("tangential_cross")
def complex_shear(dx, dy, g1, g2):
    return by_complex_numbers(dx, dy, g1, g2)


@right("tangential_cross")
def by_coordinates(dx, dy, g1, g2):
    square = dx**2 + dy**2
    cosine, sine = (dx**2 - dy**2) / square, 2 * dx * dy / square
    return [-g1 * cosine - g2 * sine, sine * g1 - cosine * g2]


@right("shear_profile")
def by_binned_statistic(dx, dy, g1, g2, weight, edges):
    """SciPy's last bin has both edges; one more makes it a bin that is thrown away."""
    parts, weight = by_complex_numbers(dx, dy, g1, g2), np.asarray(weight, float)
    edges = np.append(np.asarray(edges, float), edges[-1] + 1.0)

    def summed(values):
        return stats.binned_statistic(np.hypot(dx, dy), values, "sum", bins=edges).statistic[:-1]

    total = summed(weight)
    with np.errstate(all="ignore"):
        return *(summed(weight * part) / total for part in parts), np.sqrt(1 / total)


@right("shear_profile")
def galaxy_by_galaxy(dx, dy, g1, g2, weight, edges):
    sums = np.zeros((3, len(edges) - 1))
    for x, y, a, b, w in zip(dx, dy, g1, g2, weight, strict=True):
        for k in range(len(edges) - 1):
            if edges[k] <= np.sqrt(x**2.0 + y**2.0) < edges[k + 1]:
                sums[:, k] += w * np.array([*by_complex_numbers(x, y, a, b), 1.0])
    empty = sums[2] == 0
    total = np.where(empty, 1.0, sums[2])
    means = np.where(empty, np.nan, sums[:2] / total)
    return means[0], means[1], np.where(empty, np.inf, total**-0.5)


@right("predicted_profile")
def ring_by_ring(edges, kappa):
    shear, mass = np.zeros(len(kappa)), 0.0
    for k, value in enumerate(kappa):
        mass += np.pi * value * (edges[k + 1] ** 2 - edges[k] ** 2)
        shear[k] = (mass / (np.pi * edges[k + 1] ** 2) - value) / (1.0 - value)
    return shear


@right("predicted_profile")
def by_average(edges, kappa):
    area = (edges[1:] - edges[:-1]) * (edges[1:] + edges[:-1])
    mean = np.array([np.average(kappa[: k + 1], weights=area[: k + 1]) for k in range(len(kappa))])
    return 1 - (1 - mean) / (1 - kappa)


@right("shear_profile")
def profile_in_single_precision(dx, dy, g1, g2, weight, edges):
    return tuple(part.astype(np.float32) for part in reference.shear_profile(dx, dy, g1, g2, weight, edges))
