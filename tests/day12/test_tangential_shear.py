"""day12/tangential_shear: the shear about a lens, held against GalSim's halo."""

import galsim
import numpy as np

from grader.checks import expect

HALO = galsim.NFWHalo(mass=5e14, conc=4.0, redshift=0.3)
SOURCE = 1.0  # redshift of the galaxies behind it


def test_a_halo_has_no_cross_shear(kata, rng):
    """About GalSim's NFW halo the shear is tangential all around, and nothing is left over."""
    dx, dy = rng.uniform(-300.0, 300.0, (2, 60))
    g1, g2 = HALO.getShear((dx, dy), z_s=SOURCE)
    tangential, cross = kata.tangential_cross(dx, dy, g1, g2)
    expect(tangential, "tangential").near(np.hypot(g1, g2), within=1e-6)
    expect(cross, "cross").near(0.0, within=1e-6)


def test_turned_by_45_degrees_all_is_cross(kata, rng):
    """With (g1, g2) replaced by (g2, -g1), which no lens makes, what was cross is tangential."""
    dx, dy, g1, g2 = rng.normal(size=(4, 20))
    tangential, cross = kata.tangential_cross(dx, dy, g1, g2)
    turned = kata.tangential_cross(dx, dy, g2, -g1)
    expect(turned[0], "tangential, turned").equals(cross)
    expect(turned[1], "cross, turned").equals(-tangential)


def test_the_mass_of_a_halo_predicts_its_shear(kata):
    """From the convergence of GalSim's NFW halo in narrow rings comes the reduced shear that GalSim gives."""
    edges = np.append(0.0, np.geomspace(0.05, 400.0, 1200))
    middle = np.sqrt((edges[1:] ** 2 + edges[:-1] ** 2) / 2)
    kappa = HALO.getConvergence((middle, 0 * middle), z_s=SOURCE)
    found = kata.predicted_profile(edges, kappa)[600::100]
    truth = -HALO.getShear((edges[1:], 0 * edges[1:]), z_s=SOURCE)[0][600::100]
    expect(found / truth, "the predicted over GalSim's shear").near(1.0, within=0.03)


def test_weights_on_any_scale(kata, rng):
    """Ten times the weight leaves the means and divides the error by sqrt(10)."""
    dx, dy, g1, g2 = rng.normal(size=(4, 30))
    weight, edges = rng.uniform(1.0, 5.0, 30), np.array([0.0, 1.0, 2.0])
    once, ten = (kata.shear_profile(dx, dy, g1, g2, factor * weight, edges) for factor in (1.0, 10.0))
    expect(ten[0], "tangential").equals(once[0])
    expect(ten[1], "cross").equals(once[1])
    expect(ten[2] * 10.0**0.5, "error times sqrt(10)").equals(once[2])
