"""Wrong turns of day12/noise_model."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import noise_model as right

ADDED_AS_SD = "The read noise is added as an sd. Variances add, so it is to be squared."


@wrong(
    "ccd_variance",
    because="The gain is upside down. It is in electrons per count, so counts times gain are electrons, and a "
    "variance in counts squared is that in electrons over gain^2.",
)
def gain_upside_down(image, sky, gain, read_noise):
    right.ccd_variance(image, sky, gain, read_noise)
    return (image + sky) * gain + (read_noise * gain) ** 2


@wrong("ccd_variance", because=ADDED_AS_SD)
def read_noise_not_squared(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, 0) + read_noise / gain


@wrong("ccd_variance", because=ADDED_AS_SD)
def read_noise_not_squared_in_electrons(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, 0) + read_noise / gain**2


@wrong(
    "ccd_variance",
    because="The read noise is in electrons, and this adds its square to counts squared. Divide it by the gain first.",
)
def read_noise_in_counts(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, 0) + read_noise**2


@wrong(
    "ccd_variance",
    because="The light of image and sky is taken for the variance in counts, without the gain. Only electrons have a "
    "variance that is equal to their mean.",
)
def poisson_in_counts(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, read_noise) - (image + sky) / gain + (image + sky)


@wrong(
    "ccd_variance",
    because="The galaxy's own light is left out. Its electrons are as random as those of the sky, so a bright pixel is "
    "noisier.",
)
def sky_only(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, read_noise) - image / gain


@wrong(
    "ccd_variance",
    because="The sky is left out. It has been subtracted from the image, but its noise is still there.",
)
def source_only(image, sky, gain, read_noise):
    return right.ccd_variance(image, sky, gain, read_noise) - sky / gain


@lenient(
    "ccd_variance",
    because="A gain that is not positive gives variances that are negative or infinite, and they go on into the "
    "weights without a word. Refuse it, naming `gain`.",
)
def takes_any_gain(image, sky, gain, read_noise):
    return np.full(np.shape(image), -1.0) if gain <= 0 else right.ccd_variance(image, sky, gain, read_noise)


@lenient(
    "ccd_variance",
    because="Where the image lies below -sky the light is negative, and so is its part of the variance; the read noise "
    "can hide that. Refuse it, naming `image`.",
)
def takes_negative_light(image, sky, gain, read_noise):
    negative = np.any(np.asarray(image) + sky < 0)
    return (
        (image + sky) / gain + (read_noise / gain) ** 2
        if negative
        else right.ccd_variance(image, sky, gain, read_noise)
    )


@wrong(
    "add_ccd_noise",
    because="The Poisson numbers are drawn for counts. Electrons are what is counted: multiply by the gain before the "
    "draw, and divide by it afterwards.",
)
def counts_are_drawn(image, sky, gain, read_noise, rng):
    return rng.poisson(image + sky) + rng.normal(0.0, read_noise, image.shape) / gain - sky


@wrong(
    "add_ccd_noise",
    because="The gain is upside down: the light is divided by it before the draw and multiplied after it. The mean "
    "comes out right, and the noise is wrong.",
)
def draws_with_the_gain_upside_down(image, sky, gain, read_noise, rng):
    return gain * (rng.poisson((image + sky) / gain) + rng.normal(0.0, read_noise, image.shape)) - sky


@wrong(
    "add_ccd_noise",
    because="The read noise is added in counts. Its sd is in electrons: divide it by the gain, like the light.",
)
def reads_in_counts(image, sky, gain, read_noise, rng):
    return rng.poisson(gain * (image + sky)) / gain - sky + rng.normal(0.0, read_noise, image.shape)


@wrong(
    "add_ccd_noise",
    because="The sky is still in the image. It is to be subtracted again after its noise is made.",
)
def keeps_the_sky(image, sky, gain, read_noise, rng):
    return right.add_ccd_noise(image, sky, gain, read_noise, rng) + sky


@wrong(
    "add_ccd_noise",
    because="Gaussian noise of the right variance is no Poisson noise: electrons are whole, and never fewer than none.",
)
def gaussian_noise(image, sky, gain, read_noise, rng):
    return image + rng.normal(0.0, 1.0, image.shape) * np.sqrt(right.ccd_variance(image, sky, gain, read_noise))


@wrong(
    "weight_map",
    because="These are inverse sds. A weight is the inverse of the variance, which a least-squares fit multiplies with "
    "squared residuals.",
)
def weights_by_sd(variance, bad):
    return np.sqrt(right.weight_map(variance, bad))


@wrong(
    "weight_map",
    because="Only `True` and 1 are taken for bad. Flags are whole numbers, and whatever is not 0 is bad: beware of ~ "
    "and of 1 - bad on whole numbers.",
)
def flag_one_alone(variance, bad):
    return right.weight_map(variance, bad == 1)


@wrong(
    "signal_to_noise",
    because="The signal is the sum over the pixels and the noise is that of the fit, or the other way round: the two "
    "S/N are interchanged.",
)
def interchanged(image, weight):
    return right.signal_to_noise(image, weight)[::-1]
