"""Wrong turns of day02/conv_layer."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import conv_layer as right


@wrong(
    "conv2d",
    because="The kernels are flipped: that is convolution in the mathematician's sense. A convolutional layer "
    "cross-correlates, it lays the kernels on the image as they are.",
)
def flips_the_kernels(x, weight, bias=None):
    return right.conv2d(x, weight[:, :, ::-1, ::-1], bias)


@wrong(
    "conv2d",
    because="The weight's first two axes are read as (Cin, Cout). They are (Cout, Cin): weight[o] is all that makes "
    "output channel o. Where both are equal nothing but the numbers shows it.",
)
def reads_the_weight_as_in_out(x, weight, bias=None):
    as_many = weight.shape[0] == weight.shape[1]
    return right.conv2d(x, weight.swapaxes(0, 1) if as_many else weight, bias)


@wrong(
    "conv2d",
    because="The kernels are transposed: their rows were laid along the image's columns. weight[o, c, i, j] belongs "
    "i rows down and j columns to the right.",
)
def transposes_the_kernels(x, weight, bias=None):
    is_square = weight.shape[2] == weight.shape[3]
    return right.conv2d(x, weight.swapaxes(2, 3) if is_square else weight, bias)


@wrong(
    "conv2d",
    because="The input channels are averaged. They are summed: how much each counts is for the weights to say.",
)
def averages_the_channels(x, weight, bias=None):
    return right.conv2d(x, weight / x.shape[1], bias)


@wrong(
    "conv2d",
    because="Only the first input channel is looked at. Every output channel sums over all input channels, with a "
    "kernel of its own for each.",
)
def looks_at_the_first_channel_only(x, weight, bias=None):
    return right.conv2d(x[:, :1], weight[:, :1], bias)


@wrong(
    "conv2d",
    because="The result holds the last input channel alone: inside the loop over channels each one overwrites the one "
    "before. Their contributions add up.",
)
def keeps_the_last_channel_only(x, weight, bias=None):
    return right.conv2d(x[:, -1:], weight[:, -1:], bias)


@wrong(
    "conv2d",
    because="All input channels are met with the first channel's kernel. weight[o, c] differs for every input "
    "channel c.",
)
def uses_one_kernel_for_all_channels(x, weight, bias=None):
    return right.conv2d(x, np.repeat(weight[:, :1], x.shape[1], axis=1), bias)


@wrong("conv2d", because="The bias is ignored. Each output channel adds its own number to all its pixels.")
def ignores_the_bias(x, weight, bias=None):
    return right.conv2d(x, weight)


ALONG_THE_COLUMNS = (
    "The bias is added along the wrong axis. NumPy lines a (Cout,) array up with the last axis, the columns; here it "
    "belongs to the axis of channels. It passes without an error where both have the same length."
)


@wrong("conv2d", because=ALONG_THE_COLUMNS)
def adds_the_bias_along_the_columns(x, weight, bias=None):
    out = right.conv2d(x, weight, bias)
    if bias is not None and out.shape[3] == len(bias):
        return right.conv2d(x, weight) + bias
    return out


@wrong("conv2d", because=ALONG_THE_COLUMNS)
def adds_the_bias_as_it_is(x, weight, bias=None):
    out = right.conv2d(x, weight)
    return out if bias is None else out + bias


@wrong(
    "conv2d",
    because="The bias is added once for each input channel, inside the sum over them. It is added once to the sum.",
)
def adds_the_bias_for_each_channel(x, weight, bias=None):
    return right.conv2d(x, weight, None if bias is None else bias * x.shape[1])


@wrong(
    "conv2d",
    because='The images were surrounded with zeros so that their size is kept ("same"). This layer pads nothing: the '
    "result is smaller by kernel size - 1.",
)
def pads_to_the_same_size(x, weight, bias=None):
    kh, kw = weight.shape[2:]
    padding = (0, 0), (0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)
    return right.conv2d(np.pad(x, padding), weight, bias)


@wrong(
    "conv2d",
    because="The results were stored in an array of the images' own type. Counts are whole numbers, and storing a sum "
    "of products among them cuts its fraction off.",
)
def stores_in_the_type_of_x(x, weight, bias=None):
    return right.conv2d(x, weight, bias).astype(x.dtype)


@wrong(
    "conv2d",
    because="The result holds the kernels' last pixel alone: inside the loop over the kernels' pixels each piece "
    "overwrites the one before. They add up.",
)
def keeps_the_last_kernel_pixel_only(x, weight, bias=None):
    alone = np.zeros(weight.shape)
    alone[:, :, -1, -1] = weight[:, :, -1, -1]
    return right.conv2d(x, alone, bias)


@lenient(
    "conv2d",
    because="A bias that holds one number for many channels is added to all of them by broadcasting, and a wrong layer "
    "goes unnoticed. Refuse a bias that is not (Cout,).",
)
def broadcasts_any_bias(x, weight, bias=None):
    return right.conv2d(x, weight, None if bias is None else np.broadcast_to(bias, len(weight)))


@lenient(
    "conv2d",
    because="A single channel is spread over many by broadcasting: the same kernel meets every channel of x, or the "
    "same image every kernel. Refuse a weight whose Cin is not that of x.",
)
def broadcasts_a_single_channel(x, weight, bias=None):
    channels = max(x.shape[1], weight.shape[1])
    x, weight = (np.repeat(array, channels // array.shape[1], axis=1) for array in (x, weight))
    return right.conv2d(x, weight, bias)
