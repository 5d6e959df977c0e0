"""Wrong turns of day04/matched_filter."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day04 import matched_filter as right


def summed(image, template):
    """Return sum(d t), as the solution has it."""
    return right.matched_filter_snr(image, template, 1.0) * np.sqrt(np.sum(np.square(template)))


@wrong(
    "matched_filter_snr",
    because="The template is turned about: that is a convolution. The filter that matches a shape has the shape "
    "itself lying on the image, so correlate; only a symmetric template would not show it.",
)
def convolves(image, template, noise_sd):
    return right.matched_filter_snr(image, template[::-1, ::-1], noise_sd)


@wrong(
    "matched_filter_snr",
    because="The sum was divided by sum t. The noise of sum(d t) is noise_sd sqrt(sum t^2), for the variances t^2 "
    "noise_sd^2 of independent pixels add.",
)
def divides_by_the_sum(image, template, noise_sd):
    return summed(image, template) / (noise_sd * np.sum(template))


@wrong(
    "matched_filter_snr",
    because="The sum was divided by sum t^2, which gives the amplitude A over noise_sd. The noise of sum(d t) goes "
    "with the root of sum t^2.",
)
def forgets_the_root(image, template, noise_sd):
    return summed(image, template) / (noise_sd * np.sum(np.square(template)))


@wrong(
    "matched_filter_snr",
    because="The template's own size is not divided out: a template twice as bright would double the S/N.",
)
def leaves_the_template_as_it_is(image, template, noise_sd):
    return summed(image, template) / noise_sd


@wrong("matched_filter_snr", because="noise_sd is not used: this is a signal, not yet a ratio of signal to noise.")
def forgets_the_noise(image, template, noise_sd):
    return right.matched_filter_snr(image, template, noise_sd) * noise_sd


@wrong(
    "matched_filter_snr",
    because="The noise is squared: S/N is the signal over the standard deviation, not over the variance.",
)
def divides_by_the_variance(image, template, noise_sd):
    return right.matched_filter_snr(image, template, noise_sd) / noise_sd


@wrong(
    "matched_filter_snr",
    because="The image goes round at the border, as a bare FFT has it: a source at the left edge is seen at the right"
    " one. Beyond the border there are zeros.",
)
def wraps_round(image, template, noise_sd):
    above, left = template.shape[0] // 2, template.shape[1] // 2
    around = np.pad(image, ((above, above), (left, left)), mode="wrap")
    return right.matched_filter_snr(around, template, noise_sd)[
        above : above + image.shape[0], left : left + image.shape[1]
    ]


@wrong(
    "matched_filter_snr",
    because="The map holds only pixels where the whole template lies within the image. Surround the image with zeros,"
    " half a template wide, so that the map has the image's size.",
)
def keeps_whole_windows_only(image, template, noise_sd):
    snr = right.matched_filter_snr(image, template, noise_sd)
    above, left = template.shape[0] // 2, template.shape[1] // 2
    return snr[above : snr.shape[0] - above, left : snr.shape[1] - left]


@wrong(
    "matched_filter_snr",
    because="The template lies with its first pixel on the pixel that is asked about, so that every source is found "
    "half a template too far up and to the left. Its middle belongs there: zeros on all four sides.",
)
def lays_the_corner_on_the_pixel(image, template, noise_sd):
    below, beside = template.shape[0] // 2, template.shape[1] // 2
    return right.matched_filter_snr(np.pad(image, ((0, below), (0, beside))), template, noise_sd)[below:, beside:]


def peaks(snr, threshold, steps):
    """Return what `detect` would, were the neighbours only those at `steps`."""
    padded = np.pad(snr, 1, constant_values=-np.inf)
    height, width = snr.shape
    highest = np.max([padded[1 + i : 1 + i + height, 1 + j : 1 + j + width] for i, j in [(0, 0), *steps]], axis=0)
    return listed(snr, (snr == highest) & (snr > threshold))


def listed(snr, chosen):
    positions = np.argwhere(chosen)
    order = np.argsort(-snr[chosen])
    return positions[order], snr[chosen][order]


CROSS = [(-1, 0), (1, 0), (0, -1), (0, 1)]


@wrong(
    "detect",
    because="Every pixel above the threshold is called a detection, so a bright source is counted many times. A "
    "source is one peak: a pixel that is larger than its eight neighbours.",
)
def takes_every_pixel_above(image, template, noise_sd, threshold):
    snr = right.matched_filter_snr(image, template, noise_sd)
    return listed(snr, snr > threshold)


@wrong(
    "detect",
    because="Only the four neighbours above, below, left and right were compared. A pixel has eight; the diagonal "
    "ones count too.",
)
def forgets_the_diagonals(image, template, noise_sd, threshold):
    return peaks(right.matched_filter_snr(image, template, noise_sd), threshold, CROSS)


@wrong(
    "detect",
    because="Pixels at the border were left out. They have fewer neighbours, but can be larger than all they have.",
)
def leaves_out_the_border(image, template, noise_sd, threshold):
    positions, snr = right.detect(image, template, noise_sd, threshold)
    inside = np.all((positions > 0) & (positions < np.array(np.shape(image)) - 1), axis=1)
    return positions[inside], snr[inside]


@wrong("detect", because="The weakest comes first. np.argsort goes upwards; the strongest detection is wanted first.")
def weakest_first(image, template, noise_sd, threshold):
    positions, snr = right.detect(image, template, noise_sd, threshold)
    return positions[::-1], snr[::-1]


@wrong(
    "detect", because="The detections come as they were found, row by row. They are to be sorted, the strongest first."
)
def row_by_row(image, template, noise_sd, threshold):
    positions, snr = right.detect(image, template, noise_sd, threshold)
    order = np.lexsort((positions[:, 1], positions[:, 0]))
    return positions[order], snr[order]


@wrong(
    "detect",
    because="The positions are (x, y). They are to be (row, column), so that image[tuple(position)] is the pixel.",
)
def as_x_and_y(image, template, noise_sd, threshold):
    positions, snr = right.detect(image, template, noise_sd, threshold)
    return positions[:, ::-1], snr


@lenient(
    "matched_filter_snr",
    because="A template with an even side has no middle pixel: where does the source stand? The map comes out half a "
    "pixel off, or a pixel too large, without a word. Refuse it.",
)
def takes_even_templates(image, template, noise_sd):
    if all(side % 2 for side in template.shape):
        return right.matched_filter_snr(image, template, noise_sd)
    below, beside = (1 - side % 2 for side in template.shape)
    return right.matched_filter_snr(image, np.pad(template, ((0, below), (0, beside))), noise_sd)
