"""Wrong turns of day02/structure_tensor."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day02 import structure_tensor as right


def gradients(image):
    """Return gx and gy by the Sobel kernels, at the pixels that have all their neighbours."""
    image = np.asarray(image, dtype=float)
    smooth_y = image[:-2] + 2 * image[1:-1] + image[2:]
    smooth_x = image[:, :-2] + 2 * image[:, 1:-1] + image[:, 2:]
    return smooth_y[:, 2:] - smooth_y[:, :-2], smooth_x[2:] - smooth_x[:-2]


def tensor(gx, gy):
    return np.sum(gx * gx), np.sum(gx * gy), np.sum(gy * gy)


def angle_of(jxx, jxy, jyy):
    return float(0.5 * np.arctan2(-2 * jxy, jyy - jxx))


def shear_of(jxx, jxy, jyy):
    size = jxx + jyy + 2 * np.sqrt(max(0.0, jxx * jyy - jxy**2))
    return float((jyy - jxx) / size), float(-2 * jxy / size)


@wrong(
    "position_angle",
    because="The angle is off by 90 degrees: this is the direction in which the gradients point, across the galaxy. "
    "Edges run at right angles to their gradients, and the long axis is where the light changes least.",
)
def points_across(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    return float(0.5 * np.arctan2(2 * jxy, jxx - jyy))


@wrong(
    "position_angle",
    because="This is twice the angle. (Jxx - Jyy, 2 Jxy) goes round twice while the galaxy turns once: it is of "
    "spin 2, and the angle of the axis is half of its angle.",
)
def doubles_the_angle(image):
    return 2 * right.position_angle(image)


@wrong(
    "position_angle",
    because="The angle has the wrong sign: y was taken upwards, as on paper. Here y is the row number, so the angle "
    "grows from the columns towards higher rows.",
)
def turns_y_upwards(image):
    return -right.position_angle(image)


@wrong(
    "position_angle",
    because="x and y are the other way round, so the angle is measured from the rows: 90 degrees less the right "
    "one. x is the column, the second axis, and gx the difference between columns.",
)
def swaps_x_and_y(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    return angle_of(jyy, jxy, jxx)


@wrong(
    "position_angle",
    because="arctan of the quotient loses a quadrant: half of all galaxies come out turned by 90 degrees. The signs "
    "of Jyy - Jxx and Jxy are needed apart.",
)
def loses_the_quadrant(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    return float(0.5 * np.arctan(-2 * jxy / (jyy - jxx)))


@wrong(
    "ellipticity_from_gradients",
    because="This is the distortion (a^2 - b^2) / (a^2 + b^2), about twice the shear. The reduced shear of an "
    "ellipse is (a - b) / (a + b): the denominator needs 2 sqrt(det J) besides the trace.",
)
def gives_the_distortion(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    return float((jyy - jxx) / (jxx + jyy)), float(-2 * jxy / (jxx + jyy))


@wrong(
    "ellipticity_from_gradients",
    because="Both components have the opposite sign: this is the shape of the gradients, which are large across the "
    "galaxy. J is a multiple of the *inverse* of the galaxy's covariance.",
)
def takes_the_tensor_for_the_galaxy(image):
    g1, g2 = right.ellipticity_from_gradients(image)
    return -g1, -g2


def numpy_gradients(image):
    gy, gx = np.gradient(np.asarray(image, float))
    return gx, gy


BY_NUMPY = (
    "These are the gradients of np.gradient: plain central differences, and one-sided ones at the border. The "
    "docstring takes Sobel's kernels, which smooth by 1 2 1 across, at the pixels with all eight neighbours."
)
WITH_BORDER = (
    "The border's pixels are in the sum, with neighbours made up beyond the stamp. Only pixels that have all eight "
    "neighbours count."
)


@wrong("position_angle", because=BY_NUMPY)
def angle_by_numpy(image):
    return angle_of(*tensor(*numpy_gradients(image)))


@wrong("ellipticity_from_gradients", because=WITH_BORDER)
def counts_the_border(image):
    return shear_of(*tensor(*gradients(np.pad(np.asarray(image, float), 1, mode="edge"))))


@wrong(
    "position_angle",
    because="Jxy is taken once in the angle. (Jxx - Jyy, 2 Jxy) is what turns as a vector; without the 2 the angle is "
    "drawn towards the axes.",
)
def forgets_the_two_in_the_angle(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    return float(0.5 * np.arctan2(-jxy, jyy - jxx))


@wrong(
    "position_angle",
    because="The gradients were averaged as arrows. On opposite sides of a galaxy they point in opposite directions "
    "and cancel; an axis needs their products, which do not.",
)
def averages_the_arrows(image):
    gx, gy = gradients(image)
    across = np.arctan2(gy.sum(), gx.sum()) + np.pi / 2
    return float((across + np.pi / 2) % np.pi - np.pi / 2)


@wrong(
    "position_angle",
    because="An eigenvector points either way along the axis, and so its angle may be off by pi. Bring it to between "
    "-pi/2 and pi/2.",
)
def leaves_the_head_on_the_axis(image):
    jxx, jxy, jyy = tensor(*gradients(image))
    _, vectors = np.linalg.eigh(np.array([[jxx, jxy], [jxy, jyy]]))
    return float(np.arctan2(vectors[1, 0], vectors[0, 0]))


@wrong(
    "ellipticity_from_gradients",
    because="g2 has the wrong sign: y was taken upwards, as on paper. Here y is the row number, and a positive g2 "
    "stretches along increasing row and column.",
)
def turns_y_of_the_shear_upwards(image):
    g1, g2 = right.ellipticity_from_gradients(image)
    return g1, -g2


UNSIGNED = (
    "The arithmetic is done in the image's own type. Unsigned pixels have no negative numbers and hold no large ones: "
    "in uint8 3 - 5 is 254, and 200 + 100 is 44. Make the image real first."
)


def wrapped_gradients(image):
    """Return the gradients in the image's own type, and then as real numbers."""
    smooth_y = image[:-2] + 2 * image[1:-1] + image[2:]
    smooth_x = image[:, :-2] + 2 * image[:, 1:-1] + image[:, 2:]
    return (smooth_y[:, 2:] - smooth_y[:, :-2]).astype(float), (smooth_x[2:] - smooth_x[:-2]).astype(float)


@wrong("position_angle", because=UNSIGNED)
def angle_of_unsigned_pixels(image):
    return angle_of(*tensor(*wrapped_gradients(image)))


@wrong("ellipticity_from_gradients", because=UNSIGNED)
def shear_of_unsigned_pixels(image):
    return shear_of(*tensor(*wrapped_gradients(image)))


@lenient(
    "position_angle",
    because="An image that is the same everywhere has no axis, but arctan2(0, 0) is 0, and so this says that it is "
    "long along x. Refuse an image without edges.",
)
def finds_an_axis_in_nothing(image):
    is_flat = image.ndim == 2 and not np.ptp(image)
    return 0.0 if is_flat else right.position_angle(image)
