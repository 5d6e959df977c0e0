"""Day 1's picture: what a small network learns of the shapes of galaxies."""

import functools

import numpy as np

from fixtures.drawing import between, row_of_axes
from fixtures.stamps import stamps
from grader.study.panel import panel

BLUE, ORANGE, GREY = "#2a6f97", "#d1632b", "#8a8f98"
TRAINING, HELD_OUT = 500, 250
STEPS = (1, 3, 10, 30, 100, 300, 800)  # after which the loss on galaxies that were held out is measured


def draw(gradient_descent):
    """Train the learner's network on galaxy stamps and show stamps, losses and held-out predictions."""
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(1)
    galaxies = stamps(
        TRAINING + HELD_OUT,
        rng,
        shape=(13, 13),
        half_light_radius=(2.0, 2.6),
        max_offset=0.2,
        noise_sd=5e-4,
    )
    images, y, truth = galaxies.images[TRAINING:], galaxies.shear[:TRAINING], galaxies.shear[TRAINING:]
    trained = functools.cache(lambda: _trained(gradient_descent, galaxies))

    style = {"font.size": 9, "axes.titlesize": 10, "axes.spines.top": False, "axes.spines.right": False}
    with plt.rc_context(style):
        figure = plt.figure(figsize=(10, 5.7), layout="constrained")
        figure.suptitle("Sixteen hidden units learn the shear of a galaxy from its pixels", fontsize=13)
        above, below = figure.subfigures(2, 1, height_ratios=[1, 2.05])
        left, middle, right = below.subplots(1, 3)
        with panel(above):
            _show_stamps(above, images, truth, trained()[0])
        with panel(left):
            _show_losses(left, y, *trained()[1:])
        with panel(middle):
            _show_predictions(middle, truth[:, 0], trained()[0][:, 0], "$g_1$", BLUE)
        with panel(right):
            _show_predictions(right, truth[:, 1], trained()[0][:, 1], "$g_2$", ORANGE)
        left.set_title("The loss of every step")
        middle.set_title("$g_1$ of stamps never seen")
        right.set_title("$g_2$ of stamps never seen")
    return figure


def _trained(gradient_descent, galaxies):
    """Return the predictions for the held-out stamps, the loss of every step, and the losses on the held-out stamps."""
    mean, sd = galaxies.images[:TRAINING].mean(axis=0), galaxies.images[:TRAINING].std()
    x, y = ((galaxies.images - mean) / sd).reshape(len(galaxies), -1), galaxies.shear
    held_out = []
    for steps in STEPS:  # the same seed each time, so that each training goes on where a shorter one ended
        seed = np.random.default_rng(2)
        params, losses = gradient_descent.train_mlp(x[:TRAINING], y[:TRAINING], 16, steps, 0.2, seed)
        hidden = np.tanh(x[TRAINING:] @ params["weight1"].T + params["bias1"])
        prediction = hidden @ params["weight2"].T + params["bias2"]
        held_out.append(np.mean((prediction - y[TRAINING:]) ** 2))
    return prediction, losses, held_out


def _show_stamps(figure, images, truth, prediction):
    """Show the roundest stamp and seven strongly sheared ones, ordered by position angle."""
    size, angle = np.hypot(*truth.T), np.degrees(0.5 * np.arctan2(truth[:, 1], truth[:, 0])) % 180
    wanted = [None, *np.arange(0, 180, 180 / 7)]
    chosen = []
    for direction in wanted:
        away = 0 if direction is None else np.abs((angle - direction + 90) % 180 - 90) / 90
        score = size if direction is None else away + 2 * np.abs(size - 0.38)
        score = np.where(np.isin(np.arange(len(size)), chosen), np.inf, score)
        chosen.append(int(np.argmin(score)))
    figure.suptitle(
        "held-out stamps, with the true shear as an ellipse (white, solid) and the predicted one (orange, dashed)",
        fontsize=9,
        color=GREY,
    )
    for axes, i in zip(figure.subplots(1, len(chosen)), chosen, strict=True):
        axes.imshow(images[i], origin="lower", cmap="magma", vmin=0)
        _ellipse(axes, truth[i], images[i].shape, color="white", linewidth=1.4)
        _ellipse(axes, prediction[i], images[i].shape, color="#ffb26b", linewidth=1.4, linestyle="--")
        axes.set_title(f"$g_1$ = {truth[i, 0]:+.2f}\n$g_2$ = {truth[i, 1]:+.2f}", fontsize=9)
        axes.set_axis_off()


