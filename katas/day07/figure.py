"""The day's pictures: ShearNet's network, drawn from itself, every layer with its purpose and its issue; and the small
pictures of the lesson's sections."""

import itertools
import json

import numpy as np

from fixtures.drawing import BLUE, GREEN, GREY, ORANGE, RED, SKY, between
from fixtures.drawing import row_of_axes as row_of
from grader.study.panel import panel

STAMP = (53, 53)
SCALE = 0.141  # arcsec per pixel


def draw(shearnet, layer_table, diagram):
    """Return the annotated diagram, made with the learner's own functions."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    with panel(figure.subplots()):  # of one drawing by three functions nothing is left when one is missing
        rows = layer_table.layer_table(shearnet.ShearNetCNN(), STAMP)
        return diagram.architecture_diagram(rows, notes_on(rows))
    return figure


def notes_on(rows):
    """Return {layer: (purpose, issue)}; what can be counted is read from the rows."""
    row = {row["name"]: row for row in rows}
    total = sum(row["parameters"] for row in rows)
    share = 100 * row["dense1"]["parameters"] / total
    macs = 100 * row["conv2"]["macs"] / sum(row["macs"] for row in rows)

    def sees(name):
        pixels = max(row[name]["receptive_field"])
        return f'sees {pixels} pixels, {pixels * SCALE:.2f}"'

    return {
        "conv1": (
            "16 filters, the same everywhere: slopes, curvatures, local means of the light",
            f'{sees("conv1")}: narrower than the PSF (FWHM 0.59"), which is no input; nor is the noise',
        ),
        "relu1": (
            "without it the two convolutions would be one",
            "cuts off half of every signed slope; another filter must bring it back",
        ),
        "pool1": (
            "leaves a quarter of the numbers, and half the sd of white noise",
            "drops row and column 52: the grid's middle moves half a pixel off the stamp's",
        ),
        "conv2": (
            f"32 mixtures of the 16 maps; {macs:.0f} % of all arithmetic",
            f"{sees('conv2')}: the median galaxy's FWHM is 8.3 pixels, so none sees one whole",
        ),
        "relu2": (
            "makes the maps one-sided, so that averages do not cancel their two signs",
            "gives the size of a slope, not its square: products are approached in straight pieces",
        ),
        "pool2": (
            "another quarter, and last of the local layers",
            f"{sees('pool2')}, one field every 4 pixels: the stamp fixes a centroid to 4e-4 pixels",
        ),
        "flatten": (
            f"gives each of {row['flatten']['output_shape'][0]:,} features a place of its own",
            "from here on nothing is shared: what is learned at one centroid is not known at the next",
        ),
        "dense1": (
            "the one layer that sees the whole galaxy: moments, centroid, size and flux at once",
            f"{share:.1f} % of all parameters, to be pinned down by 100,000 galaxies",
        ),
        "relu3": (
            "128 bends: the only ones behind the whole galaxy, where the ratio of moments is made",
            "shear is a ratio, the same for any flux: flat pieces approach it, and the rest stays at any noise",
        ),
        "dense2": (
            "reads out g1, g2, sigma and flux",
            "one unscaled loss for all four: flux has 20 times the variance of g1",
        ),
    }


# -- the small pictures


def picture_shearnet(shearnet, g1=0.3, seed=1):
    """One map of each size on the way through the network; and what it says of brighter stamps without its biases."""
    import torch

    torch.manual_seed(seed)
    network = shearnet.ShearNetCNN()
    stamp = torch.tensor(stamp_of(g1, -0.2, 0.6, 3.0, 0.0, 0.0), dtype=torch.float32)[None]
    with torch.no_grad():
        for name, value in network.named_parameters():
            if name.endswith("bias"):
                value.zero_()
        first = network.pool1(network.relu1(network.conv1(stamp[:, None])))
        second = network.pool2(network.relu2(network.conv2(first)))
        light = torch.linspace(1, 5, 9)
        answers = (network(light[:, None, None] * stamp) / network(stamp)).numpy()
    figure, axes = row_of_axes(4, (7, 2.1), width_ratios=[1, 1, 1, 1.7])
    for ax, image in zip(axes, (stamp[0], first[0].sum(0), second[0].sum(0)), strict=False):
        ax.imshow(image, cmap="cividis")
        ax.set_title(f"{len(image)} x {len(image)}", fontsize=10)
        ax.set_axis_off()
    axes[3].plot(light, answers[:, 0], "-", color=BLUE, linewidth=2, label="the network's")
    axes[3].plot(light, np.ones(9), "--", color=ORANGE, linewidth=2, label="the right one")
    axes[3].set_xlabel("times the light", fontsize=9)
    axes[3].set_title("answer for g1, no biases", fontsize=10)
    axes[3].legend(fontsize=8, frameon=False)
    return figure


def picture_layer_table(layer_table, kernel=3, channels=16, hidden=128):
    """What a number has seen behind each window, on a median galaxy; where the parameters and the arithmetic are."""
    from matplotlib.patches import Rectangle
    from torch import nn

    between(1, 1024, channels=channels, hidden=hidden)
    if kernel not in (1, 3, 5, 7, 9):
        raise ValueError(f"kernel must be 1, 3, 5, 7 or 9 in this picture, got {kernel}")
    sizes = (1, channels, 2 * channels)
    convs = [nn.Conv2d(before, after, kernel, padding=kernel // 2) for before, after in itertools.pairwise(sizes)]
    layers = [convs[0], nn.AvgPool2d(2), convs[1], nn.AvgPool2d(2), nn.Flatten()]
    model = nn.Sequential(*layers, nn.Linear(338 * channels, hidden), nn.Linear(hidden, 4))
    names = ("conv1", "pool1", "conv2", "pool2", "flatten", "dense1", "dense2")
    colours = dict(zip(names, (ORANGE, BLUE, GREEN, RED, GREY, SKY, "black"), strict=True))
    rows = layer_table.layer_table(model, (1, *STAMP))
    figure, (left, right) = row_of_axes(2, (7, 2.2), width_ratios=[1, 2.6])
    left.imshow(stamp_of(0.3, -0.2, 0.34, 3.0, 0.0, 0.0)[13:40, 13:40], cmap="gray")
    fields = [row["receptive_field"][0] for row in rows[:4]]
    for name, size in zip(names, fields, strict=False):
        corner = 13 - size / 2
        left.add_patch(Rectangle((corner, corner), size, size, fill=False, edgecolor=colours[name], linewidth=2))
    left.set_title(f"fields of {', '.join(map(str, fields))}", fontsize=10)
    left.set_axis_off()
    for height, key in enumerate(("macs", "parameters")):
        total, start = sum(row[key] for row in rows), 0.0
        for name, row in zip(names, rows, strict=True):
            share = 100 * row[key] / total
            right.barh(height, share, left=start, color=colours[name], height=0.6)
            if share > 8:
                words = f"{name}\n{share:.0f} %"
                right.text(start + share / 2, height, words, ha="center", va="center", fontsize=9)
            start += share
    right.set_yticks([0, 1], ["arithmetic", "parameters"])
    right.set_xlabel("per cent of the network", fontsize=9)
    return figure


def picture_diagram(diagram, purpose="another quarter, and last of the local layers"):
    """The upper left of a drawing of two layers, and the rectangle that each text takes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.patches import Rectangle

    rows = [
        {"name": "pool2", "output_shape": (32, 13, 13), "parameters": 0},
        {"name": "dense1", "output_shape": (128,), "parameters": 692352},
    ]
    drawn = diagram.architecture_diagram(
        rows,
        {
            "pool2": (purpose, ""),
            "dense1": ("the one layer that sees the whole galaxy", ""),
        },
    )
    drawn.set_dpi(200)
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    image = np.asarray(canvas.buffer_rgba())
    width = min(image.shape[1], 1900)
    figure, (axes,) = row_of_axes(1, (7, 7 * image.shape[0] / width))
    axes.imshow(image[:, :width], interpolation="antialiased")
    for text in drawn.findobj(lambda artist: hasattr(artist, "get_fontsize") and artist.get_text().strip()):
        x0, y0, x1, y1 = text.get_window_extent(canvas.get_renderer()).extents
        if x1 < width:
            corner = (x0 - 6, image.shape[0] - y1 - 6)
            axes.add_patch(Rectangle(corner, x1 - x0 + 12, y1 - y0 + 12, fill=False, edgecolor=ORANGE, linewidth=1.2))
    axes.set_axis_off()
    return figure


