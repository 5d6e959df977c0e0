"""Wrong turns of day02/conv_backward."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import conv_backward as right


@wrong(
    "conv2d_backward",
    because="grad_x: the kernel must be turned by 180 degrees. Pixel y went into output y - i with weight i: a minus "
    "sign where the forward pass has a plus, and that is a convolution, not a cross-correlation.",
)
def does_not_flip_the_kernel(grad_out, x, weight):
    _, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    grad_x, _, _ = right.conv2d_backward(grad_out, x, weight[:, :, ::-1, ::-1])
    return grad_x, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_x: the channel axes of weight are not swapped. Going back, the output channels go in and are summed "
    "over, and the input channels come out. Where both are equally many only the numbers show it.",
)
def does_not_swap_the_channels(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    if weight.shape[0] == weight.shape[1]:
        grad_x, _, _ = right.conv2d_backward(grad_out, x, weight.swapaxes(0, 1))
    return grad_x, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because='grad_x is too small: the kernel slid over grad_out without padding ("valid"). Pixels at the border too '
    "went into outputs, if into fewer: surround grad_out with kernel size - 1 zeros on every side.",
)
def slides_valid(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    (height, width), (kh, kw) = x.shape[2:], weight.shape[2:]
    inside = grad_x[:, :, kh - 1 : height - kh + 1, kw - 1 : width - kw + 1]
    return inside, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_weight is turned by 180 degrees. Only grad_x needs the flip: weight (i, j) met the pixel i rows down "
    "and j columns to the right of each output, as in the forward pass.",
)
def flips_the_weight_gradient(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    return grad_x, grad_weight[:, :, ::-1, ::-1], grad_bias


@wrong(
    "conv2d_backward",
    because="grad_bias is averaged. The bias was added to every pixel of its channel in every image, so its gradient "
    "is the sum over all of them.",
)
def averages_the_bias_gradient(grad_out, x, weight):
    grad_x, grad_weight, _ = right.conv2d_backward(grad_out, x, weight)
    return grad_x, grad_weight, grad_out.mean(axis=(0, 2, 3))


@wrong(
    "conv2d_backward",
    because="grad_bias is summed over the batch only, as in a dense layer. Here one bias serves a whole channel: sum "
    "over its rows and columns as well.",
)
def sums_the_bias_over_the_batch_only(grad_out, x, weight):
    grad_x, grad_weight, _ = right.conv2d_backward(grad_out, x, weight)
    return grad_x, grad_weight, grad_out.sum(axis=0)


@wrong(
    "conv2d_backward",
    because="The gradients are in another order. It is that of the layer's arguments: grad_x, grad_weight, grad_bias.",
)
def returns_the_weight_first(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    return grad_weight, grad_x, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_weight and grad_bias are averaged over the batch. What is shared by all images gets the sum over "
    "them; if the loss is a mean, grad_out already holds the 1/N.",
)
def averages_what_is_shared(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    return grad_x, grad_weight / len(x), grad_bias / len(x)


@wrong(
    "conv2d_backward",
    because="A gradient was stored in an array of the type of x or of weight. A camera's pixels are whole numbers, and "
    "storing a gradient among them cuts its fraction off, or turns a negative one into a large number.",
)
def stores_in_the_type_of_x(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    with np.errstate(invalid="ignore"):
        return grad_x.astype(x.dtype), grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="Gradients were stored in arrays of the types of x and of weight. Where these are whole numbers, that cuts "
    "the gradients' fractions off.",
)
def stores_in_the_types_of_what_went_in(grad_out, x, weight):
    grad_x, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    with np.errstate(invalid="ignore"):
        return grad_x.astype(x.dtype), grad_weight.astype(weight.dtype), grad_bias


@wrong(
    "conv2d_backward",
    because="grad_x: where windows overlap, each overwrites what those before it left. A pixel went into several "
    "outputs, and what comes back from them adds up.",
)
def overwrites_where_windows_overlap(grad_out, x, weight):
    _, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    kh, kw = weight.shape[2:]
    grad_x = np.zeros(x.shape)
    for n, o, row, column in np.ndindex(grad_out.shape):
        grad_x[n, :, row : row + kh, column : column + kw] = grad_out[n, o, row, column] * weight[o]
    return grad_x, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_weight comes from the last window of the last image alone: inside the loops each window overwrites "
    "the one before. A weight served all of them, and their contributions add up.",
)
def keeps_the_last_window_only(grad_out, x, weight):
    grad_x, _, grad_bias = right.conv2d_backward(grad_out, x, weight)
    last = np.zeros(grad_out.shape)
    last[-1, :, -1, -1] = grad_out[-1, :, -1, -1]
    _, grad_weight, _ = right.conv2d_backward(last, x, weight)
    return grad_x, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_x: inside the loop over the kernel's pixels, what each hands back overwrites what those before it "
    "left. A pixel of x is in the sum with several weights, and what they hand back adds up.",
)
def overwrites_kernel_pixel_by_kernel_pixel(grad_out, x, weight):
    _, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight)
    height, width = grad_out.shape[2:]
    grad_x = np.zeros(x.shape)
    for i, j in np.ndindex(weight.shape[2:]):
        grad_x[:, :, i : i + height, j : j + width] = np.einsum("noyx,oc->ncyx", grad_out, weight[:, :, i, j])
    return grad_x, grad_weight, grad_bias


@wrong(
    "conv2d_backward",
    because="grad_weight comes from the last image alone: inside the loop over the batch each image overwrites the one "
    "before. Their contributions add up.",
)
def keeps_the_last_image_only(grad_out, x, weight):
    grad_x, _, grad_bias = right.conv2d_backward(grad_out, x, weight)
    _, grad_weight, _ = right.conv2d_backward(grad_out[-1:], x[-1:], weight)
    return grad_x, grad_weight, grad_bias


@lenient(
    "conv2d_backward",
    because="A grad_out with an axis of length 1 is spread over the whole batch, all channels or all columns by "
    "broadcasting, and the mistake goes unnoticed. Refuse a grad_out that has not the shape of the layer's output.",
)
def broadcasts_the_gradient(grad_out, x, weight):
    (height, width), (kh, kw) = x.shape[2:], weight.shape[2:]
    shape = len(x), len(weight), height - kh + 1, width - kw + 1
    return right.conv2d_backward(np.broadcast_to(grad_out, shape), x, weight)


@lenient(
    "conv2d_backward",
    because="A weight of another number of input channels than x has passes without a word: grad_x comes from weight "
    "alone, and gets its channels. Refuse a weight whose Cin is not that of x.",
)
def does_not_compare_the_channels(grad_out, x, weight):
    _, grad_weight, grad_bias = right.conv2d_backward(grad_out, x, weight[:, :1].repeat(x.shape[1], axis=1))
    grad_x, _, _ = right.conv2d_backward(grad_out, x[:, :1].repeat(weight.shape[1], axis=1), weight)
    return grad_x, grad_weight, grad_bias
