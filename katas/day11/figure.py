"""The day's figure, and the small pictures of the lesson's sections."""

import matplotlib.pyplot as plt
import numpy as np

from fixtures.drawing import BLUE, GREEN, ORANGE, PINK, RED, between, one_of, row_of_axes
from fixtures.ring import NOISE_SD, calibrated_bias, ring_pairs
from fixtures.shearnet import draw_stamps
from fixtures.stamps import galaxy
from grader.study.panel import GREY as MISSING_GREY
from grader.study.panel import MISSING, otherwise, panel, tell

FORMATS = {"float64": (11, 52), "float32": (8, 23), "float16": (5, 10), "bfloat16": (8, 7)}
SIGMA, STAMP = 2.0, (21, 23)  # of the sources whose place is measured, in pixels
COLOURS = {"matched": BLUE, "parabola": RED, "gaussian": GREEN}
PLANTED, PAIRS = 0.02, 40


def draw(centroid, shear_bias, metacalibration):
    """Return the figure, drawn with the learner's own functions."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.6), layout="constrained")
    with panel(left):
        draw_centroids(left, centroid)
    with panel(right):
        draw_biases(right, shear_bias, metacalibration)
    left.set_title("Where is it?")
    right.set_title(f"{PAIRS} ring pairs at g = {PLANTED}")
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
    for n, ratio in enumerate(ratios):
        tell(f"places of sources: {n} of {len(ratios)}")
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
    axes.set(xlabel=r"S/N $\nu$", ylabel="error of x or y (pixels)")
    axes.legend()


def sources(places, sigma=SIGMA):
    """Return round Gaussian sources at (x, y), (N, H, W)."""
    y, x = np.indices(STAMP)
    x = x - (STAMP[1] - 1) / 2 - places[:, 0, None, None]
    y = y - (STAMP[0] - 1) / 2 - places[:, 1, None, None]
    return np.exp(-(x**2 + y**2) / (2 * sigma**2))


def draw_biases(axes, shear_bias, metacalibration):
    """Draw |m| before and after metacalibration, and its error with noise shared in pairs or not."""
    found = {"before": [], "after": [], "shared": [], "apart": [], "closed": [], "ratio": []}
    missing = []
    planted, member = np.repeat([PLANTED, -PLANTED], PAIRS)[:, None], np.tile(np.arange(PAIRS), 2)
    for n, noise in enumerate(NOISE_SD * np.geomspace(1, 300, 4)):
        tell(f"ring pairs: {n} of 4")
        pairs = ring_pairs(PAIRS, (PLANTED, 0.0), np.random.default_rng(1), noise_sd=noise)
        own = noise * np.random.default_rng(2).normal(size=pairs.images.shape)
        raw = metacalibration.window_ellipticity(pairs.images, 3.0).mean(axis=1)[..., :1].reshape(-1, 1)
        with otherwise(missing.append):
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
    if missing:
        axes.plot([], [], color=MISSING_GREY, linewidth=7, label=missing[0], gid=MISSING)
    else:
        axes.loglog(ratio, found["before"], "s-", color=PINK, label="|m| of the moments as they are")
    axes.loglog(ratio, found["after"], "o-", color=COLOURS["matched"], label="|m| metacalibrated, noise shared")
    axes.loglog(ratio, found["shared"], ":", color=COLOURS["matched"], label="its error")
    axes.loglog(ratio, found["apart"], "^:", color=COLOURS["parabola"], label="its error, noise not shared")
    axes.loglog(ratio, found["closed"], "k--", label=r"$\sigma_g / (2 g \sqrt{N})$, a round Gaussian fitted")
    axes.axhspan(1e-6, 2e-3, color="0.9", zorder=0, label="below 2e-3")
    axes.set(xlabel=r"S/N $\nu$ of one stamp", ylabel="|m|", ylim=(5e-5, 60))
    axes.legend(fontsize=8, loc="upper right", ncols=2, frameon=False)


# -- the small pictures


def picture_floats(floats, exponent_bits=3, fraction_bits=2):
    """The numbers of a small format, and what rounding does to ShearNet's stamps beside their noise."""
    between(2, 8, exponent_bits=exponent_bits)
    between(1, 6, fraction_bits=fraction_bits)
    figure, (on_line, on_noise) = row_of_axes(2, 2.1, 7.4, width_ratios=[1.3, 1])
    form = (exponent_bits, fraction_bits)
    grid = np.unique(floats.round_to(np.linspace(0, 8, 4001), form))
    _, normal, _ = floats.limits(form)
    on_line.vlines(grid[grid >= normal], 0, 1, color=BLUE, linewidth=1.2)
    on_line.vlines(grid[grid < normal], 0, 1, color=ORANGE, linewidth=1.2)
    on_line.text(0.0, 1.12, "subnormal", color=ORANGE, fontsize=8)
    on_line.text(2.0, 1.12, "normal: gaps double at every power of 2", color=BLUE, fontsize=8)
    on_line.set(yticks=[], ylim=(0, 1.4), xlim=(-0.1, 8.1), xticks=[0, 1, 2, 4, 8])
    on_line.set_title(f"{exponent_bits} exponent, {fraction_bits} fraction bits")
    errors = stamp_errors(floats)
    on_noise.barh(list(errors), list(errors.values()), color=BLUE)
    on_noise.axvline(NOISE_SD, color=RED, label="noise of the stamps")
    on_noise.set(xscale="log", xlim=(1e-11, 1e0), title="rms of rounding, per pixel")
    on_noise.invert_yaxis()
    on_noise.legend(fontsize=7)
    return figure


