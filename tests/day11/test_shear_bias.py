"""day11/shear_bias: m and c with errors that know which rows belong together."""

import numpy as np

from grader.checks import expect


def test_an_exact_line_has_no_error(kata, rng):
    """A planted m and c without noise come out, with errors of 0."""
    g = rng.normal(0.01, 0.03, (18, 2))
    bias = kata.estimate_bias(g, g * [0.9, 1.05] + [2e-3, -1e-3], np.repeat(np.arange(6), 3))
    expect(bias["m"], "m").near([-0.1, 0.05], within=1e-6)
    expect(bias["c"], "c").near([2e-3, -1e-3], within=1e-8)
    expect(bias["m_error"], "m_error").near([0.0, 0.0], within=1e-6)
    expect(bias["c_error"], "c_error").near([0.0, 0.0], within=1e-6)


def test_errors_are_the_scatter(kata, rng):
    """Over 200 experiments with noise shared in pairs, m and c scatter by the errors that are stated."""
    g = np.tile([[0.02], [-0.02]], (25, 1))
    group = np.repeat(np.arange(25), 2)
    shared, own = rng.normal(0.0, 1e-3, (200, 25, 1, 1)), rng.normal(0.0, 1e-4, (200, 25, 2, 1))
    g_obs = 0.99 * g + (shared + own).reshape(200, 50, 1)
    found = kata.probe(many, g, g_obs, group)
    for name, truth in (("m", -0.01), ("c", 0.0)):
        pull = (found[name] - truth) / found[f"{name}_error"]
        expect(float(np.sqrt(np.mean(pull**2))), f"scatter of {name} over its stated error").near(1.0, within=0.25)


def many(submission, g, g_obs, group):
    """Return m, c and their errors for every experiment."""
    all_found = [submission.estimate_bias(g, observed, group) for observed in g_obs]
    return {key: np.array([np.ravel(found[key])[0] for found in all_found]) for key in all_found[0]}


def test_nothing_is_made_of_nothing(kata, rng):
    """Without a shear the shapes of a ring cancel."""
    for count in (2, 3, 8):
        expect(kata.ring_average(rng.uniform(-0.4, 0.4, 2), (0.0, 0.0), count), "average").near([0.0, 0.0], within=1e-6)


def test_more_angles_leave_less(kata):
    """Under a shear of 0.02 a ring of two misses by |e|^2 of it, a ring of four by less than 1e-5 of it."""
    for e in ((0.3, 0.0), (0.0, 0.3)):
        two, four = (kata.ring_average(e, (0.02, 0.0), count)[0] / 0.02 - 1 for count in (2, 4))
        expect(float(abs(two)), "what two angles miss").near(0.09, within=1e-3)
        expect(float(abs(four)), "what four angles miss").at_most(1e-5)
