"""Wrong turns of day03/cost."""

from grader.mutants import lenient, wrong
from solutions.day03 import cost as right


@wrong(
    "conv_macs",
    because="The pixels of the input are counted. There is one sum for each pixel of the output: stride, padding and "
    "the kernel's extent change their number.",
)
def counts_input_pixels(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return right.conv_macs(size, in_channels, out_channels, 1, groups=groups) * kernel**2


@wrong(
    "conv_macs",
    because="The groups are forgotten: a filter sees only the in_channels / groups channels of its own group.",
)
def forgets_the_groups(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return right.conv_macs(size, in_channels, out_channels, kernel, stride, padding, dilation)


@wrong(
    "conv_macs",
    because="This is the cost of one group. There are `groups` of them: each filter sees fewer channels, but all "
    "filters are still computed.",
)
def counts_one_group(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return right.conv_macs(size, in_channels, out_channels, kernel, stride, padding, dilation, groups) // groups


@wrong(
    "conv_macs",
    because="Twice too much: these are FLOPs, which count the product and the addition apart. A MAC is both together.",
)
def counts_flops(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return 2 * right.conv_macs(size, in_channels, out_channels, kernel, stride, padding, dilation, groups)


@wrong(
    "conv_macs",
    because="The holes of the dilated kernel are counted. Dilation widens the reach of a kernel, not the number of its "
    "samples: that is its whole point.",
)
def multiplies_in_the_holes(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    extent = dilation * (kernel - 1) + 1
    return right.conv_macs(size, in_channels, out_channels, extent, stride, padding, 1, groups)


@wrong(
    "conv_macs",
    because="The channels of the input are missing: a filter has a k x k slice for each channel of its group and adds "
    "them all into one number.",
)
def forgets_the_input_channels(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return right.conv_macs(size, 1, out_channels, kernel, stride, padding, dilation)


@wrong(
    "conv_activation_bytes",
    because="These are bits. A byte has eight of them.",
)
def gives_bits(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    return 8 * right.conv_activation_bytes(size, out_channels, kernel, stride, padding, dilation, batch, bits)


@wrong(
    "conv_activation_bytes",
    because="Four bytes are taken for every number, whatever `bits` says.",
)
def takes_float32_for_granted(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    return right.conv_activation_bytes(size, out_channels, kernel, stride, padding, dilation, batch)


@wrong(
    "conv_activation_bytes",
    because="This is what one image takes. The whole batch is kept until the backward pass.",
)
def forgets_the_batch(size, out_channels, kernel, stride=1, padding=0, dilation=1, batch=1, bits=32):
    return right.conv_activation_bytes(size, out_channels, kernel, stride, padding, dilation, 1, bits)


@wrong(
    "cheaper_stack",
    because="The ratio is upside down: it is the stack over the one layer, and below 1 the stack is cheaper.",
)
def turns_the_ratio(k):
    layers, ratio = right.cheaper_stack(k)
    return layers, 1 / ratio


@wrong(
    "cheaper_stack",
    because="The kernels are counted along one axis: a 3x3 kernel has nine samples, a k x k kernel k * k. With 3 / k "
    "in the ratio the stack never seems to pay.",
)
def counts_along_one_axis(k):
    layers, _ = right.cheaper_stack(k)
    return layers, layers * 3 / k


@wrong(
    "cheaper_stack",
    because="The fields of stacked layers are taken to lie side by side, k / 3 of them. They overlap: each 3x3 layer "
    "at stride 1 adds two pixels, so n of them see 2 n + 1.",
)
def lays_the_kernels_side_by_side(k):
    layers = -(-k // 3)
    return layers, layers * 9 / k**2


@wrong(
    "conv_macs",
    because="The filters are missing: this is the cost of one of them. Each of the out_channels filters computes all "
    "its output pixels.",
)
def counts_one_filter(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    return right.conv_macs(size, in_channels, out_channels, kernel, stride, padding, dilation, groups) // out_channels


@wrong(
    "conv_macs",
    because="The output has a fraction of a pixel: / keeps what the stride leaves over. Divide with //, which "
    "rounds down.",
)
def keeps_the_fraction(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    height, width = ((pixels + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1 for pixels in size)
    return out_channels * height * width * in_channels / groups * kernel**2


@lenient(
    "conv_macs",
    because="Groups that do not divide the channels go through, and // drops the channels left over. There is no such "
    "layer: both numbers of channels must be multiples of groups.",
)
def drops_the_channels_left_over(size, in_channels, out_channels, kernel, stride=1, padding=0, dilation=1, groups=1):
    one = right.conv_macs(size, 1, out_channels, kernel, stride, padding, dilation)
    return one * (in_channels // groups)


@lenient(
    "cheaper_stack",
    because="An even k must be refused: stacked 3x3 layers see 3, 5, 7, ... pixels, never an even number.",
)
def rounds_an_even_k(k):
    return (k - 1) // 2, (k - 1) // 2 * 9 / k**2
