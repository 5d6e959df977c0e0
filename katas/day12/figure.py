"""The day's figure, and the small pictures of the lesson's sections."""

import galsim
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Ellipse

from fixtures.drawing import BLUE, GREEN, GREY, ORANGE, RED, SKY, between, row_of_axes
from fixtures.stamps import galaxy
from grader.study.panel import panel

FIELD, CELLS = 1200.0, 60  # arcsec on a side, and cells of the map on a side
LENSES = ((8e14, -150.0, 60.0), (5e14, 330.0, -260.0))  # mass in solar masses / h, place in arcsec
SHAPE_NOISE, GALAXIES = 0.26, 16_000  # sd of one component, and galaxies in the field: 40 per square arcmin
SMOOTHING = 2.5  # cells


def draw(tangential_shear, kaiser_squires):
    """Return the figure, drawn with the learner's own functions: two clusters, seen in 16,000 galaxies."""
    rng = np.random.default_rng(12)
    x, y = rng.uniform(-FIELD / 2, FIELD / 2, (2, GALAXIES))
    _, g1, g2 = behind_the_lenses(x, y)
    weak = np.hypot(g1, g2) < 0.4  # nearer to a lens images are arcs, and no shear is measured
    x, y, g1, g2 = x[weak], y[weak], g1[weak], g2[weak]
    g1, g2 = g1 + rng.normal(0.0, SHAPE_NOISE, len(x)), g2 + rng.normal(0.0, SHAPE_NOISE, len(x))
    gamma1, gamma2 = mean_in_cells(x, y, g1), mean_in_cells(x, y, g2)
    figure, axes = plt.subplots(2, 2, figsize=(11, 9.6), layout="constrained")
    centres = (np.arange(CELLS) + 0.5) * FIELD / CELLS - FIELD / 2
    truth = behind_the_lenses(*np.meshgrid(centres, centres))[0]
    show_map(axes[0, 0], truth - truth.mean())
    with panel(axes[0, 1]):
        show_map(axes[0, 1], kaiser_squires.convergence_from_shear(gamma1, gamma2, SMOOTHING)[0])
        coarse = (gamma1 + 1j * gamma2).reshape(15, 4, 15, 4).mean(axis=(1, 3))
        places = centres.reshape(15, 4).mean(axis=1) / 60
        sticks(axes[0, 1], *np.meshgrid(places, places), coarse.real, coarse.imag, 8.0)
    with panel(axes[1, 0]):
        show_map(axes[1, 0], kaiser_squires.convergence_from_shear(gamma1, gamma2, SMOOTHING)[1])
    with panel(axes[1, 1]):
        draw_profile(axes[1, 1], tangential_shear, x, y, g1, g2)
    titles = (
        "the mass that was put in",
        "kappa_e: the mass from noisy shears",
        "kappa_b: what no mass makes",
        "reduced shear in rings",
    )
    for part, title in zip(axes.flat, titles, strict=True):
        part.set_title(title, fontsize=11)
    return figure


def behind_the_lenses(x, y):
    """Return convergence and reduced shear at places behind both lenses."""
    kappa, gamma1, gamma2 = 0.0, 0.0, 0.0
    for mass, x0, y0 in LENSES:
        halo = galsim.NFWHalo(mass=mass, conc=4.0, redshift=0.3)
        places = (np.ravel(x) - x0, np.ravel(y) - y0)
        kappa = kappa + halo.getConvergence(places, z_s=1.0).reshape(np.shape(x))
        shear = halo.getShear(places, z_s=1.0, reduced=False)
        gamma1, gamma2 = gamma1 + shear[0].reshape(np.shape(x)), gamma2 + shear[1].reshape(np.shape(x))
    return kappa, gamma1 / (1 - kappa), gamma2 / (1 - kappa)


def mean_in_cells(x, y, value):
    """Return the mean of a value in each cell, row is y; 0 where no galaxy is."""
    edges = np.linspace(-FIELD / 2, FIELD / 2, CELLS + 1)
    total = np.histogram2d(y, x, [edges, edges], weights=value)[0]
    return total / np.maximum(np.histogram2d(y, x, [edges, edges])[0], 1)