def stamp_errors(floats, count=50, seed=11):
    """Return what rounding to each format does to a pixel of ShearNet's stamps."""
    stamps, _ = draw_stamps(count, np.random.default_rng(seed))
    return {name: floats.quantisation_error(stamps, FORMATS[name]) for name in ("float32", "float16", "bfloat16")}


def picture_summation(summation, low=0.0, high=1.0, seed=11):
    """How the error of a sum in float32, of numbers from low to high, grows with the number of terms."""
    between(-1e6, high, low=low)
    between(1e-6, 1e6, high=high)
    figure, (axes,) = row_of_axes(1, 2.3)
    counts = 2 ** np.arange(6, 17, 2)
    errors = sum_errors(summation, counts, low, high, seed)
    for (name, values), colour in zip(errors.items(), (RED, ORANGE, BLUE), strict=True):
        axes.loglog(counts, np.maximum(values, 1e-9), "o-", color=colour, label=name, markersize=3)
    axes.set(xlabel="numbers in the sum", ylabel="relative error", xlim=(50, 1e5))
    axes.legend(fontsize=8)
    return figure


def sum_errors(summation, counts, low, high, seed):
    """Return the root mean square of the relative errors of 64 sums, for every number of terms."""
    rng = np.random.default_rng(seed)
    errors = {"a plain loop": [], "pairwise": [], "compensated": []}
    for count in counts:
        x = rng.uniform(low, high, (count, 64)).astype(np.float32)
        exact = x.astype(float).sum(axis=0)
        for name, found in zip(
            errors, (np.cumsum(x, axis=0)[-1], summation.pairwise_sum(x), summation.kahan_sum(x)), strict=True
        ):
            errors[name].append(np.sqrt(np.mean((found / exact - 1) ** 2)))
    return errors


def picture_stable_functions(stable_functions, dtype="float64"):
    """The relative error of the obvious code and of the stable one."""
    import torch

    one_of(("float64", "float32"), dtype=dtype)
    figure, (on_shear, on_plus) = row_of_axes(2, 2.3, 7.4, sharey=True)
    size = np.logspace(-12, -0.01, 300).astype(dtype)
    wide = size.astype(float)
    exact = wide / (1 + np.sqrt((1 - wide) * (1 + wide)))
    obvious = (1 - np.sqrt(1 - size**2)) / size
    stable = stable_functions.shear_of(torch.tensor(np.stack([size, 0 * size], axis=1)))[:, 0].numpy()
    for values, colour, name in ((obvious, RED, "obvious"), (stable, BLUE, "stable")):
        on_shear.loglog(
            size, np.maximum(np.abs(values / exact - 1), 1e-17), ".", color=colour, label=name, markersize=2
        )
    on_shear.set(xlabel="|e|", ylabel="relative error", title="shear from distortion")
    on_shear.legend(fontsize=8, markerscale=4)
    x = np.linspace(-60, 0, 300).astype(dtype)
    exact = np.log1p(np.exp(x.astype(float)))
    stable = stable_functions.softplus(torch.tensor(x)).numpy()
    for values, colour in ((np.log(1 + np.exp(x)), RED), (stable, BLUE)):
        on_plus.semilogy(x, np.maximum(np.abs(values / exact - 1), 1e-17), ".", color=colour, markersize=2)
    on_plus.set(xlabel="x", title="softplus", ylim=(3e-18, 10))
    return figure


