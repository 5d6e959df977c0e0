"""What was recorded: NGMix's fits, at the Cramer-Rao bound with honest errors; the small experiments of day 7."""

from pathlib import Path

import numpy as np
import pytest

from fixtures import baseline, bounds
from fixtures.record_ngmix import (
    COUNT,
    FILE,
    NOISE_SDS,
    PARAMETERS,
    read_provenance,
    read_records,
    read_truth,
    read_yardstick,
)
from fixtures.record_ngmix import recorded_stamps as draw_again
from fixtures.shearnet import Galaxies, render
from solutions.day07.fisher import cramer_rao_bound, fisher_matrix

TRUTH = read_truth()
GENTLE = np.hypot(TRUTH[:, 0], TRUTH[:, 1]) < 0.9


@pytest.fixture(scope="module")
def bound():
    """The bound on (g1, g2) of every recorded galaxy for noise of sd 1, (N, 2)."""
    return np.array([cramer_rao_bound(fisher_matrix(stamp, galaxy, 1.0)) for galaxy in TRUTH])


def stamp(parameters):
    return render(Galaxies(*np.reshape(parameters, (6, 1))))[0]


def rms(values):
    return np.sqrt(np.mean(values**2))


def test_file_is_small_and_says_where_it_comes_from():
    assert FILE.stat().st_size < 300_000
    provenance = read_provenance()
    assert provenance["ngmix_version"][0].isdigit() and "gauss" in provenance["settings"]


@pytest.mark.parametrize("noise_sd", NOISE_SDS)
def test_galaxies_are_drawn_again_from_the_seed(noise_sd):
    """If NumPy ever draws other numbers from the seed, the fits no longer belong to the stamps."""
    images, galaxies = draw_again(noise_sd)
    assert images.shape == (COUNT, 53, 53)
    assert np.allclose(np.stack([getattr(galaxies, name) for name in PARAMETERS], axis=1), TRUTH, rtol=1e-12)
    assert np.isclose(np.std(images - render(galaxies)), noise_sd, rtol=0.01)


def test_unknown_noise_is_refused():
    with pytest.raises(ValueError, match="noise_sd"):
        read_records(2e-5)


@pytest.mark.parametrize("noise_sd", (1e-5, 1e-4, 1e-3))
def test_ngmix_is_at_the_bound(bound, noise_sd):
    """RMSE over the bound and pulls are 1, as far as 2 x 299 numbers can tell (3 %)."""
    records = read_records(noise_sd)
    assert not np.any(records.flags)
    usual = GENTLE & (records.chi2_dof < 2)
    assert usual.sum() >= 298
    error = (records.g - TRUTH[:, :2])[usual]
    assert 0.92 < rms(error) / rms(noise_sd * bound[usual]) < 1.1
    pulls = error / records.g_err[usual]
    assert abs(pulls.mean()) < 4 / np.sqrt(pulls.size)
    assert 0.92 < pulls.std() < 1.1
    assert np.allclose(np.median(records.g_err / (noise_sd * bound)), 1.0, atol=0.01)


def test_the_bound_in_batches_is_that_of_the_fisher_matrix(bound):
    assert np.allclose(bounds.cramer_rao(Galaxies(*TRUTH[GENTLE].T), 1.0), bound[GENTLE], rtol=1e-6)


def test_the_time_of_a_fit_is_known():
    """In CPU seconds, and in rounds of a piece of NumPy that was timed beside it."""
    for noise_sd in NOISE_SDS:
        assert 1 < np.median(read_records(noise_sd).seconds) / read_yardstick() < 10


def test_every_gaussian_fit_describes_its_stamp():
    records = read_records(NOISE_SDS[0])
    assert np.all(np.abs(records.chi2_dof - 1) < 0.2)


def test_at_signal_to_noise_20_some_fits_run_into_the_wall():
    """Without a prior the likelihood of a faint galaxy may rise up to |g| = 1: no flag is raised, so plan for it."""
    records = read_records(1e-2)
    assert np.median(records.s2n) < 25
    assert 0 < np.sum(np.hypot(*records.g.T) > 0.95) < 0.05 * len(records)


# -- the small experiments of day 7


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Count the experiments that are really made."""
    made = []
    monkeypatch.setattr(baseline, "MEMORY", tmp_path / ".grader" / "experiments.json")
    monkeypatch.setattr(baseline, "measure", lambda change, seed, *_: made.append((change, seed)) or 0.25)
    return made


def test_an_experiment_is_made_once(measured):
    assert [baseline.recall("psf", 1), baseline.recall("psf", 1), baseline.recall("psf", 2)] == [0.25] * 3
    assert measured == [("psf", 1), ("psf", 2)]


def test_a_damaged_memory_is_made_anew(measured):
    baseline.recall("psf", 1)
    baseline.MEMORY.write_text("[1, 2")
    assert baseline.recall("psf", 1) == 0.25
    assert len(measured) == 2


def test_experiments_of_other_code_are_not_recalled(measured, monkeypatch):
    baseline.recall("psf", 1)
    monkeypatch.setattr(baseline, "_version", lambda: "another")
    baseline.recall("psf", 1)
    assert len(measured) == 2


def test_a_memory_that_cannot_be_kept_stops_nothing(measured, monkeypatch):
    monkeypatch.setattr(baseline, "MEMORY", Path("/proc/no/experiments.json"))
    assert baseline.recall("psf", 1) == 0.25