def show_map(axes, image):
    half = FIELD / 120
    axes.imshow(image, origin="lower", cmap="cividis", vmin=-0.08, vmax=0.3, extent=(-half, half, -half, half))
    axes.set_xlabel("arcmin")


def sticks(axes, x, y, g1, g2, length, colour="white"):
    """Draw each shear as a stick along the long axis of the image."""
    angle, size = 0.5 * np.arctan2(g2, g1), length * np.hypot(g1, g2) / 2
    dx, dy = size * np.cos(angle), size * np.sin(angle)
    axes.plot([np.ravel(x - dx), np.ravel(x + dx)], [np.ravel(y - dy), np.ravel(y + dy)], color=colour, linewidth=0.9)


def draw_profile(axes, tangential_shear, x, y, g1, g2):
    """Draw the shear about the first lens in rings, and what its mass alone predicts."""
    mass, x0, y0 = LENSES[0]
    edges = np.array([40.0, 65.0, 90.0, 130.0, 180.0, 240.0, 320.0, 420.0])
    weight = np.full(len(x), SHAPE_NOISE**-2)
    tangential, cross, error = tangential_shear.shear_profile(x - x0, y - y0, g1, g2, weight, edges)
    fine = np.append(0.0, np.geomspace(0.1, 420.0, 400))
    middle = np.sqrt((fine[1:] ** 2 + fine[:-1] ** 2) / 2)
    halo = galsim.NFWHalo(mass=mass, conc=4.0, redshift=0.3)
    predicted = tangential_shear.predicted_profile(fine, halo.getConvergence((middle, 0 * middle), z_s=1.0))
    place = (edges[1:] + edges[:-1]) / 2
    axes.plot(fine[1:][fine[1:] > 25], predicted[fine[1:] > 25], color=GREY, label="predicted from its mass")
    axes.errorbar(place, tangential, error, fmt="o", color=BLUE, label="tangential")
    axes.errorbar(place * 1.02, cross, error, fmt="s", color=RED, label="cross")
    axes.axhline(0.0, color="black", linewidth=0.6)
    axes.set_xlabel("arcsec from the larger lens")
    axes.legend(frameon=False)


# -- the small pictures
GRAY = plt.get_cmap("gray").with_extremes(bad=RED)  # what was not measured


def show(axes, image, title, top):
    axes.imshow(np.arcsinh(8 * image / top), cmap=GRAY, origin="lower", vmin=-0.8, vmax=2.8)
    axes.set_title(title, fontsize=9)
    axes.set_axis_off()


def picture_noise_model(noise_model, sky=30.0, gain=2.0, read_noise=6.0):
    """One exposure with its sds along the middle row, and both S/N under a brighter and brighter sky."""
    between(0, 1e6, sky=sky, read_noise=read_noise)
    image = galaxy((41, 41), flux=20_000.0, half_light_radius=4.0, psf_sigma=1.5)
    figure, (left, right) = row_of_axes(2, 2.2)
    sd = np.sqrt(noise_model.ccd_variance(image, sky, gain, read_noise))[20]
    seen = noise_model.add_ccd_noise(image, sky, gain, read_noise, np.random.default_rng(2))[20]
    x = np.arange(41) - 20
    left.fill_between(x, image[20] - sd, image[20] + sd, color=RED, alpha=0.3, linewidth=0, label="light ± sd")
    left.plot(x, seen, ".", color=BLUE, markersize=4, label="one exposure")
    left.set_xlabel("x (pixels)", fontsize=9)
    left.set_ylabel("counts", fontsize=9)
    left.set_xlim(-20, 20)
    left.legend(fontsize=8, frameon=False, loc="upper left")
    skies = np.geomspace(0.1, 1e4, 20)
    good = np.zeros(image.shape, bool)
    maps = [noise_model.weight_map(noise_model.ccd_variance(image, level, gain, read_noise), good) for level in skies]
    matched, aperture = np.transpose([noise_model.signal_to_noise(image, weight) for weight in maps])
    right.loglog(skies, matched, color=RED, label="matched")
    right.loglog(skies, aperture, color=BLUE, linestyle="--", label="aperture")
    right.axhline(np.sqrt(gain * image.sum()), color=GREY, linewidth=1, linestyle=":", label="√ electrons")
    right.set_xlabel("sky (counts per pixel)", fontsize=9)
    right.set_ylabel("S/N", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="lower left")
    return figure


