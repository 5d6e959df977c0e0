"""Wrong turns of day04/invariance."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import invariance as right


def changes(pool, image, shifts):
    """Return the norm of what each shift changes of the pooled image."""
    pooled = pool(image)
    return np.array([np.linalg.norm(pool(np.roll(image, step, axis=(0, 1))) - pooled) for step in shifts])


def around(max_shift, least=None):
    """Return all shifts but none, from `least` to `max_shift`."""
    steps = range(-max_shift if least is None else least, max_shift + 1)
    return [(dy, dx) for dy in steps for dx in steps if (dy, dx) != (0, 0)]


@wrong(
    "shift_sensitivity",
    because="Only shifts down and to the right were tried. The grid of cells has a first corner, so a pixel to the "
    "left is not a pixel to the right: dy and dx run from -max_shift to max_shift.",
)
def shifts_one_way(pool, image, max_shift):
    return float(np.mean(changes(pool, image, around(max_shift, 0))) / np.linalg.norm(pool(image)))


@wrong(
    "shift_sensitivity",
    because="dy and dx stop one short of max_shift. Python's ranges leave their end out.",
)
def stops_short(pool, image, max_shift):
    shifts = [step for step in around(max_shift) if max_shift not in step]
    return float(np.mean(changes(pool, image, shifts)) / np.linalg.norm(pool(image)))


@wrong(
    "shift_sensitivity",
    because="The image was moved along the two axes only. dy and dx are both free: every pair of them counts, the "
    "diagonal ones too.",
)
def shifts_along_the_axes(pool, image, max_shift):
    shifts = [step for step in around(max_shift) if 0 in step]
    return float(np.mean(changes(pool, image, shifts)) / np.linalg.norm(pool(image)))


@wrong(
    "shift_sensitivity",
    because="The shift by nothing is in the mean: it changes nothing and makes every pool look better than it is. "
    "Leave (0, 0) out.",
)
def counts_the_shift_by_nothing(pool, image, max_shift):
    number = (2 * max_shift + 1) ** 2
    return right.shift_sensitivity(pool, image, max_shift) * (number - 1) / number


@wrong(
    "shift_sensitivity",
    because="The change is divided by the norm of the image. Pooling makes arrays smaller and so their norms; what "
    "the change is to be compared with is the norm of what was pooled.",
)
def relative_to_the_image(pool, image, max_shift):
    return float(np.mean(changes(pool, image, around(max_shift))) / np.linalg.norm(image))


@wrong(
    "shift_sensitivity",
    because="The pooled map was shifted, not the image: this says how rough the pooled map is. The question is what "
    "pooling makes of an image that has moved, so shift first, then pool.",
)
def shifts_what_is_pooled(pool, image, max_shift):
    pooled = np.atleast_2d(pool(image))
    return float(np.mean(changes(lambda x: x, pooled, around(max_shift))) / np.linalg.norm(pooled))


def centroids(pool, stamps, centres, offset=None, half=True, middle=1.0):
    """Return the centroids (x, y): `half` a cell is added, and the stamp's middle is at (n - middle)/2."""
    found = []
    for stamp in stamps:
        pooled = np.asarray(pool(stamp))
        place = []
        for axis in (1, 0):
            size, cells = stamp.shape[axis], pooled.shape[axis]
            first = offset if offset is not None else (size / cells - 1) / 2 if half else 0.0
            position = first + size // cells * np.arange(cells) - (size - middle) / 2
            place.append(pooled.sum(axis=1 - axis) @ position / pooled.sum())
        found.append(place)
    return np.array(found)


def rms(off):
    return float(np.sqrt(np.mean(np.sum(off**2, axis=1))))


@wrong(
    "centroid_error",
    because="Output pixel i was put at input pixel f i, where its cell begins. It stands for the cell's pixels f i "
    "... f i + f - 1 and is centred in the middle of them: all centroids are (f - 1)/2 too low.",
)
def forgets_half_a_cell(pool, stamps, centres, offset=None):
    return rms(centroids(pool, stamps, centres, offset, half=False) - centres)


@wrong(
    "centroid_error",
    because="x and y are the other way round: a centre is (x, y), and x counts columns, the second axis of the stamp.",
)
def swaps_x_and_y(pool, stamps, centres, offset=None):
    return rms(centroids(pool, stamps, centres, offset)[:, ::-1] - centres)


@wrong(
    "centroid_error",
    because="The middle of n pixels numbered 0 ... n-1 is (n - 1)/2, not n/2: everything is found half a pixel too "
    "far to the left and up.",
)
def middle_at_half_the_size(pool, stamps, centres, offset=None):
    return rms(centroids(pool, stamps, centres, offset, middle=0.0) - centres)


@wrong(
    "centroid_error",
    because="The root is missing: this is the mean square distance, in square pixels.",
)
def forgets_the_root(pool, stamps, centres, offset=None):
    return right.centroid_error(pool, stamps, centres, offset) ** 2


@wrong(
    "centroid_error",
    because="This is the error of one coordinate: the mean runs over 2 N numbers. A distance has dx^2 + dy^2 for "
    "every stamp, so the mean is over N, and the result larger by the square root of 2.",
)
def averages_the_coordinates_too(pool, stamps, centres, offset=None):
    return right.centroid_error(pool, stamps, centres, offset) / np.sqrt(2.0)


@wrong(
    "centroid_error",
    because="Half a cell is f/2 here. The middle of the pixels 0 ... f-1, counted from the middle of the first, is "
    "(f - 1)/2: for f = 2 it lies half a pixel from the first, not a whole one.",
)
def adds_half_a_pixel_too_much(pool, stamps, centres, offset=None):
    found = centroids(pool, stamps, centres, offset)
    return rms(found + (0.5 if offset is None else 0.0) - centres)


@wrong(
    "centroid_error",
    because="The centroid is still in pixels of the pooled map. One of its pixels is f input pixels wide: map the "
    "positions back before you compare them with the truth.",
)
def stays_in_pooled_pixels(pool, stamps, centres, offset=None):
    small = [np.asarray(pool(stamp)) for stamp in stamps]
    return rms(np.concatenate([centroids(lambda x: x, image[None], np.zeros((1, 2))) for image in small]) - centres)


@wrong(
    "centroid_error",
    because="offset makes no difference here. What is given replaces the middle of the cell and is not added to it, "
    "and 0 is a place like any other, the first input pixel: only None asks for the middle (`if offset` and `offset "
    "or ...` take 0 for None).",
)
def ignores_the_offset(pool, stamps, centres, offset=None):
    return right.centroid_error(pool, stamps, centres)


@lenient(
    "shift_sensitivity",
    because="On an image that goes round, a shift by half of it to the left is the same as one to the right: it counts "
    "twice. Refuse a max_shift of half the image or more, along either axis.",
)
def lets_shifts_count_twice(pool, image, max_shift):
    return float(np.mean(changes(pool, image, around(max_shift))) / np.linalg.norm(pool(image)))


@lenient(
    "centroid_error",
    because="One centre for several stamps is stretched by broadcasting without a word. Compare the shape of centres "
    "with (N, 2).",
)
def stretches_the_centres(pool, stamps, centres, offset=None):
    return right.centroid_error(pool, stamps, np.broadcast_to(centres, (len(stamps), 2)), offset)
