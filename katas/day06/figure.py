"""The day's picture: a small classifier of galaxies, changed one piece at a time, each change measured."""

import functools
import itertools

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from fixtures.drawing import BLUE, GREEN, GREY, ORANGE, RED, SKY, between, one_thread, row_of_axes
from fixtures.galaxies import CLASSES, labelled_galaxies
from fixtures.stamps import galaxy
from grader.study.panel import GREY as MISSING_GREY
from grader.study.panel import MISSING, otherwise, panel, tell

SHAPE, WIDTH = (16, 16), 8  # pixels of a stamp, channels of a layer
TRAINED, TESTED = 300, 400  # galaxies
STEPS, BATCH, RATE = 70, 50, 1e-2  # the rate falls to zero in a straight line
SEEDS = (0, 1, 2, 3, 4)
COLOURS = {"helps": GREEN, "hurts": RED, "no evidence": GREY}
CHANGES = {
    "batch norm behind each convolution": {"norm": True},
    "residual block as last convolution": {"residual": True},
    "squeeze and excitation": {"squeeze_excite": True},
    "self-attention": {"self_attention": True},
    "spatial attention": {"spatial_attention": True},
    "mean over the pixels for flattening": {"average": True},
    "turned and mirrored in training": {"turn": True},
}


def draw(ablation, residual, batch_norm, squeeze_excite, self_attention, spatial_attention):
    """Return the figure, drawn with the learner's own functions; of a piece that is not there the row is grey."""
    seen, unseen = galaxies()
    pieces = {
        "norm": lambda: batch_norm.BatchNorm2d(WIDTH),
        "residual": lambda: residual.ResidualBlock(WIDTH, WIDTH),
        "squeeze_excite": lambda: squeeze_excite.SqueezeExcite(WIDTH, 4),
        "self_attention": lambda: self_attention.SpatialSelfAttention(WIDTH),
        "spatial_attention": lambda: spatial_attention.SpatialAttention(),
    }
    figure = plt.figure(figsize=(13, 6.2), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 2.6], wspace=0.03)
    draw_galaxies(left, unseen)
    with panel(right), one_thread():
        missing = missing_of(pieces, seen[0][:2])
        rows, scores, sizes = measure(ablation.ablate, pieces, seen, unseen, missing)
        draw_rows(right, rows, scores, sizes, missing)
    return figure


def missing_of(pieces, images):
    """Return why a change cannot be made, by its name, where its piece does not run."""
    missing = {}
    for name, options in CHANGES.items():
        with otherwise(functools.partial(missing.__setitem__, name)), torch.no_grad():
            network(pieces, **options)(images)
    return missing


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


def measure(ablate, pieces, seen, unseen, missing):
    """Return the rows of the ablation in per cent, the score of every variant and seed, and the parameters."""
    scores, sizes, trained = {}, {}, itertools.count()
    changes = {name: options for name, options in CHANGES.items() if name not in missing}

    def build(seed, **options):
        torch.manual_seed(seed)
        return network(pieces, **options), options, seed

    def train(model, seed):
        tell(f"small networks: {next(trained)} of {len(SEEDS) * (1 + len(changes))}")
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

    rows = ablate(build, changes, train, evaluate, SEEDS)
    keys = {"baseline": str({}), **{name: str(options) for name, options in changes.items()}}
    return rows, {name: scores[key] for name, key in keys.items()}, {name: sizes[key] for name, key in keys.items()}


def network(pieces, average=False, norm=False, residual=False, turn=False, **attention):
    """Return the baseline, or what the options make of it: three convolutions and a linear layer."""

    def convolution(channels):
        after = [pieces["norm"]()] if norm else []
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


def judged(row):
    """Return the chance of such a difference without any effect, by Student's t, and the verdict at 5 in 100."""
    from scipy.stats import t

    error = max(row["difference_error"], 1e-12)  # all seeds alike
    p = 2 * t.sf(abs(row["difference"]) / error, len(SEEDS) - 1)
    return p, "no evidence" if p > 0.05 else "helps" if row["difference"] > 0 else "hurts"


