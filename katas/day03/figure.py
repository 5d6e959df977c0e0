"""The day's picture: what surrounds a stamp, and how far ShearNet's layers see on it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from fixtures.drawing import BLUE, GREEN, ORANGE, RED, SKY, between, row_of_axes
from fixtures.stamps import galaxy
from grader.study.panel import panel

SIZE = 53  # pixels of ShearNet's stamp
MIDDLE = (SIZE - 1) / 2
NAMES = ("conv 3", "pool 2", "conv 3", "pool 2")
LAYERS = ((3, 1, 1, 1), (2, 2, 0, 1), (3, 1, 1, 1), (2, 2, 0, 1))  # (kernel, stride, padding, dilation)
COLOURS = (ORANGE, SKY, GREEN, RED)
MODES = ("zeros", "reflect", "replicate", "circular")
PAD = 8


def draw(output_size, padding, receptive_field):
    """Return the figure, drawn with the learner's own functions."""
    figure = plt.figure(figsize=(12, 8.4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[1, 1.4], hspace=0.05)
    with panel(above):
        draw_paddings(above, padding.pad2d)
    above.suptitle(f"pad2d(stamp, {PAD}, mode): what a kernel meets beyond the edge of the stamp", fontsize=12)
    stamp = galaxy((SIZE, SIZE), half_light_radius=3.6, psf_sigma=1.8, g1=0.25, g2=0.15)
    with panel(below):  # both functions are needed: a field's size is the one's, the number of fields the other's
        fields = list(fields_of_shearnet(output_size.output_size, receptive_field.receptive_field))
        on_stamp, on_profile = below.subplots(1, 2, width_ratios=[1, 1.5])
        draw_fields_on_stamp(on_stamp, stamp, fields)
        draw_fields_on_profile(on_profile, stamp[int(MIDDLE)] / stamp[int(MIDDLE)].max(), fields)
    below.suptitle("receptive_field(layers): what one pixel sees after each of ShearNet's layers", fontsize=12)
    return figure


def fields_of_shearnet(output_size, receptive_field):
    """Yield after each layer: the field's size, and where the fields of all its output pixels are centred."""
    pixels = SIZE
    for depth, (kernel, stride, padding, dilation) in enumerate(LAYERS, start=1):
        pixels = output_size(pixels, kernel, stride, padding, dilation)
        size, jump, start = receptive_field(list(LAYERS[:depth]))
        yield size, start + jump * np.arange(pixels)


def draw_paddings(figure, pad2d):
    """Draw one stamp, its galaxy cut by the edge, in all four surroundings."""
    size = 25
    stamp = galaxy((size, size), half_light_radius=4.0, psf_sigma=1.5, g1=-0.2, g2=0.3, x0=5.5, y0=-6.5)
    stamp = stamp / stamp.max() + np.random.default_rng(3).normal(0.0, 0.015, stamp.shape)
    for axes, mode in zip(figure.subplots(1, len(MODES)), MODES, strict=True):
        axes.imshow(np.arcsinh(6 * pad2d(stamp, PAD, mode)), cmap="gray", origin="lower", vmin=-0.35, vmax=2.5)
        axes.add_patch(Rectangle((PAD - 0.5, PAD - 0.5), size, size, fill=False, edgecolor="#ffd000", linewidth=1.8))
        axes.set_title(f'"{mode}"', fontsize=11)
        axes.set_axis_off()


def nearest_the_middle(centres):
    return centres[np.argmin(np.abs(centres - MIDDLE))]


def draw_fields_on_stamp(axes, stamp, fields):
    """Outline what the pixel nearest the middle sees after each layer, and mark the last layer's grid."""
    axes.imshow(np.arcsinh(20 * stamp / stamp.max()), cmap="gray", origin="lower")
    _, centres = fields[-1]
    axes.scatter(*np.meshgrid(centres, centres), s=9, color="white", edgecolor="black", linewidth=0.5)
    for n, ((size, centres), colour) in enumerate(zip(fields, COLOURS, strict=True)):
        inset = 0.2 * (len(fields) - 1 - n)  # so that shared edges lie beside each other
        corner, side = nearest_the_middle(centres) - size / 2 + inset / 2, size - inset
        axes.add_patch(Rectangle((corner, corner), side, side, fill=False, edgecolor=colour, linewidth=2))
    axes.plot(MIDDLE, MIDDLE, "k+", markersize=7)
    axes.set_xlim(MIDDLE - 17.5, MIDDLE + 17.5)
    axes.set_ylim(MIDDLE - 17.5, MIDDLE + 17.5)
    axes.set_title("+ middle of the stamp, dots: centres of the last fields", fontsize=10)
    axes.set_xlabel("column")
    axes.set_ylabel("row")


def draw_fields_on_profile(axes, profile, fields):
    """Draw a cut through the galaxy and, below it, one field of each layer among the centres of the others."""
    axes.bar(np.arange(SIZE), profile, width=1.0, color="#c4c4c4", edgecolor="white", linewidth=0.4)
    bright = np.flatnonzero(profile >= 0.5)
    axes.plot([bright[0] - 0.5, bright[-1] + 0.5], [0.5, 0.5], color="black", linewidth=1)
    axes.text(bright[-1] + 1, 0.5, f"{len(bright)} pixels brighter than half the peak", va="center", fontsize=10)
    axes.axvline(MIDDLE, color="black", linewidth=0.8, linestyle=":")
    for row, ((size, centres), name, colour) in enumerate(zip(fields, NAMES, COLOURS, strict=True), start=1):
        height, centre = -0.17 * row, nearest_the_middle(centres)
        axes.plot(
            [centre - size / 2, centre + size / 2], [height] * 2, color=colour, linewidth=9, solid_capstyle="butt"
        )
        axes.plot(centres, np.full(len(centres), height), ".k", markersize=2.5)
        axes.text(-1.5, height, name, ha="right", va="center", fontsize=10)
        jump = centres[1] - centres[0]
        axes.text(SIZE, height, f"{len(centres)} fields of {size},\n{jump:.0f} apart", va="center", fontsize=10)
    axes.set_xlim(-0.5, SIZE - 0.5)
    axes.set_ylim(-0.17 * (len(fields) + 0.7), 1.05)
    axes.set_yticks([0, 0.5, 1])
    axes.set_title(
        "Along the middle row: the galaxy's light, the fields, the centres of all fields (dots)", fontsize=10
    )
    axes.set_xlabel("column")
    axes.spines[["top", "right", "left"]].set_visible(False)


def picture_padding(padding, mode="all", pad=3):
    """A ramp of five by five pixels in the four surroundings, or in one; the frame is where the image was."""
    between(0, 50, pad=pad)
    modes = MODES if mode == "all" else (mode,)
    image = np.add.outer(np.arange(5.0), np.arange(5.0)) + 2
    figure, axes = row_of_axes(len(modes))
    for ax, mode in zip(axes, modes, strict=True):
        ax.imshow(padding.pad2d(image, pad, mode), cmap="cividis", vmin=0, vmax=10)
        ax.add_patch(Rectangle((pad - 0.5, pad - 0.5), 5, 5, fill=False, edgecolor="white", linewidth=2))
        ax.set_title(mode, fontsize=10)
        ax.set_axis_off()
    return figure


def picture_output_size(output_size, size=10, kernel=3, padding=0):
    """A line of pixels, and every place of a kernel on it; what padding adds is lighter."""
    between(1, 40, size=size, kernel=kernel)
    between(0, 20, padding=padding)
    settings = [("stride 1", 1, 1), ("stride 2", 2, 1), ("stride 1, dilation 3", 1, 3)]
    counts = [output_size.output_size(size, kernel, stride, padding, dilation) for _, stride, dilation in settings]
    figure, axes = row_of_axes(3, 2.3)
    for ax, (name, stride, dilation), places in zip(axes, settings, counts, strict=True):
        ax.bar(range(size), np.ones(size), width=1.0, color="#dddddd", edgecolor="white")
        around = [*range(-padding, 0), *range(size, size + padding)]
        ax.bar(around, np.ones(2 * padding), width=1.0, color="#f4f4f4", edgecolor="white")
        for place in range(places):
            samples = stride * place + dilation * np.arange(kernel) - padding
            ax.plot(samples, np.full(kernel, -1.0 - place), "s-", color=(BLUE, COLOURS[3])[place % 2])
        ax.set_title(f"{name}: {places} places", fontsize=10)
        ax.set(xlim=(-0.6 - padding, size - 0.4 + padding), ylim=(-0.7 - max(counts), 1.1))
        ax.set_axis_off()
    return figure


def picture_strided_conv(strided_conv, stride=3, dilation=2, padding=1):
    """Which pixels of an image of nine by nine two output pixels meet, under four settings of a 3 x 3 kernel."""
    between(1, 6, stride=stride)
    between(1, 3, dilation=dilation)
    between(0, 3, padding=padding)
    changed = {"stride": stride, "dilation": dilation, "padding": padding}
    settings = {"plain": {}, **{f"{name} {value}": {name: value} for name, value in changed.items()}}
    single = np.eye(81).reshape(81, 1, 9, 9)  # one bright pixel in each image
    figure, axes = row_of_axes(4, 2.1)
    for ax, (name, options) in zip(axes, settings.items(), strict=True):
        out = strided_conv.conv2d(single, np.ones((1, 1, 3, 3)), **options)
        ax.set_title(name, fontsize=10)
        ax.imshow(np.zeros((9, 9)), cmap="Greys", vmin=0, vmax=1)
        for row, colour, size in ((0, COLOURS[0], 8), (1, COLOURS[1], 4)):
            rows, columns = np.nonzero(out[:, 0, row, row].reshape(9, 9))
            ax.plot(columns, rows, "s", color=colour, markersize=size, markeredgecolor="black", markeredgewidth=0.4)
        ax.set(xticks=np.arange(-0.5, 9), yticks=np.arange(-0.5, 9), xticklabels=[], yticklabels=[])
        ax.grid(color="#bbbbbb", linewidth=0.6)
        ax.tick_params(length=0)
    return figure


def picture_receptive_field(receptive_field, kernel=3, stride=2, layers=7):
    """How the field grows with the number of layers: by steps, or by factors."""
    between(1, 100, kernel=kernel)
    between(1, 10, stride=stride, layers=layers)
    chains = {
        f"stride {stride}": [(kernel, stride, 1, 1)] * layers,
        "dilation 1, 2, 4, ...": [(kernel, 1, 2**n, 2**n) for n in range(layers)],
        "stride 1": [(kernel, 1, 1, 1)] * layers,
    }
    figure, (ax,) = row_of_axes(1, 2.4, frame=False)
    for (name, chain), colour, style in zip(chains.items(), (COLOURS[3], BLUE, "black"), "os^", strict=True):
        sizes = [receptive_field.receptive_field(chain[:depth])[0] for depth in range(layers + 1)]
        ax.semilogy(sizes, f"{style}-", color=colour, label=name, markerfacecolor="none" if style == "s" else colour)
    ax.axhline(SIZE, color="#888888", linestyle=":", label="ShearNet's stamp")
    ax.set(xlabel=f"layers of {kernel} x {kernel}", ylabel="pixels seen", yticks=[1, 3, 10, 30, 100, 300])
    ax.set_yticklabels(["1", "3", "10", "30", "100", "300"])
    ax.minorticks_off()
    ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def picture_cost(cost, size=53, channels=16, hidden=128):
    """Where ShearNet's work is, and where its parameters are; the second convolution has twice the channels."""
    between(4, 1000, size=size)
    between(1, 1000, channels=channels, hidden=hidden)
    layers = ("first convolution", "second convolution", "dense layers")
    half, more, features = size // 2, 2 * channels, (size // 4) ** 2 * 2 * channels
    work = [cost.conv_macs((size, size), 1, channels, 3, 1, 1), cost.conv_macs((half, half), channels, more, 3, 1, 1)]
    work.append(features * hidden + hidden * 4)
    weights = [10 * channels, (9 * channels + 1) * more, (features + 1) * hidden + (hidden + 1) * 4]
    figure, (ax,) = row_of_axes(1, 1.7)
    for row, numbers in enumerate((weights, work)):
        shares = np.array(numbers) / sum(numbers)
        starts = np.cumsum(shares) - shares
        for share, start, colour, layer in zip(shares, starts, COLOURS, layers, strict=False):
            ax.barh(row, share, left=start, color=colour, edgecolor="white", label=layer if row else None)
            if share > 0.05:
                ax.text(start + share / 2, row, f"{100 * share:.0f} %", ha="center", va="center", fontsize=10)
    ax.set(yticks=[0, 1], yticklabels=["parameters", "MACs"], xlim=(0, 1), xticks=[])
    ax.spines[:].set_visible(False)
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3)
    return figure