def picture_fisher(fisher, sigma=0.5, flux=2.0):
    """What a small change of three parameters does to a stamp; the bound and a network's floor against the noise."""
    between(0.05, 3, sigma=sigma)
    between(0.01, 1000, flux=flux)
    params = np.array([0.0, 0.0, sigma, flux, 0.0, 0.0])
    figure, axes = row_of_axes(4, (7, 2.2), width_ratios=[1, 1, 1, 1.9])
    for ax, k, name in zip(axes, (0, 1, 2), ("g1", "g2", "sigma"), strict=False):
        step = 1e-3 * np.eye(6)[k]
        change = stamp_of(*(params + step)) - stamp_of(*(params - step))
        limit = np.abs(change).max()
        ax.imshow(change[11:42, 11:42], cmap="PuOr", vmin=-limit, vmax=limit)
        ax.set_title(f"dI / d {name}", fontsize=10)
        ax.set_axis_off()
    noise = np.logspace(-5, -3, 9)
    matrices = [fisher.fisher_matrix(lambda p: stamp_of(*p), params, sd) for sd in noise]
    bound = np.array([fisher.cramer_rao_bound(matrix)[0] for matrix in matrices])
    axes[3].loglog(noise, bound, "-", color=BLUE, linewidth=2, label="bound")
    axes[3].loglog(noise, np.hypot(bound, 4e-3), "--", color=RED, linewidth=2, label="with a floor of 4e-3")
    axes[3].set_xlabel("noise sd", fontsize=9)
    axes[3].set_title("error of g1", fontsize=10)
    axes[3].set_ylim(5e-5, 0.2)
    axes[3].legend(fontsize=8, frameon=False, loc="upper left")
    return figure


