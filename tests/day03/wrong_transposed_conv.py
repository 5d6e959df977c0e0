"""Wrong turns of day03/transposed_conv."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day03 import transposed_conv as right


@wrong(
    "transposed_output_size",
    because="This is the formula of the forward convolution, which makes images smaller. The transposed one goes the "
    "other way: solve the forward formula for its input size.",
)
def by_the_forward_formula(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@wrong(
    "transposed_output_size",
    because="The padding is added. It is the forward convolution's: what that put around its input is cropped from "
    "the output here, so it is subtracted, on both sides.",
)
def adds_the_padding_to_the_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation) + 4 * padding


@wrong(
    "transposed_output_size",
    because="The dilation is forgotten: a dilated kernel extends over dilation * (kernel - 1) + 1 pixels, and so does "
    "the copy of it that each input pixel makes.",
)
def forgets_the_dilation_of_the_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    output = right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation)
    return output - (dilation - 1) * (kernel - 1)


@wrong(
    "conv_transpose2d",
    because="The kernel is turned by 180 degrees. Every input pixel adds the kernel as it stands, scaled by its "
    "value; if instead you insert zeros and cross-correlate, the kernel must be flipped for that, once.",
)
def flips_the_kernel(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    return right.conv_transpose2d(x, weight[:, :, ::-1, ::-1], bias, stride, padding, output_padding, dilation)


@wrong(
    "conv_transpose2d",
    because="Without padding nothing is left: the slice padding:-padding is then 0:0, which is empty. Let it end at "
    "padding plus the output size instead.",
)
def crops_everything(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return y if padding else y[:, :, :0, :0]


OVERWRITTEN = (
    "Where copies of the kernel overlap, the last one overwrites the others. The transpose of a sum over inputs is a "
    "sum over outputs: add them up."
)


@wrong("conv_transpose2d", because=OVERWRITTEN)
def overwrites(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    height, width = y.shape[2] + 2 * padding, y.shape[3] + 2 * padding
    full = np.zeros((*y.shape[:2], height, width))
    kh, kw = (dilation * (k - 1) + 1 for k in weight.shape[2:])
    for i, j in np.ndindex(x.shape[2:]):
        top, left = stride * i, stride * j
        copy = np.einsum("nc,cohw->nohw", x[:, :, i, j], weight)
        full[:, :, top : top + kh : dilation, left : left + kw : dilation] = copy
    return _with_bias(full[:, :, padding : height - padding, padding : width - padding], bias)


@wrong("conv_transpose2d", because=OVERWRITTEN)
def overwrites_sample_by_sample(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    height, width = y.shape[2] + 2 * padding, y.shape[3] + 2 * padding
    full = np.zeros((*y.shape[:2], height, width))
    rows, columns = (stride * (pixels - 1) + 1 for pixels in x.shape[2:])
    for u, v in np.ndindex(weight.shape[2:]):
        top, left = dilation * u, dilation * v
        lit = np.einsum("nchw,co->nohw", x, weight[:, :, u, v])
        full[:, :, top : top + rows : stride, left : left + columns : stride] = lit
    return _with_bias(full[:, :, padding : height - padding, padding : width - padding], bias)


@wrong(
    "conv_transpose2d",
    because="output_padding is filled with zeros after the padding has been cropped. But then values are lost that "
    "belong there: output_padding lets the crop begin later at the bottom and on the right, and only beyond "
    "the last copy of the kernel are there zeros.",
)
def appends_zeros(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, None, stride, padding, output_padding, dilation).copy()
    y[:, :, y.shape[2] - output_padding :] = 0.0
    y[:, :, :, y.shape[3] - output_padding :] = 0.0
    return _with_bias(y, bias)


@wrong(
    "conv_transpose2d",
    because="The bias is added with every copy of the kernel, so that pixels where several overlap have it several "
    "times. Each output pixel gets it once, at the end.",
)
def adds_the_bias_with_every_copy(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, None, stride, padding, output_padding, dilation)
    if bias is None:
        return y
    one, ones = np.ones((1, 1, *x.shape[2:])), np.ones((1, 1, *weight.shape[2:]))
    return y + right.conv_transpose2d(one, ones, None, stride, padding, output_padding, dilation) * _upright(bias)


@wrong(
    "conv_transpose2d",
    because="The size allows for the dilation, but the kernel is put down undilated: its sample i belongs dilation * "
    "i pixels below the first, not i.",
)
def puts_the_kernel_down_undilated(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    full = np.zeros((*y.shape[:2], y.shape[2] + 2 * padding, y.shape[3] + 2 * padding))
    tight = right.conv_transpose2d(x, weight, None, stride)
    full[:, :, : tight.shape[2], : tight.shape[3]] = tight
    return _with_bias(full[:, :, padding : padding + y.shape[2], padding : padding + y.shape[3]], bias)


@wrong(
    "conv_transpose2d",
    because="The weight is read as (Cout, Cin, kh, kw), as for a forward convolution. Here the input channel comes "
    "first: (Cin, Cout, kh, kw), as it is the same weight seen from the other side.",
)
def reads_output_channels_first(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    return right.conv_transpose2d(x, weight.swapaxes(0, 1), bias, stride, padding, output_padding, dilation)


@wrong(
    "conv_transpose2d",
    because="The padding is put around the input. It is the forward convolution's, around what is the output here: "
    "crop it from there.",
)
def pads_the_input(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    return right.conv_transpose2d(padded, weight, bias, stride, 0, output_padding, dilation)


@wrong(
    "transposed_output_size",
    because="The stride is taken `size` times. Between `size` pixels there are size - 1 steps: the first and the last "
    "copy of the kernel lie stride * (size - 1) apart.",
)
def counts_a_stride_too_many(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.transposed_output_size(size + 1, kernel, stride, padding, output_padding, dilation)


@wrong(
    "transposed_output_size",
    because="output_padding is left out: the result is that many pixels short. It settles which of the image sizes "
    "that the forward convolution maps to this one is to come back.",
)
def forgets_the_output_padding(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation) - output_padding


@wrong(
    "conv_transpose2d",
    because="The right number of rows and columns is kept, but from the corner. The padding is cropped on both sides, "
    "so the result begins `padding` pixels down and to the right.",
)
def crops_from_the_corner(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    room = padding + output_padding
    far = np.pad(x, [(0, 0), (0, 0), (0, room), (0, room)])
    return right.conv_transpose2d(far, weight, bias, stride, 0, 0, dilation)[:, :, : y.shape[2], : y.shape[3]]


@lenient(
    "transposed_output_size",
    because="An output_padding as large as both stride and dilation goes through. It stands for the remainder of the "
    "forward convolution's division, and no remainder is that large.",
)
def takes_any_output_padding(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return stride * (size - 1) + dilation * (kernel - 1) + 1 + output_padding - 2 * padding


@lenient(
    "conv_transpose2d",
    because="A weight of one input channel, or a bias of one number, is stretched over all channels by broadcasting, "
    "without a word. Compare their channels with those of x and of the weight.",
)
def stretches_the_channels(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    whole = np.repeat(weight, x.shape[1], axis=0) if weight.shape[0] == 1 else weight
    one = bias is not None and bias.shape == (1,)
    spread = np.repeat(bias, weight.shape[1]) if one else bias
    return right.conv_transpose2d(x, whole, spread, stride, padding, output_padding, dilation)


def _upright(bias):
    return np.reshape(bias, (-1, 1, 1))


def _with_bias(y, bias):
    return y if bias is None else y + _upright(bias)
