"""Corners: which special values of an argument no check has handed over."""

import types

import numpy as np
import pytest

from grader.course.faults import BrokenCourse
from grader.proof.corners import Watch, read_corners

KATA = '''
import numpy as np


def crop(image, n=1, mode="sharp", scale=1.0, flip=False):
    """Crop an image, shape (H, W), by `n` pixels.

    Parameters
    ----------
    mode : {"sharp", "soft"}
        How.
    """
    if n < 0:
        raise ValueError("n is below 0")
    if not 0 <= scale <= 1:
        raise ValueError("scale is not within [0, 1]")
    height, width = image.shape
    return scale * image[n : height - n, n : width - n]


def twice(image):
    return crop(crop(image, 0), 0)


def spread(x):
    if len(x) < 2:
        raise ValueError("x has no spread")
    return np.std(x)


class Layer:
    def __init__(self, size):
        if size < 2:
            raise ValueError("size is too small")
        self.size = size

    def forward(self, x):
        return x.sum(axis=1)
'''

IMAGE = np.arange(1.0, 17.0).reshape(4, 4)


@pytest.fixture
def kata(tmp_path):
    (tmp_path / "kata.py").write_text(KATA)
    watch = Watch()
    return watch, watch.load(str(tmp_path / "kata.py"), "watched")


def missed(watch, name):
    return list(watch.targets[name].missed())


def test_what_is_never_called_has_no_corners(kata):
    watch, _ = kata
    assert missed(watch, "crop") == []


def test_corners_that_no_call_stood_at(kata):
    watch, module = kata
    module.crop(IMAGE, 1, "sharp", 0.5)
    assert missed(watch, "crop") == [
        "image of one item",
        "image not square",
        "image with a negative number",
        "n left to its default",
        "n = 0",
        "mode left to its default",
        "mode = 'soft'",
        "scale left to its default",
        "scale = 0",
        "scale = 1",
        "flip given",
        "flip = True",
    ]


def test_calls_at_the_corners_leave_none(kata):
    watch, module = kata
    module.crop(IMAGE, 1, "sharp", 0.5)
    module.crop(-IMAGE[:, :3], 0, "soft", 0.0, True)
    module.crop(IMAGE)
    module.crop(IMAGE[:1], 0)
    assert missed(watch, "crop") == []


def test_a_call_within_the_kata_does_not_count(kata):
    watch, module = kata
    module.crop(IMAGE[:, :3], 1)
    module.twice(IMAGE)
    assert "n = 0" in missed(watch, "crop")


def test_what_is_refused_is_no_corner_and_no_call(kata):
    watch, module = kata
    module.spread(np.array([1.0, -3.0]))
    with pytest.raises(ValueError):
        module.spread(np.array([1.0]))
    assert missed(watch, "spread") == []


def test_classes_are_watched_too(kata):
    watch, module = kata
    module.Layer(3).forward(np.ones((2, 3)))
    assert missed(watch, "Layer") == ["size = 2"]
    assert missed(watch, "Layer.forward") == ["x of one item", "x with a negative number"]


def test_a_record_needs_a_reason(tmp_path):
    kata = types.SimpleNamespace(root=tmp_path, day="day01", name="dense")
    assert read_corners(kata) == {}
    file = tmp_path / "tests/day01/corners.toml"
    file.parent.mkdir(parents=True)
    record = '[[corner]]\nkata = "dense"\nfunction = "dense"\nvalues = ["x of one item"]\nwhy = "{}"\n'
    file.write_text(record.format("it is so"))
    assert read_corners(kata) == {("dense", "x of one item"): "it is so"}
    file.write_text(record.format(" "))
    with pytest.raises(BrokenCourse, match="has no reason"):
        read_corners(kata)
    file.write_text("[[corner]]\n")
    with pytest.raises(BrokenCourse, match="no file of corners"):
        read_corners(kata)