def picture_im2col(im2col, kernel=2, stride=1, dilation=1):
    """An image of 3 x 4 pixels, and its columns for a square kernel: a column for each patch, the first framed."""
    between(1, 4, kernel=kernel, stride=stride, dilation=dilation)
    image = np.arange(1.0, 13.0).reshape(1, 1, 3, 4)
    columns = im2col.im2col(image, (kernel, kernel), stride, 0, dilation)
    figure, axes = row_of_axes(2, 2.3)
    titles = ("the image", "its columns: a patch in each")
    for ax, values, title in zip(axes, (image[0, 0], columns[0]), titles, strict=True):
        ax.imshow(values, cmap="cividis", vmin=1, vmax=12)
        for (row, column), value in np.ndenumerate(values):
            ax.text(column, row, f"{value:.0f}", ha="center", va="center", color="white" if value < 7 else "black")
        ax.set_title(title, fontsize=10)
        ax.set_axis_off()
    extent = dilation * (kernel - 1) + 1
    axes[0].add_patch(Rectangle((-0.5, -0.5), extent, extent, fill=False, edgecolor=COLOURS[3], linewidth=3))
    axes[1].add_patch(Rectangle((-0.5, -0.5), 1, kernel**2, fill=False, edgecolor=COLOURS[3], linewidth=3))
    return figure