def draw_rows(figure, rows, scores, sizes, missing):
    """Draw for every change what it does to the accuracy: seed by seed, the mean, and two standard errors."""
    axes = figure.subplots()
    baseline, *changed = rows
    changed = {row["name"]: row for row in changed}
    names = [*missing, *reversed(changed)]  # from below
    for y, name in enumerate(names):
        if name in missing:
            axes.axhspan(y - 0.4, y + 0.4, color=MISSING_GREY, gid=MISSING)
            middle = {"transform": axes.get_yaxis_transform(), "ha": "center", "va": "center"}
            axes.text(0.5, y, missing[name], fontsize=10, **middle)
            continue
        row = changed[name]
        p, verdict = judged(row)
        colour = COLOURS[verdict]
        gains = [scores[name][seed] - scores["baseline"][seed] for seed in SEEDS]
        axes.plot(gains, np.full(len(gains), y), "o", color=colour, alpha=0.35, markersize=5, markeredgewidth=0)
        # What the error would be if the seeds were not shared, drawn thin for comparison.
        apart = 2 * np.hypot(row["error"], baseline["error"])
        axes.plot(row["difference"] + np.array([-apart, apart]), [y - 0.22] * 2, color="#aaaaaa", linewidth=1.5)
        axes.errorbar(
            row["difference"], y, xerr=2 * row["difference_error"], color=colour, fmt="D", markersize=6.5, linewidth=3,
            capsize=4,
        )  # fmt: skip
        words = f"{row['difference']:+.1f} ± {row['difference_error']:.1f}   p = {p:.3f}   {verdict}"
        axes.text(1.01, y, words, color=colour, transform=axes.get_yaxis_transform(), va="center", fontsize=10)
    labels = [f"{name}\n{sizes[name]:,} parameters" if name in sizes else name for name in names]
    axes.set_yticks(range(len(names)), labels, fontsize=10)
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


def show(axes, image, title, **options):
    axes.imshow(image, origin="lower", **{"cmap": "cividis", **options})
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([])


def picture_residual(residual, scale=1.4, width=64, seed=6):
    """How long a gradient is after its way back through layers of three sizes of weights."""
    between(1, 512, width=width)
    depths = np.arange(0, 41, 4)
    draw = torch.Generator().manual_seed(seed)
    weights = torch.randn(40, width, width, generator=draw) / width**0.5
    x, grad_out = torch.randn(2, 8, width, generator=draw)
    figure, both = row_of_axes(2, sharey=True)
    for axes, skip in zip(both, (False, True), strict=True):
        for size, colour, marker in ((scale, ORANGE, "o"), (1.0, BLUE, "s"), (0.3, GREEN, "^")):
            gains = [residual.gradient_gain(size * weights[:depth], x, grad_out, skip) for depth in depths]
            axes.semilogy(depths, gains, color=colour, marker=marker, markersize=4, label=f"s = {size}")
        axes.axhline(1, color="black", linewidth=0.8, linestyle=":")
        axes.set_title("with the skip" if skip else "without the skip", fontsize=10)
        axes.set_xlabel("layers")
    both[0].set_ylabel("gradient gain")
    both[0].legend(fontsize=8, loc="lower left")
    return figure


def picture_batch_norm(batch_norm, batch=40, mean=3.0, spread=0.5):
    """Three channels of unlike mean and spread, before and after; two galaxies in black. The options: channel 0."""
    between(2, 1000, batch=batch)
    draw = torch.Generator().manual_seed(3)
    scale, place = torch.tensor([spread, 2.0, 1.0]), torch.tensor([mean, 0.0, -4.0])
    x = torch.randn(batch, 3, 1, 1, generator=draw) * scale[:, None, None] + place[:, None, None]
    with torch.no_grad():
        after = batch_norm.BatchNorm2d(3)(x)
    figure, both = row_of_axes(2, sharey=True)
    for axes, values, title in (
        (both[0], x, "in: each channel as it comes"),
        (both[1], after, "out: mean 0, spread 1"),
    ):
        for channel, colour in enumerate((ORANGE, BLUE, GREEN)):
            line = values[:, channel, 0, 0].numpy()
            axes.plot(line, np.full(batch, channel), "|", color=colour, markersize=14)
            axes.plot(line[:2], [channel] * 2, "ko", markersize=4)
            axes.plot(line.mean(), channel - 0.42, "^", color=colour, markersize=6)
        axes.set_title(title, fontsize=10)
        axes.set_ylim(-0.8, 2.6)
    both[0].set_yticks(range(3), [f"channel {c}" for c in range(3)])
    return figure


