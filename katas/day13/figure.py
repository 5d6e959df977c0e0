"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half

# -- imports of the second half
import json

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Ellipse

from fixtures.bounds import jacobian
from fixtures.shearnet import PSF_SIGMA, SCALE, SHAPE
from fixtures.train_attention import SCORES, window_weights
from fixtures.train_attention import draw as draw_galaxies

COLOURS = ("#0072b2", "#e69f00", "#009e73")


# -- the day's figure
def draw(information):
    """Return the figure, drawn with the learner's own functions."""
    figure, axes = plt.subplots(1, 2, figsize=(12, 4.6), layout="constrained")
    galaxies = draw_galaxies(40, np.random.default_rng(2))
    slopes = jacobian(galaxies).reshape(len(galaxies), 6, -1)
    draw_layers(axes[0], information, slopes)
    draw_windows(axes[1], information, galaxies, slopes)
    axes[1].set_title("six sums in one window", fontsize=11)
    return figure


def draw_layers(axes, information, slopes):
    """Draw for each layer the range and the median of what it keeps of g1 and g2, over galaxies."""
    layers = {f"average pooling by {size}": pooling(size) for size in (2, 3, 4)}
    layers |= {f"crop to {size} pixels": crop(size) for size in (41, 33, 25)}
    layers |= {f"six sums, window {w:g}": window_weights((w,)).reshape(6, -1) for w in (2.0, 4.0, 8.0)}
    layers |= {"windows 2, 4 and 8": window_weights().reshape(18, -1)}
    for row, (name, layer) in enumerate(layers.items()):
        kept = information.information_kept(layer, slopes, 1e-5)[:, :2].ravel()
        axes.plot(np.percentile(kept, [5, 95]), [row, row], color="#56b4e9", linewidth=6, solid_capstyle="butt")
        axes.plot(np.median(kept), row, "o", color="black", markersize=5, clip_on=False)
        axes.text(1.02, row, name, va="center", fontsize=10)
    axes.set(xlim=(0, 1.0), yticks=[], xlabel="bound from the pixels / bound from the features")
    axes.invert_yaxis()
    axes.set_title("information_kept: median and 90 % of the galaxies", fontsize=11)


def draw_windows(axes, information, galaxies, slopes):
    """Draw what six sums keep of g1 in a window of 2, 4 or 8 pixels, against the galaxy's size."""
    for w, colour, marker in zip((2.0, 4.0, 8.0), COLOURS, "os^", strict=True):
        kept = information.information_kept(window_weights((w,)).reshape(6, -1), slopes, 1e-5)
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


# -- the small pictures: first half


# -- the small pictures: second half
def picture_information(information):
    galaxies = draw_galaxies(150, np.random.default_rng(3))
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    draw_windows(axes, information, galaxies, jacobian(galaxies).reshape(len(galaxies), 6, -1))
    return figure


def picture_moments_layer(moments_layer):
    """Draw an image, the window, and their product, with the ellipses of one sigma."""
    y, x = np.indices((41, 41)) - 20.0
    C, w, c = np.array([[30.0, 14.0], [14.0, 18.0]]), 4.0, np.array([3.0, -1.0])
    Q = np.linalg.inv(C)
    image = np.exp(-(Q[0, 0] * (x - c[0]) ** 2 + 2 * Q[0, 1] * (x - c[0]) * (y - c[1]) + Q[1, 1] * (y - c[1]) ** 2) / 2)
    layer = moments_layer.WindowMoments([w], (41, 41))
    sums = layer(torch.from_numpy(image)[None])
    found = moments_layer.galaxy_from_moments(sums, [w], 1.8, 1.0)[0, 0].tolist()
    window = layer.weights[0, 0].numpy()
    M = np.linalg.inv(Q + np.eye(2) / w**2)
    shapes = [
        ("image", image, C, c),
        ("window", window, w**2 * np.eye(2), 0 * c),
        ("product", image * window, M, M @ Q @ c),
    ]
    figure, axes = plt.subplots(1, 3, figsize=(7, 2.4), layout="constrained")
    for part, (name, values, covariance, centre) in zip(axes, shapes, strict=True):
        part.imshow(values, cmap="gray", origin="lower", extent=(-20.5, 20.5, -20.5, 20.5))
        sizes, vectors = np.linalg.eigh(covariance)
        angle = np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))
        width, height = 2 * np.sqrt(sizes[::-1])
        part.add_patch(Ellipse(centre, width, height, angle=angle, fill=False, edgecolor="#e69f00", linewidth=1.8))
        part.set_title(name, fontsize=10)
        part.set_axis_off()
    axes[0].text(-19, -18, f"g = ({found[0]:.3f}, {found[1]:.3f})", color="white", fontsize=9)
    return figure


def picture_renderer(renderer):
    """Draw a stamp and its six slopes."""
    row = torch.tensor([[0.25, 0.15, 0.45, 1.0, 0.0, 0.0]], dtype=torch.float64)
    image, slopes = renderer.render_with_jacobian(row, (25, 25), SCALE, PSF_SIGMA)
    figure, axes = plt.subplots(1, 7, figsize=(8, 1.5), layout="constrained")
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
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    rows = (
        ("untrained, mean of 2, 4, 8", "mean of three windows, untrained", "v--", "#999999"),
        ("untrained, window 4", "one window of 4 pixels, untrained", "s--", COLOURS[1]),
        ("attention", "attention over the three, trained", "o-", COLOURS[0]),
        ("plain", "no formula for shear, trained at 1e-5", "D", "#d55e00"),
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
