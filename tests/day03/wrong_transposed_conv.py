"""Wrong turns of day03/transposed_conv."""

import numpy as np

from grader.mutants import wrong
from solutions.day03 import transposed_conv as right


@wrong(
    "transposed_output_size",
    because="This is the formula of the forward convolution, which makes images smaller. The transposed one goes the "
    "other way: solve the forward formula for its input size.",
)
def by_the_forward_formula(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation)
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@wrong(
    "transposed_output_size",
    because="Each of the `size` pixels has been given `stride` output pixels. But the last one is followed by no "
    "further stride: the first and the last lie stride * (size - 1) apart, and the kernel's extent comes on "
    "top of that.",
)
def counts_a_stride_too_many(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    output = right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation)
    return output + stride - 1


@wrong(
    "transposed_output_size",
    because="The padding is added. It is the forward convolution's: what that put around its input is cropped from "
    "the output here, so it is subtracted, on both sides.",
)
def adds_the_padding_to_the_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation) + 4 * padding


@wrong(
    "transposed_output_size",
    because="The padding is subtracted once. It is cropped on both sides.",
)
def crops_one_side(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.transposed_output_size(size, kernel, stride, padding, output_padding, dilation) + padding


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
    right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return right.conv_transpose2d(x, weight[:, :, ::-1, ::-1], bias, stride, padding, output_padding, dilation)


@wrong(
    "conv_transpose2d",
    because="The weight is read as (Cout, Cin, kh, kw), as for a forward convolution. Here the input channel comes "
    "first: (Cin, Cout, kh, kw), as it is the same weight seen from the other side.",
)
def reads_output_channels_first(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    if np.ndim(weight) != 4:
        raise ValueError(f"weight must have four axes, got {np.ndim(weight)}")
    return right.conv_transpose2d(x, weight.swapaxes(0, 1), bias, stride, padding, output_padding, dilation)


@wrong(
    "conv_transpose2d",
    because="The padding is put around the result instead of being cropped from it. The forward convolution pads its "
    "input; turned round, what fell on the padding is dropped, and the image gets smaller.",
)
def pads_the_result(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    full = right.conv_transpose2d(x, weight, None, stride, 0, output_padding, dilation)
    return _with_bias(np.pad(full, [(0, 0), (0, 0), (padding, padding), (padding, padding)]), bias)


@wrong(
    "conv_transpose2d",
    because="Without padding nothing is left: the slice padding:-padding is then 0:0, which is empty. Let it end at "
    "padding plus the output size instead.",
)
def crops_everything(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return y if padding else y[:, :, :0, :0]


@wrong(
    "conv_transpose2d",
    because="`stride` zeros are put between neighbouring pixels. Then they lie stride + 1 apart; stride - 1 zeros "
    "bring them stride apart.",
)
def inserts_a_zero_too_many(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return right.conv_transpose2d(x, weight, bias, stride + 1, padding, output_padding, dilation)


@wrong(
    "conv_transpose2d",
    because="Where copies of the kernel overlap, the last one overwrites the others. The transpose of a sum over "
    "inputs is a sum over outputs: add them up.",
)
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


@wrong(
    "conv_transpose2d",
    because="output_padding is left out: the result is that many rows and columns short. It settles which of the "
    "image sizes that the forward convolution maps to this one is to come back.",
)
def forgets_the_output_padding(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
    return right.conv_transpose2d(x, weight, bias, stride, padding, 0, dilation)


@wrong(
    "conv_transpose2d",
    because="output_padding is put above and on the left. The forward convolution starts at the top left corner, so "
    "what its last stride leaves over lies at the bottom and on the right.",
)
def pads_before(x, weight, bias=None, stride=1, padding=0, output_padding=0, dilation=1):
    y = right.conv_transpose2d(x, weight, None, stride, padding, output_padding, dilation)
    shown = y[:, :, : y.shape[2] - output_padding, : y.shape[3] - output_padding]
    return _with_bias(np.pad(shown, [(0, 0), (0, 0), (output_padding, 0), (output_padding, 0)]), bias)


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
    right.conv_transpose2d(x, weight, bias, stride, padding, output_padding, dilation)
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


def _upright(bias):
    return np.reshape(bias, (-1, 1, 1))


def _with_bias(y, bias):
    return y if bias is None else y + _upright(bias)
