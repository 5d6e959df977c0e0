"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half

# -- imports of the second half
import matplotlib.pyplot as plt
import numpy as np

from fixtures.ring import NOISE_SD, calibrated_bias, ring_pairs
from fixtures.stamps import galaxy

# -- the day's figure
SIGMA, STAMP = 2.0, (21, 23)  # of the sources whose place is measured, in pixels
COLOURS = {"matched": "#0072b2", "parabola": "#d55e00", "gaussian": "#009e73"}
PLANTED, PAIRS = 0.02, 40


def draw(centroid, shear_bias, metacalibration):
    """Return the figure, drawn with the learner's own functions."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.6), layout="constrained")
    draw_centroids(left, centroid)
    draw_biases(right, shear_bias, metacalibration)
    return figure


def draw_centroids(axes, centroid):
    """Draw how far off the three formulas are, against the matched-filter S/N."""
    rng = np.random.default_rng(0)
    ratios = np.geomspace(20, 5000, 7)
    formulas = {
        "matched": lambda image: centroid.matched_centroid(image, SIGMA, 15),
        "parabola": centroid.parabola_centroid,
        "gaussian": centroid.gaussian_centroid,
    }
    errors = {name: [] for name in formulas}
    for ratio in ratios:
        places = rng.uniform(-0.5, 0.5, (150, 2))
        images = sources(places)
        sd = np.sqrt(np.sum(images**2, axis=(1, 2), keepdims=True)) / ratio
        images = images + sd * rng.normal(size=images.shape)
        for name, formula in formulas.items():
            with np.errstate(invalid="ignore"):
                found = np.array([formula(image) for image in images])
            errors[name].append(np.sqrt(np.nanmean((found - places) ** 2)))
    for name, values in errors.items():
        axes.loglog(ratios, values, "o-", color=COLOURS[name], label=name)
    axes.loglog(ratios, np.sqrt(2) * SIGMA / ratios, "k--", label=r"$\sqrt{2}\,\sigma / \nu$")
    axes.set(xlabel=r"S/N $\nu$", ylabel="error of x or y (pixels)", title="Where is it?")
    axes.legend()


def sources(places):
    """Return round Gaussian sources at (x, y), (N, H, W)."""
    y, x = np.indices(STAMP)
    x = x - (STAMP[1] - 1) / 2 - places[:, 0, None, None]
    y = y - (STAMP[0] - 1) / 2 - places[:, 1, None, None]
    return np.exp(-(x**2 + y**2) / (2 * SIGMA**2))


def draw_biases(axes, shear_bias, metacalibration):
    """Draw |m| before and after metacalibration, and its error with noise shared in pairs or not."""
    found = {"before": [], "after": [], "shared": [], "apart": [], "closed": [], "ratio": []}
    planted, member = np.repeat([PLANTED, -PLANTED], PAIRS)[:, None], np.tile(np.arange(PAIRS), 2)
    for noise in NOISE_SD * np.geomspace(1, 300, 4):
        pairs = ring_pairs(PAIRS, (PLANTED, 0.0), np.random.default_rng(1), noise_sd=noise)
        own = noise * np.random.default_rng(2).normal(size=pairs.images.shape)
        raw = metacalibration.window_ellipticity(pairs.images, 3.0).mean(axis=1)[..., :1].reshape(-1, 1)
        found["before"].append(abs(shear_bias.estimate_bias(planted, raw, member)["m"][0]))
        m, error = calibrated_bias(pairs.images, pairs.psf, metacalibration, PLANTED)
        found["after"].append(abs(m))
        found["shared"].append(error)
        found["apart"].append(calibrated_bias(pairs.images + own, pairs.psf, metacalibration, PLANTED)[1])
        power = np.sum(pairs.images[0, 0] ** 2, axis=(1, 2)) - noise**2 * pairs.images[0, 0, 0].size
        found["ratio"].append(np.sqrt(np.mean(power)) / noise)
        psf, light = 3.0 / 2.3548, 2.0 / 1.1774  # sigma of Gaussians as wide as PSF and galaxies
        shape_error = (psf**2 + light**2 + 1 / 12) / light**2 / found["ratio"][-1]
        found["closed"].append(shape_error / (2 * PLANTED * np.sqrt(PAIRS)))
    ratio = found["ratio"]
    axes.loglog(ratio, found["before"], "s-", color="#cc79a7", label="|m| of the moments as they are")
    axes.loglog(ratio, found["after"], "o-", color=COLOURS["matched"], label="|m| metacalibrated, noise shared")
    axes.loglog(ratio, found["shared"], ":", color=COLOURS["matched"], label="its error")
    axes.loglog(ratio, found["apart"], "^:", color=COLOURS["parabola"], label="its error, noise not shared")
    axes.loglog(ratio, found["closed"], "k--", label=r"$\sigma_g / (2 g \sqrt{N})$, a round Gaussian fitted")
    axes.axhspan(1e-6, 2e-3, color="0.9", zorder=0, label="below 2e-3")
    axes.set(
        xlabel=r"S/N $\nu$ of one stamp", ylabel="|m|", ylim=(2e-5, 2), title=f"{PAIRS} ring pairs at g = {PLANTED}"
    )
    axes.legend(fontsize=7.5, loc="lower left")


# -- the small pictures: first half


# -- the small pictures: second half
def picture_centroid(centroid):
    """The error of three formulas without noise, against the place of a source within its pixel."""
    figure, axes = plt.subplots(figsize=(7, 2.3), layout="constrained")
    at = np.linspace(-0.49, 0.49, 41)
    images = sources(np.stack([at, np.zeros(at.shape)], axis=1))
    formulas = {"parabola": centroid.parabola_centroid, "gaussian": centroid.gaussian_centroid}
    formulas["matched"] = lambda image: centroid.matched_centroid(image, SIGMA, 15)
    noise = 1e-3 * np.random.default_rng(3).normal(size=images.shape)
    for name, formula in formulas.items():
        axes.plot(
            at, [formula(image)[0] - x for image, x in zip(images, at, strict=True)], color=COLOURS[name], label=name
        )
        seen = [formula(image)[0] - x for image, x in zip(images + noise, at, strict=True)]
        axes.plot(at, seen, ".", ms=4, color=COLOURS[name])
    axes.set(xlabel="true x (pixels)", ylabel="measured - true x")
    axes.legend(ncols=3, fontsize=8, loc="upper center")
    return figure


def picture_adaptive_moments(adaptive_moments):
    """Galaxies with the ellipse of the weight that was found, and the circle of a fixed one."""
    figure, panels = plt.subplots(1, 4, figsize=(7, 2.0), layout="constrained")
    turn = np.linspace(0, 2 * np.pi, 100)
    for axes, (profile, g1, g2, noise) in zip(
        panels,
        (
            ("gaussian", 0.3, 0.2, 0.0),
            ("exponential", -0.4, 0.1, 0.0),
            ("exponential", 0.1, -0.5, 0.0),
            ("exponential", 0.4, 0.0, 5e-4),
        ),
        strict=True,
    ):
        image = galaxy((33, 33), profile=profile, half_light_radius=4.0, g1=g1, g2=g2, x0=1.5, y0=-1.0, psf_sigma=1.0)
        image = image + noise * np.random.default_rng(0).normal(size=image.shape)
        centre, covariance = adaptive_moments.adaptive_moments(image)
        x, y = centre[:, None] + 1.5 * np.linalg.cholesky(covariance) @ [np.cos(turn), np.sin(turn)]
        axes.imshow(image, cmap="gray_r", extent=(-16.5, 16.5, 16.5, -16.5))
        axes.plot(x, y, color=COLOURS["matched"])
        axes.plot(4.5 * np.cos(turn), 4.5 * np.sin(turn), ":", color=COLOURS["parabola"])
        ellipse = adaptive_moments.shape(covariance)
        axes.set_title(f"g = ({ellipse['g1']:.2f}, {ellipse['g2']:.2f})", fontsize=8)
        axes.set(xticks=[], yticks=[])
    return figure


def picture_shear_bias(shear_bias):
    """What is left of a ring's shape, against the galaxy's direction, for rings of two, three and four."""
    figure, axes = plt.subplots(figsize=(7, 2.3), layout="constrained")
    angle = np.linspace(0, 180, 61)
    for count, colour in ((2, COLOURS["parabola"]), (3, COLOURS["gaussian"]), (4, COLOURS["matched"])):
        m = [
            shear_bias.ring_average((0.3 * np.cos(t), 0.3 * np.sin(t)), (0.02, 0.0), count)[0] / 0.02 - 1
            for t in np.radians(2 * angle)
        ]
        axes.plot(angle, m, color=colour, label=f"{count} galaxies")
    axes.set(xlabel="direction of the first galaxy, |e| = 0.3 (degrees)", ylabel="m of the ring's mean")
    axes.legend(fontsize=8, ncols=3)
    return figure


def picture_metacalibration(metacalibration):
    """A stamp, its PSF replaced, the difference that a shear of 0.05 makes, and the answer of the ellipticity."""
    figure, panels = plt.subplots(1, 4, figsize=(7, 1.9), layout="constrained", width_ratios=[1, 1, 1, 1.3])
    pairs = ring_pairs(1, (0.0, 0.0), np.random.default_rng(4))
    image = pairs.images[0, 0, 0]
    shears = np.linspace(-0.05, 0.05, 5)
    images = [metacalibration.metacal_image(image, pairs.psf, (g, 0.0), 2.0) for g in shears]
    for axes, shown, title in (
        (panels[0], image, "observed"),
        (panels[1], images[2], "PSF replaced"),
        (panels[2], images[4] - images[2], "sheared, less that"),
    ):
        most = np.abs(shown).max()
        axes.imshow(
            shown, cmap="RdBu_r" if "less" in title else "gray_r", vmin=-most if "less" in title else 0, vmax=most
        )
        axes.set_title(title, fontsize=8)
        axes.set(xticks=[], yticks=[])
    e = [metacalibration.window_ellipticity(new, 3.0)[0] for new in images]
    panels[3].plot(shears, e, "o-", ms=3, color=COLOURS["matched"])
    panels[3].set_title(f"e1: slope R = {(e[3] - e[1]) / (shears[3] - shears[1]):.2f}", fontsize=8)
    panels[3].set_xlabel("shear g1", fontsize=8)
    panels[3].tick_params(labelsize=7)
    panels[3].set_xticks([-0.05, 0.0, 0.05])
    return figure
