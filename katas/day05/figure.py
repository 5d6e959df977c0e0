"""Day 5's pictures: a signal and its gradient on their way through thirty layers; a small one for each section."""

import math

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Rectangle
from torch import nn

from fixtures.drawing import between, one_thread, row_of_axes
from fixtures.galaxies import labelled_galaxies
from fixtures.stamps import stamps
from grader.study.panel import panel, tell

DEPTH, WIDTH, BATCH, SEEDS = 30, 128, 256, 5
BLUE, GREEN, ORANGE, RED, GREY = "#2a6f97", "#3b8f5a", "#d1632b", "#a4243b", "#8a8f98"
TORCH_DEFAULT = 1 / math.sqrt(3)  # nn.Linear draws uniformly within 1 / sqrt(fan_in)


def networks(xavier, kaiming):
    """Return what is compared: name, activation, standard deviation of the weights, colour, dashes."""
    return [
        ("ReLU, 1.3 times Kaiming", nn.ReLU, 1.3 * kaiming, ORANGE, "-"),
        ("ReLU, Kaiming", nn.ReLU, kaiming, BLUE, "-"),
        ("tanh, Xavier", nn.Tanh, xavier, GREEN, "-"),
        ("sigmoid, Xavier", nn.Sigmoid, xavier, RED, "-"),
        ("ReLU, torch's default", nn.ReLU, TORCH_DEFAULT / math.sqrt(WIDTH), BLUE, "--"),
    ]


def draw(initialisation, gradient_flow):
    """Measure both, with the learner's functions, in deep networks as they are before any training."""
    style = {"font.size": 9, "axes.titlesize": 10, "axes.spines.top": False, "axes.spines.right": False}
    with plt.rc_context(style):
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.6), layout="constrained")
        figure.suptitle(f"A network of {DEPTH} layers before its first training step", fontsize=13)
        with panel(left):
            draw_signal(left, initialisation)
        with panel(right):
            draw_gradient(right, gradient_flow)
        left.set_title("forward: variance of what each layer gives out")
        right.set_title("backward: norm of the gradient of each layer's weights")
        curves = left if left.lines else right
        curves.legend(loc="lower left", frameon=False, title="activation, spread of the weights", alignment="left")
    return figure


def draw_signal(axes, initialisation):
    """Draw the variance of each layer's output, for weights that are spread as the learner's functions say."""
    xavier, kaiming = initialisation.xavier_std(WIDTH, WIDTH), initialisation.kaiming_std(WIDTH)
    draw_layers(axes, networks(xavier, kaiming), lambda model, x, _: initialisation.activation_variances(model, x))
    axes.set_ylabel("variance")
    _say_direction(axes, (0.08, 0.4), "the signal")
    _say_slope(axes, 20, 2e5, "variance x 1.69 a layer", ORANGE)
    _say_slope(axes, 13, 1e-9, "variance x 1/6 a layer", BLUE, "left")


def draw_gradient(axes, gradient_flow):
    """Draw the norm of each layer's gradient, for the same spreads by their formulas."""
    spreads = 1 / math.sqrt(WIDTH), math.sqrt(2 / WIDTH)
    draw_layers(axes, networks(*spreads), gradient_flow.gradient_norms)
    axes.set_ylabel("norm")
    _say_direction(axes, (0.92, 0.6), "the gradient")
    _say_slope(axes, 20, 1e-8, "norm x 1/4 a layer", RED, "left")
    _say_slope(axes, 13, 3e-14, "equal in all layers, and next to nothing", BLUE, "left")


