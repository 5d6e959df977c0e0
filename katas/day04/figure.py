"""Day 4's picture: kernels for edges, blobs and textures, and what they answer to on galaxies."""

import itertools

import galsim
import matplotlib.pyplot as plt
import numpy as np
from scipy import ndimage

from fixtures.drawing import BLUE, GREEN, ORANGE, RED, SKY, between, row_of_axes
from fixtures.stamps import galaxy
from grader.study.panel import panel, tell

SIZE = 61  # pixels of a galaxy's stamp
ANGLE = np.radians(35.0)  # of the edge and texture kernels, from +x towards +y
FIELD, NOISE, THRESHOLD = (64, 96), 1.0, 5.0
SHOWN = {"xticks": [], "yticks": []}


def draw(kernel_bank, matched_filter):
    """Return the figure, drawn with the learner's own functions."""
    figure = plt.figure(figsize=(13, 14.5), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[2.1, 1], hspace=0.02)
    draw_bank(above, kernel_bank)
    scales, field, ratios = below.subfigures(1, 3, width_ratios=[1.05, 1.15, 1], wspace=0.02)
    with panel(scales):
        draw_scales(scales, kernel_bank)
    scales.suptitle("blob_scale: the scale that answers most", fontsize=12)
    with panel([field, ratios]):
        draw_detections(field, ratios, matched_filter)
    ratios.suptitle("the S/N is what theory says", fontsize=12)
    return figure


# -- galaxies and the kernels laid on them


def seen(light):
    """Return the image of a galaxy of many parts behind a Gaussian PSF of sigma 1.2 pixels."""
    image = galsim.ImageD(SIZE, SIZE, scale=1.0)
    return galsim.Convolve(light, galsim.Gaussian(sigma=1.2)).drawImage(image).array


def knot(flux, radius, turn, sigma=1.0):
    return galsim.Gaussian(sigma=sigma, flux=flux).shift(radius * np.cos(turn), radius * np.sin(turn))


def galaxies():
    """Return three galaxies: title and image."""
    turns = np.linspace(0.3, 1.75 * np.pi, 60)
    arms = [
        knot(14.0 * np.exp(-r / 14.0), r, t + side, 1.2)
        for side in (0.0, np.pi)
        for t, r in zip(turns, 3.2 * np.exp(0.33 * turns), strict=True)
    ]
    spiral = galsim.Sum([galsim.Exponential(half_light_radius=9.0, flux=500.0), knot(90.0, 0.0, 0.0, 1.6), *arms])
    rng = np.random.default_rng(11)
    places = zip(rng.uniform(5.0, 17.0, 13), rng.uniform(0.0, 2 * np.pi, 13), strict=True)
    clumps = [knot(rng.uniform(10.0, 24.0), r, t, 0.9) for r, t in places]
    clumpy = galsim.Sum([galsim.Exponential(half_light_radius=9.0, flux=600.0), *clumps])
    bulge = galsim.DeVaucouleurs(half_light_radius=7.0, flux=600.0).shear(g1=-0.25, g2=0.1)
    return [("spiral", seen(spiral)), ("clumpy disc", seen(clumpy)), ("bulge", seen(bulge))]


