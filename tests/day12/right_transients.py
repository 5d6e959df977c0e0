"""Other right ways to write day12/transients."""

import numpy as np
from scipy import ndimage

from grader.mutants import right
from solutions.day12 import transients as reference


@right("difference")
def in_pixels_then_whitened(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    """Blur by sums over shifted images; take the noise's power from the autocorrelation of the PSFs."""
    middle = [size // 2 for size in new.shape]

    def blurred(image, psf):
        places = np.argwhere(psf != 0)
        return sum(psf[tuple(at)] * np.roll(image, tuple(at - middle), (0, 1)) for at in places)

    power = sum(sd**2 * np.abs(np.fft.fft2(psf)) ** 2 for sd, psf in ((sd_new, psf_ref), (sd_ref, psf_new)))
    signal = np.fft.fft2(blurred(np.asarray(new, float), psf_ref) - blurred(np.asarray(ref, float), psf_new))
    known = (np.abs(np.fft.fft2(psf_new)) > 1e-6) | (np.abs(np.fft.fft2(psf_ref)) > 1e-6)
    return np.real(np.fft.ifft2(np.divide(signal, np.sqrt(power), out=np.zeros_like(signal), where=known)))


@right("difference")
def by_half_the_transform(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    move = [-(size // 2) for size in new.shape]
    n, r = np.fft.rfft2(new), np.fft.rfft2(ref)
    p_n, p_r = (np.fft.rfft2(np.roll(psf, move, axis=(0, 1))) for psf in (psf_new, psf_ref))
    power = sd_new**2 * np.abs(p_r) ** 2 + sd_ref**2 * np.abs(p_n) ** 2
    known = np.maximum(np.abs(p_n), np.abs(p_r)) > 1e-6
    white = np.where(known, (p_r * n - p_n * r) / np.sqrt(np.where(known, power, 1.0)), 0.0)
    return np.fft.irfft2(white, s=new.shape)


@right("purity_completeness")
def counted_one_by_one(score, is_real, threshold):
    true = false = missed = 0
    for value, real in zip(score, is_real, strict=True):
        if value >= threshold:
            true, false = true + bool(real), false + (not real)
        else:
            missed += bool(real)
    return (true / (true + false) if true + false else 1.0), (true / (true + missed) if true + missed else 1.0)


@right("threshold_for")
def trying_every_score(score, is_real, purity):
    good = [s for s in np.unique(score) if reference.purity_completeness(score, is_real, s)[0] >= purity]
    return good[0] if good else np.inf


@right("threshold_for")
def by_groups_of_equal_scores(score, is_real, purity):
    values, group = np.unique(score, return_inverse=True)
    real = ndimage.sum_labels(is_real.astype(float), group, np.arange(len(values)))[::-1].cumsum()
    purities = real / np.bincount(group)[::-1].cumsum()
    good = np.flatnonzero(purities >= purity)
    return float(values[::-1][good[-1]]) if len(good) else float("inf")


@right("difference")
def in_single_precision(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    seen = reference.difference(new, ref, psf_new, psf_ref, sd_new, sd_ref)
    return seen.astype(np.float32)


@right("threshold_for")
def score_by_score(score, is_real, purity):
    """Try every score, the lowest first."""
    for threshold in np.unique(score):
        if np.mean(is_real[score >= threshold]) >= purity:
            return float(threshold)
    return float("inf")
