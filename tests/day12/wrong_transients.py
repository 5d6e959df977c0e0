"""Wrong turns of day12/transients."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day12 import transients as right


def transform(psf, move=np.fft.ifftshift):
    return np.fft.fft2(move(psf))


def whitened(new, ref, psf_new, psf_ref, noise, move=np.fft.ifftshift, least=1e-6):
    """Return the difference with another standard deviation noise(p_n, p_r) of each frequency."""
    n, r, p_n, p_r = np.fft.fft2(new), np.fft.fft2(ref), transform(psf_new, move), transform(psf_ref, move)
    seen = np.maximum(np.abs(p_n), np.abs(p_r)) > least
    with np.errstate(all="ignore"):
        sd = np.where(seen, noise(np.abs(p_n), np.abs(p_r)), 1.0)
        return np.fft.ifft2(np.where(seen, (p_r * n - p_n * r) / sd, 0.0)).real


@wrong(
    "difference",
    because="Each image is blurred by its own PSF, so a star is different in the two. Blur new by the PSF of ref, and "
    "ref by that of new: then both show psf_new * psf_ref.",
)
def blurs_by_the_own_psf(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    n, r, p_n, p_r = np.fft.fft2(new), np.fft.fft2(ref), transform(psf_new), transform(psf_ref)
    seen = np.maximum(np.abs(p_n), np.abs(p_r)) > 1e-6
    sd = np.where(seen, np.hypot(sd_new * np.abs(p_n), sd_ref * np.abs(p_r)), 1.0)
    return np.fft.ifft2(np.where(seen, (p_n * n - p_r * r) / sd, 0.0)).real


@wrong(
    "difference",
    because="The noise of each image is multiplied by its own PSF here. The noise of new was blurred by the PSF of "
    "ref, that of ref by the PSF of new.",
)
def noise_by_the_own_psf(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    return whitened(new, ref, psf_new, psf_ref, lambda p_n, p_r: np.hypot(sd_new * p_n, sd_ref * p_r))


@wrong(
    "difference",
    because="The noise of ref is forgotten. It is in the difference too: the variances of the two blurred noises add.",
)
def forgets_the_noise_of_ref(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    tiny = 1e-200
    return whitened(new, ref, psf_new, psf_ref, lambda p_n, p_r: np.maximum(sd_new * p_r, tiny))


@wrong(
    "difference",
    because="The standard deviations are added. The two noises are independent, so their variances add: take the root "
    "of the sum of squares.",
)
def adds_standard_deviations(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    return whitened(new, ref, psf_new, psf_ref, lambda p_n, p_r: sd_new * p_r + sd_ref * p_n)


@wrong(
    "difference",
    because="The difference is divided by the variance at each frequency. Noise of variance 1 comes from dividing by "
    "the standard deviation: the root is missing.",
)
def divides_by_the_variance(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    return whitened(new, ref, psf_new, psf_ref, lambda p_n, p_r: (sd_new * p_r) ** 2 + (sd_ref * p_n) ** 2)


@wrong(
    "difference",
    because="The difference of the blurred images is not whitened: it has the same standard deviation in all, but at "
    "some frequencies far more noise than at others. Divide each frequency by its own standard deviation.",
)
def one_noise_for_all(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    def same(p_n, p_r):
        return np.sqrt(np.mean((sd_new * p_r) ** 2 + (sd_ref * p_n) ** 2))

    return whitened(new, ref, psf_new, psf_ref, same)


@wrong(
    "difference",
    because="The images are subtracted as they are. Where the PSFs differ, every star leaves a ring: blur each by the "
    "other's PSF first.",
)
def plain_subtraction(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    return (new - ref) / np.hypot(sd_new, sd_ref)


@wrong(
    "difference",
    because="The centre of the PSF is taken to be pixel (0, 0), which it is not: the blurred images move. Move pixel "
    "(H // 2, W // 2) to (0, 0) before the transform.",
)
def psf_off_centre(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    def noise(p_n, p_r):
        return np.hypot(sd_new * p_r, sd_ref * p_n)

    return whitened(new, ref, psf_new, psf_ref, noise, move=lambda psf: psf)


@wrong(
    "difference",
    because="fftshift moves pixel (0, 0) to the middle; what is needed is its inverse, ifftshift. For an odd "
    "size the two differ by a pixel.",
)
def shifts_the_other_way(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    def noise(p_n, p_r):
        return np.hypot(sd_new * p_r, sd_ref * p_n)

    return whitened(new, ref, psf_new, psf_ref, noise, move=np.fft.fftshift)


@wrong(
    "difference",
    because="At frequencies that neither PSF lets through, 0 is divided by 0, or one rounding by another. Nothing is "
    "known there: put 0.",
)
def divides_by_zero(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    def noise(p_n, p_r):
        return np.hypot(sd_new * p_r, sd_ref * p_n)

    return whitened(new, ref, psf_new, psf_ref, noise, least=-1.0)


@wrong(
    "difference",
    because="Frequencies are dropped where one PSF alone has nothing. The other image still shows what is there: "
    "drop those that neither lets through.",
)
def drops_what_one_has_not(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    n, r, p_n, p_r = np.fft.fft2(new), np.fft.fft2(ref), transform(psf_new), transform(psf_ref)
    seen = np.minimum(np.abs(p_n), np.abs(p_r)) > 1e-6
    sd = np.where(seen, np.hypot(sd_new * np.abs(p_r), sd_ref * np.abs(p_n)), 1.0)
    return np.fft.ifft2(np.where(seen, (p_r * n - p_n * r) / sd, 0.0)).real


@wrong(
    "purity_completeness",
    because="Purity and completeness are exchanged. Purity is a share of what was flagged, completeness a share of "
    "what is real.",
)
def exchanged(score, is_real, threshold):
    return right.purity_completeness(score, is_real, threshold)[::-1]


@wrong(
    "purity_completeness",
    because="A candidate whose score equals the threshold is not flagged here. It is: at least the threshold.",
)
def above_alone(score, is_real, threshold):
    flagged = score > threshold
    found = np.sum(flagged & is_real)
    return right._share(found, flagged.sum()), right._share(found, np.sum(is_real))


@wrong(
    "threshold_for",
    because="The search goes down from the highest score and ends where the purity first fails. Purity rises again "
    "below: look at every score and take the lowest that is pure enough.",
)
def stops_at_the_first_failure(score, is_real, purity):
    lowest = np.inf
    for threshold in np.unique(score)[::-1]:
        if right.purity_completeness(score, is_real, threshold)[0] < purity:
            return float(lowest)
        lowest = threshold
    return float(lowest)


@wrong(
    "threshold_for",
    because="Equal scores are cut apart: the purity is read off after some of them. A threshold flags all candidates "
    "of that score, so only the last of equals counts.",
)
def cuts_ties(score, is_real, purity):
    order = np.argsort(-score, kind="stable")
    good = np.cumsum(is_real[order]) / np.arange(1, len(score) + 1) >= purity
    return min((float(s) for s in score[order][good]), default=np.inf)


@lenient(
    "difference",
    because="A PSF whose sum is not 1, or whose shape is another, is used as it is. The wrong sum scales one image "
    "against the other, and every star stays in the difference: refuse it, by name.",
)
def takes_any_psf(new, ref, psf_new, psf_ref, sd_new, sd_ref):
    psf_new, psf_ref = (np.broadcast_to(psf, new.shape) for psf in (psf_new, psf_ref))
    return whitened(new, ref, psf_new, psf_ref, lambda p_n, p_r: np.hypot(sd_new * p_r, sd_ref * p_n))
