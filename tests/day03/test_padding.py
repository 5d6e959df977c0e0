"""day03/padding: what surrounds an image before it is convolved."""

import pytest

from grader.checks import expect

MODES = ["zeros", "reflect", "replicate", "circular"]


@pytest.mark.parametrize("mode", MODES)
def test_cropping_undoes_padding(kata, rng, mode):
    """Cropping the border gives the image back."""
    image = rng.normal(size=(5, 7))
    padded = kata.pad2d(image, 2, mode)
    expect(padded).has_shape((9, 11))
    expect(padded[2:-2, 2:-2]).equals(image)


@pytest.mark.parametrize("mode", MODES)
def test_result_is_a_new_array(kata, rng, mode):
    """Writing into the result leaves the image as it was, even without padding."""
    image = rng.normal(size=(3, 4))
    expect(kata.probe(write_into_result, image, mode)).equals(image)


def write_into_result(submission, image, mode):
    """Pad by nothing, overwrite the result, and return what the image then holds."""
    submission.pad2d(image, 0, mode)[:] = -1.0
    return image
