"""Wrong turns of day12/tangential_shear."""

from itertools import pairwise

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import tangential_shear as right


def turned_by(angle, g1, g2):
    return -(g1 * np.cos(angle) + g2 * np.sin(angle)), g1 * np.sin(angle) - g2 * np.cos(angle)


@wrong(
    "tangential_cross",
    because="The angle itself is used, not twice the angle. A shear is the same again after half a turn, so it turns "
    "with 2 phi.",
)
def single_angle(dx, dy, g1, g2):
    return turned_by(np.arctan2(dy, dx), g1, g2)


@wrong(
    "tangential_cross",
    because="The signs of both are turned: this is positive for images stretched along the radius. A lens stretches "
    "them along the circle, and that is to be positive.",
)
def radial(dx, dy, g1, g2):
    tangential, cross = right.tangential_cross(dx, dy, g1, g2)
    return -tangential, -cross


@wrong(
    "tangential_cross",
    because="Only the sign of the tangential part is turned: a lens stretches images along the circle, and that is to "
    "be positive.",
)
def tangential_negative(dx, dy, g1, g2):
    tangential, cross = right.tangential_cross(dx, dy, g1, g2)
    return -tangential, cross


@wrong(
    "tangential_cross",
    because="Only the sign of the cross part is turned. At the right of the lens it is positive for an image stretched "
    "from the upper left to the lower right: g2 < 0.",
)
def cross_negative(dx, dy, g1, g2):
    tangential, cross = right.tangential_cross(dx, dy, g1, g2)
    return tangential, -cross


@wrong(
    "tangential_cross",
    because="The angle is taken with y downwards, as if dy had the other sign. g2 keeps its sign then and no longer "
    "fits: here y is upwards.",
)
def y_downwards(dx, dy, g1, g2):
    return right.tangential_cross(dx, -dy, g1, g2)


@wrong(
    "tangential_cross",
    because="dx and dy have changed places: phi is measured from the y axis. It goes from the x axis towards y.",
)
def axes_exchanged(dx, dy, g1, g2):
    return right.tangential_cross(dy, dx, g1, g2)


@wrong(
    "tangential_cross",
    because="The parts have changed places: tangential is the first, cross the second.",
)
def parts_exchanged(dx, dy, g1, g2):
    return right.tangential_cross(dx, dy, g1, g2)[::-1]


def averaged(dx, dy, g1, g2, weight, edges, within):
    """Return the right profile of the galaxies for which within(radius, inner, outer)."""
    tangential, cross = right.tangential_cross(dx, dy, g1, g2)
    radius, rows = np.hypot(dx, dy), []
    for inner, outer in pairwise(edges):
        kept = np.where(within(radius, inner, outer), weight, 0.0)
        total = kept.sum() if kept.sum() > 0 else np.nan
        rows.append((kept @ tangential / total, kept @ cross / total, total**-0.5 if total > 0 else np.inf))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


@wrong(
    "shear_profile",
    because="The weights are not used: every galaxy counts alike. A noisy galaxy should count less.",
)
def without_weights(dx, dy, g1, g2, weight, edges):
    alike = np.where(weight > 0, 1.0, 0.0)
    return (
        *right.shear_profile(dx, dy, g1, g2, alike, edges)[:2],
        right.shear_profile(dx, dy, g1, g2, weight, edges)[2],
    )


@wrong(
    "shear_profile",
    because="The weighted sums are divided by the number of galaxies. A weighted mean is divided by the sum of the "
    "weights.",
)
def over_the_count(dx, dy, g1, g2, weight, edges):
    tangential, cross, error = right.shear_profile(dx, dy, g1, g2, weight, edges)
    count = right.shear_profile(dx, dy, g1, g2, np.ones(len(dx)), edges)[2] ** -2.0
    factor = np.where(error < np.inf, error**-2.0, np.nan) / np.where(count > 0, count, np.nan)
    return tangential * factor, cross * factor, error


@wrong(
    "shear_profile",
    because="The error is one over the sum of the weights. That is the variance of the mean: the standard error is its "
    "root.",
)
def variance_for_error(dx, dy, g1, g2, weight, edges):
    tangential, cross, error = right.shear_profile(dx, dy, g1, g2, weight, edges)
    return tangential, cross, error**2


@wrong(
    "shear_profile",
    because="A galaxy on an edge is put into the inner ring. Ring k holds edges[k] <= radius < edges[k + 1].",
)
def outer_edge_included(dx, dy, g1, g2, weight, edges):
    return averaged(dx, dy, g1, g2, weight, edges, lambda r, inner, outer: (r > inner) & (r <= outer))


@wrong(
    "shear_profile",
    because="The last edge is counted to the last ring, as np.histogram does. Here every ring ends before its outer "
    "edge.",
)
def as_histogram_does(dx, dy, g1, g2, weight, edges):
    def within(r, inner, outer):
        return (r >= inner) & ((r < outer) | ((r == outer) & (outer == edges[-1])))

    return averaged(dx, dy, g1, g2, weight, edges, within)


@wrong(
    "shear_profile",
    because="All galaxies within the outer edge are averaged, those of the inner rings too. A ring has two edges.",
)
def discs_for_rings(dx, dy, g1, g2, weight, edges):
    return averaged(dx, dy, g1, g2, weight, edges, lambda r, inner, outer: (r >= edges[0]) & (r < outer))


def predicted(edges, kappa, mean, over):
    return (mean - kappa) / over


@wrong(
    "predicted_profile",
    because="This is the shear gamma, not the reduced shear. What a galaxy's shape shows is gamma / (1 - kappa).",
)
def not_reduced(edges, kappa):
    return right.predicted_profile(edges, kappa) * (1 - kappa)


@wrong(
    "predicted_profile",
    because="The rings are weighted by their width when the mean is taken. A ring's mass is its convergence times its "
    "area, which grows with the radius.",
)
def weighted_by_width(edges, kappa):
    return (np.cumsum(kappa * np.diff(edges)) / edges[1:] - kappa) / (1 - kappa)


@lenient(
    "tangential_cross",
    because="A galaxy at the lens gets an angle of 0 from arctan2, and so a shear that means nothing. Refuse it, by "
    "the name dx.",
)
def angle_of_nothing(dx, dy, g1, g2):
    return turned_by(2 * np.arctan2(dy, dx), g1, g2)
