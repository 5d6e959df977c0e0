"""Wrong turns of day02/equivariance."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import equivariance as right


@wrong(
    "shift",
    because="What leaves on one side comes back in on the other: that is a shift on a torus, as np.roll does it. "
    "The sky does not wrap round; what is uncovered is zero.",
)
def wraps_round(image, dy, dx):
    return np.roll(image, (dy, dx), axis=(0, 1))


@wrong(
    "shift",
    because="The image moved the other way. image[i + dy, j + dx] fetches a pixel from below and the right, so the "
    "picture moves up and to the left; a positive dy moves it down, and a positive dx to the right.",
)
def moves_the_other_way(image, dy, dx):
    return right.shift(image, -dy, -dx)


@wrong(
    "shift",
    because="dy and dx are the other way round: dy counts rows, the first axis, and dx columns, the second.",
)
def swaps_rows_and_columns(image, dy, dx):
    return right.shift(image, dx, dy)


@wrong(
    "shift",
    because="These slices fit a move down or right only. With a negative step, out[dy:] counts from the end and no "
    "longer names the rows that are filled: each sign needs its own slices.",
)
def slices_for_one_sign(image, dy, dx):
    height, width = image.shape
    moved = np.zeros_like(image)
    moved[dy:, dx:] = image[: height - dy, : width - dx]
    return moved


@wrong(
    "shift",
    because="A move by more than the whole image makes a slice bound negative, and NumPy counts negative bounds "
    "from the end instead of giving an empty slice. Nothing is left of the image then: keep the step within "
    "-H ... H.",
)
def counts_from_the_end_when_far(image, dy, dx):
    height, width = image.shape
    moved = np.zeros_like(image)
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = image[
        max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)
    ]
    return moved


@wrong(
    "shift",
    because="Zero is the trap: image[:-0] is empty, not everything, so the slices do not fit where dy or dx is 0.",
)
def trips_over_zero(image, dy, dx):
    height, width = image.shape
    moved = np.zeros_like(image)
    if abs(dy) >= height or abs(dx) >= width:
        return moved
    across = np.zeros_like(image)
    if dx > 0:
        across[:, dx:] = image[:, :-dx]
    else:
        across[:, :dx] = image[:, -dx:]
    if dy > 0:
        moved[dy:] = across[:-dy]
    else:
        moved[:dy] = across[-dy:]
    return moved


def norms(op, image, dy, dx, margin=0, dtype=float):
    """Return the pieces of the right answer: a, b, and the region where they are compared."""
    before, after = (np.asarray(op(x), dtype=dtype) for x in (right.shift(image, dy, dx), image))
    b = right.shift(after, dy, dx)
    region = np.zeros(b.shape, bool)
    height, width = b.shape
    region[
        max(dy, 0) + margin : height + min(dy, 0) - margin,
        max(dx, 0) + margin : width + min(dx, 0) - margin,
    ] = True
    return before, b, region, after


@wrong(
    "equivariance_error",
    because="The whole output is compared, with the rows and columns that the shift uncovered. What lies there came "
    "in from beyond the border and says nothing of the op: compare only pixels whose origin is an output "
    "pixel too.",
)
def compares_the_border(op, image, dy, dx, margin=0):
    a, b, _, _ = norms(op, image, dy, dx, margin)
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


@wrong(
    "equivariance_error",
    because="This compares op(shift(image)) with op(image), which asks whether the op ignores the shift: that is "
    "invariance. Equivariance asks whether the output moves along, so the output must be shifted too.",
)
def measures_invariance(op, image, dy, dx, margin=0):
    a, _, region, after = norms(op, image, dy, dx, margin)
    return float(np.linalg.norm((a - after)[region]) / np.linalg.norm(after[region]))


@wrong(
    "equivariance_error",
    because="Input and output were shifted in opposite directions. Both move by (dy, dx) when one is compared with "
    "the other.",
)
def shifts_the_input_back(op, image, dy, dx, margin=0):
    _, b, region, _ = norms(op, image, dy, dx, margin)
    a = op(right.shift(image, -dy, -dx))
    return float(np.linalg.norm((a - b)[region]) / np.linalg.norm(b[region]))


@wrong(
    "equivariance_error",
    because="Input and output were shifted in opposite directions. Both move by (dy, dx) when one is compared with "
    "the other.",
)
def shifts_the_output_back(op, image, dy, dx, margin=0):
    a, _, region, after = norms(op, image, dy, dx, margin)
    back = right.shift(after, -dy, -dx)
    return float(np.linalg.norm((a - back)[region]) / np.linalg.norm(back[region]))


@wrong(
    "equivariance_error",
    because="This is the difference itself, which grows with the brightness of the image. Divide by the norm of "
    "what is wanted, so that 0.01 means one per cent for every image.",
)
def is_not_relative(op, image, dy, dx, margin=0):
    a, b, region, _ = norms(op, image, dy, dx, margin)
    return float(np.linalg.norm((a - b)[region]))


@wrong(
    "equivariance_error",
    because="The difference is divided by the norm of op(shift(image)). The docstring divides by that of "
    "shift(op(image)), which is what the output should have been.",
)
def divides_by_the_other(op, image, dy, dx, margin=0):
    a, b, region, _ = norms(op, image, dy, dx, margin)
    return float(np.linalg.norm((a - b)[region]) / np.linalg.norm(a[region]))


@wrong(
    "equivariance_error",
    because="The margin is not used. A padded op is wrong by itself near the border; the margin leaves those pixels "
    "out.",
)
def forgets_the_margin(op, image, dy, dx, margin=0):
    return right.equivariance_error(op, image, dy, dx)


@wrong(
    "equivariance_error",
    because="The margin is taken off the output's border, where the shift has already taken its part. It is taken "
    "off the region that is left after the shift, on all four sides.",
)
def takes_the_margin_off_the_output(op, image, dy, dx, margin=0):
    a, b, _, _ = norms(op, image, dy, dx, margin)
    height, width = b.shape
    region = (
        slice(max(dy, margin), height - max(-dy, margin)),
        slice(max(dx, margin), width - max(-dx, margin)),
    )
    return float(np.linalg.norm((a - b)[region]) / np.linalg.norm(b[region]))


@wrong(
    "equivariance_error",
    because="The difference was taken in the image's own type. Unsigned pixels have no negative numbers: 3 - 5 is 254 "
    "in uint8.",
)
def subtracts_unsigned_numbers(op, image, dy, dx, margin=0):
    a, b, region, _ = norms(op, image, dy, dx, margin, dtype=None)
    return float(np.linalg.norm((a - b)[region]) / np.linalg.norm(b[region]))


@lenient(
    "equivariance_error",
    because="Where the shift and the margin leave no pixel to compare, this says 0, as if the op were equivariant. "
    "Nothing was compared: refuse the step that is too large.",
)
def finds_no_error_in_nothing(op, image, dy, dx, margin=0):
    height, width = np.shape(op(image))
    is_empty = abs(dy) + 2 * margin >= height or abs(dx) + 2 * margin >= width
    return 0.0 if is_empty else right.equivariance_error(op, image, dy, dx, margin)