def picture_group_norm(group_norm, groups=2, channel=2, image=1):
    """Which outputs change when one number changes, for three numbers of groups; and what a batch knows."""
    between(1, 6, groups=groups)
    between(0, 5, channel=channel)
    between(0, 3, image=image)
    figure, axes = row_of_axes(4, width_ratios=[1, 1, 1, 1.6])
    draw = torch.Generator().manual_seed(1)
    x = torch.randn(4, 6, 1, 3, generator=draw, dtype=torch.float64)
    moved = x.clone()
    moved[image, channel, 0, 0] += 1.0
    weight, bias = torch.ones(6, dtype=torch.float64), torch.zeros(6, dtype=torch.float64)
    for ax, count in zip(axes, (1, groups, 6), strict=False):
        change = group_norm.group_norm(moved, count, weight, bias) - group_norm.group_norm(x, count, weight, bias)
        show(ax, change.abs().amax((2, 3)) > 1e-9, f"groups = {count}", cmap="Blues", vmax=1.5)
        ax.plot(channel, image, "o", color=RED, markersize=6)
        ax.set_xlabel("channel", fontsize=9)
    axes[0].set_ylabel("image", fontsize=9)
    batches = 2 ** np.arange(1, 11)
    for pixels, colour, style in ((1, ORANGE, "-"), (676, BLUE, "--")):
        errors = [group_norm.batch_statistic_error(int(batch), pixels) for batch in batches]
        axes[3].loglog(batches, errors, style, color=colour, label=f"{pixels} pixel{'s' * (pixels > 1)}")
    axes[3].set_title("error of a batch's variance", fontsize=10)
    axes[3].set_xlabel("images", fontsize=9)
    axes[3].set_ylim(1e-3, 50)
    axes[3].legend(fontsize=8, loc="upper right")
    return figure


def picture_activation_zoo(activation_zoo):
    """The five activations and their slopes."""
    x = torch.linspace(-4, 4, 401)
    figure, both = row_of_axes(2)
    styles = ((RED, "-"), (ORANGE, "--"), (BLUE, "-"), (GREEN, "-."), ("black", ":"))
    for name, (colour, style) in zip(("leaky_relu", "elu", "gelu", "silu", "tanh"), styles, strict=True):
        for axes, end in zip(both, ("", "_derivative"), strict=True):
            axes.plot(x, getattr(activation_zoo, name + end)(x), style, color=colour, linewidth=1.5, label=name)
    both[0].set_title("value", fontsize=10)
    both[1].set_title("slope", fontsize=10)
    both[0].set_ylim(-1.3, 3)
    both[1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    for axes in both:
        axes.axhline(0, color=GREY, linewidth=0.6)
    return figure


def picture_squeeze_excite(squeeze_excite, first=3.0, second=1.0):
    """The two channels of the lesson's example on a galaxy: in, gates, out."""
    between(0.01, 100, first=first, second=second)
    block = squeeze_excite.SqueezeExcite(2, 2)
    weights = {"reduce.weight": [[1.0, -1.0]], "reduce.bias": [0.0]}
    weights |= {"expand.weight": [[1.0], [-1.0]], "expand.bias": [0.0, 0.0]}
    block.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})
    light = torch.tensor(galaxy((24, 24), half_light_radius=3.5, psf_sigma=1.5, g1=0.3), dtype=torch.float32)
    x = torch.stack([first * light / light.mean(), second * light.T / light.mean()])[None]
    with torch.no_grad():
        out = block(x)
    figure, axes = row_of_axes(5)
    top = float(x.max())
    for channel in (0, 1):
        show(axes[channel], x[0, channel], f"in, mean {x[0, channel].mean():.3g}", vmin=0, vmax=top)
        show(axes[3 + channel], out[0, channel], f"out, channel {channel}", vmin=0, vmax=top)
    gates = (out / x)[0].mean((1, 2)).tolist()
    axes[2].bar([0, 1], gates, color=[ORANGE, BLUE])
    for channel, gate in enumerate(gates):
        axes[2].text(channel, gate + 0.03, f"{gate:.2f}", ha="center", fontsize=9)
    axes[2].set_title("gates", fontsize=10)
    axes[2].set_xticks([0, 1])
    axes[2].set_ylim(0, 1.15)
    return figure


