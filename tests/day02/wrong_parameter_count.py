"""Wrong turns of day02/parameter_count."""

from grader.mutants import lenient, wrong
from solutions.day02 import parameter_count as right


@wrong(
    "dense_parameters",
    because="The biases are not counted. 784 inputs and 100 outputs are 78,400 weights, but each of the 100 outputs "
    "adds a bias of its own: 78,500.",
)
def forgets_the_biases_of_dense(in_features, out_features, bias=True):
    return right.dense_parameters(in_features, out_features, bias=False)


@wrong(
    "dense_parameters",
    because="This adds a bias for every input. A bias is added to an output, so there are as many as there are "
    "outputs.",
)
def one_bias_for_each_input(in_features, out_features, bias=True):
    weights = right.dense_parameters(in_features, out_features, bias=False)
    return weights + in_features * bool(bias)


@wrong(
    "dense_parameters",
    because="The biases are counted although bias=False says that the layer has none.",
)
def ignores_that_dense_has_no_bias(in_features, out_features, bias=True):
    return right.dense_parameters(in_features, out_features)


@wrong(
    "conv_parameters",
    because="The input channels are forgotten. A kernel has kh x kw weights for every input channel: it is a block "
    "of in_channels x kh x kw, and the products of all channels are summed.",
)
def forgets_the_input_channels_of_conv(in_channels, out_channels, kernel_shape, bias=True):
    return right.conv_parameters(1, out_channels, kernel_shape, bias)


@wrong(
    "conv_parameters",
    because="The biases are not counted: one for every output channel, shared by all positions.",
)
def forgets_the_biases_of_conv(in_channels, out_channels, kernel_shape, bias=True):
    return right.conv_parameters(in_channels, out_channels, kernel_shape, bias=False)


@wrong(
    "conv_parameters",
    because="This counts a bias for every pair of an input and an output channel. The bias is added once to the "
    "sum over the input channels, so there is one for every output channel.",
)
def one_bias_for_each_pair_of_channels(in_channels, out_channels, kernel_shape, bias=True):
    weights = right.conv_parameters(in_channels, out_channels, kernel_shape, bias=False)
    return weights + in_channels * out_channels * bool(bias)


@wrong(
    "conv_parameters",
    because="This takes the kernel for a square of its first side. Height and width are two numbers.",
)
def takes_the_kernel_for_a_square(in_channels, out_channels, kernel_shape, bias=True):
    return right.conv_parameters(in_channels, out_channels, (kernel_shape[0], kernel_shape[0]), bias)


@wrong(
    "locally_connected_parameters",
    because="This is the count of a convolution, whose weights are shared by all positions. A locally connected layer "
    "shares nothing: it has a set of weights for each position of the window.",
)
def shares_the_weights(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    return right.conv_parameters(in_channels, out_channels, kernel_shape, bias)


@wrong(
    "locally_connected_parameters",
    because="This counts a window for every pixel of the image that goes in. Without padding the window fits at fewer "
    "positions: those are the pixels of the image that comes out.",
)
def one_window_for_each_input_pixel(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    height, width = image_shape
    return height * width * right.conv_parameters(in_channels, out_channels, kernel_shape, bias)


@wrong(
    "locally_connected_parameters",
    because="The window has one position fewer along each axis than it should. Count on paper: a window of 3 fits "
    "into a line of 5 at the positions 0, 1 and 2.",
)
def loses_the_last_position(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    (kh, kw), (height, width) = kernel_shape, image_shape
    return (height - kh) * (width - kw) * right.conv_parameters(in_channels, out_channels, kernel_shape, bias)


@wrong(
    "locally_connected_parameters",
    because="Height and width are mixed up: the kernel's width was taken from the image's height, or its height from "
    "the image's width. Shapes are (rows, columns) for both.",
)
def swaps_height_and_width(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    (kh, kw), (height, width) = kernel_shape, image_shape
    positions = (height - kw + 1) * (width - kh + 1)
    return positions * right.conv_parameters(in_channels, out_channels, kernel_shape, bias)


@wrong(
    "locally_connected_parameters",
    because="The weights are counted for each position, the biases only once for each output channel. Here the biases "
    "are not shared either: each output at each position has its own.",
)
def shares_the_biases(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    weights = right.locally_connected_parameters(in_channels, out_channels, kernel_shape, image_shape, bias=False)
    return weights + out_channels * bool(bias)


@wrong(
    "locally_connected_parameters",
    because="This counts one bias for each position. There are out_channels outputs at a position, and each has its "
    "own.",
)
def one_bias_for_each_position(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    weights = right.locally_connected_parameters(in_channels, out_channels, kernel_shape, image_shape, bias=False)
    (kh, kw), (height, width) = kernel_shape, image_shape
    return weights + (height - kh + 1) * (width - kw + 1) * bool(bias)


@wrong(
    "conv_parameters",
    because="The biases are counted although bias=False says that the convolution has none.",
)
def ignores_that_conv_has_no_bias(in_channels, out_channels, kernel_shape, bias=True):
    return right.conv_parameters(in_channels, out_channels, kernel_shape)


@lenient(
    "locally_connected_parameters",
    because="A window that does not fit into the image has no position, but the formula still gives a number. Where "
    "the window is too high and too wide, that number even looks right. Refuse it.",
)
def counts_windows_that_do_not_fit(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    (kh, kw), (height, width) = kernel_shape, image_shape
    return (height - kh + 1) * (width - kw + 1) * right.conv_parameters(in_channels, out_channels, kernel_shape, bias)


@lenient(
    "locally_connected_parameters",
    because="Only a negative count is refused. Where the window is too high and too wide, both factors are negative "
    "and their product is positive: hold the height and the width against the image one by one.",
)
def refuses_negative_counts_only(in_channels, out_channels, kernel_shape, image_shape, bias=True):
    count = counts_windows_that_do_not_fit(in_channels, out_channels, kernel_shape, image_shape, bias)
    return count if count > 0 else right.locally_connected_parameters(1, 1, kernel_shape, image_shape)