def picture_mixed_precision(mixed_precision, error=0.0001, steps=400, seed=0):
    """The inference error of a small network as a shear error, and what float16 loses of its gradients."""
    between(0, 5000, steps=steps)
    figure, (on_error, on_scale) = row_of_axes(2, 2.3, 7.4)
    model, x, y = shear_network(seed, steps=steps)
    errors = inference_errors(mixed_precision, model, x)
    on_error.barh(list(errors), list(errors.values()), color=BLUE)
    on_error.axvline(9e-5, color=RED, label="NGMix at noise 1e-5")
    on_error.set(xscale="log", xlim=(1e-9, 1e1), xlabel="error of g by rounding")
    on_error.invert_yaxis()
    on_error.legend(fontsize=7)
    powers = range(0, 45, 4)
    for off, colour in ((None, BLUE), (error, ORANGE)):
        target = y if off is None else close_targets(model, x, off)
        lost, infinite = np.transpose([lost_gradients(model, x, target, 2.0**power) for power in powers])
        words = "as trained" if off is None else f"errors of {off:g}"
        on_scale.plot(powers, 100 * lost, "o-", color=colour, markersize=3, label=f"0, {words}")
        on_scale.plot(powers, 100 * infinite, "s:", color=colour, markersize=3, label=f"infinite, {words}")
    on_scale.set(xlabel="log2 of the scale", ylabel="% of the gradients")
    on_scale.legend(fontsize=7)
    return figure


def inference_errors(mixed_precision, model, x):
    """Return the shear error that each format costs."""
    import torch

    dtypes = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
    return {name: mixed_precision.inference_error(model, x, dtype) for name, dtype in dtypes.items()}


def shear_network(seed=0, train=1000, test=500, steps=400):
    """Return a network of 15,000 weights, trained to tell g from binned stamps, with the test stamps and their g."""
    import torch

    stamps, galaxies = draw_stamps(train + test, np.random.default_rng([11, seed]))
    binned = stamps[:, :52, :52].reshape(-1, 13, 4, 13, 4).sum(axis=(2, 4)).reshape(train + test, -1)
    binned = (binned - binned[:train].mean(axis=0)) / binned[:train].std()
    x, y = torch.tensor(binned).float(), torch.tensor(galaxies.labels[:, :2]).float()
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = [torch.nn.Linear(a, b) for a, b in ((169, 64), (64, 64), (64, 2))]
    model = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2])
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(steps):
        batch = torch.randint(train, (128,), generator=generator)
        optimizer.zero_grad()
        (model(x[batch]) - y[batch]).square().mean().backward()
        optimizer.step()
    return model, x[train:], y[train:]


def close_targets(model, x, error, seed=11):
    """Return targets that the model, in float32, misses by `error`."""
    import torch

    with torch.no_grad():
        prediction = model(x)
    return prediction + error * torch.randn(prediction.shape, generator=torch.Generator().manual_seed(seed))


def lost_gradients(model, x, y, scale):
    """Return the shares of the loss's gradients that become 0, and that overflow, in float16 at a scale."""
    import copy

    import torch

    exact, half = copy.deepcopy(model).double(), copy.deepcopy(model).half()
    torch.autograd.backward((exact(x.double()) - y.double()).square().mean())
    torch.autograd.backward(scale * (half(x.half()).float() - y).square().mean())
    pairs = zip(exact.parameters(), half.parameters(), strict=True)
    found = [(full.grad.flatten(), low.grad.flatten()) for full, low in pairs]
    full, low = (torch.cat(parts) for parts in zip(*found, strict=True))
    wanted = full != 0
    lost, infinite = (low[wanted] == 0).double().mean(), (~torch.isfinite(low[wanted])).double().mean()
    return lost.item(), infinite.item()


def picture_centroid(centroid, sigma=2.0, noise=0.001, steps=15):
    """The error of three formulas without noise, against the place of a source within its pixel."""
    between(0.3, 10, sigma=sigma)
    between(0, 0.1, noise=noise)
    between(1, 200, steps=steps)
    figure, (axes,) = row_of_axes(1, 2.3)
    at = np.linspace(-0.49, 0.49, 41)
    images = sources(np.stack([at, np.zeros(at.shape)], axis=1), sigma)
    formulas = {"parabola": centroid.parabola_centroid, "gaussian": centroid.gaussian_centroid}
    formulas["matched"] = lambda image: centroid.matched_centroid(image, sigma, steps)
    noises = noise * np.random.default_rng(3).normal(size=images.shape)
    for name, formula in formulas.items():
        axes.plot(
            at, [formula(image)[0] - x for image, x in zip(images, at, strict=True)], color=COLOURS[name], label=name
        )
        seen = [formula(image)[0] - x for image, x in zip(images + noises, at, strict=True)]
        axes.plot(at, seen, ".", ms=4, color=COLOURS[name])
    axes.set(xlabel="true x (pixels)", ylabel="measured - true x")
    axes.legend(ncols=3, fontsize=8, loc="upper center")
    return figure


