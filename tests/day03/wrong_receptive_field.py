"""Wrong turns of day03/receptive_field."""

from grader.mutants import lenient, wrong
from solutions.day03 import receptive_field as right


@wrong(
    "receptive_field",
    because="Every layer widens the field by its own reach only. Behind a stride the pixels of a layer's input stand "
    "several image pixels apart: the reach has to be multiplied by the jump.",
)
def leaves_out_the_jump(layers):
    _, jump, start = right.receptive_field(layers)
    return 1 + sum(dilation * (kernel - 1) for kernel, _, _, dilation in layers), jump, start


@wrong(
    "receptive_field",
    because="The jump is multiplied by a layer's stride before that layer is counted. The kernel stands on the layer's "
    "input, whose pixels know only the strides before it: update the jump last.",
)
def updates_the_jump_too_early(layers):
    size, jump, start = 1, 1, 0.0
    for kernel, stride, padding, dilation in layers:
        jump *= stride
        size += dilation * (kernel - 1) * jump
        start += (dilation * (kernel - 1) / 2 - padding) * jump
    return size, jump, start


@wrong(
    "receptive_field",
    because="The dilation is forgotten: the samples of a kernel stand `dilation` pixels apart, so it reaches over "
    "dilation (kernel - 1) pixels from its first sample to its last.",
)
def forgets_the_dilation(layers):
    return right.receptive_field([(kernel, stride, padding, 1) for kernel, stride, padding, _ in layers])


@wrong(
    "receptive_field",
    because="The padding is missing from the start. It puts the first window before the first pixel, by `padding` "
    "pixels of the layer's input.",
)
def forgets_the_padding_in_the_start(layers):
    return right.receptive_field([(kernel, stride, 0, dilation) for kernel, stride, _, dilation in layers])


@wrong(
    "receptive_field",
    because="The padding moves the start the wrong way. It puts pixels before pixel 0, and the first window begins "
    "there: the field moves back.",
)
def moves_the_start_forward(layers):
    size, jump, start = right.receptive_field(layers)
    step = 1
    for _, stride, padding, _ in layers:
        start += 2 * padding * step
        step *= stride
    return size, jump, start


@wrong(
    "receptive_field",
    because="The start moves by pixels of the layer's input as if they were image pixels. They stand `jump` image "
    "pixels apart, in the start as in the size.",
)
def leaves_the_jump_out_of_the_start(layers):
    size, jump, _ = right.receptive_field(layers)
    return size, jump, sum((d * (kernel - 1) / 2 - padding for kernel, _, padding, d in layers), 0.0)


@wrong(
    "receptive_field",
    because="The kernel sizes are multiplied. Two 3x3 layers see 5 pixels, not 9: the windows of neighbouring pixels "
    "overlap, so each layer adds to the size; only the jumps multiply.",
)
def multiplies_the_sizes(layers):
    _, jump, start = right.receptive_field(layers)
    size = 1
    for kernel, _, _, dilation in layers:
        size *= dilation * (kernel - 1) + 1
    return size, jump, start


@wrong(
    "receptive_field",
    because="The strides are added up in the jump. A step of one layer is a whole stride of steps of the layer before "
    "it: jumps multiply.",
)
def adds_the_strides(layers):
    size, jump, start = 1, 1, 0.0
    for kernel, stride, padding, dilation in layers:
        size += dilation * (kernel - 1) * jump
        start += (dilation * (kernel - 1) / 2 - padding) * jump
        jump += stride - 1
    return size, jump, start


@wrong(
    "receptive_field",
    because="size = (size - 1) stride + extent is the rule for going back from the output to the input; here it is "
    "applied from the input on. Take the layers in reverse for it.",
)
def walks_the_wrong_way(layers):
    _, jump, start = right.receptive_field(layers)
    size = 1
    for kernel, stride, _, dilation in layers:
        size = (size - 1) * stride + dilation * (kernel - 1) + 1
    return size, jump, start


@wrong(
    "receptive_field",
    because="Half of the reach is rounded down to a whole pixel. An even kernel is centred between two pixels: its "
    "centre is a half-integer.",
)
def rounds_the_centre(layers):
    size, jump, _ = right.receptive_field(layers)
    start, step = 0.0, 1
    for kernel, stride, padding, dilation in layers:
        start += (dilation * (kernel - 1) // 2 - padding) * step
        step *= stride
    return size, jump, start


@wrong(
    "receptive_field",
    because="Half a pixel too far: that is the centre where pixel 0 reaches from 0 to 1. Here the centre of pixel 0 is "
    "at 0.",
)
def counts_from_the_pixels_edge(layers):
    size, jump, start = right.receptive_field(layers)
    return size, jump, start + 0.5


@wrong(
    "receptive_field",
    because="This is the first pixel of the receptive field. The start is its centre, (size - 1) / 2 further on.",
)
def starts_at_the_first_pixel(layers):
    size, jump, start = right.receptive_field(layers)
    return size, jump, start - (size - 1) / 2


@lenient(
    "receptive_field",
    because="A kernel, stride or dilation of 0 goes through. There is no such layer. A dilation of 0 is not a kernel "
    "without holes, which has 1: it puts all samples on one pixel.",
)
def takes_zeros(layers):
    size, jump, start = 1, 1, 0.0
    for kernel, stride, padding, dilation in layers:
        size += dilation * (kernel - 1) * jump
        start += (dilation * (kernel - 1) / 2 - padding) * jump
        jump *= stride
    return size, jump, start
