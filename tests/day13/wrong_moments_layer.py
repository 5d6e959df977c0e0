"""Wrong turns of day13/moments_layer."""

import math

import torch

from grader.mutants import wrong
from solutions.day13 import moments_layer as right


def closed(sums, windows, psf_sigma, scale, *, widest=60.0, least=0.01, **change):
    """Return the galaxies, by eigenvalues and axes, with parts of the formula replaced."""
    s, x, y, xx, xy, yy = sums.unbind(-1)
    w2 = torch.as_tensor(windows, dtype=torch.float64).to(sums) ** 2 * change.get("window", 1)
    x, y = x / s, y / s
    xx, xy, yy = xx / s, xy / s, yy / s
    if change.get("about_the_mean", True):
        xx, xy, yy = xx - x * x, xy - x * y, yy - y * y
    area = xx * yy - xy * xy
    good = change.get("good", lambda xx, yy, area: (xx > 0) & (area > 0))
    area = torch.where((s > 0) & good(xx, yy, area), area, math.nan)
    blur = (psf_sigma / scale) ** 2 * change.get("psf", 1) + change.get("box", 1 / 12)
    mean, half, cross = (xx + yy) / (2 * area) - 1 / w2, (yy - xx) / (2 * area), -xy / area
    small, large, half, cross = right._held(mean, half, cross, 1 / widest**2, 1 / (blur + least))
    product, level = small * large, (small + large) / 2
    major, minor = (1 / small - blur).sqrt(), (1 / large - blur).sqrt()
    below = change.get("below", lambda a, b: (a + b) ** 2)(major, minor)
    g1, g2 = -2 * half / product / below, -change.get("twice", 2) * cross / product / below
    px, py = (yy * x - xy * y) / area, (xx * y - xy * x) / area
    x0, y0 = ((level - half) * px - cross * py) / product, ((level + half) * py - cross * px) / product
    flux = s / (area * product).sqrt() * torch.exp(((x0 - x) * px + (y0 - y) * py) / 2)
    if change.get("centre_of_the_product"):
        x0, y0 = x, y
    if change.get("light_of_the_product"):
        flux = s + 0 * flux
    sigma = change.get("sigma", lambda a, b: (a * b).sqrt())(major, minor)
    return torch.stack([g1, g2, sigma * scale, flux, x0 * scale, y0 * scale], -1)


@wrong(
    "galaxy_from_moments",
    because="PSF and pixel are taken off the covariance M of window times image, before the window is taken out. The "
    "window was laid over the blurred image: first the window (M^-1 - 1/w^2), then the blur.",
)
def takes_the_psf_from_the_product(sums, windows, psf_sigma, scale):
    values = right.galaxy_from_moments(sums, windows, psf_sigma, scale)
    s, x, y, xx, xy, yy = sums.unbind(-1)
    blur = (psf_sigma / scale) ** 2 + 1 / 12
    x, y = x / s, y / s
    xx, xy, yy = xx / s - x * x - blur, xy / s - x * y, yy / s - y * y - blur
    area = xx * yy - xy * xy
    w2 = torch.as_tensor(windows, dtype=torch.float64).to(sums) ** 2
    mean, half, cross = (xx + yy) / (2 * area) - 1 / w2, (yy - xx) / (2 * area), -xy / area
    small, large, half, cross = right._held(mean, half, cross, 1 / 60**2, 1 / 0.01)
    below = (small**-0.5 + large**-0.5) ** 2 * small * large
    g1, g2 = -2 * half / below, -2 * cross / below
    sigma = (small * large) ** -0.25 * scale
    return torch.cat([torch.stack([g1, g2, sigma], -1) + 0 * values[..., :3], values[..., 3:]], -1)


@wrong(
    "galaxy_from_moments",
    because="The eigenvalues of Q are held at 1/20^2: no image may be wider than 20 pixels. A few needles are, "
    "and they alone then make most of the RMSE.",
)
def holds_too_tightly(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, widest=20.0)


LEFT_IN = (
    "The window is left in, all of it or a half. Its inverse covariance 1 / w^2 has to be taken off M^-1; 1 / (2 w^2) "
    "is the factor in its exponent. A window of 4 pixels makes every galaxy smaller than 4 pixels, and rounder."
)
NO_COVARIANCE = (
    "Numbers come out where M is no covariance. It is positive definite only if both variances and the determinant are "
    "above 0; otherwise the galaxy is NaN."
)


@wrong("galaxy_from_moments", because=LEFT_IN)
def leaves_the_window_in(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, window=1e30)


@wrong("galaxy_from_moments", because=LEFT_IN)
def takes_out_half_the_window(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, window=2)


