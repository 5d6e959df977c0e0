"""day13/unet: an answer for every pixel."""

from grader.checks import expect
from grader.modules import count_parameters, initial_spread, output_shape, unreached

PUBLISHED = {"in_channels": 1, "out_channels": 2, "width": 64, "depth": 4, "padded": False}


def test_published_shape(kata):
    """The published network, 64 channels wide and four levels deep, makes 388 x 388 pixels of 572 x 572."""
    shape = kata.probe(output_shape, "UNet", PUBLISHED, (1, 1, 572, 572))
    expect(tuple(shape), "the output's shape").equals((1, 2, 388, 388))


def test_published_parameters(kata):
    """The published network has 31,030,658 parameters."""
    expect(kata.probe(count_parameters, "UNet", PUBLISHED), "parameters").equals(31_030_658)


def test_default_parameters(kata):
    """By default the network is 8 channels wide and two levels deep: 29,321 parameters."""
    kwargs = {"in_channels": 1, "out_channels": 1}
    expect(kata.probe(count_parameters, "UNet", kwargs), "parameters").equals(29_321)


def test_padded_keeps_every_size(kata):
    """A padded network gives back the size that it was given, whatever is left over on the way down."""
    kwargs = {"in_channels": 1, "out_channels": 2, "width": 2, "depth": 3}
    for height, width in [(53, 53), (53, 48), (31, 15), (8, 9)]:
        shape = kata.probe(output_shape, "UNet", kwargs, (1, 1, height, width))
        expect(tuple(shape), f"the output's shape for {height} x {width} pixels").equals((1, 2, height, width))


def test_every_weight_learns(kata):
    """A gradient reaches every parameter."""
    kwargs = {"in_channels": 1, "out_channels": 2, "width": 8, "depth": 2}
    missing = kata.probe(unreached, "UNet", kwargs, (2, 1, 13, 12), device=kata.device)
    expect(not missing).holds(f"no gradient reaches {', '.join(missing)}")


def test_initial_weights_differ(kata):
    """The weights of a new network are not all alike."""
    spread = kata.probe(
        initial_spread, "UNet", {"in_channels": 1, "out_channels": 2, "width": 4, "depth": 1}, device=kata.device
    )
    flat = [key for key, value in spread.items() if value == 0]
    expect(not flat).holds(f"all weights are alike in {', '.join(flat)}")