def picture_psf(psf, g1=0.4, g2=0.3, half_light_radius=2.2):
    """A galaxy, an elliptical PSF, and what is seen, each with the ellipse of its moments; then the three ellipses."""
    between(0.5, 5, half_light_radius=half_light_radius)  # of the PSF
    light = galaxy((31, 31), half_light_radius=2.7, g1=g1, method="no_pixel")
    spot = galaxy((31, 31), half_light_radius=half_light_radius, g2=g2, method="no_pixel")
    seen = psf.fft_convolve(light, spot)
    figure, axes = row_of_axes(4, 2.0)
    parts = [(light, "galaxy", RED), (spot, "PSF", BLUE), (seen, "image", GREEN)]
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


def picture_psf_leakage(psf_leakage, alpha=0.51, beta=0.51, together=0.15):
    """Shears with a leak against the PSF, and the errors of alpha and beta where psf and residual go together."""
    rng = np.random.default_rng(2)
    psf = rng.normal(0.0, 0.03, (400, 2))
    figure, (left, right) = row_of_axes(2, 2.2)
    scatter = rng.normal(0.0, 0.02, psf.shape)
    for share, colour, words in ((0.0, BLUE, "apart"), (together, RED, "together")):
        residual = share * psf + rng.normal(0.0, 0.004, psf.shape)
        shear = alpha * psf + beta * residual + scatter
        found = psf_leakage.psf_leakage(shear, psf, residual)
        a, b = found["alpha_error"], found["beta_error"]
        mixed = found["correlation"] * a * b
        covariance = np.array([[a * a, mixed], [mixed, b * b]])
        right.add_patch(ellipse(covariance, (found["alpha"], found["beta"]), colour))
        right.plot(found["alpha"], found["beta"], ".", color=colour, label=f"psf and residual {words}")
    right.plot(alpha, beta, "+", color="black", markersize=9, label="truth")
    right.set(xlim=(alpha - 0.21, alpha + 0.24), ylim=(beta - 0.81, beta + 1.39))
    right.set_xlabel("alpha", fontsize=9)
    right.set_ylabel("beta", fontsize=9)
    right.legend(fontsize=8, frameon=False, loc="upper left")
    left.plot(psf[:, 0], shear[:, 0], ".", color=GREY, markersize=2)
    ends = np.array([-0.09, 0.09])
    left.plot(ends, found["alpha"] * ends + found["c"][0], color=RED, label=f"alpha = {found['alpha']:.2f}")
    left.set_xlabel("g1 of the PSF", fontsize=9)
    left.set_ylabel("measured g1", fontsize=9)
    left.legend(fontsize=8, frameon=False, loc="upper left")
    return figure


def picture_sky_augmentation(sky_augmentation, snr=20.0, length=12, dx=9):
    """One stamp, and what the sky does to it."""
    between(0.1, 1e4, snr=snr)
    between(1, 100, length=length)
    rng = np.random.default_rng(8)
    light = galaxy((41, 41), flux=1.0, half_light_radius=4.0, g1=0.2, g2=0.25, psf_sigma=1.5)
    sd = light.max() / 40
    noise = rng.normal(0.0, sd, light.shape)
    faint, factor = sky_augmentation.to_snr(light, sd, snr)
    moved, _, empty = sky_augmentation.shift_stamp(light + noise, (0.0, 0.0), dx, -6)
    rays, _ = sky_augmentation.add_cosmic_rays(light + noise, 4 / light.size, length, 0.8 * light.max(), rng)
    dead, _ = sky_augmentation.mask_columns(light + noise, [12, 24, 25])
    figure, axes = row_of_axes(5, 1.75)
    scenes = [
        (light + noise, "as it is"),
        (rays, "cosmic rays"),
        (dead, "dead columns"),
        (faint + noise, f"S/N {snr:g}: flux x {factor:.2f}"),
        (np.where(empty, np.nan, moved), f"moved by ({dx}, -6)"),
    ]
    for ax, (image, title) in zip(axes, scenes, strict=True):
        show(ax, image, title, light.max())
    return figure


