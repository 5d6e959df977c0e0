"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half

# -- imports of the second half
import numpy as np

from fixtures.features import draw_sums, fit, window_layer
from fixtures.shearnet import draw_galaxies, render

BLUE, ORANGE, GREEN, RED, GREY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#777777"


# -- the day's figure
DELTA = 0.05  # of the Huber loss: where it turns from a square to a straight line


def losses():
    """Return the losses that are compared, by name."""
    from torch.nn import functional as F

    return {
        "MSE": F.mse_loss,
        "MAE": F.l1_loss,
        "Huber": lambda prediction, target: F.huber_loss(prediction, target, delta=DELTA),
    }


def galaxies(training=12_000, test=3_000):
    """Return the two sets of a comparison: window sums and shears, the test set without needles, |g| < 0.9."""
    sums, drawn = draw_sums(training, np.random.default_rng(1))
    test_sums, hidden = draw_sums(test, np.random.default_rng(2))
    kept = np.hypot(hidden.g1, hidden.g2) < 0.9
    return (sums, drawn.labels[:, :2]), (test_sums[kept], hidden.labels[kept, :2])


def draw(loss_comparison):
    """Return X9, the losses compared by the learner's own functions, without and with bad labels, and what m is."""
    from matplotlib.figure import Figure

    training, test = galaxies()
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    left, right, panel = figure.subplots(1, 3, width_ratios=(3, 3, 4))
    for axes, fraction in ((left, 0.0), (right, 0.05)):
        table = loss_comparison.compare_losses(training, test, losses(), fit, (0, 1), fraction=fraction)
        loss_comparison.plot_comparison(axes, table)
        axes.set_title("5 % of the labels are another galaxy's" if fraction else "all labels right", fontsize=9)
    widest = max(limit for axes in (left, right) for limit in axes.get_xlim())
    for axes in (left, right):
        if "RMSE" in axes.get_xlabel():  # a learner may have drawn upright
            axes.set_xlim(0, widest)
    labels = loss_comparison.corrupt_labels(training[1], 0.05, np.random.default_rng(0))
    bins = np.linspace(-0.6, 0.6, 13)
    for (name, loss), colour in zip(losses().items(), (RED, BLUE, GREEN), strict=True):
        residual = fit(training[0], labels, loss, 0)(test[0]) - test[1]
        place = np.digitize(test[1].ravel(), bins)
        mean = [residual.ravel()[place == k].mean() for k in range(1, len(bins))]
        panel.plot((bins[1:] + bins[:-1]) / 2, mean, "o-", ms=3, lw=1, color=colour, label=name)
    panel.plot(bins, -0.05 * bins, "--", color=GREY, lw=1, label="-0.05 g")
    panel.set(xlabel="true shear component", ylabel="mean residual", title="trained with 5 % bad labels")
    panel.title.set_fontsize(9)
    panel.legend(fontsize=8)
    return figure


# -- the small pictures: first half


