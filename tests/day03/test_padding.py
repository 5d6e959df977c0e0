"""day03/padding: what surrounds an image before it is convolved."""

import pytest

from grader.checks import each_case, expect

MODES = ["zeros", "reflect", "replicate", "circular"]


@each_case("pad2d")
def test_pad2d(kata, case):
    kata.check(case)


@each_case("same_padding")
def test_same_padding(kata, case):
    kata.check(case)


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


@pytest.mark.parametrize("mode", MODES)
def test_negative_pad(kata, rng, mode):
    """A negative pad is refused by name."""
    kata.pad2d.refuses(rng.normal(size=(5, 7)), -1, mode, naming="pad")


def test_pad_too_large_to_reflect(kata, rng):
    """Three pixels cannot be mirrored out of a row or a column of three."""
    kata.pad2d.refuses(rng.normal(size=(5, 3)), 3, "reflect", naming="pad")
    kata.pad2d.refuses(rng.normal(size=(3, 5)), 3, "reflect", naming="pad")


def test_pad_too_large_to_wrap(kata, rng):
    """A circle is not gone round twice."""
    kata.pad2d.refuses(rng.normal(size=(5, 3)), 4, "circular", naming="pad")
    kata.pad2d.refuses(rng.normal(size=(3, 5)), 4, "circular", naming="pad")


def test_unknown_mode(kata, rng):
    """A mode that does not exist is refused by name."""
    kata.pad2d.refuses(rng.normal(size=(5, 7)), 1, "mirror", naming="mode")


def test_not_an_image(kata, rng):
    """A batch is refused by name."""
    kata.pad2d.refuses(rng.normal(size=(2, 5, 7)), 1, "zeros", naming="image")


def test_no_kernel(kata):
    """A kernel without pixels is refused by name."""
    kata.same_padding.refuses(0, naming="kernel")


def test_no_dilation(kata):
    """A dilation of zero is refused by name."""
    kata.same_padding.refuses(3, 0, naming="dilation")


@pytest.mark.parametrize("kernel", [1, 2, 3, 5, 8])
def test_same_padding_keeps_the_size(kata, kernel):
    """Size + padding - extent + 1 is the size again."""
    before, after = kata.same_padding(kernel, 2)
    expect(before + after).equals(2 * (kernel - 1))
