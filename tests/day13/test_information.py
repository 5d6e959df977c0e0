"""day13/information: what a linear layer keeps."""

import numpy as np

from fixtures.bounds import cramer_rao, jacobian
from fixtures.train_attention import draw, window_weights
from grader.checks import expect

NOISE = 1e-5


def test_galaxies_of_shearnet(kata, rng):
    """From the pixels of ShearNet's galaxies comes the known bound; one window of 4 pixels keeps about half of it."""
    galaxies = draw(6, rng)
    slopes = jacobian(galaxies).reshape(len(galaxies), 6, -1)
    expect(kata.smallest_error(slopes, NOISE)[:, :2], "the errors of g1 and g2").equals(
        cramer_rao(galaxies, NOISE), rtol=1e-6
    )
    layer = window_weights((4.0,)).reshape(6, -1)
    share = kata.information_kept(layer, slopes, NOISE)
    # Six features and six parameters: the estimate is the inverse of a square matrix, and so is its noise.
    slope = np.linalg.inv(slopes @ layer.T).transpose(0, 2, 1)
    error = NOISE * np.sqrt(np.einsum("nij,jk,nik->ni", slope, layer @ layer.T, slope))
    expect(share[:, :2], "what one window keeps of g1 and g2").equals(
        cramer_rao(galaxies, NOISE) / error[:, :2], rtol=1e-4
    )


def test_more_rows_lose_nothing(kata, rng):
    """A layer with further rows keeps as much of every parameter, or more, and never more than all."""
    slopes, layer = rng.normal(size=(6, 3, 12)), rng.normal(size=(9, 12))
    few = kata.information_kept(layer[:5], slopes, 0.3)
    many = kata.information_kept(layer, slopes, 0.3)
    expect(float(np.min(many - few)), "what four rows more add, at least").at_least(-1e-9)
    expect(float(np.max(many)), "the largest share kept").at_most(1 + 1e-9)


def test_units_do_not_matter(kata, rng):
    """A parameter or a feature in other units keeps the same share; the error is in the parameter's unit."""
    slopes, layer = rng.normal(size=(4, 3, 10)), rng.normal(size=(6, 10))
    units = np.array([1e-5, 1.0, 1e5])
    expect(kata.information_kept(layer, slopes * units[:, None], 0.3), "shares in other units").equals(
        kata.information_kept(1e3 * layer, slopes, 0.3)
    )
    expect(kata.smallest_error(slopes * units[:, None], 0.3, layer) * units, "errors in other units").equals(
        kata.smallest_error(slopes, 0.3, layer)
    )


def test_the_noise_level_is_a_factor(kata, rng):
    """Ten times the noise makes ten times the error, and the same share."""
    slopes, layer = rng.normal(size=(4, 3, 10)), rng.normal(size=(6, 10))
    sd = rng.uniform(0.5, 2.0, 10)
    expect(kata.smallest_error(slopes, 10 * sd, layer), "errors at ten times the noise").equals(
        10 * kata.smallest_error(slopes, sd, layer)
    )
    expect(kata.information_kept(layer, slopes, 10 * sd), "shares at ten times the noise").equals(
        kata.information_kept(layer, slopes, sd)
    )
