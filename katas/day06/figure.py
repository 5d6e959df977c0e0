"""The day's picture: a small classifier of galaxies, changed one piece at a time, each change measured."""

import contextlib

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from fixtures.galaxies import CLASSES, labelled_galaxies

SHAPE, WIDTH = (16, 16), 8  # pixels of a stamp, channels of a layer
TRAINED, TESTED = 300, 400  # galaxies
STEPS, BATCH, RATE = 70, 50, 1e-2  # the rate falls to zero in a straight line
SEEDS = (0, 1, 2, 3, 4)
COLOURS = {"helps": "#009e73", "hurts": "#d55e00", "no evidence": "#777777"}


def draw(ablation, residual, batch_norm, squeeze_excite, self_attention, spatial_attention):
    """Return the figure, drawn with the learner's own functions."""
    with one_thread():  # layers this small only wait for a second one
        seen, unseen = galaxies()
        pieces = {
            "norm": batch_norm.BatchNorm2d,
            "residual": lambda: residual.ResidualBlock(WIDTH, WIDTH),
            "squeeze_excite": lambda: squeeze_excite.SqueezeExcite(WIDTH, 4),
            "self_attention": lambda: self_attention.SpatialSelfAttention(WIDTH),
            "spatial_attention": lambda: spatial_attention.SpatialAttention(),
        }
        rows, scores, sizes = measure(ablation.ablate, pieces, seen, unseen)
    figure = plt.figure(figsize=(13, 6.2), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 2.6], wspace=0.03)
    draw_galaxies(left, unseen)
    draw_rows(right, rows, scores, sizes)
    return figure