def draw_bank(figure, bank):
    """Draw the kernels in the first row, then each galaxy and what every kernel answers."""
    degrees = f"{np.degrees(ANGLE):.0f}°"
    kernels = [
        ("blob, small\nlaplacian_of_gaussian\n$\\sigma$ = 1.5", lambda: -bank.laplacian_of_gaussian(25, 1.5)),
        ("blob, large\nlaplacian_of_gaussian\n$\\sigma$ = 5", lambda: -bank.laplacian_of_gaussian(41, 5.0)),
        (f"edge\noriented_edge\n{degrees}, $\\sigma$ = 1.5", lambda: bank.oriented_edge(25, ANGLE, 1.5)),
        (f"texture\ngabor, wavelength 7\n{degrees}, $\\sigma$ = 3", lambda: bank.gabor(25, 7.0, ANGLE, 3.0)),
        (f"texture\ngabor, wavelength 7\n{degrees} + 90°", lambda: bank.gabor(25, 7.0, ANGLE + np.pi / 2, 3.0)),
    ]
    tell("drawing three galaxies")
    sample = galaxies()
    axes = figure.subplots(1 + len(sample), 1 + len(kernels))
    axes[0, 0].set_axis_off()
    words = [
        *("Each kernel as it lies", "on the image; below it", "what it answers.", ""),
        *("Red is positive, blue", "negative, white nothing;", "square-root stretch.", ""),
        *("Blob kernels with their", "sign turned: red is", "a bright blob.", "", "Row 0 at the bottom."),
    ]
    axes[0, 0].text(0.0, 1.0, "\n".join(words), va="top", fontsize=10, transform=axes[0, 0].transAxes)
    for axis, (title, image) in zip(axes[1:, 0], sample, strict=True):
        axis.imshow(np.arcsinh(40 * image / image.max()), cmap="gray", origin="lower")
        axis.set(**SHOWN)
        axis.set_ylabel(title, fontsize=12, fontweight="bold")
    for column, (title, kernel) in zip(axes[:, 1:].T, kernels, strict=True):
        with panel(column[:, np.newaxis]):
            draw_answers(column, kernel(), sample)
        column[0].set_title(title, fontsize=10)


def draw_answers(column, kernel, sample):
    """Draw a kernel, and below it what it answers on each galaxy."""
    frame = np.zeros((41, 41))
    inset = (41 - len(kernel)) // 2
    frame[inset : 41 - inset, inset : 41 - inset] = kernel
    draw_signed(column[0], frame)
    for axis, (_, image) in zip(column[1:], sample, strict=True):
        draw_signed(axis, ndimage.correlate(image, kernel, mode="constant"))


def draw_signed(axis, values):
    """Draw a map of both signs, each up to its own largest value."""
    share = values / np.abs(values).max()
    axis.imshow(np.sign(share) * np.sqrt(np.abs(share)), cmap="RdBu_r", origin="lower", vmin=-1, vmax=1)
    axis.set(**SHOWN)


# -- how large is a blob?


