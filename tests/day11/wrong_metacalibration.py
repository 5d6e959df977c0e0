"""Wrong turns of day11/metacalibration."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day11 import metacalibration as right


def metacal(image, psf_image, shear, target, psf_shear=None, new_shear=(0.0, 0.0), psf=None, new=None, area=True):
    """Return the new image, its PSF and its Gaussian asked for at frequencies of other shears, or given."""
    height, width = image.shape[-2:]
    kx, ky = np.meshgrid(2 * np.pi * np.fft.rfftfreq(width), 2 * np.pi * np.fft.fftfreq(height))
    k = np.stack([kx.ravel(), ky.ravel()], axis=1)
    S = right._shear_matrix(shear) * (1 if area else np.sqrt(1 - shear[0] ** 2 - shear[1] ** 2))
    galaxy = image.reshape(-1, height * width) @ right._waves(k @ S, (height, width))

    def of_psf(q):
        return psf_image.ravel() @ right._waves(q, psf_image.shape) / np.sum(psf_image)

    old = of_psf(k @ (S if psf_shear is None else right._shear_matrix(psf_shear))) if psf is None else psf
    gaussian = np.exp(-0.5 * target**2 * np.sum((k @ right._shear_matrix(new_shear)) ** 2, axis=1))
    last = gaussian if new is None else new(of_psf, k)
    corner = np.exp(-1j * k @ [(width - 1) / 2, (height - 1) / 2])
    transform = (galaxy * (last / old * corner)).reshape(*image.shape[:-2], *kx.shape)
    return np.fft.irfft2(transform, s=(height, width))


@wrong(
    "metacal_image",
    because="The PSF is not taken out: the image, its PSF included, is sheared and blurred once more. The "
    "atmosphere does not answer to lensing, so the response comes out as that of galaxy and PSF together.",
)
def psf_not_deconvolved(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, shear, target_sigma, psf=1.0)


@wrong(
    "metacal_image",
    because="The old PSF is put back in place of the round Gaussian. Shearing moves light to frequencies that this "
    "PSF had removed, and an elongated PSF stays in the result as a shape of its own.",
)
def the_old_psf_again(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, shear, target_sigma, new=lambda of_psf, k: of_psf(k))


@wrong(
    "metacal_image",
    because="The new Gaussian is sheared together with the galaxy. It comes after the shear: the response must be "
    "that of the galaxy alone, seen through a round PSF.",
)
def new_psf_sheared(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, shear, target_sigma, new_shear=shear)


@wrong(
    "metacal_image",
    because="The old PSF is divided out at the unsheared frequencies, after the shear. By then it has been sheared "
    "as part of the image: divide at the same frequency at which the stamp is asked.",
)
def psf_out_after_the_shear(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, shear, target_sigma, psf_shear=(0.0, 0.0))


@wrong(
    "metacal_image",
    because="This is sheared the other way. The new image at r is the old one at S^-1 r, which in Fourier space "
    "asks for S^T k and not for S^-1 k.",
)
def sheared_the_other_way(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, -np.asarray(shear, float), target_sigma)


@wrong(
    "metacal_image",
    because="The shear is about the corner of the stamp, not about its middle: the galaxy moves by S times its "
    "distance from the first pixel. Count positions from the stamp's centre.",
)
def about_the_corner(image, psf_image, shear, target_sigma):
    height, width = image.shape[-2:]
    kx, ky = np.meshgrid(2 * np.pi * np.fft.rfftfreq(width), 2 * np.pi * np.fft.fftfreq(height))
    k = np.stack([kx.ravel(), ky.ravel()], axis=1)
    corner = np.array([(width - 1) / 2, (height - 1) / 2])
    moved = np.exp(-1j * (k @ right._shear_matrix(shear) - k) @ corner).reshape(kx.shape)
    return np.fft.irfft2(
        np.fft.rfft2(right.metacal_image(image, psf_image, shear, target_sigma)) * moved, s=(height, width)
    )


@wrong(
    "metacal_image",
    because="target_sigma is taken for a full width at half maximum. It is a sigma, and FWHM = 2.355 sigma.",
)
def width_for_sigma(image, psf_image, shear, target_sigma):
    right.metacal_image(image, psf_image, shear, target_sigma)
    return metacal(image, psf_image, shear, target_sigma / 2.3548)


@wrong(
    "metacal_image",
    because="The PSF is used as it comes. Its sum is not always 1, and dividing by it then changes the galaxy's flux.",
)
def psf_not_normalised(image, psf_image, shear, target_sigma):
    return right.metacal_image(image, psf_image, shear, target_sigma) / np.sum(psf_image)


@wrong(
    "metacal_image",
    because="The shear is [[1+g1, g2], [g2, 1-g1]] without 1 / sqrt(1-|g|^2), so it makes the area smaller: galaxy "
    "and flux change in second order.",
)
def area_not_kept(image, psf_image, shear, target_sigma):
    return metacal(image, psf_image, shear, target_sigma, area=False)


def windowed(image, sigma, steps=30, half=False):
    height, width = image.shape[-2:]
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2
    x0 = y0 = np.zeros((*image.shape[:-2], 1))
    for _ in range(steps):
        across, down = right._window(x - x0, sigma), right._window(y - y0, sigma)
        flux, mx, my = (right._moment(image, across[a], down[b]) for a, b in ((0, 0), (1, 0), (0, 1)))
        x0, y0 = x0 + 2 * mx / flux, y0 + 2 * my / flux
    across, down = right._window(x - x0, sigma), right._window(y - y0, sigma)
    xx, yy, xy = (right._moment(image, across[a], down[b])[..., 0] for a, b in ((2, 0), (0, 2), (1, 1)))
    size = xx + yy + 2 * np.sqrt(np.abs(xx * yy - xy**2)) if half else xx + yy
    return np.stack([xx - yy, 2 * xy], axis=-1) / size[..., None]


@wrong(
    "window_ellipticity",
    because="The window stays in the middle of the stamp. A galaxy beside it looks stretched towards it, and the "
    "shear of the image moves the galaxy too, which the response then counts: the window must stand on the "
    "galaxy.",
)
def window_stays(image, sigma):
    return windowed(image, sigma, steps=0)


@wrong(
    "window_ellipticity",
    because="The denominator is that of the reduced shear, Qxx + Qyy + 2 sqrt(det Q). Asked for is Qxx + Qyy alone. "
    "Metacalibration would forgive it, since the response is taken of the same measure.",
)
def shear_for_ellipticity(image, sigma):
    return windowed(image, sigma, half=True)


def solved(e, e_plus, e_minus, step, matrix=None, each=False):
    """Return g and error with another response, or by dividing galaxy by galaxy."""
    response = np.transpose((e_plus - e_minus) / (2 * step), (1, 2, 0))
    response = response if matrix is None else matrix(response)
    count = len(e)
    rows = np.linalg.solve(response, np.asarray(e, float)[..., None])[..., 0] if each else None

    def g(kept):
        return rows[kept].mean(axis=0) if each else np.linalg.solve(response[kept].mean(axis=0), e[kept].mean(axis=0))

    spared = np.array([g(np.delete(np.arange(count), n)) for n in range(min(count, 500))])
    return g(np.arange(count)), np.sqrt((count - 1) * np.var(spared, axis=0))


@wrong(
    "calibrated_shear",
    because="Each galaxy is divided by its own response, and then the mean is taken. A single response is noisy, "
    "and 1/R of a noisy R is biased, wildly where R is near zero. It is <e> / <R>, never <e / R>.",
)
def mean_of_the_ratios(e, e_plus, e_minus, step):
    right.calibrated_shear(e, e_plus, e_minus, step)
    return solved(e, e_plus, e_minus, step, each=True)


@wrong(
    "calibrated_shear",
    because="From minus to plus the shear changes by two steps. Divided by one, the response is twice too large, "
    "and g half as large as it should be.",
)
def one_step(e, e_plus, e_minus, step):
    return right.calibrated_shear(e, e_plus, e_minus, step / 2)


@wrong(
    "calibrated_shear",
    because="The response has the wrong sign: it is plus less minus.",
)
def response_turned(e, e_plus, e_minus, step):
    return right.calibrated_shear(e, e_minus, e_plus, step)


@wrong(
    "calibrated_shear",
    because="R is used the wrong way round. The first axis of e_plus says which component of the *shear* was "
    "changed; in e = R g that is the second index of R.",
)
def response_transposed(e, e_plus, e_minus, step):
    right.calibrated_shear(e, e_plus, e_minus, step)
    return solved(e, e_plus, e_minus, step, matrix=lambda R: np.swapaxes(R, 1, 2))


@lenient(
    "calibrated_shear",
    because="One component's sheared measurements stand for both. NumPy repeats them without a word, and R is then "
    "singular or mixed up; refuse a shape other than (2, N, 2).",
)
def repeats_one_component(e, e_plus, e_minus, step):
    both = (2, *np.shape(e))
    if np.shape(e_plus) == both and np.shape(e_minus) == both:
        return right.calibrated_shear(e, e_plus, e_minus, step)
    return np.mean(e, axis=0), np.std(e, axis=0)
