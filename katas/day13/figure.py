"""The day's figure, and the small pictures of the lesson's sections."""

import json

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Ellipse
from torch.nn import functional as F

from fixtures.bounds import jacobian
from fixtures.drawing import BLUE, GREEN, GREY, ORANGE, RED, SKY, between, row_of_axes
from fixtures.shearnet import PSF_SIGMA, SCALE, SHAPE
from fixtures.stamps import galaxy
from fixtures.train_attention import SCORES, window_weights
from fixtures.train_attention import draw as draw_galaxies
from grader.study.panel import panel, tell

COLOURS = (BLUE, ORANGE, GREEN)


# -- the day's figure
def draw(information, upsampling, equivariant):
    """Return the figure, drawn with the learner's own functions."""
    figure = plt.figure(figsize=(12, 9.6), layout="constrained")
    above, middle, below = figure.subfigures(3, 1, height_ratios=[2.1, 1, 1], hspace=0.04)
    axes = above.subplots(1, 2)
    galaxies = draw_galaxies(40, np.random.default_rng(2))
    slopes = jacobian(galaxies).reshape(len(galaxies), 6, -1)
    with panel(axes[0]):
        draw_layers(axes[0], information, slopes)
    with panel(axes[1]):
        draw_windows(axes[1], information, galaxies, slopes)
    axes[0].set_title("information_kept: median and 90 % of the galaxies", fontsize=11)
    axes[1].set_title("six sums in one window", fontsize=11)
    with panel(middle):
        draw_checkerboards(middle.subplots(1, 4), upsampling)
    middle.suptitle("upsampling: a grid twice as fine, and what of it alternates from pixel to pixel", fontsize=11)
    with panel(below):
        draw_spin2(below.subplots(1, 8), equivariant)
    below.suptitle("equivariant: the stamp moved, and the shears of two untrained networks (orange: D4)", fontsize=11)
    return figure


def draw_layers(axes, information, slopes):
    """Draw for each layer the range and the median of what it keeps of g1 and g2, over galaxies."""
    layers = {f"average pooling by {size}": pooling(size) for size in (2, 3, 4)}
    layers |= {f"crop to {size} pixels": crop(size) for size in (41, 33, 25)}
    layers |= {f"six sums, window {w:g}": window_weights((w,)).reshape(6, -1) for w in (2.0, 4.0, 8.0)}
    layers |= {"windows 2, 4 and 8": window_weights().reshape(18, -1)}
    for row, (name, layer) in enumerate(layers.items()):
        tell(f"layers: {row} of {len(layers)}")
        kept = information.information_kept(layer, slopes, 1e-5)[:, :2].ravel()
        axes.plot(np.percentile(kept, [5, 95]), [row, row], color=SKY, linewidth=6, solid_capstyle="butt")
        axes.plot(np.median(kept), row, "o", color="black", markersize=5, clip_on=False)
        axes.text(1.02, row, name, va="center", fontsize=10)
    axes.set(xlim=(0, 1.0), yticks=[], xlabel="bound from the pixels / bound from the features")
    axes.invert_yaxis()


def draw_windows(axes, information, galaxies, slopes, window=8.0, noise=1e-5):
    """Draw what six sums keep of g1 in a window of 2, 4 or `window` pixels, against the galaxy's size."""
    for w, colour, marker in zip((2.0, 4.0, window), COLOURS, "os^", strict=True):
        kept = information.information_kept(window_weights((w,)).reshape(6, -1), slopes, noise)
        axes.semilogx(galaxies.sigma / SCALE, kept[:, 0], marker, color=colour, label=f"window {w:g}", markersize=4)
    axes.set(xlabel="sigma of the galaxy, pixels", ylabel="kept of g1", ylim=(0, 1))
    axes.set_xticks([1, 2, 4, 8], ["1", "2", "4", "8"])
    axes.minorticks_off()
    axes.legend(frameon=False, fontsize=9)


