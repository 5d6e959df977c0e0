"""day11/adaptive_moments: second moments under the Gaussian that fits."""

import numpy as np

from grader.checks import expect


def test_a_centred_galaxy_is_centred(kata, rng):
    """A round Gaussian in the middle of its stamp has the centre (0, 0) and a covariance without xy."""
    y, x = np.mgrid[-12:13, -13:14]
    sigma = float(rng.uniform(1.5, 2.5))
    centre, covariance = kata.adaptive_moments(np.exp(-(x**2 + y**2) / (2 * sigma**2)))
    expect(centre, "centre").near([0.0, 0.0], within=1e-7)
    expect(covariance, "covariance").near(sigma**2 * np.eye(2), within=1e-5)


def test_brightness_does_not_matter(kata, rng):
    """A thousand times the light changes neither centre nor covariance."""
    y, x = np.mgrid[-10:11, -12:13]
    image = np.exp(-((x - 0.4) ** 2) / 10 - (y + 0.7) ** 2 / 6 - 0.1 * x * y) + rng.normal(0.0, 1e-3, x.shape)
    faint, bright = kata.adaptive_moments(image), kata.adaptive_moments(1000 * image)
    expect(bright[0], "centre").near(faint[0], within=1e-7)
    expect(bright[1], "covariance").near(faint[1], within=1e-6)
