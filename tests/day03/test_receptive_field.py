"""day03/receptive_field: which pixels of the image an output pixel sees."""

import pytest

from grader.checks import expect


@pytest.mark.parametrize("depth", [1, 2, 3, 10])
def test_three_by_threes(kata, depth):
    """Each 3x3 layer at stride 1 sees two pixels more, and padding 1 keeps it centred."""
    size, jump, start = kata.receptive_field([(3, 1, 1, 1)] * depth)
    expect(size, "size").equals(2 * depth + 1)
    expect(jump, "jump").equals(1)
    expect(start, "start").equals(0.0)


def test_one_by_one_layers_see_no_more(kata):
    """A 1x1 layer with stride 1 changes nothing, wherever it stands."""
    layers = [(5, 2, 2, 1), (3, 1, 0, 2)]
    one = (1, 1, 0, 1)
    with_ones = [one, layers[0], one, layers[1], one]
    expect(kata.receptive_field(with_ones)).equals(kata.receptive_field(layers))


def test_the_layers_as_lists(kata):
    """A layer may be a list of four numbers, and the layers a tuple."""
    expect(kata.receptive_field(([7, 2, 3, 1], [3, 2, 1, 1]))).equals(
        kata.receptive_field([(7, 2, 3, 1), (3, 2, 1, 1)])
    )