def second_row(count, **options):
    figure, axes = row_of_axes(count, 2.1, **options)
    for ax in axes:
        ax.tick_params(labelsize=8)
    return figure, axes


def picture_galaxy_zoo(galaxy_zoo, g1=0.35, seed=5):
    """Eight views of one galaxy, what a network says of each, and their average."""
    import torch

    stamp = galaxy((25, 25), half_light_radius=2.2, psf_sigma=1.0, g1=g1, g2=0.2, x0=3.0, y0=1.5)
    image = torch.tensor(stamp / stamp.max())[None, None]
    weight = torch.tensor(np.random.default_rng(seed).normal(0.0, 0.5, (2, 625)))

    def model(view):
        return view.flatten(1) @ weight.T

    views = [torch.rot90(side, n, (-2, -1)) for side in (image, image.flip(-1)) for n in range(4)]
    shares = [float(torch.softmax(model(view), -1)[0, 0]) for view in views]
    mean = float(galaxy_zoo.rotation_averaged(model, image)[0, 0])
    figure, (left, right) = second_row(2, width_ratios=[1.3, 1])
    tiles = np.vstack([np.hstack([np.pad(v[0, 0], 1, constant_values=1) for v in views[k : k + 4]]) for k in (0, 4)])
    left.imshow(np.arcsinh(5 * tiles), cmap="gray", origin="lower")
    left.set_axis_off()
    right.bar(range(1, 9), shares, color=GREY)
    right.axhline(mean, color=RED, linewidth=2)
    right.set_title(f"P(class) of each view, average {mean:.2f}", fontsize=9)
    right.set_ylim(0, 1)
    return figure


def picture_transients(transients, flux=90.0, sigma=1.9, seed=3):
    """A field before and after a star went off, their plain difference, and the proper one."""
    between(0.5, 5, sigma=sigma)  # of the PSF before
    rng, shape = np.random.default_rng(seed), (48, 48)
    y, x = np.indices(shape) - 24
    psfs = [np.exp(-(x**2 + y**2) / (2 * width**2)) for width in (1.1, sigma)]
    psfs = [psf / psf.sum() for psf in psfs]
    sky = np.zeros(shape)
    sky[rng.integers(3, 45, 9), rng.integers(3, 45, 9)] = rng.uniform(200.0, 900.0, 9)
    new_sky = sky.copy()
    new_sky[30, 14] += flux
    transforms = [np.fft.fft2(np.fft.ifftshift(psf)) for psf in psfs]
    images = [np.fft.ifft2(np.fft.fft2(s) * t).real for s, t in zip((new_sky, sky), transforms, strict=True)]
    new, ref = (image + rng.normal(0.0, sd, shape) for image, sd in zip(images, (1.0, 0.5), strict=True))
    found = transients.difference(new, ref, *psfs, 1.0, 0.5)
    panels = (
        (ref, "before", 25),
        (new, "after", 25),
        (new - ref, "after - before", 25),
        (found, "proper difference", 6),
    )
    figure, axes = second_row(4)
    for ax, (image, title, most) in zip(axes, panels, strict=True):
        ax.imshow(image, cmap="cividis", origin="lower", vmin=-most, vmax=most)
        ax.add_patch(Circle((14, 30), 4.5, fill=False, color="white", linewidth=1.2))
        ax.set_title(title, fontsize=9)
        ax.set_axis_off()
    return figure