def picture_adaptive_moments(adaptive_moments, g1=0.4, g2=0.0, noise=0.0005):
    """Galaxies with the ellipse of the weight that was found, and the circle of a fixed one; the last as asked for."""
    between(0, 1, noise=noise)
    figure, panels = row_of_axes(4)
    turn = np.linspace(0, 2 * np.pi, 100)
    for axes, (profile, *g, sd) in zip(
        panels,
        (
            ("gaussian", 0.3, 0.2, 0.0),
            ("exponential", -0.4, 0.1, 0.0),
            ("exponential", 0.1, -0.5, 0.0),
            ("exponential", g1, g2, noise),
        ),
        strict=True,
    ):
        image = galaxy(
            (33, 33), profile=profile, half_light_radius=4.0, g1=g[0], g2=g[1], x0=1.5, y0=-1.0, psf_sigma=1.0
        )
        image = image + sd * np.random.default_rng(0).normal(size=image.shape)
        centre, covariance = adaptive_moments.adaptive_moments(image)
        x, y = centre[:, None] + 1.5 * np.linalg.cholesky(covariance) @ [np.cos(turn), np.sin(turn)]
        axes.imshow(image, cmap="gray_r", extent=(-16.5, 16.5, 16.5, -16.5))
        axes.plot(x, y, color=COLOURS["matched"])
        axes.plot(4.5 * np.cos(turn), 4.5 * np.sin(turn), ":", color=COLOURS["parabola"])
        ellipse = adaptive_moments.shape(covariance)
        axes.set_title(f"g = ({ellipse['g1']:.2f}, {ellipse['g2']:.2f})", fontsize=8)
        axes.set(xticks=[], yticks=[])
    return figure


def picture_shear_bias(shear_bias, e=0.3, g=0.02):
    """What is left of a ring's shape, against the galaxy's direction, for rings of two, three and four."""
    between(0, 0.95, e=e)
    between(1e-6, 0.9, g=g)
    figure, (axes,) = row_of_axes(1, 2.3)
    angle = np.linspace(0, 180, 61)
    for count, colour in ((2, COLOURS["parabola"]), (3, COLOURS["gaussian"]), (4, COLOURS["matched"])):
        m = [
            shear_bias.ring_average((e * np.cos(t), e * np.sin(t)), (g, 0.0), count)[0] / g - 1
            for t in np.radians(2 * angle)
        ]
        axes.plot(angle, m, color=colour, label=f"{count} galaxies")
    axes.set(xlabel=f"direction of the first galaxy, |e| = {e:g} (degrees)", ylabel="m of the ring's mean")
    axes.legend(fontsize=8, ncols=3)
    return figure


def picture_metacalibration(metacalibration, target_sigma=2.0, window=3.0, noise=0.00001):
    """A stamp, its PSF replaced, the difference that a shear of 0.05 makes, and the answer of the ellipticity."""
    between(0.5, 10, target_sigma=target_sigma, window=window)
    between(0, 0.1, noise=noise)
    figure, panels = row_of_axes(4, 1.9, width_ratios=[1, 1, 1, 1.3])
    pairs = ring_pairs(1, (0.0, 0.0), np.random.default_rng(4), noise_sd=noise)
    image = pairs.images[0, 0, 0]
    shears = np.linspace(-0.05, 0.05, 5)
    images = [metacalibration.metacal_image(image, pairs.psf, (g, 0.0), target_sigma) for g in shears]
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
    e = [metacalibration.window_ellipticity(new, window)[0] for new in images]
    panels[3].plot(shears, e, "o-", ms=3, color=COLOURS["matched"])
    panels[3].set_title(f"e1: slope R = {(e[3] - e[1]) / (shears[3] - shears[1]):.2f}", fontsize=8)
    panels[3].set_xlabel("shear g1", fontsize=8)
    panels[3].tick_params(labelsize=7)
    panels[3].set_xticks([-0.05, 0.0, 0.05])
    return figure
