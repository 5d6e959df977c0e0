"""Wrong turns of day03/strided_conv."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day03 import strided_conv as right


def first(value):
    return value[0] if isinstance(value, tuple) else value


def turned(value):
    return value[::-1] if isinstance(value, tuple) else value


@wrong(
    "conv2d",
    because="Your kernel is flipped: that is convolution as mathematics defines it. Frameworks, and this kata, lay the "
    "kernel on the image as it is (cross-correlation).",
)
def flips_the_kernel(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x, weight[..., ::-1, ::-1], bias, stride, padding, dilation, groups)


@wrong(
    "conv2d",
    because="The last window is lost. The kernel may start at 0 up to and including H + 2 padding - extent; Python's "
    "range and slices leave their end out.",
)
def loses_the_last_window(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = right.conv2d(x, weight, bias, 1, padding, dilation, groups)[:, :, :-1, :-1]
    (sv, sh) = stride if isinstance(stride, tuple) else (stride, stride)
    return out[:, :, ::sv, ::sh]


ALONG_THE_COLUMNS = (
    "The bias is spread along the columns: an array of shape (F,) lines up with the last axis, the width. There is one "
    "bias for each filter, and the filters are axis 1."
)


@wrong("conv2d", because=ALONG_THE_COLUMNS)
def adds_the_bias_along_the_columns(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = right.conv2d(x, weight, bias, stride, padding, dilation, groups)
    if bias is None or out.shape[3] != len(bias):  # NumPy refuses by itself to add what does not line up
        return out
    return right.conv2d(x, weight, None, stride, padding, dilation, groups) + bias


@wrong("conv2d", because=ALONG_THE_COLUMNS)
def adds_the_bias_as_it_is(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = right.conv2d(x, weight, None, stride, padding, dilation, groups)
    return out if bias is None else out + bias


@wrong(
    "conv2d",
    because="The stride moves the kernel down the rows only. It thins out the columns as well.",
)
def strides_the_rows_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x, weight, bias, (first(stride), 1), padding, dilation, groups)


@wrong(
    "conv2d",
    because="The pairs are read as (horizontal, vertical). They are (vertical, horizontal), in the order of the axes: "
    "rows, then columns.",
)
def turns_the_pairs_round(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x, weight, bias, turned(stride), turned(padding), turned(dilation), groups)


@wrong(
    "conv2d",
    because="All the padding is added below and to the right. Half of it belongs above and to the left: with padding "
    "p, output pixel (0, 0) sees the image from row -p and column -p on.",
)
def pads_at_the_end_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (pv, ph) = padding if isinstance(padding, tuple) else (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), (0, 2 * pv), (0, 2 * ph)))
    return right.conv2d(x, weight, bias, stride, 0, dilation, groups)


@wrong(
    "conv2d",
    because="The dilation is not used: the samples of the kernel lie next to each other instead of `dilation` pixels "
    "apart.",
)
def ignores_the_dilation(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x, weight, bias, stride, padding, 1, groups)


@wrong(
    "conv2d",
    because="The output has the right size for a dilated kernel, but the samples of the kernel still lie next to each "
    "other. Dilation belongs in the index of the pixel too: row i stride - padding + u dilation.",
)
def dilates_the_output_size_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = right.conv2d(x, weight, bias, stride, padding, dilation, groups)
    height, width = out.shape[2:]
    return right.conv2d(x, weight, bias, stride, padding, 1, groups)[:, :, :height, :width]


@wrong(
    "conv2d",
    because="Every filter sees the first C / groups channels. The filters of group i see block i: channels "
    "i C / groups up to (i + 1) C / groups.",
)
def sees_the_first_channels_in_every_group(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x[:, : weight.shape[1]], weight, bias, stride, padding, dilation)


@wrong(
    "conv2d",
    because="The channels are dealt out in turn (0, groups, 2 groups, ... to the first group). A group is a block of "
    "neighbouring channels.",
)
def deals_the_channels_in_turn(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    dealt = np.concatenate([x[:, i::groups] for i in range(groups)], axis=1)
    return right.conv2d(dealt, weight, bias, stride, padding, dilation, groups)


@wrong(
    "conv2d",
    because="The bias is left out. One number for each filter is added to all of that filter's pixels.",
)
def forgets_the_bias(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d(x, weight, None, stride, padding, dilation, groups)


@wrong(
    "conv2d",
    because="The output has the right size for the stride, but the kernel still moves by one pixel. The stride belongs "
    "in the index of the pixel too: output row i starts at row i stride - padding.",
)
def strides_the_output_size_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    height, width = right.conv2d(x, weight, bias, stride, padding, dilation, groups).shape[2:]
    return right.conv2d(x, weight, bias, 1, padding, dilation, groups)[:, :, :height, :width]


@wrong(
    "conv2d",
    because="The size of the output is a float: / makes one even where nothing is left over. Divide with //, which "
    "rounds down.",
)
def divides_into_a_float(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    height, width = right.conv2d(x, weight, bias, stride, padding, dilation, groups).shape[2:]
    return np.zeros((len(x), len(weight), height / 1, width / 1))


@lenient(
    "conv2d",
    because="A kernel that fits nowhere on the padded image must be refused. This hands back an output without pixels, "
    "and the mistake comes to light layers later.",
)
def returns_nothing_for_a_kernel_that_fits_nowhere(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    try:
        return right.conv2d(x, weight, bias, stride, padding, dilation, groups)
    except ValueError as error:
        if "reaches" not in str(error):
            raise
    return np.zeros((len(x), len(weight), 0, 0))


@lenient(
    "conv2d",
    because="A bias of one number is stretched over all filters by broadcasting, without a word. Compare its shape "
    "with (F,).",
)
def stretches_the_bias(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if bias is not None and bias.shape == (1,):
        bias = np.repeat(bias, weight.shape[0])
    return right.conv2d(x, weight, bias, stride, padding, dilation, groups)


@lenient(
    "conv2d",
    because="A weight of one channel is stretched over all channels of a group: * and einsum broadcast an axis of "
    "length 1 without a word. Compare the second axis of weight with C / groups.",
)
def stretches_the_weight(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    channels = x.shape[1] // groups
    whole = np.repeat(weight, channels, axis=1) if weight.shape[1] == 1 else weight
    return right.conv2d(x, whole, bias, stride, padding, dilation, groups)
