"""day02/parameter_count: how many parameters a layer has."""

from grader.checks import expect


# After conv_parameters, which it may call: a slip there is then shown where it was made.
def test_biases_by_default(kata):
    """Layers have biases unless told otherwise."""
    expect(kata.dense_parameters(5, 3), "dense").equals(18)
    expect(kata.conv_parameters(2, 3, (2, 4)), "convolutional").equals(51)
    expect(kata.locally_connected_parameters(2, 3, (2, 4), (3, 6)), "locally connected").equals(306)


def test_shearnet_mlp(kata):
    """ShearNet's mlp, 53 x 53 pixels to 128 to 64 to 4, has 368,196 parameters."""
    layers = [kata.dense_parameters(*sizes) for sizes in ((53 * 53, 128), (128, 64), (64, 4))]
    expect(sum(layers)).equals(368_196)


def test_kernel_as_large_as_the_image(kata):
    """Where the window is the whole image there is one position, and all three layers are the same."""
    expect(kata.dense_parameters(3 * 5 * 7, 4), "dense").equals(424)
    expect(kata.conv_parameters(3, 4, (5, 7)), "convolutional").equals(424)
    expect(kata.locally_connected_parameters(3, 4, (5, 7), (5, 7)), "locally connected").equals(424)