def picture_self_attention(self_attention, scale=9.0, row=11, column=12):
    """Where three pixels of a stamp look, if pixels of like brightness answer each other."""
    between(0, 23, row=row, column=column)
    light = galaxy((24, 24), half_light_radius=4.0, psf_sigma=1.5, g1=0.3, g2=0.2)
    light = torch.tensor(light / light.max())
    brightness = scale * light.reshape(1, -1, 1)
    # q k = 2 b b' - b'^2 is largest at keys as bright as the query: like answers like.
    keys = torch.cat([brightness, -brightness.square()], dim=2)
    queries = torch.cat([2 * brightness, torch.ones_like(brightness)], dim=2)
    figure, axes = row_of_axes(4)
    show(axes[0], light, "stamp, three queries")
    places = ((row, column), (14, 17), (3, 20))
    for ax, (row, column), colour in zip(axes[1:], places, ("black", SKY, RED), strict=True):
        query = queries[:, 24 * row + column, None]
        weights = self_attention.attention(query, keys, torch.eye(24 * 24, dtype=light.dtype)[None])
        show(ax, weights.reshape(24, 24), "weights", vmin=0)
        for shown in (axes[0], ax):
            shown.plot(column, row, "s", color=colour, fillstyle="none", markersize=7, markeredgewidth=2)
    return figure


def picture_spatial_attention(spatial_attention, defect=2.0, channels=3):
    """A pixel that is bright in all channels gets a gate near 1, one that is bright in a single channel does not."""
    between(2, 100, channels=channels)
    layer = spatial_attention.SpatialAttention(3)
    kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]) / 16
    layer.load_state_dict({"conv.weight": torch.stack([6 * kernel, -2.5 * kernel])[None]})
    light = torch.tensor(galaxy((24, 24), half_light_radius=3.5, psf_sigma=1.5, g1=0.3, x0=-3.0), dtype=torch.float32)
    x = (2 * light / light.max())[None, None].repeat(1, channels, 1, 1)
    x[0, 0, 15:19, 17:21] = defect  # a defect in one channel
    with torch.no_grad():
        gates = layer.attention_map(x)
    figure, axes = row_of_axes(4)
    show(axes[0], x[0, 0], "channel 0")
    show(
        axes[1],
        x[0, 1],
        "channel 1" if channels == 2 else f"channels 1 {'and' if channels == 3 else 'to'} {channels - 1}",
    )
    show(axes[2], gates[0], "attention map", vmin=0, vmax=1)
    mask = x[:, 1] > 0.3
    mass = spatial_attention.attention_mass(gates, mask).item()
    axes[2].contour(mask[0], [0.5], colors="white", linewidths=1)
    words = f"{mass:.0%} of it on {float(mask.float().mean()):.0%}\nof the pixels"
    axes[2].text(0.04, 0.04, words, transform=axes[2].transAxes, color="white", fontsize=9)
    show(axes[3], (x[0] * gates)[0], "channel 0, weighed", vmax=2)
    return figure


def picture_ablation(ablation, first=72, second=77, third=69):
    """The lesson's three seeds: scores that overlap, differences that do not. The options are what the skip scores."""
    between(0, 100, first=first, second=second, third=third)
    scores = {"": (70, 74, 66), "skip": (first, second, third)}

    def build(seed, kind=""):
        return kind, seed

    def train(model, seed):
        return scores[model[0]][seed]

    baseline, skip = ablation.ablate(build, {"skip": {"kind": "skip"}}, train, float, seeds=[0, 1, 2])
    figure, (left, right) = row_of_axes(2)
    for before, after in zip(*scores.values(), strict=True):
        left.plot([0, 1], [before, after], "o-", color=BLUE, markersize=5)
    for place, row in ((-0.15, baseline), (1.15, skip)):
        left.errorbar(place, row["mean"], row["error"], color=ORANGE, fmt="D", capsize=4)
    left.set_xticks([0, 1], ["baseline", "skip"])
    left.set_title("scores; mean ± error", fontsize=10)
    apart = np.hypot(baseline["error"], skip["error"])
    for height, error, colour in ((0, apart, ORANGE), (1, skip["difference_error"], BLUE)):
        right.errorbar(skip["difference"], height, xerr=2 * error, color=colour, fmt="D", capsize=4)
    right.axvline(0, color="black", linewidth=0.8)
    right.set_yticks([0, 1], ["as if apart", "seed by seed"])
    right.set_ylim(-0.6, 1.6)
    right.set_title("difference ± 2 errors", fontsize=10)
    return figure
