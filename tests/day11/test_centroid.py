"""day11/centroid: where is a source, to a small part of a pixel?"""

import numpy as np
import pytest

from grader.checks import expect

SIGMA, SHAPE = 2.0, (21, 23)


@pytest.mark.parametrize("nu", [20, 100, 1000])
def test_scatter_is_at_the_bound(kata, rng, nu):
    """At S/N 20, 100 and 1,000 the scatter of x and y is within 1.1 of sqrt(2) sigma / nu."""
    x0, y0 = rng.uniform(-0.5, 0.5, (2, 400))
    images = gaussians(x0, y0)
    images += rng.normal(size=images.shape) * np.sqrt(np.sum(images**2, axis=(1, 2), keepdims=True)) / nu
    error = kata.probe(centres, images, SIGMA) - np.stack([x0, y0], axis=1)
    expect(float(np.sqrt(np.mean(error**2)) * nu / (np.sqrt(2) * SIGMA)), "scatter over the bound").at_most(1.1)


def gaussians(x0, y0):
    y, x = np.indices(SHAPE)
    x = x - (SHAPE[1] - 1) / 2 - x0[:, None, None]
    y = y - (SHAPE[0] - 1) / 2 - y0[:, None, None]
    return np.exp(-(x**2 + y**2) / (2 * SIGMA**2))


def centres(submission, images, sigma):
    """Return the matched centre of every image."""
    return np.stack([np.asarray(submission.matched_centroid(image, sigma, 15)) for image in images])


def test_no_pixel_phase_error(kata, rng):
    """Without noise the matched centre is right to 1e-3 pixel wherever the source lies within its pixel."""
    from fixtures.stamps import galaxy

    places = rng.uniform(-0.5, 0.5, (6, 2))
    images = np.stack(
        [
            galaxy((31, 31), half_light_radius=2.0, g1=0.2, g2=-0.1, x0=float(x), y0=float(y), psf_sigma=1.3)
            for x, y in places
        ]
    )
    expect(kata.probe(centres, images, 2.2), "centres").near(places, within=1e-3)