@wrong(
    "galaxy_from_moments",
    because="The pixel's variance is forgotten. A square pixel adds 1/12 to the variance along each axis, beside "
    "the PSF.",
)
def forgets_the_pixel(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, box=0.0)


@wrong(
    "galaxy_from_moments",
    because="psf_sigma is subtracted where its square belongs: variances add, not widths.",
)
def takes_the_width_for_a_variance(sums, windows, psf_sigma, scale):
    width = psf_sigma / scale
    return closed(sums, windows, psf_sigma, scale, psf=1 / width if width else 1)


@wrong(
    "galaxy_from_moments",
    because="This is the distortion (Vxx - Vyy, 2 Vxy) / T. Reduced shear has 2 sqrt|V| more in the denominator; for "
    "small shear that is half as much.",
)
def returns_the_distortion(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, below=lambda a, b: a**2 + b**2)


@wrong("galaxy_from_moments", because="g2 has Vxy in its numerator. It is 2 Vxy, as g1 is Vxx - Vyy.")
def forgets_the_two_of_g2(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, twice=1)


@wrong(
    "galaxy_from_moments",
    because="x0 and y0 are the mean of window times image. The window stands in the middle of the stamp and pulls the "
    "mean there; the centre c follows from Q c = M^-1 m.",
)
def lets_the_window_pull(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, centre_of_the_product=True)


@wrong(
    "galaxy_from_moments",
    because="The second moments are taken about the middle of the stamp. M is the covariance: the product of the means "
    "has to be taken off, or a galaxy off centre looks long.",
)
def takes_moments_about_the_middle(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, about_the_mean=False)


@wrong(
    "galaxy_from_moments",
    because="The flux is the light that the window let through. The galaxy's own is larger, by the factor that a "
    "product of two Gaussians has before it.",
)
def returns_the_light_in_the_window(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, light_of_the_product=True)


@wrong(
    "galaxy_from_moments",
    because="sigma is sqrt(T/2). The shear keeps the area of a galaxy, not the trace of its covariance: sigma^4 = |V|.",
)
def takes_sigma_from_the_trace(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, sigma=lambda a, b: ((a**2 + b**2) / 2).sqrt())


@wrong("galaxy_from_moments", because=NO_COVARIANCE)
def looks_at_the_determinant(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, good=lambda xx, yy, area: area > 0)


@wrong("galaxy_from_moments", because=NO_COVARIANCE)
def looks_at_the_variances(sums, windows, psf_sigma, scale):
    return closed(sums, windows, psf_sigma, scale, good=lambda xx, yy, area: (xx > 0) & (yy > 0))


class _Window(right.WindowMoments):
    """The layer with its weights rebuilt from other coordinates or another window."""

    def __init__(self, windows, shape=(53, 53), middle=1, half=2, turn=False):
        super().__init__(windows, shape)
        y, x = (torch.arange(n, dtype=torch.float64) - (n - middle) / 2 for n in shape)
        x, y = x.expand(shape), y[:, None].expand(shape)
        w = torch.as_tensor(windows, dtype=torch.float64)[:, None, None, None]
        x, y = (y, x) if turn else (x, y)
        monomials = torch.stack([torch.ones_like(x), x, y, x * x, x * y, y * y])
        self.weights = torch.exp(-(x**2 + y**2) / (half * w**2)) * monomials


@wrong(
    "WindowMoments",
    because="The coordinates start from the pixel at W / 2 and H / 2. The middle of the stamp is (W - 1) / 2: "
    "everything is seen half a pixel off.",
)
class TakesHalfTheWidth(_Window):
    def __init__(self, windows, shape=(53, 53)):
        super().__init__(windows, shape, middle=0)


@wrong(
    "WindowMoments",
    because="The window is exp(-r^2 / w^2). With 2 w^2 in the denominator, w is its standard deviation.",
)
class ForgetsTheTwo(_Window):
    def __init__(self, windows, shape=(53, 53)):
        super().__init__(windows, shape, half=1)


@wrong(
    "WindowMoments",
    because="x and y are exchanged: x is the column and y the row.",
)
class ExchangesTheAxes(_Window):
    def __init__(self, windows, shape=(53, 53)):
        super().__init__(windows, shape, turn=True)


@wrong(
    "WindowMoments",
    because="The sums are divided by the sum of the window. They are plain sums; a mean would need the window for its "
    "flux again.",
)
class TakesMeans(right.WindowMoments):
    def forward(self, images):
        return super().forward(images) / self.weights[:, 0].sum((1, 2)).to(images)[:, None]