def draw_layers(axes, compared, measure):
    """Draw what is measured of each layer, over several networks of a kind: the range and the middle."""
    layers = np.arange(1, DEPTH + 1)
    for n, (name, activation, std, colour, dashes) in enumerate(compared):
        tell(f"deep networks: {n * SEEDS} of {len(compared) * SEEDS}")
        values = np.array([list(measure(*network(activation, std, seed)).values()) for seed in range(SEEDS)])
        axes.fill_between(layers, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.15, linewidth=0)
        middle = np.exp(np.log(values).mean(axis=0))
        axes.semilogy(layers, middle, color=colour, linestyle=dashes, linewidth=1.8, label=name)
    axes.set(xlabel="layer", xlim=(1, DEPTH), ylim=(1e-25, 1e10))
    axes.axhline(1, color=GREY, linewidth=0.8, linestyle=":")


def _say_direction(axes, ends, words):
    start, end = ends
    axes.annotate("", (end, 0.97), (start, 0.97), "axes fraction", arrowprops={"arrowstyle": "->", "color": GREY})
    axes.text((start + end) / 2, 0.975, words, color=GREY, ha="center", va="bottom", transform=axes.transAxes)


def _say_slope(axes, layer, value, words, colour, side="right"):
    axes.text(layer, value, words, color=colour, ha=side, va="center", fontsize=8.5)


def network(activation, std, seed):
    """Return a network, and inputs and targets for it."""
    generator = torch.Generator().manual_seed(seed)
    layers = []
    for _ in range(DEPTH):
        layer = nn.Linear(WIDTH, WIDTH, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(std * torch.randn(WIDTH, WIDTH, generator=generator, dtype=torch.float64))
            layer.bias.zero_()
        layers += [layer, activation()]
    x, y = (torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64) for _ in range(2))
    return nn.Sequential(*layers[:-1]), x, y


# -- the small pictures of the sections


def picture_lenet(lenet, channels=1, classes=10):
    """Where the parameters are, and where the multiplications are done."""
    between(1, 1000, channels=channels, classes=classes)
    model, places = lenet.LeNet5(channels, classes), {}
    layers = {name: layer for name, layer in model.named_children() if hasattr(layer, "weight")}
    for name, layer in layers.items():
        layer.register_forward_hook(lambda _, x, out, name=name: places.update({name: out[0, 0].numel()}))
    model(torch.zeros(1, channels, 32, 32))
    figure, axes = row_of_axes(2, frame=False, sharey=True)
    numbers = {name: layer.weight.numel() for name, layer in layers.items()}
    products = {name: number * places[name] for name, number in numbers.items()}
    for ax, values, title in zip(axes, (numbers, products), ("weights", "multiplications"), strict=True):
        bars = ax.barh(list(values), list(values.values()), color=[ORANGE] * 2 + [BLUE] * 3)
        ax.bar_label(bars, [f"{value:,}" for value in values.values()], padding=3, fontsize=9)
        ax.set(title=title, xticks=[], xlim=(0, 1.3 * max(values.values())))
    axes[0].invert_yaxis()
    return figure


def picture_alexnet(alexnet, shrink=8):
    """Which input channels each filter sees: dark where it sees one."""
    between(2, 32, shrink=shrink)
    model = alexnet.AlexNet(classes=2, shrink=shrink)
    figure, axes = row_of_axes(4, frame=False)
    for ax, name in zip(axes, ("conv2", "conv3", "conv4", "conv5"), strict=True):
        conv = model.get_submodule(name)
        channels = conv.weight.shape[1] * conv.groups
        single = torch.eye(channels)[:, :, None, None].expand(-1, -1, 11, 11)  # one channel lit in each image
        with torch.no_grad():
            seen = (conv(single) - conv(0 * single)).abs().amax(dim=(2, 3)).T > 1e-6
        ax.imshow(seen, cmap="Blues", vmin=-0.2, vmax=1.2, aspect="auto", interpolation="nearest")
        ax.set(title=name, xticks=[], yticks=[], xlabel=f"{shrink * channels} channels")
    axes[0].set_ylabel("filters")
    return figure