def picture_loss_balance(loss_balance, shearnet, flux_unit=1.0, seed=0):
    """Shares of the four labels in the loss and in the gradient before the first step, unscaled and scaled."""
    import torch

    from fixtures.shearnet import draw_stamps

    between(1e-3, 1e3, flux_unit=flux_unit)
    images, galaxies = draw_stamps(256, np.random.default_rng(0))
    labels = galaxies.labels * [1, 1, 1, flux_unit]
    x, y = (torch.tensor(values, dtype=torch.float32) for values in (images, labels))
    scaled = (y - y.mean(0)) / y.std(0)
    torch.manual_seed(seed)
    network = shearnet.ShearNetCNN()
    bars = {
        "loss": loss_balance.loss_share(y.mean(0).expand_as(y), y),
        "gradient": loss_balance.gradient_share(network, x, y),
        "loss, scaled": loss_balance.loss_share(torch.zeros_like(scaled), scaled),
        "gradient, scaled": loss_balance.gradient_share(network, x / x.std(), scaled),
    }
    figure, (axes,) = row_of_axes(1, (7, 2.1))
    for height, shares in enumerate(bars.values()):
        start = 0.0
        for share, colour in zip(100 * shares.detach().numpy(), (BLUE, SKY, GREEN, ORANGE), strict=True):
            axes.barh(-height, share, left=start, color=colour, height=0.7)
            if share > 6:
                axes.text(start + share / 2, -height, f"{share:.0f}", ha="center", va="center", fontsize=9)
            start += share
    axes.set_yticks(-np.arange(4), list(bars))
    axes.set_xlabel("per cent", fontsize=9)
    for name, colour in zip(("g1", "g2", "sigma", "flux"), (BLUE, SKY, GREEN, ORANGE), strict=True):
        axes.bar(0, 0, color=colour, label=name)
    axes.legend(fontsize=9, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def picture_residual_report(residual_report, slope=0.9, noise=0.0256, seed=2):
    """Two estimators with one RMSE: one scatters, one answers 0.9 g."""
    between(0, 10, noise=noise)
    rng = np.random.default_rng(seed)
    truth = rng.normal(0.0, 0.256, (200, 1))
    estimates = {
        "scatters": truth + rng.normal(0.0, noise, truth.shape),
        f"answers {slope:g} g": slope * truth + rng.normal(0.0, 0.001, truth.shape),
    }
    figure, both = row_of_axes(2, (7, 2.3), sharey=True)
    for ax, (name, estimate) in zip(both, estimates.items(), strict=True):
        found = {key: values[0] for key, values in residual_report.residual_report(truth, estimate).items()}
        line = np.array([-0.8, 0.8])
        ax.plot(truth, estimate - truth, ".", color=BLUE, markersize=4)
        ax.plot(line, found["m"] * line + found["c"], color=ORANGE, linewidth=2)
        ax.set_title(f"{name}: RMSE {found['rmse']:.3f}\nm = {found['m']:.3f} ± {found['m_error']:.4f}", fontsize=9)
        ax.set_xlabel("truth", fontsize=9)
    both[0].set_ylabel("residual", fontsize=9)
    return figure


def picture_error_budget(error_budget, floor=0.0089, more=0.0089):
    """The three parts of a network's mean square error, with the same weights at other noise."""
    between(1e-4, 0.1, floor=floor, more=more)
    rng = np.random.default_rng(4)
    unit = np.exp(rng.normal(0.0, 0.4, (2000, 2)))
    unit /= np.sqrt(np.mean(unit**2))
    sizes = np.array([floor, 0.92 * more])
    best, added = sizes[:, None, None] * rng.normal(size=(2, *unit.shape))
    noise = np.logspace(-5, -2.6, 11)
    parts = {"noise": [], "approximation": [], "optimisation": []}
    for sd in noise:
        bound = 9.3 * sd * unit
        from_noise = bound * rng.choice([-1.0, 1.0], unit.shape)
        budget = error_budget.error_budget(best + added + from_noise, best + from_noise, bound)
        for part, values in parts.items():
            values.append(budget[part]["mean_square"])
    figure, (axes,) = row_of_axes(1, (7, 2.3))
    styles = ((BLUE, "-"), (ORANGE, "--"), (GREEN, ":"))
    for (part, values), (colour, style) in zip(parts.items(), styles, strict=True):
        axes.loglog(noise, values, style, color=colour, linewidth=2.5, label=part)
    axes.set_xlabel("noise sd", fontsize=9)
    axes.set_ylabel("mean square", fontsize=9)
    axes.legend(fontsize=9, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def picture_checkpoint(checkpoint):
    """The small experiments, ranked: from the network as it stands, and from the scaled one."""
    from fixtures.baseline import FILE

    small = json.loads(FILE.read_text(encoding="utf-8"))["small"]
    figure, both = row_of_axes(2, (7, 2.2))
    titles = {"from_as_it_stands": "from the network as it stands", "from_scaled": "from the scaled network"}
    for ax, (start, title) in zip(both, titles.items(), strict=True):
        table = small[start]
        names = [name for name in checkpoint.HYPOTHESES if name in table]
        ranking, _ = checkpoint.explain_low_noise_gap(lambda name, seed, table=table: table[name][seed], names)
        for height, entry in enumerate(reversed(ranking)):
            factor, error = entry["factor"], 2 * entry["log_error"]
            ends = [[factor - factor * np.exp(-error)], [factor * np.exp(error) - factor]]
            colour, marker = (GREEN, "o") if entry["supported"] else (GREY, "s")
            ax.errorbar(factor, height, xerr=ends, fmt=marker, color=colour, capsize=3)
        ax.axvline(1.0, color="black", linewidth=0.8, linestyle=":")
        ax.set_yticks(range(len(ranking)), [entry["hypothesis"] for entry in reversed(ranking)])
        ax.set_ylim(-0.6, len(ranking) - 0.4)
        ax.set_title(title, fontsize=10)
        ax.set_xlabel("factor ± 2 standard errors", fontsize=9)
    return figure


def stamp_of(*params):
    """Return ShearNet's stamp of one galaxy, (g1, g2, sigma, flux, x0, y0)."""
    from fixtures.shearnet import Galaxies, render

    return render(Galaxies(*np.reshape(params, (6, 1))))[0]


def row_of_axes(count, size, **options):
    """Return a figure of a size and its axes side by side, with small numbers along them."""
    figure, axes = row_of(count, size[1], size[0], frame=False, **options)
    for ax in axes:
        ax.tick_params(labelsize=9)
    return figure, axes
