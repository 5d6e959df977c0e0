"""Wrong turns of day04/blur_pool."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import blur_pool as right

BINOMIAL = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0


def blur(x, kernel=BINOMIAL, mode="reflect", axes=(2, 3)):
    """Return x blurred along the axes, as large as it was."""
    half = len(kernel) // 2
    for axis in axes:
        ends = [(0, 0)] * 4
        ends[axis] = (half, half)
        padded = np.moveaxis(np.pad(x, ends, mode=mode), axis, -1)
        total = sum(weight * padded[..., k : k + x.shape[axis]] for k, weight in enumerate(kernel))
        x = np.moveaxis(total, -1, axis)
    return x


@wrong(
    "blur_pool2d",
    because="You subsample first and blur what is left. By then the fine detail has been folded onto the coarse, and "
    "no filter can tell them apart: blur first, on the full grid.",
)
def subsamples_first(x, stride=2):
    thinned = x[:, :, ::stride, ::stride]
    return blur(thinned) if min(thinned.shape[2:]) > 2 else right.blur_pool2d(x, stride)


@wrong(
    "blur_pool2d",
    because="There is no blur: this only keeps every stride-th pixel, which is what folds fine detail onto coarse.",
)
def only_subsamples(x, stride=2):
    return x[:, :, ::stride, ::stride].copy()


@wrong(
    "blur_pool2d",
    because="The kernel is [1, 2, 1] / 4, the next smaller binomial. Here it is [1, 4, 6, 4, 1] / 16.",
)
def uses_the_smaller_kernel(x, stride=2):
    return blur(x, np.array([1.0, 2.0, 1.0]) / 4.0)[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="The kernel is flat, a fifth for each pixel. A box lets much of the finest detail through; the binomial "
    "weights are [1, 4, 6, 4, 1] / 16.",
)
def uses_a_box(x, stride=2):
    return blur(x, np.full(5, 0.2))[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="The image comes out 16 times too bright. The kernel is used along the rows and along the columns, so its "
    "5 x 5 weights sum to 256.",
)
def divides_once_only(x, stride=2):
    return right.blur_pool2d(x, stride) * 16.0


@wrong(
    "blur_pool2d",
    because="The kernel is not normalised: [1, 4, 6, 4, 1] sums to 16 along each axis, so the image comes out 256 "
    "times too bright.",
)
def does_not_normalise(x, stride=2):
    return right.blur_pool2d(x, stride) * 256.0


@wrong(
    "blur_pool2d",
    because="Zeros surround your image, which darkens its edge. Here it is mirrored about the edge pixel, so that a "
    "flat sky stays flat.",
)
def pads_with_zeros(x, stride=2):
    return blur(x, mode="constant")[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because='Your mirror repeats the edge pixel: NumPy calls that "symmetric", and SciPy, of all names, "reflect". '
    'Here the pixel at -1 is the pixel at 1: "reflect" in NumPy and torch, "mirror" in SciPy.',
)
def repeats_the_edge_in_the_mirror(x, stride=2):
    return blur(x, mode="symmetric")[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="Beyond the edge you repeat the edge pixel. Here the image is mirrored there: the pixel at -1 is the "
    "pixel at 1, that at -2 the pixel at 2.",
)
def repeats_the_edge(x, stride=2):
    return blur(x, mode="edge")[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="Nothing is added beyond the edge, so two rows and columns are lost on every side, and the first pixel "
    "that is kept is (2, 2). Mirror the image by two pixels first.",
)
def does_not_pad(x, stride=2):
    return blur(x)[:, :, 2:-2:stride, 2:-2:stride]


@wrong(
    "blur_pool2d",
    because="The image is blurred along the rows only, so detail that is fine in the vertical is still folded. Blur "
    "along the columns of pixels as well.",
)
def blurs_along_the_rows_only(x, stride=2):
    return blur(x, axes=(3,))[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="The image is blurred along the columns of pixels only, so detail that is fine in the horizontal is still "
    "folded. Blur along the rows as well.",
)
def blurs_along_the_columns_only(x, stride=2):
    return blur(x, axes=(2,))[:, :, ::stride, ::stride]


@wrong(
    "blur_pool2d",
    because="Your first kept pixel is (1, 1). The grid begins at pixel 0 of both axes, which keeps both ends of an "
    "odd axis and the map centred.",
)
def begins_at_one(x, stride=2):
    return blur(x)[:, :, 1::stride, 1::stride]


@wrong(
    "blur_pool2d",
    because="The result has floor(H / stride) pixels. Pixels 0, stride, 2 stride, ... of the blurred image are kept "
    "as long as they lie on it: that is H / stride rounded up.",
)
def loses_the_last_pixel(x, stride=2):
    out = right.blur_pool2d(x, stride)
    return out[:, :, : x.shape[2] // stride, : x.shape[3] // stride]


@lenient(
    "blur_pool2d",
    because="Two rows or columns have no second neighbour to mirror, and np.pad goes on mirroring its own mirror image "
    "without a word. Refuse x where H or W is below 3.",
)
def mirrors_the_mirror(x, stride=2):
    return blur(x)[:, :, ::stride, ::stride]