def picture_vgg(vgg, size=53, convs=1):
    """What five halvings leave of a stamp; the convolutions hand it on as it is."""
    between(2, 200, size=size)
    between(1, 5, convs=convs)
    image = stamps(1, np.random.default_rng(3), shape=(size, size), noise_sd=0.0, shear_sd=0.3).images[0]
    maps = torch.tensor(image / image.max(), dtype=torch.float32)[None, None]
    block = vgg.vgg_block(1, 1, convs)
    with torch.no_grad():
        for layer in block:
            if isinstance(layer, nn.Conv2d):
                layer.weight.copy_(torch.eye(3)[1][:, None] * torch.eye(3)[1])
                layer.bias.zero_()
        figure, axes = row_of_axes(6, frame=False)
        for ax in axes:
            ax.imshow(maps[0, 0], cmap="cividis", vmin=0, vmax=1)
            ax.set_title("{} x {}".format(*maps.shape[2:]), fontsize=10)
            ax.set_axis_off()
            maps = block(maps) if maps.shape[-1] > 1 else maps
    return figure


def picture_initialisation(initialisation, depth=30, width=128, seed=0):
    """The variance of each layer's output, for torch's own start and for Kaiming's."""
    between(2, 60, depth=depth)
    between(2, 512, width=width)
    x = torch.randn(256, width, generator=torch.Generator().manual_seed(1))
    torch.manual_seed(seed)
    parts = [part for _ in range(depth) for part in (nn.Linear(width, width, bias=False), nn.ReLU())]
    model, layers = nn.Sequential(*parts), np.arange(1, depth + 1)
    by_default = initialisation.activation_variances(model, x)
    initialisation.initialise(model, torch.Generator().manual_seed(seed))
    figure, (ax,) = row_of_axes(1, frame=False)
    ax.semilogy(layers, list(initialisation.activation_variances(model, x).values()), color=BLUE)
    ax.semilogy(layers, list(by_default.values()), color=ORANGE, linestyle="--")
    ax.set(xlabel="layer", ylabel="variance of its output", xlim=(1, depth), ylim=(1e-25, 1e4))
    ax.text(16 * depth / 30, 1e-3, "Kaiming: it stays", color=BLUE, va="center")
    ax.text(16 * depth / 30, 1e-9, "torch's default: 1/6 is left by each layer", color=ORANGE, va="center")
    return figure


def picture_gradient_flow(gradient_flow, gain=1.0, width=64, seed=0):
    """How much of the gradient arrives at the first layer, by depth; `gain` is that of tanh and sigmoid."""
    between(1, 512, width=width)
    figure, (ax,) = row_of_axes(1, frame=False)
    depths = [2, 5, 10, 15, 20, 25, 30]
    for activation, factor, colour, dashes, height in [
        ("relu", 2**0.5, BLUE, "-", 4e2),
        ("tanh", gain, GREEN, "--", 3e-3),
        ("sigmoid", gain, RED, "-.", 1e-9),
    ]:
        ratios = [gradient_flow.vanishing_ratio(depth, activation, factor, width, seed) for depth in depths]
        ax.semilogy(depths, ratios, color=colour, linestyle=dashes)
        ax.text(22, height, f"{activation}, gain {factor:.2g}", color=colour, va="center")
    ax.set(xlabel="layers of weights", ylabel="first over last", xlim=(2, 30), ylim=(1e-21, 1e5))
    return figure


def picture_depth_width(depth_width, budget=20_000, inputs=169, outputs=2):
    """Networks of as many parameters, drawn to scale: a bar for each hidden layer, as long as it is wide."""
    between(1, 10**8, budget=budget, inputs=inputs, outputs=outputs)
    figure, (ax,) = row_of_axes(1, frame=False)
    left = 0
    for depth in (1, 2, 4, 8, 16):
        width = depth_width.width_for_budget(depth, budget, inputs, outputs)
        for layer in range(depth):
            ax.add_patch(Rectangle((left, layer + 0.12), width, 0.76, color=BLUE))
        ax.text(left + width / 2, -0.6, f"{depth} x {width}", ha="center", va="top", fontsize=10)
        left += max(width, 12) + 25
    ax.set(xlim=(-5, left), ylim=(-3, 16.2), yticks=[], xticks=[])
    ax.spines[:].set_visible(False)
    return figure


