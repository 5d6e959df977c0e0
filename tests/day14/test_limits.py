"""day14/limits: four parts of a mean square error, told apart by fresh draws of the noise."""

import numpy as np

from grader.checks import expect


def test_parts_add_up(kata, rng):
    """The four parts add up to the total."""
    errors = rng.normal(size=(4, 15, 2)) + rng.normal(size=(15, 2))
    budget = kata.error_parts(errors, np.exp(rng.normal(0, 0.3, (15, 2))), rng.uniform(0.4, 1, (15, 2)))
    parts = [budget[part]["mean_square"] for part in ("noise", "information", "use", "misfit")]
    expect(sum(parts), "the sum of the parts").equals(budget["total"]["mean_square"])


def test_planted_parts_are_found(kata, rng):
    """With many galaxies each part is what was planted, within four standard errors, however few the draws."""
    count = 20_000
    bound, kept = np.full((count, 1), 1.0), np.full((count, 1), 0.8)
    own = rng.normal(0.0, 0.7, (count, 1))
    budget = kata.error_parts(own + rng.normal(0.0, 1.5, (2, count, 1)), bound, kept)
    planted = {"information": 1 / 0.64 - 1, "use": 1.5**2 - 1 / 0.64, "misfit": 0.49}
    for part, value in planted.items():
        expect(budget[part]["mean_square"], part).near(value, within=0.1)


def test_floor_does_not_depend_on_the_noise_of_the_budget(kata, rng):
    """The same network, measured at another noise, has the same floor."""
    bound, own = np.exp(rng.normal(0, 0.3, (30, 2))), rng.uniform(1.0, 1.2, (30, 2))
    z = rng.normal(size=(3, 30, 2))
    z[2] = -z[0] - z[1]  # draws whose mean is exactly 0
    floors = []
    for sd in (1e-3, 0.03):
        budget = kata.error_parts(own + sd * z * bound, sd * bound, np.ones((30, 2)))
        floors.append(kata.noise_floor(budget, sd))
    expect(floors[1] / floors[0], "the ratio of two floors").near(1.0, within=1e-2)