# -- the small pictures: second half
def picture_curriculum(curriculum):
    """Two ramps of the noise, two paces, and which galaxies are in the pool."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    noise, pace, pool = figure.subplots(1, 3)
    steps = np.arange(0, 1501, 10)
    for start, end, colour in ((1e-2, 1e-4, BLUE), (1e-5, 1e-3, ORANGE)):
        noise.semilogy(steps, [curriculum.noise_at(step, 750, start, end) for step in steps], color=colour)
    noise.set_title("noise_at: sd", fontsize=8)
    for power, colour in ((1, ORANGE), (2, BLUE), (4, GREEN)):
        pace.plot(
            steps, [curriculum.pacing(step, 1000, 0.1, power) for step in steps], color=colour, label=f"power {power}"
        )
    pace.set_title("pacing: fraction", fontsize=8)
    pace.legend(fontsize=6)
    drawn = draw_galaxies(200, np.random.default_rng(3))
    hardness = curriculum.difficulty(render(drawn), 1e-3)
    for fraction, colour, size in ((1.0, "#cccccc", 4), (0.6, ORANGE, 4), (0.2, BLUE, 4)):
        shown = curriculum.easiest(hardness, fraction)
        pool.scatter(drawn.sigma[shown], drawn.flux[shown], s=size, color=colour)
    pool.set(xlabel="size (arcsec)", ylabel="flux")
    pool.xaxis.label.set_fontsize(7)
    pool.yaxis.label.set_fontsize(7)
    pool.set_title("easiest 20 %, 60 %, all", fontsize=8)
    for axes in (noise, pace):
        axes.set_xlabel("step", fontsize=7)
    for axes in (noise, pace, pool):
        axes.tick_params(labelsize=6)
    return figure


def picture_feature_noise(feature_noise):
    """Noise through the pixels and noise made of L z: the same cloud."""
    from matplotlib.figure import Figure

    layer, rng = window_layer((3.0,), (21, 21)), np.random.default_rng(5)
    noises = {
        f"{layer.shape[1]} pixels, then B": rng.standard_normal((500, layer.shape[1])) @ layer.T,
        "6 numbers, L z": feature_noise.noise_in_features(layer, 1.0, 500, rng),
        "6 numbers, as if independent": rng.standard_normal((500, 6)) * np.sqrt(np.sum(layer**2, axis=1)),
    }
    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    for axes, (name, noise), colour in zip(
        figure.subplots(1, 3, sharex=True, sharey=True), noises.items(), (GREY, BLUE, RED), strict=True
    ):
        axes.scatter(noise[:, 0], noise[:, 3], s=1, color=colour)
        axes.set_title(name, fontsize=8)
        axes.set_xlabel("noise of sum W I", fontsize=7)
        axes.tick_params(labelsize=6)
    figure.axes[0].set_ylabel("noise of sum W I x^2", fontsize=7)
    return figure


def picture_imbalance(imbalance):
    """The focal loss against the score, and what a probability becomes at another rate."""
    import torch
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 1.8), layout="constrained")
    focal, prior = figure.subplots(1, 2)
    scores, one = torch.linspace(-4, 5, 60, dtype=torch.float64), torch.ones(1)
    for gamma, colour in ((0.0, GREY), (1.0, ORANGE), (2.0, BLUE), (5.0, GREEN)):
        loss = [imbalance.focal_loss(score[None], one, gamma).item() for score in scores]
        focal.semilogy(scores, loss, color=colour, label=f"gamma {gamma:.0f}")
    focal.set_xlabel("logit of an example of class 1", fontsize=7)
    focal.set_title("focal loss", fontsize=8)
    focal.set_ylim(1e-6, 10)
    focal.legend(fontsize=6)
    p = np.linspace(0, 1, 101)
    for rate, colour in ((0.5, GREY), (0.1, ORANGE), (0.01, BLUE), (0.001, GREEN)):
        true = np.array([1 - rate, rate])
        restored = imbalance.restore_prior(np.stack([1 - p, p], axis=1), np.array([0.5, 0.5]), true)
        prior.plot(p, restored[:, 1], color=colour, label=f"rate {rate}")
    prior.set_xlabel("probability after balanced training", fontsize=7)
    prior.set_title("restore_prior", fontsize=8)
    prior.legend(fontsize=6)
    for axes in (focal, prior):
        axes.tick_params(labelsize=6)
    return figure


def picture_loss_comparison(loss_comparison):
    """A straight line through labels of which a fifth are another's: the means tilt, the medians do not."""
    from matplotlib.figure import Figure

    rng = np.random.default_rng(4)
    x = rng.normal(0.0, 0.26, (250, 1))
    labels = loss_comparison.corrupt_labels(x + 0.02 * rng.normal(size=x.shape), 0.2, rng)
    figure = Figure(figsize=(6.2, 1.9), layout="constrained")
    axes, curve = figure.subplots(1, 2)
    axes.scatter(x, labels, s=2, color="#aaaaaa")
    slopes, ends = np.linspace(0.5, 1.2, 200), np.array([-0.7, 0.7])
    for name, loss, colour in (("MSE", np.square, RED), ("MAE", np.abs, BLUE)):
        mean = np.array([loss(labels - slope * x).mean() for slope in slopes])
        best = slopes[mean.argmin()]
        axes.plot(ends, best * ends, color=colour, lw=1, label=f"{name}: slope {best:.2f}")
        curve.plot(slopes, mean / mean.min(), color=colour)
        curve.axvline(best, color=colour, lw=0.7, ls=":")
    axes.set_xlabel("true shear", fontsize=7)
    axes.set_ylabel("label", fontsize=7)
    axes.legend(fontsize=6)
    curve.set_xlabel("slope", fontsize=7)
    curve.set_title("loss over its least", fontsize=8)
    for panel in (axes, curve):
        panel.tick_params(labelsize=6)
    return figure
