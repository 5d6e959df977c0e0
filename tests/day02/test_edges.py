"""day02/edges: edges of a galaxy."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("slope_x, slope_y", [(2.0, 1.0), (-2.0, 1.0), (-1.0, -3.0), (0.5, -1.0)])
def test_ramp(kata, slope_x, slope_y):
    """A ramp has one slope and one direction, away from the border."""
    y, x = np.mgrid[0:6, 0:7]
    magnitude, direction = kata.sobel_edges(slope_x * x + slope_y * y)
    expect(magnitude[1:-1, 1:-1], "magnitude").equals(np.full((4, 5), np.sqrt(slope_x**2 + slope_y**2)))
    expect(direction[1:-1, 1:-1], "direction").equals(np.full((4, 5), np.arctan2(slope_y, slope_x)))


def test_directions_of_a_galaxy_point_inwards(kata):
    """Around a round galaxy, every gradient points at the centre."""
    y, x = np.mgrid[-6:7, -5:6].astype(float)
    _, direction = kata.sobel_edges(np.exp(-(x**2 + y**2) / 50))
    away = np.hypot(x, y)[1:-1, 1:-1] > 0.5
    inwards = -(x * np.cos(direction) + y * np.sin(direction))[1:-1, 1:-1][away] / np.hypot(x, y)[1:-1, 1:-1][away]
    expect(inwards, "cosine of the angle to the centre").near(1.0, 0.01)


def test_constant_image_has_no_edges(kata):
    """A constant image has no edges, at the border neither, and no warning."""
    magnitude, direction = kata.sobel_edges.silent(np.full((4, 5), 7.0))
    expect(magnitude, "magnitude").near(np.zeros((4, 5)), 1e-12)
    expect(bool(np.all(np.isfinite(direction)))).holds("direction: not finite where the magnitude is 0")


def test_single_row(kata):
    """An image of one row has slopes along it alone."""
    magnitude, direction = kata.sobel_edges(np.array([[0.0, 1.0, 4.0, 9.0]]))
    expect(magnitude, "magnitude").equals(np.array([[0.5, 2.0, 4.0, 2.5]]))
    expect(direction, "direction").near(np.zeros((1, 4)), 1e-9)


def test_single_column(kata):
    """An image of one column has slopes along it alone."""
    magnitude, direction = kata.sobel_edges(np.array([[9.0], [4.0], [1.0], [0.0]]))
    expect(magnitude, "magnitude").equals(np.array([[2.5], [4.0], [2.0], [0.5]]))
    expect(direction, "direction").near(np.full((4, 1), -np.pi / 2), 1e-6)


def test_single_pixel(kata):
    """An image of one pixel has no edges."""
    magnitude, direction = kata.sobel_edges(np.array([[5.0]]))
    expect(magnitude, "magnitude").near(np.zeros((1, 1)), 1e-12)
    expect(direction, "direction").has_shape((1, 1))