def pooling(size):
    """Return the matrix of average pooling, whose last rows and columns are dropped."""
    count = SHAPE[0] // size
    line = np.repeat(np.eye(count), size, axis=1) / size
    line = np.pad(line, ((0, 0), (0, SHAPE[0] - count * size)))
    return np.kron(line, line)


def crop(size):
    line = np.eye(SHAPE[0])[(SHAPE[0] - size) // 2 :][:size]
    return np.kron(line, line)


# -- the small pictures
def picture_unet(unet, size=572, depth=4, padded=False):
    """The sizes along two U-Nets, the first as asked for, and how far one pixel reaches through three depths."""
    between(1, 2000, size=size)
    between(0, 8, depth=depth)
    figure, (left, right) = row_of_axes(2, 2.2)
    for *net, colour, height in [(size, depth, padded, RED, 280), (53, 2, True, BLUE, 7.5)]:
        end, sizes = unet.unet_output_size(*net), sizes_along(*net)
        assert sizes[-1] == end
        words = "padded" if net[2] else "not padded"
        left.plot(np.linspace(0, 1, len(sizes)), sizes, "o-", color=colour, markersize=4, linewidth=1)
        left.annotate(f"{net[0]} to {end}, {words}", (0.53, height), ha="center", fontsize=8, color=colour)
    left.set_yscale("log")
    left.set_ylim(5, max(900, 1.5 * size))
    left.set_xticks([0, 1], ["in", "out"])
    left.set_ylabel("pixels along an axis", fontsize=8)
    for levels, colour in ((2, "#cccccc"), (1, BLUE), (0, RED)):
        reached = footprint(unet, levels)
        right.contourf(reached, levels=[0.5, 1.5], colors=[colour])
        right.annotate(
            f"depth {levels}: {reached.any(0).sum()}", (55, 26 + 9 * levels), fontsize=8, annotation_clip=False
        )
    right.set_aspect("equal")
    right.set_xticks([0, 26, 52])
    right.set_yticks([0, 26, 52])
    right.set_xlim(0, 52)
    right.set_ylim(0, 52)
    right.set_title("what the middle pixel of 53 reaches", fontsize=9)
    return figure


def sizes_along(size, depth, padded):
    """Return the sizes after each block, down and then up."""
    lost = 0 if padded else 4
    down = [size - lost]
    for _ in range(depth):
        down.append(down[-1] // 2 - lost)
    up = [down[-1]]
    for level in reversed(range(depth)):
        up.append(down[level] if padded else 2 * up[-1] - lost)
    return [size, *down, *up[1:]]


def footprint(unet, depth):
    """Return which outputs a NaN in the middle of 53 x 53 pixels spoils."""
    x = torch.zeros(1, 1, 53, 53)
    x[0, 0, 26, 26] = float("nan")
    with torch.no_grad():
        return unet.UNet(1, 1, 2, depth)(x)[0, 0].isnan().numpy()


def picture_upsampling(upsampling, kernel=3, seed=3):
    """A galaxy of 12 x 12 pixels, and on a grid twice as fine in three ways."""
    between(2, 8, kernel=kernel)
    figure, axes = row_of_axes(4)
    draw_checkerboards(axes, upsampling, kernel, seed)
    return figure


def draw_checkerboards(axes, upsampling, kernel=3, seed=3):
    """Draw a coarse galaxy and, on a grid twice as fine, bilinear, a pixel shuffle and a transposed convolution.

    `axes` are four; the weights of the last two are drawn at random, as in a new network.
    """
    coarse = torch.tensor(galaxy((12, 12), half_light_radius=2.5, g1=0.2, g2=0.2))[None, None]
    draw = torch.Generator().manual_seed(seed)
    spread = 0.25 * (1 + 0.4 * torch.randn(4, 1, 1, 1, generator=draw, dtype=torch.float64))
    weights = (1 + 0.1 * torch.randn(1, 1, kernel, kernel, generator=draw, dtype=torch.float64)) / kernel**2
    fine = {
        "bilinear": upsampling.bilinear(coarse, 2) / 4,
        "pixel shuffle": upsampling.pixel_shuffle(F.conv2d(coarse, spread), 2),
        f"transposed, kernel {kernel}": F.conv_transpose2d(coarse, weights, stride=2)[..., :24, :24],
    }
    images = {"12 x 12": coarse, **fine}
    for axis, (title, image) in zip(axes, images.items(), strict=True):
        if image is not coarse:
            title += f"\n{100 * upsampling.checkerboard_energy(image[0, 0], 2):.1f} %"
        axis.imshow(image[0, 0], cmap="cividis", origin="lower")
        axis.set_title(title, fontsize=8)
        axis.set_axis_off()


def picture_soft_argmax(soft_argmax, temperature=0.5, sigma=1.5):
    """The place found for a spot at many true places, and how a flat map draws a lone peak to the centre."""
    between(0.2, 10, sigma=sigma)
    figure, (left, right) = row_of_axes(2, 2.2)
    y, x = np.mgrid[-10:11, -10:11]
    places = np.linspace(-9, 9, 73)
    spots = np.exp(-((x - places[:, None, None]) ** 2 + y**2) / (2 * sigma**2))
    for scores, words, colour in [
        (np.log(spots), "log I", BLUE),
        (10 * spots, "10 I", RED),
        (5 * spots, "5 I", GREEN),
    ]:
        found = soft_argmax.soft_argmax2d(torch.tensor(scores)[:, None])[:, 0, 0]
        left.plot(places, found, color=colour, linewidth=1.2, label=words)
    left.plot(places, places, ":", color=GREY, linewidth=1)
    left.legend(fontsize=8, frameon=False, title="scores", title_fontsize=8)
    left.set_xlabel("true x, pixels", fontsize=8)
    left.set_ylabel("x found", fontsize=8)
    heights = np.linspace(0, 16, 49)
    peak = np.zeros((len(heights), 1, 53, 53))
    peak[:, 0, 26, 36] = heights
    for value, colour in ((1.0, BLUE), (temperature, RED)):
        found = soft_argmax.soft_argmax2d(torch.tensor(peak), value)[:, 0, 0]
        right.plot(heights, found, color=colour, linewidth=1.2, label=f"temperature {value:g}")
    right.axhline(10, color=GREY, linestyle=":", linewidth=1)
    right.set_xlabel("height of one peak at x = 10", fontsize=8)
    right.legend(fontsize=8, frameon=False)
    return figure


def picture_multi_scale(multi_scale, kernel=3, dilations="2, 4, 8"):
    """The pixels that six stacks of convolutions meet along an axis, the last as asked for."""
    between(1, 15, kernel=kernel)
    last = tuple(int(word) for word in dilations.replace(",", " ").split() if word.isdecimal())
    if not last or ", ".join(map(str, last)) != dilations.replace(" ", "").replace(",", ", "):
        raise ValueError(f"dilations must be whole numbers with commas between them, got {dilations!r}")
    figure, (axis,) = row_of_axes(1)
    stacks = [(1,), (6,), (1, 1, 1), (1, 2, 4), (2, 2, 2), last]
    edge = max(16, 1 + max(kernel // 2 * sum(stack) for stack in stacks))
    for row, stack in enumerate(reversed(stacks)):
        met = np.array(multi_scale.offsets_met([(kernel, d) for d in stack]))
        missed = np.setdiff1d(np.arange(met.min(), met.max() + 1), met)
        axis.plot(missed, np.full(len(missed), row), "s", color="#dddddd", markersize=4)
        axis.plot(met, np.full(len(met), row), "s", color=RED if len(missed) else BLUE, markersize=4)
        axis.annotate(f"{len(met)} of {np.ptp(met) + 1}", (edge, row), va="center", fontsize=8)
    axis.set_yticks(range(len(stacks)), [", ".join(map(str, d)) for d in reversed(stacks)])
    axis.set_ylabel("dilations", fontsize=8)
    axis.set_xlabel("pixels from the middle", fontsize=8)
    axis.set_xlim(-edge, 1.25 * edge)
    axis.set_ylim(-0.6, len(stacks) - 0.4)
    return figure


def picture_equivariant(equivariant, g1=0.15, g2=0.35, seed=0):
    """One galaxy moved by the eight elements, with the shears of two untrained networks."""
    figure, axes = row_of_axes(8, 1.35)
    draw_spin2(axes, equivariant, g1, g2, seed)
    return figure


def draw_spin2(axes, equivariant, g1=0.15, g2=0.35, seed=0):
    """Draw a galaxy moved by the first elements, one on each of the axes, with the (g1, g2) of two untrained networks.

    A shear is a stick: its length goes with |g|, its angle is half of that of (g1, g2). Orange: layers and a head of
    D4. Grey: an ordinary network of the same sizes. Each component is scaled to be right on the first stamp.
    """
    stamp = torch.tensor(galaxy((53, 53), half_light_radius=7, g1=g1, g2=g2), dtype=torch.float32)
    stamp = (stamp / stamp.max())[None, None]
    with torch.no_grad():
        moved = [equivariant.transform(stamp, element) for element in range(len(axes))]
        answers = [torch.cat([network(m) for m in moved]) for network in spin2_networks(equivariant, seed)]
    for g, colour, width in zip(answers, (GREY, RED), (1.5, 2.0), strict=True):
        g = g * torch.tensor([g1, g2]) / g[0]
        lengths = 22 * (g.norm(dim=1) / g[0].norm()).clamp(max=1.15)
        for axis, (a, b), length in zip(axes, g.tolist(), lengths.tolist(), strict=True):
            angle = np.arctan2(b, a) / 2
            ends = np.outer([-length, length], [np.cos(angle), np.sin(angle)]) + 26
            axis.plot(*ends.T, color=colour, linewidth=width)
    for element, (axis, image) in enumerate(zip(axes, moved, strict=True)):
        axis.imshow(image[0, 0], cmap="gray", origin="lower", vmax=1.5)
        axis.set_title(f"element {element}", fontsize=8)
        axis.set_axis_off()


def spin2_networks(equivariant, seed):
    """Return an ordinary network and one of D4, both untrained."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        plain = torch.nn.Sequential(
            torch.nn.Conv2d(1, 8, 5, stride=2, padding=2),
            torch.nn.ReLU(),
            torch.nn.Conv2d(8, 8, 3, padding=1),
            torch.nn.ReLU(),
            torch.nn.AdaptiveAvgPool2d(1),
            torch.nn.Flatten(),
            torch.nn.Linear(8, 2),
        )
        first = equivariant.LiftingConv(1, 8, 5, 8, stride=2, padding=2)
        second = equivariant.GroupConv(8, 8, 3, 8, padding=1)
        head = equivariant.Spin2Head(8, 8)
    return plain, lambda x: head(torch.relu(second(torch.relu(first(x)))))


def picture_information(information, window=8.0, noise=0.00001):
    """What six sums keep of g1 in three windows."""
    between(0.5, 30, window=window)
    galaxies = draw_galaxies(150, np.random.default_rng(3))
    figure, (axes,) = row_of_axes(1, 2.6)
    draw_windows(axes, information, galaxies, jacobian(galaxies).reshape(len(galaxies), 6, -1), window, noise)
    return figure


def picture_moments_layer(moments_layer, window=4.0, x0=3.0):
    """Draw an image, the window, and their product, with the ellipses of one sigma."""
    y, x = np.indices((41, 41)) - 20.0
    between(0.5, 30, window=window)
    C, w, c = np.array([[30.0, 14.0], [14.0, 18.0]]), window, np.array([x0, -1.0])
    Q = np.linalg.inv(C)
    image = np.exp(-(Q[0, 0] * (x - c[0]) ** 2 + 2 * Q[0, 1] * (x - c[0]) * (y - c[1]) + Q[1, 1] * (y - c[1]) ** 2) / 2)
    layer = moments_layer.WindowMoments([w], (41, 41))
    sums = layer(torch.from_numpy(image)[None])
    found = moments_layer.galaxy_from_moments(sums, [w], 1.8, 1.0)[0, 0].tolist()
    weights = layer.weights[0, 0].numpy()
    M = np.linalg.inv(Q + np.eye(2) / w**2)
    shapes = [
        ("image", image, C, c),
        ("window", weights, w**2 * np.eye(2), 0 * c),
        ("product", image * weights, M, M @ Q @ c),
    ]
    figure, axes = row_of_axes(3, 2.4)
    for part, (name, values, covariance, centre) in zip(axes, shapes, strict=True):
        part.imshow(values, cmap="gray", origin="lower", extent=(-20.5, 20.5, -20.5, 20.5))
        sizes, vectors = np.linalg.eigh(covariance)
        angle = np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))
        width, height = 2 * np.sqrt(sizes[::-1])
        part.add_patch(Ellipse(centre, width, height, angle=angle, fill=False, edgecolor=ORANGE, linewidth=1.8))
        part.set_title(name, fontsize=10)
        part.set_axis_off()
    axes[0].text(-19, -18, f"g = ({found[0]:.3f}, {found[1]:.3f})", color="white", fontsize=9)
    return figure


def picture_renderer(renderer, g1=0.25, g2=0.15, sigma=0.45):
    """Draw a stamp and its six slopes."""
    between(0, 0.95, size_of_shear=float(np.hypot(g1, g2)))
    between(0.05, 3, sigma=sigma)
    row = torch.tensor([[g1, g2, sigma, 1.0, 0.0, 0.0]], dtype=torch.float64)
    image, slopes = renderer.render_with_jacobian(row, (25, 25), SCALE, PSF_SIGMA)
    figure, axes = row_of_axes(7, 1.5, 8)
    names = ("stamp", "by g1", "by g2", "by sigma", "by flux", "by x0", "by y0")
    for part, name, values in zip(axes, names, [image[0], *slopes[0]], strict=True):
        limit = float(values.abs().max())
        part.imshow(values.numpy(), cmap="RdBu_r", origin="lower", vmin=-limit, vmax=limit)
        part.set_title(name, fontsize=9)
        part.set_axis_off()
    return figure


def picture_modified_shearnet(modified_shearnet):
    """Draw how far from the bound the networks of fixtures/attention.json are."""
    scores = json.loads(SCORES.read_text())
    figure, (axes,) = row_of_axes(1, 2.6)
    rows = (
        ("untrained, mean of 2, 4, 8", "mean of three windows, untrained", "v--", "#999999"),
        ("untrained, window 4", "one window of 4 pixels, untrained", "s--", COLOURS[1]),
        ("attention", "attention over the three, trained", "o-", COLOURS[0]),
        ("plain", "no formula for shear, trained at 1e-5", "D", RED),
    )
    for key, label, style, colour in rows:
        values = scores[key]["scores"]
        ratios = [entry["over the bound"] for entry in values.values()]
        axes.loglog([float(sd) for sd in values], ratios, style, color=colour, label=label)
    axes.axhline(1.0, color="black", linewidth=1)
    axes.text(1.1e-3, 1.03, "the bound", fontsize=8, ha="right")
    axes.set(xlabel="noise of a pixel", ylabel="RMSE / bound", ylim=(0.9, 8))
    axes.set_yticks([1, 2, 4, 8], ["1", "2", "4", "8"])
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