def picture_galaxy_classifier(galaxy_classifier, epochs=6, learning_rate=0.003, seed=0):
    """Two galaxies of each class, and what a small network makes of 150 that it has not seen."""
    between(1, 50, epochs=epochs)
    names = ("disc", "bulge", "merger")
    (x, y), (unseen, truth) = (_galaxies(count, sample) for count, sample in ((300, 1), (150, 2)))
    turned = torch.cat([torch.rot90(x, k, (1, 2)) for k in range(4)])
    torch.manual_seed(seed)
    convolutions = (
        nn.Conv2d(1, 8, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
    )
    model = nn.Sequential(*convolutions, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(576, 32), nn.ReLU(), nn.Linear(32, 3))
    options = {"epochs": epochs, "learning_rate": learning_rate, "seed": seed}
    with one_thread():
        galaxy_classifier.train_classifier(model, turned, y.repeat(4), **options)
        counts = galaxy_classifier.confusion_matrix(truth, galaxy_classifier.predict(model, unseen), 3)
    figure, axes = row_of_axes(7, frame=False, width_ratios=[1] * 6 + [1.8])
    for i, ax in enumerate(axes[:6]):
        ax.imshow(x[y == i // 2][i % 2], cmap="cividis")
        ax.set_title(names[i // 2], fontsize=10)
        ax.set_axis_off()
    axes[6].imshow(counts, cmap="Blues", vmax=80)
    for (i, j), count in np.ndenumerate(counts.numpy()):
        axes[6].text(j, i, count, ha="center", va="center")
    axes[6].set_xticks(range(3), names, fontsize=8)
    axes[6].set_yticks(range(3), names, fontsize=8)
    axes[6].set_title("rows: true class", fontsize=10)
    return figure


def _galaxies(count, seed):
    """Return labelled galaxies of 24 x 24 pixels, each of norm 24."""
    drawn = labelled_galaxies(count, np.random.default_rng(seed), shape=(24, 24), half_light_radius=(2.0, 4.5))
    norm = np.sqrt(np.sum(drawn.images**2, axis=(1, 2), keepdims=True))
    return torch.from_numpy(24 * drawn.images / norm).float(), torch.from_numpy(drawn.labels)


def picture_regression_head(regression_head, middle=2.0, right=5.0):
    """Three bins of shear, as likely as 1 : middle : right: the most likely bin, and the mean shear."""
    between(0.001, 1000, middle=middle, right=right)
    logits, limit = torch.tensor([0.0, math.log(middle), math.log(right)]), 0.6
    mean, centres = regression_head.expected_shear(logits, limit).item(), [-0.4, 0.0, 0.4]
    likeliest = centres[int(logits.argmax())]
    figure, (ax,) = row_of_axes(1, frame=False)
    ax.bar(centres, logits.softmax(0).tolist(), width=0.38, color=BLUE, alpha=0.45)
    for g, words, colour, dashes in [(likeliest, "most likely bin", GREY, "--"), (mean, "mean shear", ORANGE, "-")]:
        ax.axvline(g, color=colour, linestyle=dashes, linewidth=2)
        ax.text(
            g - 0.01 if (colour == ORANGE) == (mean < likeliest) else g + 0.01,
            0.88,
            f"{words}: {g:.1f}",
            color=colour,
            ha="right" if (colour == ORANGE) == (mean < likeliest) else "left",
            va="center",
        )
    ax.set(xlabel="shear", ylabel="probability", xlim=(-0.62, 0.82), ylim=(0, 0.98), xticks=[-0.6, -0.2, 0.2, 0.6])
    return figure
