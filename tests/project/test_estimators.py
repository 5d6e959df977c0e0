"""The course's estimators, in the form of day 14's protocol."""

import json

import numpy as np
import pytest

from fixtures import baseline, estimators
from solutions.day14 import protocol

TINY = baseline.Size(train=32, test=0, epochs=1, batch=16, binning=1, channels=(2, 2), hidden=4)


def test_recorded_fits_are_at_the_bound():
    scores = protocol.score(*estimators.recorded_ngmix(1e-4))
    assert scores["failures"] == 0
    assert 0.9 < scores["x"] < 1.1


@pytest.mark.parametrize("name, largest", [("closed", 3.0), ("attention", 2.5), ("likelihood", 1.3)])
def test_estimators_stand_where_they_stood(name, largest):
    clean, truth, bound = estimators.draw(40, np.random.default_rng(1))
    images = clean + 1e-4 * np.random.default_rng(2).normal(size=clean.shape)
    scores = protocol.score(estimators.estimators()[name]()(images, 1e-4), truth, 1e-4 * bound)
    assert scores["failures"] == 0
    assert 0.7 < scores["x"] < largest


def test_a_network_has_the_form():
    estimate = estimators.shearnet_cnn(("scaling",), TINY)
    clean, truth, bound = estimators.draw(5, np.random.default_rng(1))
    assert protocol.score(estimate(clean, 1e-5), truth, 1e-5 * bound)["failures"] == 0


def test_the_command(tmp_path, capsys):
    file, picture = tmp_path / "rows.json", tmp_path / "x.png"
    arguments = [
        "--only",
        "closed",
        "--count",
        "20",
        "--noise",
        "1e-5",
        "1e-3",
        "--file",
        str(file),
        "--plot",
        str(picture),
    ]
    assert estimators.main(arguments) == 0
    assert "ngmix, recorded" in capsys.readouterr().out
    assert len(json.loads(file.read_text())) == 2
    assert picture.exists()