def picture_transposed_conv(transposed_conv, kernel=4, stride=2):
    """A flat sky of ones, enlarged by kernels of ones, of 3 and another size: how many copies cover each pixel."""
    between(1, 12, kernel=kernel)
    between(1, 6, stride=stride)
    sky = np.ones((1, 1, 5, 5))
    enlarged = [transposed_conv.conv_transpose2d(sky, np.ones((1, 1, k, k)), stride=stride) for k in (3, kernel)]
    figure, axes = row_of_axes(3, 2.3, width_ratios=[5, *(values.shape[3] for values in enlarged)])
    titles = ("flat sky", f"kernel 3, stride {stride}", f"kernel {kernel}, stride {stride}")
    most = max(4, *(values.max() for values in enlarged))
    for ax, values, title in zip(axes, (sky, *enlarged), titles, strict=True):
        shown = ax.imshow(values[0, 0], cmap="cividis", vmin=0, vmax=most)
        ax.set_title(title, fontsize=10)
        ax.set_axis_off()
    figure.colorbar(shown, ax=axes, label="copies", ticks=[1, 2, 4] if most == 4 else None)
    return figure


def picture_separable(separable, g1=0.3, g2=0.3):
    """A galaxy with g1 and one with g2, each with the closest product of a column and a row, and the difference."""
    figure, axes = row_of_axes(6, 1.6)
    for three, name, shear in ((axes[:3], "g_1", (g1, 0.0)), (axes[3:], "g_2", (0.0, g2))):
        stamp = galaxy((25, 25), half_light_radius=4.0, psf_sigma=0.0, g1=shear[0], g2=shear[1])
        product = np.outer(*separable.separate(stamp, tolerance=1.0))
        titles = (f"${name}$ = {sum(shear):g}", "product", "difference")
        for ax, values, title in zip(three, (stamp, product, stamp - product), titles, strict=True):
            ax.imshow(values / stamp.max(), cmap="PuOr", vmin=-1, vmax=1, origin="lower")
            ax.set_title(title, fontsize=9)
            ax.set_axis_off()
    return figure
