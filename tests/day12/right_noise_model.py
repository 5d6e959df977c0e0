"""Other right ways to write day12/noise_model."""

import numpy as np

from grader.mutants import right


@right("ccd_variance")
def in_counts(image, sky, gain, read_noise):
    sd = np.hypot(np.sqrt((np.asarray(image, float) + sky) / gain), read_noise / gain)
    return sd**2


@right("ccd_variance")
def in_float32(image, sky, gain, read_noise):
    return ((image + sky) / gain + (read_noise / gain) ** 2).astype(np.float32)


@right("add_ccd_noise")
def read_noise_first(image, sky, gain, read_noise, rng):
    read = rng.standard_normal(image.shape) * (read_noise / gain)
    return (read + rng.poisson((image + sky) * gain) / gain - sky).astype(np.float32)


@right("add_ccd_noise")
def row_by_row(image, sky, gain, read_noise, rng):
    rows = [rng.normal(rng.poisson(gain * (row + sky)), read_noise) / gain - sky for row in image]
    return np.stack(rows)


@right("weight_map")
def with_where(variance, bad):
    good = np.isfinite(variance) & (np.nan_to_num(variance) > 0) & ~np.asarray(bad, bool)
    return np.where(good, 1 / np.where(good, variance, 1.0), 0.0)


@right("weight_map")
def with_divide(variance, bad):
    with np.errstate(all="ignore"):
        weight = np.divide(np.float32(1), variance)
    weight[(bad != 0) | ~(weight > 0) | np.isinf(weight)] = 0
    return weight


@right("signal_to_noise")
def by_dot_products(image, weight):
    seen = np.flatnonzero(weight)
    light, sd = np.take(image, seen).astype(float), np.take(weight, seen).astype(float) ** -0.5
    return float(np.linalg.norm(light / sd)), float(light.sum() / np.linalg.norm(sd))


@right("signal_to_noise")
def with_where_everywhere(image, weight):
    light = np.where(weight > 0, image, 0.0)
    variance = np.where(weight > 0, 1 / np.where(weight > 0, weight, 1.0), 0.0)
    return np.sqrt((weight * light**2).sum()), light.sum() / np.sqrt(variance.sum())
