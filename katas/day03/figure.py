"""The day's picture: what surrounds a stamp, and how far ShearNet's layers see on it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from fixtures.stamps import galaxy

SIZE = 53  # pixels of ShearNet's stamp
MIDDLE = (SIZE - 1) / 2
NAMES = ("conv 3", "pool 2", "conv 3", "pool 2")
LAYERS = ((3, 1, 1, 1), (2, 2, 0, 1), (3, 1, 1, 1), (2, 2, 0, 1))  # (kernel, stride, padding, dilation)
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#d55e00")
MODES = ("zeros", "reflect", "replicate", "circular")
PAD = 8


def draw(output_size, padding, receptive_field):
    """Return the figure, drawn with the learner's own functions."""
    figure = plt.figure(figsize=(12, 8.4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[1, 1.4], hspace=0.05)
    draw_paddings(above, padding.pad2d)
    stamp = galaxy((SIZE, SIZE), half_light_radius=3.6, psf_sigma=1.8, g1=0.25, g2=0.15)
    fields = list(fields_of_shearnet(output_size.output_size, receptive_field.receptive_field))
    on_stamp, on_profile = below.subplots(1, 2, width_ratios=[1, 1.5])
    below.suptitle("receptive_field(layers): what one pixel sees after each of ShearNet's layers", fontsize=12)
    draw_fields_on_stamp(on_stamp, stamp, fields)
    draw_fields_on_profile(on_profile, stamp[int(MIDDLE)] / stamp[int(MIDDLE)].max(), fields)
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
    figure.suptitle(f"pad2d(stamp, {PAD}, mode): what a kernel meets beyond the edge of the stamp", fontsize=12)
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


def picture_padding(padding):
    """A ramp of five by five pixels in the four surroundings; the frame is where the image was."""
    image = np.add.outer(np.arange(5.0), np.arange(5.0)) + 2
    figure, axes = plt.subplots(1, 4, figsize=(7, 2), layout="constrained")
    for ax, mode in zip(axes, MODES, strict=True):
        ax.imshow(padding.pad2d(image, 3, mode), cmap="cividis", vmin=0, vmax=10)
        ax.add_patch(Rectangle((2.5, 2.5), 5, 5, fill=False, edgecolor="white", linewidth=2))
        ax.set_title(mode, fontsize=10)
        ax.set_axis_off()
    return figure
