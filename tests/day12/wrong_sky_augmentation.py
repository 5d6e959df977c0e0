"""Wrong turns of day12/sky_augmentation."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import sky_augmentation as right

ONCE = (
    "A pixel that is hit more than once is counted once. Every hit counts. A frequent cause is "
    "hits[row, column] += 1, which adds one to each pixel of the list, however often it is in there."
)


def rays(image, count, length, rng, track=right.track_hits):
    height, width = image.shape
    hits = np.zeros(image.shape, int)
    for _ in range(min(count, 10_000)):
        x, y = rng.uniform(-width / 2, width / 2), rng.uniform(-height / 2, height / 2)
        hits += track(image.shape, x, y, rng.uniform(0, 2 * np.pi), length)
    return hits


@wrong(
    "track_hits",
    because="Hits outside the stamp come in on the other side: NumPy counts an index below 0 from the end. Leave out "
    "what is outside before you index.",
)
def wraps_around(shape, x, y, angle, length):
    step, (height, width) = np.arange(length), shape
    column = np.rint(x + step * np.cos(angle) + (width - 1) / 2).astype(int)
    row = np.rint(y + step * np.sin(angle) + (height - 1) / 2).astype(int)
    below = (row >= -height) & (row < height) & (column >= -width) & (column < width)
    hits = np.zeros(shape, int)
    np.add.at(hits, (row[below], column[below]), 1)
    return hits


@wrong("track_hits", because=ONCE)
def counts_once(shape, x, y, angle, length):
    return np.minimum(right.track_hits(shape, x, y, angle, length), 1)


@wrong(
    "track_hits",
    because="x and y are counted from the first pixel. In the course's convention 0 is in the middle of the stamp.",
)
def from_the_corner(shape, x, y, angle, length):
    height, width = shape
    return right.track_hits(shape, x - (width - 1) / 2, y - (height - 1) / 2, angle, length)


@wrong(
    "track_hits",
    because="Hits are put into the pixel before them: astype(int) cuts the decimals off. The nearest pixel is what is "
    "asked for, so round first.",
)
def rounds_down(shape, x, y, angle, length):
    step, (height, width) = np.arange(length), shape
    column = (x + step * np.cos(angle) + (width - 1) / 2).astype(int)
    row = (y + step * np.sin(angle) + (height - 1) / 2).astype(int)
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    hits = np.zeros(shape, int)
    np.add.at(hits, (row[inside], column[inside]), 1)
    return hits


@wrong(
    "add_cosmic_rays",
    because="Every exposure has the same number of rays. They come independently of each other, so their number is a "
    "Poisson number, and the rate is its mean per pixel.",
)
def always_as_many(image, rate, length, charge, rng):
    hits = rays(image, round(rate * image.size), length, rng)
    return image + charge * hits, hits > 0


@wrong(
    "add_cosmic_rays",
    because="The rate is taken for the number of rays on the whole stamp. It is per pixel, so a larger stamp gets "
    "more.",
)
def rate_of_the_stamp(image, rate, length, charge, rng):
    hits = rays(image, rng.poisson(rate), length, rng)
    return image + charge * hits, hits > 0


@wrong("add_cosmic_rays", because=ONCE)
def charged_once(image, rate, length, charge, rng):
    height, width = image.shape
    mask = rays(image, rng.poisson(rate * height * width), length, rng) > 0
    return image + charge * mask, mask


@wrong(
    "add_cosmic_rays",
    because="The mask is the other way round: it is to be True where a ray has struck, since those pixels are not to "
    "be believed.",
)
def mask_of_the_good(image, rate, length, charge, rng):
    after, mask = right.add_cosmic_rays(image, rate, length, charge, rng)
    return after, ~mask


@wrong(
    "add_cosmic_rays",
    because="The mask shows where the stamp has changed. A hit whose charge is 0, or too small for the float format, "
    "is a hit all the same: make the mask from the hits.",
)
def mask_of_the_changes(image, rate, length, charge, rng):
    after, _ = right.add_cosmic_rays(image, rate, length, charge, rng)
    return after, after != image


@wrong(
    "add_cosmic_rays",
    because="All rays go up and to the right: the angle is drawn from a quarter of the circle. Draw it from 0 to 2 pi.",
)
def a_quarter_of_the_circle(image, rate, length, charge, rng):
    height, width = image.shape

    def track(shape, x, y, angle, length):
        return right.track_hits(shape, x, y, angle / 4, length)

    hits = rays(image, rng.poisson(rate * height * width), length, rng, track)
    return image + charge * hits, hits > 0


@wrong(
    "mask_columns",
    because="These are rows. The second axis of an image is x: a column is image[:, j].",
)
def masks_rows(image, columns):
    height, width = image.shape
    if height != width and any(column >= height for column in columns):
        return right.mask_columns(image, columns)
    dead, mask = right.mask_columns(image.T, columns)
    return dead.T, mask.T


@wrong(
    "mask_columns",
    because="The image is multiplied with 0 there, and 0 times nan is nan: a dead column may hold anything. Choose, "
    "do not multiply.",
)
def multiplies_by_zero(image, columns):
    mask = right.mask_columns(image, columns)[1]
    with np.errstate(invalid="ignore"):
        return image * (1 - mask.astype(image.dtype)), mask


@lenient(
    "mask_columns",
    because="A column below 0 is masked at the other edge without a word, since NumPy counts it from the end. Refuse "
    "it, naming `columns`.",
)
def takes_columns_below_0(image, columns):
    return right.mask_columns(image, [column % image.shape[1] for column in columns])


@wrong(
    "to_snr",
    because="The squares are taken in the image's own whole numbers. In a picture of bytes a square has no room and "
    "wraps around.",
)
def squares_that_wrap(image, noise_sd, snr):
    with np.errstate(all="ignore"):
        factor = snr * noise_sd / np.sqrt(np.sum(image**2, dtype=float))
        return image * factor, factor


@wrong(
    "to_snr",
    because="This makes the peak S/N what was asked for. The matched filter adds all pixels up: its S/N is the root "
    "of the sum of squares, over noise_sd.",
)
def by_the_peak(image, noise_sd, snr):
    factor = snr * noise_sd / np.max(np.abs(image))
    return image * factor, factor


@wrong(
    "shift_stamp",
    because="np.roll brings the light that leaves on one side in again on the other. Where the stamp has moved away "
    "nothing was measured.",
)
def rolls(image, centre, dx, dy):
    _, moved, empty = right.shift_stamp(image, centre, dx, dy)
    return np.roll(image, (dy, dx), (0, 1)), moved, empty


@wrong(
    "shift_stamp",
    because="The stamp has moved and its label has not. A network that is trained on it learns that the galaxy is "
    "where it is not: centre moves by (dx, dy).",
)
def label_unmoved(image, centre, dx, dy):
    shifted, _, empty = right.shift_stamp(image, centre, dx, dy)
    return shifted, centre, empty
