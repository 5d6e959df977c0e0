"""Wrong turns of day03/padding."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day03 import padding as right


@wrong(
    "pad2d",
    because='This is what repeating the edge pixel gives. "reflect" mirrors about the edge pixel without '
    'repeating it; repeating it is "symmetric".',
)
def repeats_the_edge(image, pad, mode):
    padded = right.pad2d(image, pad, mode)
    return np.pad(image, pad, mode="symmetric") if mode == "reflect" else padded


@wrong(
    "pad2d",
    because="Only the columns are padded by the mode; above and below there are zeros. Pad the rows, then the columns "
    "of what that gives, so that the corners are filled too.",
)
def forgets_the_rows(image, pad, mode):
    padded = right.pad2d(image, pad, mode).copy()
    if mode != "zeros" and pad:
        padded[:pad] = padded[-pad:] = 0.0
    return padded


@wrong(
    "pad2d",
    because='"replicate" and "circular" are the other way round: replicate repeats the edge pixel, circular continues '
    "with the opposite side.",
)
def swaps_replicate_and_circular(image, pad, mode):
    swapped = {"replicate": "circular", "circular": "replicate"}
    return right.pad2d(image, pad, swapped.get(mode, mode))


@wrong(
    "pad2d",
    because="With pad 0 this hands back the image itself, so whoever writes into the result changes the input. "
    "Return a copy.",
)
def returns_the_image_itself(image, pad, mode):
    padded = right.pad2d(image, pad, mode)
    return padded if pad else image


@lenient(
    "pad2d",
    because="A negative pad must be refused: an index range that starts at -pad with pad < 0 crops the image "
    "without a word.",
)
def crops_when_negative(image, pad, mode):
    return image[-pad:pad, -pad:pad] if pad < 0 else right.pad2d(image, pad, mode)


@lenient(
    "pad2d",
    because="Only the width is held against the pad. The rows are folded too, and the image may be less high than "
    "wide.",
)
def looks_at_the_width_only(image, pad, mode):
    fits_the_width = mode == "reflect" and image.shape[0] <= pad < image.shape[1]
    return np.pad(image, pad, mode="reflect") if fits_the_width else right.pad2d(image, pad, mode)


@wrong(
    "same_padding",
    because="Half of the kernel goes on either side. For an odd kernel, rounded down, that is right; an even kernel "
    "gets `dilation` pixels too many: there is one gap less between its samples than it has samples.",
)
def takes_half_the_kernel(kernel, dilation=1):
    return dilation * (kernel // 2), dilation * (kernel // 2)


@wrong(
    "same_padding",
    because="This is kernel // 2 on either side. An undilated odd kernel is served by that. Dilation moves the samples "
    "apart, so that they reach over dilation * (kernel - 1) pixels beside the first, and an odd number of pixels is "
    "shared out as evenly as can be.",
)
def takes_half_the_bare_kernel(kernel, dilation=1):
    return kernel // 2, kernel // 2


@wrong(
    "same_padding",
    because="Half of kernel - 1 on either side is one pixel short for an even kernel. Where the total is odd, the "
    "pixel that is left over goes after the last.",
)
def loses_a_pixel_for_even_kernels(kernel, dilation=1):
    half = dilation * (kernel - 1) // 2
    return half, half


@wrong(
    "same_padding",
    because="For an odd total the extra pixel goes after the last pixel (as in torch), not before the first.",
)
def puts_the_extra_pixel_before(kernel, dilation=1):
    before, after = right.same_padding(kernel, dilation)
    return after, before


@wrong(
    "same_padding",
    because="The dilation is forgotten: a dilated kernel covers dilation * (kernel - 1) + 1 pixels.",
)
def forgets_the_dilation(kernel, dilation=1):
    return right.same_padding(kernel)