def _ellipse(axes, shear, shape, radius=3.2, **style):
    """Draw a circle after the shear S = [[1 + g1, g2], [g2, 1 - g1]] / sqrt(1 - |g|^2)."""
    g1, g2 = shear
    turn = np.linspace(0, 2 * np.pi, 100)
    circle = radius * np.stack([np.cos(turn), np.sin(turn)])
    x, y = np.array([[1 + g1, g2], [g2, 1 - g1]]) @ circle / np.sqrt(1 - g1**2 - g2**2)
    axes.plot(x + (shape[1] - 1) / 2, y + (shape[0] - 1) / 2, **style)


def _show_losses(axes, y, losses, held_out):
    step, mean_alone = 1 + np.arange(len(losses)), np.var(y, axis=0).mean()
    axes.loglog(step, losses, color=BLUE, linewidth=2)
    axes.axhline(mean_alone, color=GREY, linewidth=1, linestyle=":")
    axes.text(len(losses), 1.08 * mean_alone, "always answering the mean", color=GREY, ha="right", va="bottom")
    axes.loglog(STEPS, held_out, "o--", color=ORANGE, linewidth=1, markersize=4)
    words = f"held-out stamps; at the end\nRMS error {np.sqrt(held_out[-1]):.3f} per component"
    axes.text(1.2, 0.93 * held_out[-1], words, color=ORANGE, va="top")
    axes.set(
        xlabel="step of gradient descent",
        ylabel="mean squared error",
        ylim=(0.35 * min(losses[-1], held_out[-1]), None),
        box_aspect=1,
    )


def _show_predictions(axes, truth, prediction, name, color):
    axes.axline((0, 0), slope=1, color=GREY, linewidth=1)
    axes.plot(truth, prediction, ".", color=color, markersize=5, alpha=0.6, markeredgewidth=0)
    slope = np.polyfit(truth, prediction, 1)[0]
    left = np.mean((prediction - truth) ** 2) / np.var(truth)
    axes.text(
        0.05, 0.95, f"slope {slope:.2f}\nunexplained {100 * left:.1f} % of variance",
        transform=axes.transAxes, va="top", color=color,
    )  # fmt: skip
    ticks = [-0.5, 0.0, 0.5]
    limit = 1.05 * max(np.abs(truth).max(), np.abs(prediction).max())
    axes.set(
        xlabel=f"true {name}", ylabel=f"predicted {name}",
        xlim=(-limit, limit), ylim=(-limit, limit), xticks=ticks, yticks=ticks, aspect="equal",
    )  # fmt: skip


def picture_galaxy_image(galaxy_image, g1=0.3, g2=0.3, sigma=3.0):
    """A galaxy without shear, with each component of shear, and what a small g1 and g2 change."""
    base = ((21, 21), 1.0, sigma)
    round_one = galaxy_image.gaussian_galaxy(*base)
    sheared = [galaxy_image.gaussian_galaxy(*base, *g) for g in ((g1, 0.0), (0.0, g2))]
    change = [galaxy_image.gaussian_galaxy(*base, *g) - round_one for g in ((0.01, 0.0), (0.0, 0.01))]
    titles = ["round", f"$g_1$ = {g1:g}", f"$g_2$ = {g2:g}", "change by $g_1$", "change by $g_2$"]
    return _row([round_one, *sheared, *change], titles, origin="lower")


