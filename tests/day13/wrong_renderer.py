"""Wrong turns of day13/renderer."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day13 import renderer as right


def stamps(params, shape, scale, psf_sigma, *, box=1 / 12, fourth=-1 / 2880, sixth=1 / 181440, area=True, **change):
    """Return the stamps with parts of the formula replaced."""
    g1, g2, sigma, flux, x0, y0 = params[:, :, None, None].unbind(1)
    rest = 1 - g1**2 - g2**2
    rest = torch.where(rest > 0, rest, math.nan)
    variance = (sigma / scale) ** 2 / (rest if area else torch.where(rest > 0, 1.0, rest))
    blur = (psf_sigma / scale) ** 2 + box
    sign = change.get("sign", 1)
    xx = variance * ((1 + g1) ** 2 + g2**2) + blur
    yy = variance * ((1 - g1) ** 2 + g2**2) + blur
    xy = sign * variance * change.get("twice", 2) * g2
    determinant = xx * yy - xy**2
    middle = change.get("middle", 1)
    x = torch.arange(shape[1]).to(params) - (shape[1] - middle) / 2 - x0 / change.get("lengths", scale)
    y = torch.arange(shape[0]).to(params)[:, None] - (shape[0] - middle) / 2 - y0 / change.get("lengths", scale)
    u, v = (yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant
    gaussian = flux / (2 * math.pi * determinant.sqrt()) * torch.exp(-(u * x + v * y) / 2)

    def pixel(u, q):
        four = u**4 - 6 * q * u**2 + 3 * q**2
        six = u**6 - 15 * q * u**4 + 45 * q**2 * u**2 - 15 * q**3
        return fourth * four + sixth * six

    if change.get("bare"):
        return gaussian
    return gaussian * (1 + pixel(u, yy / determinant) + pixel(v, xx / determinant))


@wrong(
    "render",
    because="This is the brightness at the middle of each pixel. A pixel holds the flux on its whole square, "
    "which adds a variance of 1/12 pixel^2 along each axis, and a little more.",
)
def samples_the_middle_of_a_pixel(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, box=0, bare=True)


@wrong(
    "render",
    because="The box of a pixel is taken for a Gaussian of variance 1/12. That is right to second order; its fourth "
    "order, with 1/2880, still makes 1e-4 of the peak where the PSF has 1.8 pixels.",
)
def stops_after_the_variance(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, bare=True)


@wrong(
    "render",
    because="The term with 1/2880 has the wrong sign. ln sinc(k/2) has -k^4/2880, and k^4 stands for the fourth "
    "derivative itself: two factors -1 for k^2 cancel. So it is subtracted.",
)
def adds_the_fourth_order(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, fourth=1 / 2880)


@wrong(
    "render",
    because="The term with 1/181440 has the wrong sign. k^6 stands for minus the sixth derivative, so that with "
    "-k^6/181440 it is added.",
)
def subtracts_the_sixth_order(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, sixth=-1 / 181440)


@wrong(
    "render",
    because="The expansion of the pixel ends with the fourth order. The sixth makes several millionths of the peak "
    "for the smallest galaxies, and one millionth is what is asked for.",
)
def stops_after_the_fourth_order(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, sixth=0)


@wrong(
    "render",
    because="The shear matrix is not divided by sqrt(1 - g1^2 - g2^2). Then a sheared galaxy has a smaller area than a "
    "round one of the same sigma.",
)
def lets_the_area_shrink(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, area=False)


@wrong(
    "render",
    because="sigma is taken for sqrt(T/2), with T the trace of the covariance. The shear keeps the area, not the "
    "trace: T = 2 sigma^2 (1 + |g|^2) / (1 - |g|^2).",
)
def takes_sigma_for_the_trace(params, shape, scale, psf_sigma):
    g1, g2, sigma, *rest = params.unbind(1)
    square = g1**2 + g2**2
    sigma = sigma * ((1 - square).clamp(min=0) / (1 + square)).sqrt()
    return right.render(torch.stack([g1, g2, sigma, *rest], 1), shape, scale, psf_sigma)


@wrong(
    "render",
    because="g is treated as the distortion (a^2 - b^2) / (a^2 + b^2). A reduced shear is (a - b) / (a + b), and "
    "makes of the same numbers about twice the distortion.",
)
def takes_shear_for_distortion(params, shape, scale, psf_sigma):
    g1, g2, *rest = params.unbind(1)
    square = g1**2 + g2**2
    half = 1 / (1 + (1 - square).clamp(min=0).sqrt())
    half = torch.where(square < 1, half, 1)
    return right.render(torch.stack([g1 * half, g2 * half, *rest], 1), shape, scale, psf_sigma)


@wrong(
    "render",
    because="The off-diagonal element of the covariance has the other sign: g2 > 0 lengthens the galaxy along x = y, "
    "with rows that grow with y.",
)
def turns_g2_round(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, sign=-1)


@wrong(
    "render",
    because="The stamp's middle is taken at W / 2 and H / 2. Pixels are counted from 0, so that it lies at (W - "
    "1) / 2: here every galaxy is half a pixel off, and x0 and y0 with it.",
)
def takes_half_the_width(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, middle=0)


@wrong(
    "render",
    because="x0 and y0 are taken for pixels. They are given in the unit of scale, like sigma, so that a pixel is scale "
    "of them.",
)
def takes_the_centre_for_pixels(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma, lengths=1.0)


@wrong(
    "render_with_jacobian",
    because="The derivatives are differences with a step of 0.01 on one side: they are off by the curvature of "
    "the stamp times half the step. Exact ones cost no more.",
)
def takes_one_sided_differences(params, shape, scale, psf_sigma):
    images = right.render(params, shape, scale, psf_sigma)
    steps = torch.eye(6).to(params) * 1e-2
    slopes = [(right.render(params + step, shape, scale, psf_sigma) - images) / 1e-2 for step in steps]
    return images, torch.stack(slopes, 1)


@wrong(
    "render_with_jacobian",
    because="The slopes by x0 and y0 have the other sign: a galaxy that moves to the right takes light from the "
    "pixel on its left.",
)
def turns_the_slopes_of_the_centre(params, shape, scale, psf_sigma):
    images, jacobian = right.render_with_jacobian(params, shape, scale, psf_sigma)
    return images, jacobian * torch.tensor([1, 1, 1, 1, -1, -1]).to(params)[:, None, None]


@wrong(
    "render_with_jacobian",
    because="The slopes by sigma, x0 and y0 are given for a change of one pixel. The parameters are in the unit "
    "of scale: divide by it once more.",
)
def gives_slopes_per_pixel(params, shape, scale, psf_sigma):
    images, jacobian = right.render_with_jacobian(params, shape, scale, psf_sigma)
    return images, jacobian * torch.tensor([1, 1, scale, 1, scale, scale]).to(params)[:, None, None]


@lenient(
    "render",
    because="A narrow PSF must be refused: the expansion of the pixel then ends too early, and the stamp is wrong by "
    "more than a millionth without a word.",
)
def renders_any_psf(params, shape, scale, psf_sigma):
    return stamps(params, shape, scale, psf_sigma)
