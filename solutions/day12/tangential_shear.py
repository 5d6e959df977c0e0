"""The shear about a lens, and what its mass predicts. Positions are from the lens, x to the right and y upwards.

Refused, by name: a galaxy at the lens itself, which has no direction (dx); edges that do not increase.
"""

import numpy as np


def tangential_cross(dx, dy, g1, g2):
    """Return (tangential, cross) shear of galaxies at (dx, dy), arrays of shape (N,).

    Tangential is positive where images are stretched along the circle about the lens, cross where they are stretched
    at 45 degrees, clockwise from the outward radius.

    >>> tangential_cross(np.array([2.0]), np.array([0.0]), np.array([-0.125]), np.array([0.25]))
    (array([0.125]), array([-0.25]))
    """
    _check_position(dx, dy)
    phi = np.arctan2(dy, dx)
    cosine = np.cos(2 * phi)
    sine = np.sin(2 * phi)
    tangential = -(g1 * cosine + g2 * sine)
    cross = g1 * sine - g2 * cosine
    return tangential, cross


def shear_profile(dx, dy, g1, g2, weight, edges):
    """Average the shear in K rings about the lens.

    Parameters
    ----------
    dx, dy, g1, g2, weight : ndarray, shape (N,)
        Galaxies; a weight is one over the variance of one component of the shear.
    edges : ndarray, shape (K + 1,)
        Ring k has edges[k] <= radius < edges[k + 1].

    Returns
    -------
    tangential, cross, error : ndarray, shape (K,)
        Weighted means, and the standard error of each; nan, nan, inf where no galaxy with a weight is.

    >>> line = np.array([1.0, 2.0])
    >>> shear_profile(line, 0 * line, -0.25 * line, 0 * line, 4 / line**2, np.array([0.5, 1.5, 2.5]))[::2]
    (array([0.25, 0.5 ]), array([0.5, 1. ]))
    """
    _check_edges(edges)
    tangential, cross = tangential_cross(dx, dy, g1, g2)
    ring = np.digitize(np.hypot(dx, dy), edges) - 1
    rings = np.arange(len(edges) - 1)
    inside = np.where(ring == rings[:, np.newaxis], weight, 0.0)  # (K, N)
    total = inside.sum(axis=1)
    some = total > 0
    divisor = np.where(some, total, np.nan)
    error = np.where(some, 1 / np.sqrt(divisor), np.inf)
    return inside @ tangential / divisor, inside @ cross / divisor, error


def predicted_profile(edges, kappa):
    """Return the reduced tangential shear of a round lens just inside the outer edge of each ring, shape (K,).

    The convergence is kappa[k], below 1, all over ring k. The edges begin at 0; others are refused.

    >>> predicted_profile(np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.0]))
    array([0.   , 0.125])
    """
    _check_edges(edges)
    _check_first(edges)
    area = edges**2  # within each edge, over pi
    mass = np.cumsum(kappa * np.diff(area))
    mean = mass / area[1:]
    return (mean - kappa) / (1 - kappa)


def _check_position(dx, dy):
    if np.any((dx == 0) & (dy == 0)):
        raise ValueError("dx and dy must not both be 0: a galaxy at the lens has no direction")


def _check_edges(edges):
    if np.any(np.diff(edges) <= 0):
        raise ValueError("edges must increase")


def _check_first(edges):
    if edges[0] != 0:
        raise ValueError("edges must begin at 0: the mass within the first is needed")