def picture_convolution_matrix(convolution_matrix, kernel=3, height=6, width=6):
    """The matrix of a square kernel and an image."""
    between(1, 9, kernel=kernel)
    between(1, 15, height=height, width=width)
    size, kernel = kernel, np.arange(1.0, kernel**2 + 1).reshape(kernel, kernel)
    matrix = convolution_matrix.convolution_matrix(kernel, (height, width))
    figure, (left, right) = row_of_axes(2, 2.6, width_ratios=[1, 4.5])
    for axes, values, title in ((left, kernel, "kernel"), (right, matrix, "M: a row for each output pixel")):
        axes.imshow(np.where(values == 0, np.nan, values), cmap="cividis", vmin=0, vmax=size**2)
        axes.set_title(title, fontsize=10)
    left.set_axis_off()
    right.set(xlabel="pixel of the image, row by row", xticks=range(0, width * height, width))
    right.set_yticks(range(0, len(matrix), width - size + 1))
    right.grid(color=GREY, linewidth=0.6, alpha=0.6)
    return figure


def picture_dense(dense, galaxy_image, g1=0.2, sigma=2.5):
    """The first gradient of a dense layer is made of galaxies: the pattern of g1."""
    shear = np.linspace(-g1, g1, 9)
    images = np.array([galaxy_image.gaussian_galaxy((15, 15), 1.0, sigma, g) for g in shear])
    error = dense.dense_forward(images.reshape(9, 225), np.zeros((1, 225)), np.zeros(1)) - shear[:, np.newaxis]
    _, gradient, _ = dense.dense_backward(error / 9, images.reshape(9, 225), np.zeros((1, 225)))
    titles = [f"$g_1$ = {-g1:g}", "$g_1$ = 0", f"$g_1$ = {g1:g}", "- gradient of\nthe weights"]
    return _row([*images[::4], -gradient.reshape(15, 15)], titles, origin="lower")


def picture_activations(activations):
    """Sigmoid and ReLU with their slopes."""
    x = np.linspace(-6.0, 6.0, 241)
    figure, axes = row_of_axes(2, 2.2, frame=False)
    for ax, name, y, slope in (
        (axes[0], "sigmoid", activations.sigmoid(x), activations.sigmoid_backward(np.ones(241), x)),
        (axes[1], "ReLU", activations.relu(x), activations.relu_backward(np.ones(241), x)),
    ):
        ax.plot(x, y, color=BLUE, linewidth=2, label=name)
        ax.plot(x, slope, color=ORANGE, linewidth=2, linestyle="--", label="its slope")
        ax.legend(frameon=False, fontsize=10, loc="upper left")
        ax.set(xlabel="x", ylim=(-0.1, 1.6))
    return figure


def picture_perceptron(perceptron, first=1, last=2):
    """The line after two of the epochs of the example done by hand."""
    x, y = np.array([[5.0, 3.0], [2.0, 4.0], [6.0, 4.0], [3.0, 6.0]]), np.array([1, -1, 1, -1])
    between(1, 1000, first=first, last=last)
    figure, axes = row_of_axes(2, 2.6, frame=False)
    for epoch, ax in zip((first, last), axes, strict=True):
        weight, bias, mistakes = perceptron.fit_perceptron(x, y, epoch)
        grid = np.stack(np.meshgrid(np.linspace(0, 8, 161), np.linspace(0, 8, 161)), axis=-1)
        sides = perceptron.predict(grid.reshape(-1, 2), weight, bias).reshape(161, 161)
        ax.contourf(grid[..., 0], grid[..., 1], sides, levels=[-2, 0, 2], colors=[ORANGE, BLUE], alpha=0.25)
        for label, marker, colour in ((1, "o", BLUE), (-1, "^", ORANGE)):
            ax.plot(*x[y == label].T, marker, color=colour, markersize=8)
        ax.set(title=f"after epoch {epoch}: {mistakes} mistakes", xlabel="$Q_{xx}$", ylabel="$Q_{yy}$", box_aspect=1)
        ax.title.set_fontsize(10)
    return figure