@contextlib.contextmanager
def one_thread():
    """Compute on one thread, and on as many as before afterwards."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def galaxies():
    """Return the galaxies to learn from and the others, each as images (N, 1, H, W) and labels."""
    drawn = labelled_galaxies(
        TRAINED + TESTED,
        np.random.default_rng(6),
        shape=SHAPE,
        half_light_radius=(1.4, 3.0),
        snr=(60.0, 180.0),
        psf_fwhm=2.0,
        max_offset=0.7,
    )
    images = torch.tensor(np.arcsinh(drawn.images / 2), dtype=torch.float32)[:, None]
    labels = torch.tensor(drawn.labels)
    return (images[:TRAINED], labels[:TRAINED]), (images[TRAINED:], labels[TRAINED:])


def measure(ablate, pieces, seen, unseen):
    """Return the rows of the ablation in per cent, the score of every variant and seed, and the parameters."""
    scores, sizes = {}, {}

    def build(seed, **options):
        torch.manual_seed(seed)
        return network(pieces, **options), options, seed

    def train(model, seed):
        net, options, _ = model
        batches = torch.Generator().manual_seed(seed)
        optimiser = torch.optim.Adam(net.parameters(), RATE)
        images, labels = seen
        for step in range(STEPS):
            optimiser.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
            chosen = torch.randint(len(images), (BATCH,), generator=batches)
            batch = images[chosen]
            if options.get("turn"):
                batch = turned(batch, batches)
            loss = nn.functional.cross_entropy(net(batch), labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return model

    def evaluate(model):
        net, options, seed = model
        images, labels = unseen
        with torch.no_grad():
            right = 100 * float((net.eval()(images).argmax(1) == labels).float().mean())
        scores.setdefault(str(options), {})[seed] = right
        sizes[str(options)] = sum(parameter.numel() for parameter in net.parameters())
        return right

    changes = {
        "batch norm behind each convolution": {"norm": True},
        "residual block as last convolution": {"residual": True},
        "squeeze and excitation": {"squeeze_excite": True},
        "self-attention": {"self_attention": True},
        "spatial attention": {"spatial_attention": True},
        "mean over the pixels for flattening": {"average": True},
        "turned and mirrored in training": {"turn": True},
    }
    rows = ablate(build, changes, train, evaluate, SEEDS)
    keys = {"baseline": str({}), **{name: str(options) for name, options in changes.items()}}
    return rows, {name: scores[key] for name, key in keys.items()}, {name: sizes[key] for name, key in keys.items()}


def network(pieces, average=False, norm=False, residual=False, turn=False, **attention):
    """Return the baseline, or what the options make of it: three convolutions and a linear layer."""

    def convolution(channels):
        after = [pieces["norm"](WIDTH)] if norm else []
        return [nn.Conv2d(channels, WIDTH, 3, padding=1), *after, nn.ReLU()]

    layers = [*convolution(1), nn.AvgPool2d(2), *convolution(WIDTH), nn.AvgPool2d(2)]
    layers += [pieces["residual"]()] if residual else convolution(WIDTH)
    layers += [pieces[name]() for name in attention]
    pixels = (SHAPE[0] // 4) * (SHAPE[1] // 4)
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten()] if average else [nn.Flatten()]
    return nn.Sequential(*layers, *head, nn.Linear(WIDTH * (1 if average else pixels), len(CLASSES)))


def turned(batch, generator):
    """Return the batch, all of it turned by a random multiple of 90 degrees and perhaps mirrored."""
    turns, mirror = torch.randint(4, (), generator=generator), torch.randint(2, (), generator=generator)
    batch = torch.rot90(batch, int(turns), (2, 3))
    return batch.flip(3) if mirror else batch


def draw_galaxies(figure, unseen):
    """Draw three galaxies of each kind."""
    images, labels = unseen
    figure.suptitle(f"{TRAINED} galaxies to learn from,\n{TESTED} others to test", fontsize=11)
    for row, axes_of_kind in enumerate(figure.subplots(3, 3)):
        for axes, image in zip(axes_of_kind, images[labels == row], strict=False):
            axes.imshow(image[0], cmap="gray", origin="lower")
            axes.set_xticks([])
            axes.set_yticks([])
        axes_of_kind[0].set_ylabel(CLASSES[row], fontsize=11)


def draw_rows(figure, rows, scores, sizes):
    """Draw for every change what it does to the accuracy: seed by seed, the mean, and two standard errors."""
    axes = figure.subplots()
    baseline, *changed = rows
    for y, row in enumerate(reversed(changed)):
        name, colour = row["name"], COLOURS[row["verdict"]]
        gains = [scores[name][seed] - scores["baseline"][seed] for seed in SEEDS]
        axes.plot(gains, np.full(len(gains), y), "o", color=colour, alpha=0.35, markersize=5, markeredgewidth=0)
        # What the error would be if the seeds were not shared, drawn thin for comparison.
        apart = 2 * np.hypot(row["error"], baseline["error"])
        axes.plot(row["difference"] + np.array([-apart, apart]), [y - 0.22] * 2, color="#aaaaaa", linewidth=1.5)
        axes.errorbar(
            row["difference"], y, xerr=2 * row["difference_error"], color=colour, fmt="D", markersize=6.5, linewidth=3,
            capsize=4,
        )  # fmt: skip
        words = f"{row['difference']:+.1f} ± {row['difference_error']:.1f}   {row['verdict']}"
        axes.text(1.01, y, words, color=colour, transform=axes.get_yaxis_transform(), va="center", fontsize=10)
    labels = [f"{row['name']}\n{sizes[row['name']]:,} parameters" for row in reversed(changed)]
    axes.set_yticks(range(len(changed)), labels, fontsize=10)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_xlabel("accuracy less the baseline's, in percentage points")
    axes.grid(axis="x", color="#e6e6e6")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(
        f"One piece changed at a time.   Baseline: {baseline['mean']:.1f} ± {baseline['error']:.1f} % right, "
        f"{sizes['baseline']:,} parameters.\nDots: {len(SEEDS)} seeds.   Bars: two standard errors.   "
        "Grey: the same, were the seeds not shared.",
        fontsize=10.5,
        loc="left",
    )
