"""Wrong turns of day02/edges."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import edges as right

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8
UNSIGNED = (
    "The arithmetic is done in the image's own type. Unsigned pixels have no negative numbers and hold no large ones: "
    "in uint8 3 - 5 is 254, and 200 + 100 is 44. Make the image real first."
)


def gradients(image, middle=2.0, mode="edge"):
    """Return gx and gy with [1, middle, 1] across, each normalised."""
    padded = np.pad(np.asarray(image, dtype=float), 1, mode=mode)
    across = np.array([1.0, middle, 1.0]) / (2.0 + middle)
    smooth_y = across[0] * padded[:-2] + across[1] * padded[1:-1] + across[2] * padded[2:]
    smooth_x = across[0] * padded[:, :-2] + across[1] * padded[:, 1:-1] + across[2] * padded[:, 2:]
    return (smooth_y[:, 2:] - smooth_y[:, :-2]) / 2, (smooth_x[2:] - smooth_x[:-2]) / 2


@wrong(
    "sobel_edges",
    because="arctan(gy / gx) cannot tell a gradient from its opposite: the quotient is the same. It needs the two "
    "signs apart, to know the quadrant.",
)
def loses_the_quadrant(image):
    gx, gy = gradients(image)
    with np.errstate(all="ignore"):
        return np.hypot(gx, gy), np.arctan(gy / gx)


@wrong(
    "sobel_edges",
    because="gx and gy are the other way round in the direction. x runs along a row, so gx is the difference "
    "between columns, the second axis.",
)
def swaps_x_and_y(image):
    gx, gy = gradients(image)
    return np.hypot(gx, gy), np.arctan2(gx, gy)


@wrong(
    "sobel_edges",
    because="The direction points downhill: the difference was taken as left minus right, which is what a true "
    "convolution, with the kernel flipped, gives. The gradient points to where the image is brighter.",
)
def points_downhill(image):
    gx, gy = gradients(image)
    return np.hypot(gx, gy), np.arctan2(-gy, -gx)


@wrong(
    "sobel_edges",
    because="The direction has y upwards. Here y is the row number, and a gradient towards higher rows has a "
    "positive gy.",
)
def turns_y_upwards(image):
    gx, gy = gradients(image)
    return np.hypot(gx, gy), np.arctan2(-gy, gx)


@wrong(
    "sobel_edges",
    because="These are Prewitt's weights, 1 1 1 across the difference. Sobel weighs the middle row twice: 1 2 1.",
)
def weighs_like_prewitt(image):
    gx, gy = gradients(image, middle=1.0)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="|gx| + |gy| is a shortcut for small computers: it calls the same edge up to 1.41 times stronger on the "
    "diagonal. The magnitude is the length of the gradient, sqrt(gx^2 + gy^2).",
)
def adds_absolute_values(image):
    gx, gy = gradients(image)
    return np.abs(gx) + np.abs(gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="The magnitude is 8 times too large: the kernels are divided by 8 here, so that a ramp of 1 per pixel "
    "has slope 1.",
)
def does_not_normalise(image):
    gx, gy = gradients(image)
    return 8 * np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because='Only the border is wrong: NumPy\'s "reflect" mirrors about the edge pixel without repeating it. SciPy '
    'means by "reflect" what NumPy calls "symmetric": the edge pixel stands there twice.',
)
def mirrors_without_the_edge(image):
    gx, gy = gradients(image, mode="reflect")
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="Beyond the border you have zeros, so the border of the stamp becomes an edge of the galaxy, and a "
    "strong one wherever there is sky. The edge pixel is repeated instead.",
)
def pads_with_zeros(image):
    gx, gy = gradients(image, mode="constant")
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="The border is missing: the result must be as large as the image, so it is padded by one pixel first.",
)
def leaves_the_border_out(image):
    gx, gy = gradients(image)
    return np.hypot(gx, gy)[1:-1, 1:-1], np.arctan2(gy, gx)[1:-1, 1:-1]


@wrong(
    "sobel_edges",
    because=UNSIGNED,
)
def stays_unsigned(image):
    gx, gy = gradients(image)
    if np.asarray(image).dtype.kind == "u":
        padded = np.pad(image, 1, mode="edge")
        smooth_y = padded[:-2] + 2 * padded[1:-1] + padded[2:]
        smooth_x = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
        gx, gy = (smooth_y[:, 2:] - smooth_y[:, :-2]) / 8, (smooth_x[2:] - smooth_x[:-2]) / 8
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because=UNSIGNED,
)
def overflows(image):
    gx, gy = gradients(image)
    if np.asarray(image).dtype.kind == "u":
        padded = np.pad(image, 1, mode="edge")
        smooth_y = (padded[:-2] + 2 * padded[1:-1] + padded[2:]).astype(float)
        smooth_x = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]).astype(float)
        gx, gy = (smooth_y[:, 2:] - smooth_y[:, :-2]) / 8, (smooth_x[2:] - smooth_x[:-2]) / 8
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="The direction runs from 0 to 2 pi. It is wanted between -pi and pi, as arctan2 gives it.",
)
def counts_from_zero(image):
    gx, gy = gradients(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % (2 * np.pi)


@wrong(
    "sobel_edges",
    because="These are the gradients of np.gradient: plain central differences, and one-sided ones at the border. "
    "Sobel's kernel also smooths across, by 1 2 1, and at the border the edge pixel is repeated.",
)
def takes_numpy_gradients(image):
    if min(image.shape) < 2:
        return right.sobel_edges(image)
    gy, gx = np.gradient(image.astype(float))
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(
    "sobel_edges",
    because="The direction is in degrees; radians are wanted.",
)
def gives_degrees(image):
    magnitude, direction = right.sobel_edges(image)
    return magnitude, np.degrees(direction)


@lenient(
    "sobel_edges",
    because="An image with three axes passes without a word: the first two are taken for rows and columns, whatever "
    "they are. Refuse an image that has not two axes.",
)
def takes_any_axes(image):
    if image.ndim == 2:
        return right.sobel_edges(image)
    results = [right.sobel_edges(image[..., channel]) for channel in range(image.shape[-1])]
    return tuple(np.stack(parts, axis=-1) for parts in zip(*results, strict=True))