def picture_backprop(backprop, hidden=16, batch=64, seed=0):
    """How much of the error reaches the first layer, for stamps of growing scale."""
    between(1, 1000, hidden=hidden, batch=batch)
    rng = np.random.default_rng(seed)
    sizes = {"weight1": (hidden, 81), "bias1": (hidden,), "weight2": (2, hidden), "bias2": (2,)}
    params = {name: rng.normal(size=size) / 9 for name, size in sizes.items()}
    x, y = rng.normal(size=(batch, 81)), rng.normal(size=(batch, 2))
    scales = np.geomspace(0.1, 300, 25)
    figure, (ax,) = row_of_axes(1, 2.3, frame=False)
    for name, colour, style in (("bias1", BLUE, "-"), ("bias2", ORANGE, "--")):
        norms = [np.linalg.norm(backprop.mlp_gradients(params, s * x, y)[1][name]) for s in scales]
        ax.loglog(scales, norms, style, color=colour, linewidth=2, label=f"gradient of {name}")
    ax.set(xlabel="the pixels are multiplied by", ylabel="length")
    ax.legend(frameon=False, fontsize=10, loc="lower left")
    return figure


def picture_gradient_check(gradient_check, x=1.0):
    """The error of central differences of exp at x, over the step."""
    between(-10, 10, x=x)
    steps = np.geomspace(1e-13, 1, 53)
    true = np.exp(x)
    errors = [abs(gradient_check.numerical_gradient(np.exp, np.array(x), step).item() - true) for step in steps]
    figure, (ax,) = row_of_axes(1, 2.5, frame=False)
    ax.loglog(steps, errors, "o-", color=BLUE, markersize=3, linewidth=1)
    ax.loglog(steps[24:], true * steps[24:] ** 2 / 6, color=ORANGE, linestyle="--", label="$h^2 f''' / 6$")
    ax.loglog(
        steps[:32], 2.2e-16 * true / steps[:32], color=GREY, linestyle=":", linewidth=2, label=r"$\epsilon |f| / h$"
    )
    ax.set(xlabel="step h", ylabel="error", ylim=(1e-13, max(10, 2 * max(errors))))
    ax.legend(frameon=False, fontsize=10)
    return figure


def picture_gradient_descent(gradient_descent, hidden=8, steps=100, learning_rate=0.4):
    """The loss for four learning rates: slow, right, nearly too long, and diverging."""
    between(1, 1000, hidden=hidden, steps=steps)
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(200, 6)) * [3.0, 1.0, 1.0, 1.0, 1.0, 1.0], rng.normal(size=(200, 1))
    y = x @ np.array([[0.2], [0.3], [-0.3], [0.2], [0.0], [0.1]]) + 0.05 * y
    figure, (ax,) = row_of_axes(1, 2.5, frame=False)
    for rate, colour, style in (
        (0.01, GREY, ":"),
        (0.1, BLUE, "-"),
        (0.2, ORANGE, "--"),
        (learning_rate, "black", "-."),
    ):
        _, losses = gradient_descent.train_mlp(x, y, hidden, steps, rate, np.random.default_rng(1))
        ax.semilogy(losses, style, color=colour, linewidth=2, label=f"learning rate {rate}")
    ax.set(xlabel="step", ylabel="loss", ylim=(1e-3, 30))
    ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def _row(images, titles, origin):
    """Show images side by side, each on its own scale; those with negative pixels around grey."""
    figure, axes = row_of_axes(len(images), 1.9, frame=False)
    for ax, image, title in zip(axes, images, titles, strict=True):
        limit = np.abs(image).max()
        style = {"cmap": "cividis", "vmin": 0} if image.min() >= 0 else {"cmap": "PuOr", "vmin": -limit}
        ax.imshow(image, origin=origin, vmax=limit, **style)
        ax.set_title(title, fontsize=10)
        ax.set_axis_off()
    return figure
