"""day07/fisher: the bound that no estimator beats."""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal

ROUND = (0.0, 0.0, 0.5, 2.0, 0.0, 0.0)


def galaxy(params):
    """ShearNet's stamp of one galaxy with parameters (g1, g2, sigma, flux, x0, y0)."""
    from fixtures.shearnet import Galaxies, render

    return render(Galaxies(*np.reshape(params, (6, 1))))[0]


class Templates:
    """An image that is a sum of templates, each times a power of its parameter."""

    def __init__(self, templates, power):
        self.templates, self.power = templates, power

    def __call__(self, params):
        return np.tensordot(np.asarray(params, float) ** self.power, self.templates, 1)


@each_case("fisher_matrix")
def test_fisher_matrix(kata, case):
    kind, *args = case.args
    if kind == "a galaxy":
        render = galaxy
    else:
        templates, *args = args
        render = Templates(templates, {"templates": 1, "cubes": 3}[kind])
    expect(kata.fisher_matrix(render, *args)).equals(case.expected, rtol=case.rtol)


def test_closed_form_of_a_round_galaxy(kata):
    """sigma_g = (sigma_tot^2 / sigma_gal^2) / nu for a round galaxy, nu its signal to noise, to 0.1 %."""
    noise_sd, (sigma, scale, psf_sigma) = 1e-5, (0.5, 0.141, 0.25)
    nu = np.sqrt(np.sum(galaxy(ROUND) ** 2)) / noise_sd
    bound = kata.cramer_rao_bound(kata.fisher_matrix(galaxy, ROUND, noise_sd))
    expected = (sigma**2 + psf_sigma**2 + scale**2 / 12) / sigma**2 / nu
    expect(bound / expected, "the bound over the closed form").near(np.ones(2), within=1e-3)


def test_half_the_noise_is_half_the_error(kata):
    """The bound is proportional to the noise."""
    params = (0.2, 0.1, 0.4, 3.0, 0.1, -0.1)
    twice, once = (kata.cramer_rao_bound(kata.fisher_matrix(galaxy, params, sd)) for sd in (2e-3, 1e-3))
    expect(twice / once, "the ratio of the bounds").equals(np.full(2, 2.0))


def test_knowing_less_cannot_help(kata, rng):
    """With one more unknown parameter the bound is no smaller."""
    mix = rng.normal(size=(5, 5))
    fisher = mix @ mix.T
    bounds = np.array([kata.cramer_rao_bound(fisher[:k, :k]) for k in (2, 3, 4, 5)])
    expect(float(np.diff(bounds, axis=0).min())).at_least(-1e-9 * bounds.max())


@refusal("fisher_matrix")
@pytest.mark.parametrize("noise_sd", [0.0, -1e-5])
def test_noise_that_is_not_positive(kata, noise_sd):
    """Noise of sd zero or less is refused by name."""
    kata.fisher_matrix.refuses(galaxy, ROUND, noise_sd, naming="noise_sd")


@refusal("fisher_matrix")
def test_one_pixel_of_negative_noise(kata):
    """One pixel whose sd is negative is refused by name."""
    sds = np.ones((53, 53))
    sds[3, 4] = -1.0
    kata.fisher_matrix.refuses(galaxy, ROUND, sds, naming="noise_sd")
