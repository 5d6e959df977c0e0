"""What was not there before: the proper difference of two images (Zackay et al. 2016), and what to call a discovery.

Refused, by name: a PSF of another shape than `new` or whose sum is not 1 within 1e-6; scores that are not numbers.
"""

import numpy as np


def difference(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    """Return new - ref, each blurred by the other's PSF, whitened: its noise has variance 1 at every frequency.

    Parameters
    ----------
    new, ref : ndarray, shape (H, W)
        Periodic images of one sky.
    psf_new, psf_ref : ndarray, shape (H, W)
        Sum 1, centre at pixel (H // 2, W // 2). Frequencies at which the Fourier transforms of both are below 1e-6 in
        absolute value carry rounding alone: the difference has none of them.
    sd_new, sd_ref : float
        Standard deviation of the white noise, above 0.

    >>> point = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    >>> difference(7 * point, 2 * point, point, point, 3.0, 4.0).round(6)[1] + 0.0
    array([0., 1., 0.])
    """
    _check_psf(new, "psf_new", psf_new)
    _check_psf(new, "psf_ref", psf_ref)
    n = np.fft.fft2(new)
    r = np.fft.fft2(ref)
    p_n = np.fft.fft2(np.fft.ifftshift(psf_new))
    p_r = np.fft.fft2(np.fft.ifftshift(psf_ref))
    seen = np.maximum(np.abs(p_n), np.abs(p_r)) > 1e-6
    # Blurring multiplies the noise too: that of new by p_r, that of ref by p_n.
    sd = np.hypot(sd_new * np.abs(p_r), sd_ref * np.abs(p_n))
    white = np.where(seen, p_r * n - p_n * r, 0.0) / np.where(seen, sd, 1.0)
    return np.fft.ifft2(white).real


def purity_completeness(score, is_real, threshold):
    """Return (purity, completeness) where all candidates with a score of at least the threshold are flagged.

    Purity is the share of the flagged that are real, completeness that of the real (bool) that are flagged; a share of
    nothing is 1.

    >>> purity_completeness(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), 2.0)
    (0.5, 0.5)
    """
    _check_score(score)
    flagged = score >= threshold
    found = np.sum(flagged & is_real)
    purity = _share(found, np.sum(flagged))
    completeness = _share(found, np.sum(is_real))
    return purity, completeness


def _share(part, whole):
    return float(part / whole) if whole else 1.0


def threshold_for(score, is_real, purity):
    """Return the lowest of the scores that is a threshold of at least that purity, or inf where none is.

    >>> threshold_for(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True]), 0.6)
    2.0
    """
    _check_score(score)
    order = np.argsort(score)[::-1]  # not of -score, which wraps in bytes
    falling = score[order]
    found = np.cumsum(is_real[order])
    flagged = np.arange(1, len(score) + 1)
    last = np.append(falling[1:] != falling[:-1], True)  # equal scores are flagged together, or not at all
    enough = falling[last & (found / flagged >= purity)]
    return float(enough[-1]) if len(enough) else np.inf


def _check_psf(new, name, psf):
    if psf.shape != new.shape or abs(psf.sum() - 1) > 1e-6:
        raise ValueError(f"{name} must have shape {new.shape} and sum 1, not {psf.shape} and {psf.sum()}")


def _check_score(score):
    if np.any(np.isnan(score)):
        raise ValueError("score has values that are not numbers")