def draw_scales(figure, bank):
    """Draw how strongly blobs answer at each scale, with the scale that blob_scale picks."""
    axes = figure.subplots()
    sigmas = 1.0 * 1.06 ** np.arange(36)
    shape = (SIZE, SIZE)
    gaussian = {"profile": "gaussian", "method": "no_pixel"}
    blobs = [
        ("Gaussian, s = 2", galaxy(shape, half_light_radius=2.0 * np.sqrt(2 * np.log(2)), **gaussian), BLUE),
        ("Gaussian, s = 4", galaxy(shape, half_light_radius=4.0 * np.sqrt(2 * np.log(2)), **gaussian), RED),
        ("exponential, $r_{1/2}$ = 4", galaxy(shape, profile="exponential", half_light_radius=4.0), GREEN),
    ]
    for n, (label, image, colour) in enumerate(blobs, start=1):
        tell(f"kernels of {len(sigmas)} scales: blob {n} of {len(blobs)}")
        kernels = [bank.laplacian_of_gaussian(2 * int(np.ceil(4 * s)) + 1, s) for s in sigmas]
        answers = [-ndimage.correlate(image, kernel, mode="constant").min() for kernel in kernels]
        answers = np.array(answers) / max(answers)
        found = bank.blob_scale(image, sigmas)
        axes.plot(sigmas, answers, color=colour, lw=1.8, label=f"{label}: found {found:.2f}")
        axes.plot(found, answers[np.argmin(np.abs(sigmas - found))], "o", color=colour, ms=7)
    for s, colour in ((2.0, BLUE), (4.0, RED)):
        closed = (2 * s * sigmas / (s**2 + sigmas**2)) ** 2
        axes.plot(sigmas[::3], closed[::3], "x", color=colour, ms=5, label="" if s == 2 else "closed form")
    axes.set_xscale("log")
    axes.set_xticks([1, 2, 3, 4, 6, 8], labels=["1", "2", "3", "4", "6", "8"])
    axes.minorticks_off()
    axes.set(ylim=(0.1, 1.04), xlabel="$\\sigma$ of the kernel, pixels", ylabel="strongest answer / its maximum")
    axes.legend(loc="lower center", fontsize=9, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


# -- faint galaxies in noise


def sources(template):
    """Return where the galaxies of the field are, the S/N of each, and its image without noise."""
    rng = np.random.default_rng(8)
    rows, columns = np.meshgrid(np.arange(9, FIELD[0], 15), np.arange(9, FIELD[1], 15), indexing="ij")
    places = np.stack([rows.ravel(), columns.ravel()], axis=1) + rng.integers(-3, 4, (rows.size, 2))
    ratios = rng.permutation(np.geomspace(3.0, 30.0, len(places)))
    image = np.zeros(FIELD)
    for (row, column), ratio in zip(places, ratios, strict=True):
        image[row, column] = ratio * NOISE / np.sqrt(np.sum(template**2))
    return places, ratios, ndimage.convolve(image, template, mode="constant")


def draw_detections(field, ratios_figure, matched):
    """Draw the field, its S/N map with what is detected, and the S/N found against the true one."""
    template = galaxy((17, 17), profile="exponential", half_light_radius=1.8, psf_sigma=1.5, g1=0.2, g2=0.15)
    places, ratios, clean = sources(template)
    image = clean + np.random.default_rng(21).normal(0.0, NOISE, FIELD)
    snr = matched.matched_filter_snr(image, template, NOISE)
    found, heights = matched.detect(image, template, NOISE, THRESHOLD)
    far = np.hypot(*(found[:, None] - places[None]).transpose(2, 0, 1))  # pixels from each detection to each source
    hit = far.min(axis=0) <= 3
    false = far.min(axis=1) > 3

    upper, lower = field.subplots(2, 1)
    upper.imshow(image, cmap="gray", origin="lower", vmin=-3, vmax=7)
    upper.set_title("the field, noise of 1 a pixel (dotted: missed)", fontsize=10)
    lower.imshow(snr, cmap="gray", origin="lower", vmin=-3, vmax=14)
    lower.set_title("matched_filter_snr, and what detect finds in it (+)", fontsize=10)
    for axis in (upper, lower):
        axis.scatter(*places[hit].T[::-1], s=130, facecolor="none", edgecolor=SKY, lw=1.4)
        axis.scatter(*places[~hit].T[::-1], s=130, facecolor="none", edgecolor=ORANGE, lw=1.4, ls=":")
        axis.set(**SHOWN)
    lower.scatter(*found.T[::-1], marker="+", s=45, color="#ff3b30", lw=1.5)
    field.suptitle(f"detect: {hit.sum()} of {len(places)} galaxies, {false.sum()} false", fontsize=12)

    axes = ratios_figure.subplots()
    nearest = far.argmin(axis=0)
    axes.axhline(THRESHOLD, color="0.4", lw=1, ls="--")
    axes.text(31, THRESHOLD * 0.97, "threshold", va="top", ha="right", fontsize=9, color="0.3")
    line = np.array([2.6, 34.0])
    axes.fill_between(line, line - 1, line + 1, color="0.85", lw=0, label="truth $\\pm$ 1")
    axes.plot(ratios[hit], heights[nearest[hit]], "o", color=SKY, mec="black", mew=0.5, label="detected")
    missed = snr[tuple(places[~hit].T)]
    axes.plot(ratios[~hit], missed, "o", color=ORANGE, mec="black", mew=0.5, label="missed: S/N at its place")
    axes.set(xscale="log", yscale="log", xlim=line, ylim=(1.3, 40))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([2, 3, 5, 10, 20, 30] if axis is axes.yaxis else [3, 5, 10, 20, 30])
        axis.set_major_formatter("{x:.0f}")
        axis.set_minor_locator(plt.NullLocator())
    axes.set(xlabel="A $\\sqrt{\\Sigma t^2}$ / noise_sd, the S/N put in", ylabel="S/N found")
    axes.legend(loc="upper left", fontsize=9, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


# -- the pictures of the lesson's sections


def draw_numbers(axis, values, title, form="{:g}"):
    """Draw a small array with its numbers written in."""
    axis.imshow(values, cmap="cividis", vmin=0, vmax=np.max(values))
    for (row, column), value in np.ndenumerate(values):
        dark = value < 0.5 * np.max(values)
        axis.text(column, row, form.format(value), ha="center", va="center", color="white" if dark else "black")
    axis.set_title(title, fontsize=10)
    axis.set(**SHOWN)


def picture_max_pool(max_pool, size=2, stride=2):
    """The image of the lesson's example, its maxima, and the gradients 1, 2, 3, 4 on their way back."""
    between(1, 4, size=size, stride=stride)
    image = np.array([[1.0, 4, 2, 0], [3, 4, 5, 7], [8, 8, 8, 8], [2, 6, 1, 0]]).reshape(1, 1, 4, 4)
    values, argmax = max_pool.max_pool2d(image, size, stride)
    gradients = np.arange(1.0, values.size + 1).reshape(values.shape)
    back = max_pool.max_pool2d_backward(gradients, argmax, image.shape)
    figure, axes = row_of_axes(4, width_ratios=[4, values.shape[3], values.shape[3], 4])
    for axis, array, title in zip(
        axes, (image, values, gradients, back), ("image", "maxima", "gradient", "gradient, sent back"), strict=True
    ):
        draw_numbers(axis, array[0, 0], title)
    edges = np.arange(size, 4, size) - 0.5 if size == stride else ()
    for axis, edge in itertools.product((axes[0], axes[3]), edges):
        axis.axhline(edge, color="white", lw=2)
        axis.axvline(edge, color="white", lw=2)
    return figure


def picture_avg_pool(avg_pool, size=2, g1=0.3, psf_sigma=1.77):
    """A galaxy, pooled once and twice by means, with its ellipticity."""
    between(1, 7, size=size)
    image = galaxy((52, 52), half_light_radius=3.59, g1=g1, psf_sigma=psf_sigma)[None, None]
    figure, axes = row_of_axes(3, 2.4)
    for times, axis in enumerate(axes):
        pixels = image.shape[3]
        title = ("{} pixels", "pooled once: {}", "pooled twice: {}")[times].format(pixels)
        side = pixels * size**times  # what is left over at the end of the image is gone
        columns, rows = (np.sum(image[0, 0], axis=k) / image.sum() for k in (0, 1))
        place = np.arange(len(rows)) - (len(rows) - 1) / 2
        xx, yy = columns @ place**2, rows @ place**2
        axis.imshow(image[0, 0], cmap="cividis", extent=(0, side, 0, side))
        axis.set(xlim=(14, 38), ylim=(14, 38), **SHOWN)
        axis.set_title(f"{title}\ne = {(xx - yy) / (xx + yy):.3f}", fontsize=10)
        image = avg_pool.avg_pool2d(image, size) if times < 2 else image
    return figure


def picture_adaptive_pool(adaptive_pool, pixels=5, windows=3):
    """What each pixel counts in each window: five pixels to three, seven to four, three to five."""
    between(1, 12, pixels=pixels, windows=windows)
    sizes = [(pixels, windows), (7, 4), (3, 5)]
    figure, axes = row_of_axes(3, 2.1, width_ratios=[size for size, _ in sizes])
    for axis, (size, count) in zip(axes, sizes, strict=True):
        weights = adaptive_pool.adaptive_avg_pool2d(np.eye(size)[:, None, None], (1, count))[:, 0, 0].T
        draw_numbers(axis, weights, f"{size} pixels to {count}", "{:.2g}")
        axis.set_xlabel("pixel", fontsize=9)
    axes[0].set_ylabel("window", fontsize=9)
    return figure


def picture_blur_pool(blur_pool, stride=2):
    """How much of a wave is left after the blur, and which waves the stride folds."""
    between(1, 5, stride=stride)
    figure, (axis,) = row_of_axes(1, 2.3, frame=False)
    waves = np.linspace(0.0, np.pi, 60)
    columns = np.arange(101)
    # The amplitude in the middle of the wave, where the border is far: cosine and sine are 90 degrees apart.
    angles = np.outer(waves, columns - 50)[:, None, None]
    parts = [blur_pool.blur_pool2d(np.tile(wave, (1, 1, 3, 1)), stride) for wave in (np.cos(angles), np.sin(angles))]
    left = np.hypot(*(part[:, 0, 0, 50 // stride] for part in parts))
    axis.axvspan(np.pi / stride, np.pi, color="0.9", lw=0)
    axis.text(0.99 * np.pi, 0.86, f"folded by stride {stride}" if stride > 1 else "", ha="right", fontsize=10)
    every = {1: "every", 2: "every second", 3: "every third"}.get(stride, f"every {stride}th")
    axis.plot(waves, np.ones(60), color=RED, lw=1.8, ls=":", label=f"{every} pixel")
    axis.plot(waves, np.cos(waves / 2), color=ORANGE, lw=1.8, ls="--", label="mean of two")
    axis.plot(waves, left, color=BLUE, lw=1.8, label="blur_pool2d")
    axis.set(xlim=(0, np.pi), ylim=(0, 1.05), xlabel="wave number $\\kappa$, per pixel", ylabel="amplitude left")
    axis.set_xticks([0, np.pi / 4, np.pi / 2, 3 * np.pi / 4, np.pi], ["0", "π/4", "π/2", "3π/4", "π"])
    axis.legend(loc="lower left", fontsize=9, frameon=False)
    return figure


def picture_invariance(invariance, cell=4, seed=1):
    """How far off centroids are, against the width of the light in cells."""
    between(2, 8, cell=cell)
    side = 48 // cell * cell

    def cells(image):
        return image[:side, :side].reshape(side // cell, cell, side // cell, cell)

    def mean(image):
        return cells(image).mean(axis=(1, 3))

    def maximum(image):
        return cells(image).max(axis=(1, 3))

    figure, (axis,) = row_of_axes(1, 2.5, frame=False)
    widths = cell / 4 * np.linspace(1.0, 4.0, 13)
    centres = np.random.default_rng(seed).uniform(-cell / 2, cell / 2, (40, 2))
    for pool, name, style in ((maximum, "maximum", "s-"), (mean, "mean", "o-")):
        errors = []
        for width in widths:
            radius = width * np.sqrt(2 * np.log(2))
            stamps = np.array([galaxy((side, side), half_light_radius=radius, x0=x, y0=y) for x, y in centres])
            errors.append(invariance.centroid_error(pool, stamps, centres))
        label = f"{name} of {cell} x {cell}"
        axis.plot(widths / cell, errors, style, color=RED if pool is maximum else BLUE, ms=4, label=label)
    theory = cell / np.pi * np.exp(-2 * np.pi**2 * widths**2 / cell**2)
    axis.plot(widths / cell, theory, "k:", lw=1.2, label="the formula")
    axis.set(
        yscale="log", ylim=(1e-6, 2), xlabel="s / f, the width of the light in cells", ylabel="centroid off, pixels"
    )
    axis.legend(loc="lower left", fontsize=9, frameon=False)
    return figure


def picture_kernel_bank(kernel_bank, angle=35.0, sigma=3.5, wavelength=7.0):
    """The three families: a blob, an edge, and a texture at two phases. Red is positive, blue negative."""
    between(0.1, 100, sigma=sigma, wavelength=wavelength)
    figure, axes = row_of_axes(4)
    turn = np.radians(angle)
    kernels = [
        ("blob", kernel_bank.laplacian_of_gaussian(25, sigma)),
        (f"edge, {angle:.0f}°", kernel_bank.oriented_edge(25, turn, sigma)),
        ("texture, phase 0", kernel_bank.gabor(25, wavelength, turn, 4.0)),
        ("texture, phase $-\\pi/2$", kernel_bank.gabor(25, wavelength, turn, 4.0, -np.pi / 2)),
    ]
    for axis, (title, kernel) in zip(axes, kernels, strict=True):
        draw_signed(axis, kernel)
        axis.set_title(title, fontsize=10)
    return figure


def picture_matched_filter(matched_filter, snr=8.0, threshold=5.0, seed=3):
    """Two galaxies of S/N 12 and another in noise, before and after the filter; crosses are detections."""
    template = galaxy((17, 17), half_light_radius=2.35)
    field = np.random.default_rng(seed).normal(0.0, 1.0, (40, 70))
    for row, column, ratio in ((14, 18, 12.0), (24, 50, snr)):
        source = ratio * template / np.sqrt(np.sum(template**2))
        field[row - 8 : row + 9, column - 8 : column + 9] += source
    found = matched_filter.matched_filter_snr(field, template, 1.0)
    positions, _ = matched_filter.detect(field, template, 1.0, threshold)
    figure, axes = row_of_axes(2, 2.3)
    for axis, image, title in zip(axes, (field, found), ("pixels, noise 1", "S/N map"), strict=True):
        axis.imshow(image, cmap="cividis", origin="lower", vmin=-3, vmax=8)
        axis.set_title(title, fontsize=10)
        axis.set(**SHOWN)
    axes[1].plot(positions[:, 1], positions[:, 0], "+", color="white", ms=12, mew=2)
    return figure


def picture_feature_maps(feature_maps, noise=0.05, g1=0.3, seed=2):
    """What a layer of two kernels makes of a galaxy in noise, before and after the ReLU."""
    import torch

    x, y = np.meshgrid(np.arange(-2, 3), np.arange(-2, 3))
    window = np.exp(-(x**2 + y**2) / 4)
    kernels = np.stack([x * window, (2.0 - 0.5 * (x**2 + y**2)) * window])
    kernels[1] -= kernels[1].mean()
    layer = torch.nn.Conv2d(1, 2, 5, bias=False, dtype=torch.float64)
    layer.weight.data = torch.tensor(kernels[:, None])
    stamp = galaxy((41, 41), half_light_radius=4.0, psf_sigma=1.8, g1=g1, flux=100.0)
    between(0, 100, noise=noise)
    stamp = stamp + np.random.default_rng(seed).normal(0.0, noise, stamp.shape)
    network = torch.nn.Sequential(layer, torch.nn.ReLU(inplace=True))
    maps = feature_maps.capture_feature_maps(network, torch.tensor(stamp)[None, None], ["0", "1"])
    sparsity = feature_maps.map_statistics(maps)["1"]["sparsity"]
    figure, axes = row_of_axes(5, 1.9)
    axes[0].imshow(stamp, cmap="gray", origin="lower")
    axes[0].set_title("stamp", fontsize=10)
    axes[0].set(**SHOWN)
    for channel, name in enumerate(("edge", "blob")):
        before, after = axes[1 + 2 * channel], axes[2 + 2 * channel]
        draw_signed(before, maps["0"][0, channel].numpy())
        before.set_title(f"{name} kernel", fontsize=10)
        draw_signed(after, maps["1"][0, channel].numpy())
        after.set_title(f"ReLU: {float(sparsity[channel]):.0%} zero", fontsize=10)
    return figure
