"""day12/kaiser_squires: from shear to mass and back."""

import numpy as np
import pytest

from fixtures.day12.kaiser_squires import planted, waves
from grader.checks import expect


@pytest.mark.parametrize("shape", [(6, 9), (11, 5)])
def test_there_and_back(kata, rng, shape):
    """The mass of a mass's shear is that mass less its mean, and it has no B."""
    kappa, _ = planted(shape, waves(rng, shape))
    gamma1, gamma2 = kata.shear_from_convergence(kappa + 0.7)
    kappa_e, kappa_b = kata.convergence_from_shear(gamma1, gamma2)
    expect(kappa_e, "kappa_e").near(kappa, within=1e-5)
    expect(kappa_b, "kappa_b").near(0.0, within=1e-5)


def test_shear_about_a_lump_is_tangential(kata):
    """Right and left of a round lump images stand upright, above and below they lie, at the diagonals they slant."""
    y, x = np.indices((41, 41)) - 20
    gamma1, gamma2 = kata.shear_from_convergence(np.exp(-(x**2 + y**2) / 8.0))
    signs = [float(np.sign(gamma1[at])) for at in ((20, 26), (20, 14), (26, 20), (14, 20))]
    expect(signs, "the signs of gamma1 right, left, above and below").equals([-1.0, -1.0, 1.0, 1.0])
    slants = [float(np.sign(gamma2[at])) for at in ((24, 24), (16, 16), (24, 16), (16, 24))]
    expect(slants, "the signs of gamma2 at the diagonals").equals([-1.0, -1.0, 1.0, 1.0])


def test_turned_by_45_degrees_mass_becomes_b(kata, rng):
    """With (gamma1, gamma2) replaced by (-gamma2, gamma1), what was kappa_e is kappa_b."""
    _, gamma = planted((7, 9), waves(rng, (7, 9)))
    kappa_e, kappa_b = kata.convergence_from_shear(gamma.real, gamma.imag)
    turned_e, turned_b = kata.convergence_from_shear(-gamma.imag, gamma.real)
    expect(turned_b, "kappa_b, turned").near(kappa_e, within=1e-5)
    expect(turned_e, "kappa_e, turned").near(-kappa_b, within=1e-5)


def test_the_mean_of_the_mass_is_0(kata, rng):
    """A shear that is the same everywhere tells of no mass."""
    gamma = rng.normal(size=(2, 5, 7))
    once = kata.convergence_from_shear(*gamma)
    more = kata.convergence_from_shear(gamma[0] + 3.0, gamma[1] - 2.0)
    for name, first, second in zip(("kappa_e", "kappa_b"), once, more, strict=True):
        expect(float(np.mean(first)), f"the mean of {name}").near(0.0, within=1e-5)
        expect(second, f"{name} with a constant shear added").near(first, within=1e-5)