def picture_tangential_shear(tangential_shear, mass=1e15, radius=90.0):
    """The shear about a halo, and its tangential and cross part along a circle when 60 galaxies measure it."""
    between(1e12, 1e16, mass=mass)
    between(1, 1000, radius=radius)
    halo = galsim.NFWHalo(mass=mass, conc=4.0, redshift=0.3)
    figure, (left, right) = second_row(2, width_ratios=[1, 1.9])
    x, y = (part.ravel() for part in np.meshgrid(np.linspace(-200, 200, 10), np.linspace(-200, 200, 10)))
    g1, g2 = halo.getShear((x, y), z_s=1.0)
    sticks(left, x, y, g1, g2, 180.0, "black")
    left.plot(0, 0, "o", color=RED)
    left.set_aspect("equal")
    left.set_axis_off()
    phi = np.linspace(0.0, 360.0, 60, endpoint=False)
    place = radius * np.cos(np.radians(phi)), radius * np.sin(np.radians(phi))
    g1, g2 = halo.getShear(place, z_s=1.0)
    tangential, cross = tangential_shear.tangential_cross(*place, g1, g2)
    styles = ("--", "g1", GREY), (":", "g2", GREY)
    for part, (style, name, colour) in zip((g1, g2), styles, strict=True):
        right.plot(phi, part, style, color=colour, label=name)
    right.plot(phi, tangential, color=BLUE, linewidth=2, label="tangential")
    right.plot(phi, cross, color=RED, linewidth=2, label="cross")
    right.set_xlabel("angle about the lens, degrees", fontsize=8)
    right.legend(fontsize=7, frameon=False, ncols=4, loc="lower center")
    right.set_ylim(-0.3, 0.2)
    return figure


def picture_kaiser_squires(kaiser_squires, noise=0.08, smoothing=1.2, seed=1):
    """A mass, its shear, the mass from a noisy shear, and the part that no mass makes."""
    y, x = np.indices((40, 40)) - 19.5
    kappa = 0.3 * np.exp(-((x + 5) ** 2 + (y - 3) ** 2) / 18) + 0.2 * np.exp(-((x - 8) ** 2 + (y + 7) ** 2) / 10)
    gamma1, gamma2 = kaiser_squires.shear_from_convergence(kappa)
    between(0, 10, noise=noise, smoothing=smoothing)
    noises = np.random.default_rng(seed).normal(0.0, noise, (2, 40, 40))
    kappa_e, kappa_b = kaiser_squires.convergence_from_shear(gamma1 + noises[0], gamma2 + noises[1], smoothing)
    panels = (
        (kappa - kappa.mean(), "mass"),
        (None, "its shear"),
        (kappa_e, "kappa_e, noisy"),
        (kappa_b, "kappa_b, noisy"),
    )
    figure, axes = second_row(4)
    for ax, (image, title) in zip(axes, panels, strict=True):
        if image is None:
            coarse = slice(1, None, 3)
            sticks(
                ax, x[coarse, coarse], y[coarse, coarse], gamma1[coarse, coarse], gamma2[coarse, coarse], 25.0, "black"
            )
            ax.set_aspect("equal")
        else:
            ax.imshow(image, cmap="cividis", origin="lower", vmin=-0.1, vmax=0.28)
        ax.set_title(title, fontsize=9)
        ax.set_axis_off()
    return figure


def picture_symmetries(symmetries, g1=0.4, g2=0.15):
    """One scene as it is, turned and mirrored: its centroid is an arrow, its shear a stick, its flux a number."""
    stamp = galaxy((33, 33), half_light_radius=3.5, psf_sigma=1.0, g1=g1, g2=g2, x0=5.0, y0=3.0)
    turns = {
        "as it is": np.eye(2),
        "quarter turn": [[0, -1], [1, 0]],
        "half turn": -np.eye(2),
        "mirrored": np.diag([1, -1]),
    }
    figure, axes = second_row(4)
    for ax, (title, matrix) in zip(axes, turns.items(), strict=True):
        matrix = np.array(matrix)
        image = symmetries.transform_label(stamp, "map", matrix)
        place = symmetries.transform_label(np.array([5.0, 3.0]), "vector", matrix)
        turned = symmetries.transform_label(np.array([g1, g2]), "spin-2", matrix)
        ax.imshow(np.arcsinh(5 * image / image.max()), cmap="gray", origin="lower", extent=(-16.5, 16.5, -16.5, 16.5))
        ax.annotate("", place, (0, 0), arrowprops={"arrowstyle": "->", "color": ORANGE, "linewidth": 1.6})
        sticks(ax, *place[:, np.newaxis], *turned[:, np.newaxis], 40.0, SKY)
        ax.set_title(f"{title}\ng = ({turned[0]:+.2f}, {turned[1]:+.2f})", fontsize=8)
        ax.set_axis_off()
    return figure
