"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Ellipse

from fixtures.stamps import galaxy

# -- imports of the second half


# -- the day's figure


# -- the small pictures: first half
ORANGE, BLUE, GREEN, GREY = "#d55e00", "#0072b2", "#009e73", "#777777"
GRAY = plt.get_cmap("gray").with_extremes(bad=ORANGE)  # what was not measured


def small_axes(count, height=2.2, **options):
    return plt.subplots(1, count, figsize=(7, height), layout="constrained", **options)


def show(axes, image, title, top):
    axes.imshow(np.arcsinh(8 * image / top), cmap=GRAY, origin="lower", vmin=-0.8, vmax=2.8)
    axes.set_title(title, fontsize=9)
    axes.set_axis_off()


def picture_noise_model(noise_model):
    """One exposure with its sds along the middle row, and both S/N under a brighter and brighter sky."""
    gain, read_noise = 2.0, 6.0
    image = galaxy((41, 41), flux=20_000.0, half_light_radius=4.0, psf_sigma=1.5)
    figure, (left, right) = small_axes(2)
    sd = np.sqrt(noise_model.ccd_variance(image, 30.0, gain, read_noise))[20]
    seen = noise_model.add_ccd_noise(image, 30.0, gain, read_noise, np.random.default_rng(2))[20]
    x = np.arange(41) - 20
    left.fill_between(x, image[20] - sd, image[20] + sd, color=ORANGE, alpha=0.3, linewidth=0, label="light ± sd")
    left.plot(x, seen, ".", color=BLUE, markersize=4, label="one exposure")
    left.set_xlabel("x (pixels)", fontsize=9)
    left.set_ylabel("counts", fontsize=9)
    left.set_xlim(-20, 20)
    left.legend(fontsize=8, frameon=False, loc="upper left")
    skies = np.geomspace(0.1, 1e4, 20)
    good = np.zeros(image.shape, bool)
    maps = [noise_model.weight_map(noise_model.ccd_variance(image, sky, gain, read_noise), good) for sky in skies]
    matched, aperture = np.transpose([noise_model.signal_to_noise(image, weight) for weight in maps])
    right.loglog(skies, matched, color=ORANGE, label="matched")
    right.loglog(skies, aperture, color=BLUE, linestyle="--", label="aperture")
    right.axhline(np.sqrt(gain * image.sum()), color=GREY, linewidth=1, linestyle=":", label="√ electrons")
    right.set_xlabel("sky (counts per pixel)", fontsize=9)
    right.set_ylabel("S/N", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="lower left")
    return figure


def picture_psf(psf):
    """A galaxy, an elliptical PSF, and what is seen, each with the ellipse of its moments; then the three ellipses."""
    light = galaxy((31, 31), half_light_radius=2.7, g1=0.4, method="no_pixel")
    spot = galaxy((31, 31), half_light_radius=2.2, g2=0.3, method="no_pixel")
    seen = psf.fft_convolve(light, spot)
    figure, axes = small_axes(4, 2.0)
    parts = [(light, "galaxy", ORANGE), (spot, "PSF", BLUE), (seen, "image", GREEN)]
    for ax, (image, name, colour) in zip(axes, parts, strict=False):
        q = psf.moments(image)[2]
        show(ax, image, f"{name}\n{words(psf.shape(q))}", image.max())
        ax.add_patch(ellipse(q, (15, 15), colour))
        axes[3].add_patch(ellipse(q, (0, 0), colour))
    axes[3].set(xlim=(-9, 9), ylim=(-9, 9), xticks=[], yticks=[], aspect="equal")
    axes[3].set_title(f"image - PSF:\n{words(psf.galaxy_shape(seen, spot))}", fontsize=9)
    return figure


def words(shape):
    g1, g2 = (round(float(g), 2) + 0.0 for g in shape[:2])  # no -0.00
    return f"g = ({g1:.2f}, {g2:.2f})"


def ellipse(q, centre, colour):
    """Return the ellipse at two sds of a Gaussian of second moments q."""
    (small, large), axes = np.linalg.eigh(q)
    angle = np.degrees(np.arctan2(axes[1, 1], axes[0, 1]))
    width, height = 4 * np.sqrt([large, small])
    return Ellipse(centre, width, height, angle=angle, fill=False, edgecolor=colour, linewidth=1.8)


def picture_psf_leakage(psf_leakage):
    """Shears with a leak against the PSF, and the errors of alpha and beta where psf and residual go together."""
    rng = np.random.default_rng(2)
    psf = rng.normal(0.0, 0.03, (400, 2))
    figure, (left, right) = small_axes(2)
    scatter = rng.normal(0.0, 0.02, psf.shape)
    for together, colour, words in ((0.0, BLUE, "apart"), (0.15, ORANGE, "together")):
        residual = together * psf + rng.normal(0.0, 0.004, psf.shape)
        shear = 0.51 * psf + 0.51 * residual + scatter
        found = psf_leakage.psf_leakage(shear, psf, residual)
        a, b = found["alpha_error"], found["beta_error"]
        mixed = found["correlation"] * a * b
        covariance = np.array([[a * a, mixed], [mixed, b * b]])
        right.add_patch(ellipse(covariance, (found["alpha"], found["beta"]), colour))
        right.plot(found["alpha"], found["beta"], ".", color=colour, label=f"psf and residual {words}")
    right.plot(0.51, 0.51, "+", color="black", markersize=9, label="truth")
    right.set(xlim=(0.3, 0.75), ylim=(-0.3, 1.9))
    right.set_xlabel("alpha", fontsize=9)
    right.set_ylabel("beta", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="upper left")
    left.plot(psf[:, 0], shear[:, 0], ".", color=GREY, markersize=2)
    ends = np.array([-0.09, 0.09])
    left.plot(ends, found["alpha"] * ends + found["c"][0], color=ORANGE, label=f"alpha = {found['alpha']:.2f}")
    left.set_xlabel("g1 of the PSF", fontsize=9)
    left.set_ylabel("measured g1", fontsize=9)
    left.legend(fontsize=8, frameon=False, loc="upper left")
    return figure


def picture_sky_augmentation(sky_augmentation):
    """One stamp, and what the sky does to it."""
    rng = np.random.default_rng(8)
    light = galaxy((41, 41), flux=1.0, half_light_radius=4.0, g1=0.2, g2=0.25, psf_sigma=1.5)
    sd = light.max() / 40
    noise = rng.normal(0.0, sd, light.shape)
    faint, factor = sky_augmentation.to_snr(light, sd, 20.0)
    moved, _, empty = sky_augmentation.shift_stamp(light + noise, (0.0, 0.0), 9, -6)
    rays, _ = sky_augmentation.add_cosmic_rays(light + noise, 4 / light.size, 12, 0.8 * light.max(), rng)
    dead, _ = sky_augmentation.mask_columns(light + noise, [12, 24, 25])
    figure, axes = small_axes(5, 1.75)
    scenes = [
        (light + noise, "as it is"),
        (rays, "cosmic rays"),
        (dead, "dead columns"),
        (faint + noise, f"S/N 20: flux x {factor:.2f}"),
        (np.where(empty, np.nan, moved), "moved by (9, -6)"),
    ]
    for ax, (image, title) in zip(axes, scenes, strict=True):
        show(ax, image, title, light.max())
    return figure


# -- the small pictures: second half
