"""day07/fisher: the bound that no estimator beats."""

import numpy as np
import pytest

from grader.checks import each_case, expect

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


@pytest.mark.parametrize("noise_sd", [0.0, -1e-5])
def test_noise_that_is_not_positive(kata, noise_sd):
    """Noise of sd zero or less is refused by name."""
    kata.fisher_matrix.refuses(galaxy, ROUND, noise_sd, naming="noise_sd")


def test_one_pixel_without_noise(kata):
    """One pixel that claims to have no noise is refused by name."""
    sds = np.ones((53, 53))
    sds[3, 4] = 0.0
    kata.fisher_matrix.refuses(galaxy, ROUND, sds, naming="noise_sd")


@pytest.mark.parametrize("step", [0.0, -1e-4])
def test_step_that_is_not_positive(kata, step):
    """A step of zero or less is refused by name."""
    kata.fisher_matrix.refuses(galaxy, ROUND, 1e-3, step, naming="step")


@pytest.mark.parametrize("params", [np.zeros(0), np.zeros((2, 6))])
def test_parameters_of_no_galaxy(kata, params):
    """No parameters, and those of several galaxies, are refused by name."""
    kata.fisher_matrix.refuses(galaxy, params, 1e-3, naming="params")


@pytest.mark.parametrize("shape", [(6,), (2, 3), (1, 1)])
def test_not_a_fisher_matrix(kata, shape):
    """What is not square, or has no g1 and g2, is refused by name."""
    kata.cramer_rao_bound.refuses(np.ones(shape), naming="fisher")


def test_parameter_without_a_trace(kata):
    """A parameter on which the image does not depend makes the matrix singular: refused by name."""
    kata.cramer_rao_bound.refuses(np.diag([4.0, 2.0, 0.0]), naming="fisher")


def test_two_parameters_with_one_trace(kata):
    """Two parameters that change the image in the same way cannot both be measured: refused by name."""
    fisher = np.array([[4.0, 1.0, 3.0, 3.0], [1.0, 5.0, 2.0, 2.0], [3.0, 2.0, 6.0, 6.0], [3.0, 2.0, 6.0, 6.0]])
    kata.cramer_rao_bound.refuses(fisher, naming="fisher")


def test_singular_but_for_rounding(kata):
    """A parameter whose trace is a sum of the others' is refused by name, though rounding leaves an inverse."""
    for fisher in (
        [[29.0, -7.0, -5.0, 17.0], [-7.0, 15.0, 13.0, 21.0], [-5.0, 13.0, 28.0, 36.0], [17.0, 21.0, 36.0, 74.0]],
        [[28.0, 6.0, -3.0, 34.0], [6.0, 27.0, -12.0, 36.0], [-3.0, -12.0, 33.0, 39.0], [34.0, 36.0, 39.0, 184.0]],
    ):
        kata.cramer_rao_bound.refuses(np.array(fisher), naming="fisher")
