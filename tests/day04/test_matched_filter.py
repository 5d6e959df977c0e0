"""day04/matched_filter: the best kernel for a known shape, and what it detects."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.parametrize("amplitude, noise_sd", [(5.0, 1.0), (5.0, 0.5), (0.2, 3.0)])
def test_source_in_closed_form(kata, rng, amplitude, noise_sd):
    """A source A t gives A sqrt(sum t^2) / noise_sd in its middle."""
    template = rng.uniform(0.0, 1.0, (5, 3))
    image = np.zeros((11, 10))
    image[3:8, 5:8] = amplitude * template
    snr = kata.matched_filter_snr(image, template, noise_sd)
    expected = amplitude * np.sqrt(np.sum(template**2)) / noise_sd
    expect(snr[5, 6], "S/N in the middle").equals(expected, rtol=1e-5)
    expect(bool(snr.max() == snr[5, 6])).holds("the S/N is not the largest where the source is")


def test_noise_alone(kata, rng):
    """In noise alone the map has a standard deviation of 1, whatever the template's and the noise's scale."""
    template = 40.0 * rng.uniform(0.0, 1.0, (3, 5))
    noise = rng.normal(0.0, 7.0, (90, 110))
    expect(kata.matched_filter_snr(noise, template, 7.0)[2:-2, 3:-3].std(), "the spread").near(1.0, 0.1)


def test_scale_of_the_template(kata, rng):
    """A template a thousand times as bright, of the same shape, finds the same."""
    image, template = rng.normal(size=(7, 9)), rng.uniform(0.0, 1.0, (3, 5))
    snr = kata.matched_filter_snr(image, template, 1.5)
    expect(kata.matched_filter_snr(image, 1000.0 * template, 1.5)).equals(snr, rtol=1e-5)


def test_threshold_is_in_units_of_the_noise(kata):
    """A peak of 4 sigma passes a threshold of 3.9 and not one of 4.1."""
    image = np.zeros((7, 8))
    image[4, 5] = 12.0
    point = np.zeros((3, 3))
    point[1, 1] = 2.0
    positions, snr = kata.detect(image, point, 3.0, 3.9)
    expect(positions, "positions").equals(np.array([[4, 5]]))
    expect(snr, "snr").equals(np.array([4.0]), rtol=1e-5)
    positions, snr = kata.detect(image, point, 3.0, 4.1)
    expect(positions, "positions above 4.1").has_shape((0, 2))
    expect(snr, "snr above 4.1").has_shape((0,))
