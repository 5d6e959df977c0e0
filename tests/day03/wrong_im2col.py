"""Wrong turns of day03/im2col."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day03 import im2col as right
from solutions.day03.im2col import _output_shape

OVERWRITES = (
    "Where patches overlap, the last one overwrites the others. A pixel that went into k columns gets k numbers back, "
    "and the adjoint adds them up: += where = stands (and with an index array, np.add.at, as image[index] += values "
    "adds each repeated index once)."
)


@wrong(
    "im2col",
    because="Within a column the samples of the kernel run outside and the channels inside (kh * kw * C). In torch's "
    "layout the channel is the slowest: all samples of the first channel, then all of the second.",
)
def channels_last(x, kernel, stride=1, padding=0, dilation=1):
    columns = right.im2col(x, kernel, stride, padding, dilation)
    count, _, length = columns.shape
    return columns.reshape(count, np.shape(x)[1], -1, length).swapaxes(1, 2).reshape(count, -1, length)


@wrong(
    "im2col",
    because="The patches are counted column by column of the output. Output pixels are counted row by row: the column "
    "index runs fastest.",
)
def patches_down_the_columns(x, kernel, stride=1, padding=0, dilation=1):
    columns = right.im2col(x, kernel, stride, padding, dilation)
    shape = _output_shape(x.shape[2:], kernel, stride, padding, dilation)
    return columns.reshape(*columns.shape[:2], *shape).swapaxes(2, 3).reshape(columns.shape)


@wrong(
    "im2col",
    because="The patches are stacked as rows: this is (N, L, C * kh * kw). Each patch is to be a column, so that "
    "weight_matrix @ columns works without a transpose.",
)
def patches_as_rows(x, kernel, stride=1, padding=0, dilation=1):
    return right.im2col(x, kernel, stride, padding, dilation).swapaxes(1, 2).copy()


RESHAPED = (
    "The shape is right, but a reshape stands where the axes must first be moved. It only joins neighbouring axes, as "
    "they lie in memory: channel, sample row and sample column must stand before output row and output column when "
    "the patches are reshaped."
)


@wrong("im2col", because=RESHAPED)
def reshapes_without_moving_axes(x, kernel, stride=1, padding=0, dilation=1):
    columns = right.im2col(x, kernel, stride, padding, dilation)
    patches = columns.reshape(len(columns), np.shape(x)[1], -1, columns.shape[2])
    return patches.swapaxes(2, 3).reshape(columns.shape)


@wrong("im2col", because=RESHAPED)
def reshapes_patch_by_patch(x, kernel, stride=1, padding=0, dilation=1):
    columns = right.im2col(x, kernel, stride, padding, dilation)
    return columns.swapaxes(1, 2).reshape(columns.shape)


@wrong(
    "im2col",
    because="The dilation is forgotten altogether. The samples of the kernel lie dilation pixels apart, so a patch "
    "extends over dilation * (k - 1) + 1 pixels, and fewer patches fit.",
)
def forgets_the_dilation(x, kernel, stride=1, padding=0, dilation=1):
    return right.im2col(x, kernel, stride, padding)


@wrong(
    "im2col",
    because="The dilation decides how many patches there are, as it should, but inside a patch neighbouring pixels "
    "are read: sample i lies dilation * i pixels below the first, not i.",
)
def reads_neighbours_in_a_dilated_patch(x, kernel, stride=1, padding=0, dilation=1):
    columns = right.im2col(x, kernel, stride, padding, dilation)
    rows, cols = _output_shape(x.shape[2:], kernel, stride, padding, dilation)
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    patches = columns.reshape(*x.shape[:2], *kernel, rows, cols).copy()
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            seen = padded[:, :, i::stride, j::stride]
            patches[:, :, i, j] = seen[:, :, :rows, :cols]
    return patches.reshape(columns.shape)


@wrong("col2im", because=OVERWRITES)
def overwrites_sample_by_sample(columns, size, kernel, stride=1, padding=0, dilation=1):
    image, index = _scattered(columns, size, kernel, stride, padding, dilation)
    image.reshape(*image.shape[:2], -1)[:, :, index] = columns.reshape(*image.shape[:2], -1)
    return _cropped(image, size, padding)


@wrong("col2im", because=OVERWRITES)
def overwrites_patch_by_patch(columns, size, kernel, stride=1, padding=0, dilation=1):
    image, index = _scattered(columns, size, kernel, stride, padding, dilation)
    patches = columns.reshape(*image.shape[:2], -1, columns.shape[2]).swapaxes(2, 3)
    order = index.reshape(-1, columns.shape[2]).T.ravel()
    image.reshape(*image.shape[:2], -1)[:, :, order] = patches.reshape(*image.shape[:2], -1)
    return _cropped(image, size, padding)


@wrong(
    "col2im",
    because="The sums are divided by the number of patches that contain the pixel. That average undoes im2col, but "
    "what is wanted is its adjoint, which carries gradients back: there every use of a pixel counts, and the "
    "plain sum stays.",
)
def averages(columns, size, kernel, stride=1, padding=0, dilation=1):
    total = right.col2im(columns, size, kernel, stride, padding, dilation)
    count = right.col2im(np.ones(columns.shape), size, kernel, stride, padding, dilation)
    return total / np.maximum(count, 1.0)


@wrong(
    "col2im",
    because="The padding is still there. im2col put it around the image, so its adjoint drops it: size is that of the "
    "image without padding.",
)
def leaves_the_padding(columns, size, kernel, stride=1, padding=0, dilation=1):
    height, width = size
    return right.col2im(columns, (height + 2 * padding, width + 2 * padding), kernel, stride, 0, dilation)


@wrong(
    "col2im",
    because="Without padding nothing is left: the slice padding:-padding is then 0:0, which is empty. Let it end at "
    "padding + H instead.",
)
def crops_everything(columns, size, kernel, stride=1, padding=0, dilation=1):
    padded = leaves_the_padding(columns, size, kernel, stride, padding, dilation)
    return padded[:, :, padding:-padding, padding:-padding].copy()


@wrong(
    "conv2d_im2col",
    because="The product of all images at once has the axes (O, N, ...), and a reshape to (N, O, ...) shuffles images "
    "and channels. The two axes must be transposed.",
)
def reshapes_channels_into_images(x, weight, bias=None, stride=1, padding=0, dilation=1):
    y = right.conv2d_im2col(x, weight, bias, stride, padding, dilation)
    return y.swapaxes(0, 1).reshape(y.shape)


@wrong(
    "conv2d_im2col",
    because="The kernel matrix has the right shape, but reshaping to (C * kh * kw, O) cuts every kernel into pieces. "
    "A kernel is a row: reshape to (O, C * kh * kw), and transpose that if it is wanted upright.",
)
def reshapes_the_weight_upright(x, weight, bias=None, stride=1, padding=0, dilation=1):
    mixed = weight.reshape(-1, len(weight)).T.reshape(weight.shape)
    return right.conv2d_im2col(x, mixed, bias, stride, padding, dilation)


@wrong(
    "conv2d_im2col",
    because="It is right, but slow: Python still goes round a loop for every output pixel. Let im2col gather all "
    "patches, and leave all the multiplying to one matrix product.",
)
def loops_over_pixels(x, weight, bias=None, stride=1, padding=0, dilation=1):
    small = np.zeros(x.shape, np.float32)  # the shape, at little cost
    y = np.array(right.conv2d_im2col(small, weight, bias, stride, padding, dilation), float)
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = (dilation * (k - 1) + 1 for k in weight.shape[2:])
    for n, o, i, j in np.ndindex(y.shape):
        top, left = i * stride, j * stride
        patch = padded[n, :, top : top + kh : dilation, left : left + kw : dilation]
        y[n, o, i, j] += np.sum(patch * weight[o])
    return y


@lenient(
    "im2col",
    because="A kernel that fits nowhere must be refused. Here there are no columns then, and whoever multiplies with "
    "them gets an image without pixels.",
)
def returns_no_columns(x, kernel, stride=1, padding=0, dilation=1):
    try:
        return right.im2col(x, kernel, stride, padding, dilation)
    except ValueError:
        return np.zeros((len(x), x.shape[1] * kernel[0] * kernel[1], 0))


@wrong(
    "_output_shape",
    because="The number of patches is a float: / makes one even where nothing is left over. Divide with //, which "
    "rounds down.",
)
def divides_into_a_float(size, kernel, stride, padding, dilation):
    return [number / 1 for number in _output_shape(size, kernel, stride, padding, dilation)]


def _scattered(columns, size, kernel, stride, padding, dilation):
    """Return an empty padded image, and for every entry of a channel's columns the pixel it belongs to."""
    height, width = size[0] + 2 * padding, size[1] + 2 * padding
    numbers = np.arange(height * width).reshape(1, 1, height, width)
    index = right.im2col(numbers, kernel, stride, 0, dilation).ravel()
    return np.zeros((len(columns), columns.shape[1] // (kernel[0] * kernel[1]), height, width)), index


def _cropped(padded, size, padding):
    return padded[:, :, padding : padding + size[0], padding : padding + size[1]].copy()
