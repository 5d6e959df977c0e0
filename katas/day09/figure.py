"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half
import matplotlib.pyplot as plt
import numpy as np

# -- imports of the second half


# -- the day's figure


# -- the small pictures: first half

SHADES = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#777777", "#000000")


def panels(count, size, **more):
    """Return a figure and its axes side by side, without the frame above and on the right."""
    figure, axes = plt.subplots(1, count, figsize=size, layout="constrained", squeeze=False, **more)
    for ax in axes[0]:
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=9)
    return figure, axes[0]


def picture_regression_losses(regression_losses):
    """Five losses of one residual, their slopes, and the best constant when one value of 20 moves away."""
    losses = {
        "mse": regression_losses.mse,
        "mae": regression_losses.mae,
        "Huber, 1": regression_losses.huber,
        "log-cosh": regression_losses.log_cosh,
        "quantile, 0.84": lambda p, t: regression_losses.quantile(p, t, 0.84),
    }
    residuals = np.linspace(-3, 3, 61)
    zero = np.zeros(1)
    values = np.random.default_rng(1).normal(size=19)
    places = np.linspace(0, 20, 21)
    figure, axes = panels(3, (6.4, 1.95))
    for colour, (name, loss) in zip(SHADES, losses.items(), strict=False):
        curve = [loss(np.array([r]), zero) for r in residuals]
        axes[0].plot(residuals, [value for value, _ in curve], color=colour, label=name)
        axes[1].plot(residuals, [gradient[0] for _, gradient in curve], color=colour)
        best = [regression_losses.best_constant(loss, np.append(values, place)) for place in places]
        axes[2].plot(places, best, color=colour)
    axes[0].set_ylim(0, 3)
    axes[1].set_ylim(-2.5, 2.5)
    for ax, title, label in zip(
        axes, ("loss", "slope", "best constant"), ("residual", "residual", "where value 20 lies"), strict=True
    ):
        ax.set_title(title, fontsize=10)
        ax.set_xlabel(label, fontsize=9)
    figure.legend(loc="outside lower center", ncols=5, fontsize=8, frameon=False, handlelength=1.2, columnspacing=1.0)
    return figure


def picture_gaussian_nll(gaussian_nll):
    """The loss against the predicted sd for three residuals, and the pull on the mean for three values of beta."""
    import torch

    sd = torch.logspace(-4, 0, 200, dtype=torch.float64)
    figure, (left, right) = panels(2, (7, 2.3))
    for colour, residual in zip(SHADES, (0.1, 0.01, 0.001), strict=False):
        off = torch.full((1, 1), residual, dtype=torch.float64)
        loss = [gaussian_nll.gaussian_nll(0 * off, 2 * s.log().reshape(1, 1), off).item() for s in sd]
        left.plot(sd, loss, color=colour, label=f"off by {residual:g}")
        left.plot(sd[int(np.argmin(loss))], min(loss), "o", color=colour)
    left.set_ylim(-8, 6)
    left.set_title("loss of one number", fontsize=10)
    for colour, beta in zip(SHADES, (0.0, 0.5, 1.0), strict=False):
        mean = torch.zeros(1, len(sd), dtype=torch.float64, requires_grad=True)
        one_sd_off = sd.reshape(1, -1)
        gaussian_nll.beta_nll(mean, 2 * one_sd_off.log(), one_sd_off, beta).backward()
        right.loglog(sd, -mean.grad[0] * len(sd), color=colour, label=f"beta = {beta:g}")
    right.set_title("pull on a mean that is one sd off", fontsize=10)
    for ax in (left, right):
        ax.set_xscale("log")
        ax.set_xlabel("predicted sd", fontsize=9)
        ax.legend(fontsize=8, frameon=False)
    return figure


def picture_label_scaling(label_scaling):
    """ShearNet's four labels as they are and scaled, and the weights that do the same to the loss."""
    from fixtures.shearnet import LABELS, draw_galaxies

    labels = draw_galaxies(4000, np.random.default_rng(0)).labels
    scale = label_scaling.Standardiser(shears=[(0, 1)]).fit(labels)
    figure, axes = panels(3, (7, 2.2), width_ratios=[1.2, 1.2, 1])
    for ax, values, title in zip(axes, (labels, scale.transform(labels)), ("as they are", "scaled"), strict=False):
        ax.violinplot(values, showextrema=False)
        ax.set_xticks(range(1, 5), LABELS)
        ax.set_title(f"labels, {title}", fontsize=10)
    weights = label_scaling.loss_weights(scale.sd)
    axes[2].bar(LABELS, weights, color=SHADES[1])
    for place, weight in enumerate(weights):
        axes[2].text(place, weight, f"{weight:.2f}", ha="center", va="bottom", fontsize=9)
    axes[2].set_ylim(0, 1.6)
    axes[2].set_title("weights in the loss", fontsize=10)
    return figure


WAYS = {
    "as they are": ("raw", "mean"),
    "scaled": ("scaled", "mean"),
    "learnt sigmas": ("raw", "learnt"),
    "profile_loss": ("raw", "profile"),
    "g alone": ("raw", "shear"),
    "g alone, profile": ("raw", "profile of the shear"),
}
STEPS, SEEDS = 800, (0, 1, 2)


def picture_multi_task(multi_task):
    """The loss against a task's variance; the shear errors of a small network by how its loss is put together."""
    import torch

    figure, (left, middle, right) = panels(3, (6.6, 2.2), width_ratios=[1, 1.4, 1])
    variances = torch.logspace(-4, 2, 200, dtype=torch.float64)
    for colour, loss in zip(SHADES, (0.001, 0.05, 1.4), strict=False):
        one = torch.tensor([loss], dtype=torch.float64)
        curve = [multi_task.uncertainty_weighted_loss(one, v.log().reshape(1)).item() for v in variances]
        left.semilogx(variances, curve, color=colour)
        left.plot(loss, multi_task.profile_loss(one).item(), "o", color=colour, label=f"L = {loss:g}")
    left.set_ylim(-4, 10)
    left.set_xlabel("sigma$^2$", fontsize=9)
    left.set_title("one task", fontsize=10)
    left.legend(fontsize=8, frameon=False, loc="upper right", handletextpad=0.1)
    errors = shear_errors(multi_task)
    for place, runs in enumerate(errors.values()):
        g = np.sqrt(np.mean(runs[:, :2] ** 2, axis=1))
        middle.plot(g, np.full(len(g), place), "o", color=SHADES[place])
        right.plot(g, runs[:, 3], "o", color=SHADES[place])
    middle.set_yticks(range(len(errors)), list(errors), fontsize=9)
    middle.invert_yaxis()
    middle.set_xlim(0, None)
    middle.set_title("RMSE of g, 3 seeds", fontsize=10)
    pairs = np.concatenate([np.stack([np.sqrt(np.mean(r[:, :2] ** 2, axis=1)), r[:, 3]], 1) for r in errors.values()])
    front = pairs[multi_task.pareto_front(pairs)]
    front = front[np.argsort(front[:, 0])]
    right.plot(*front.T, "-", color="black", linewidth=1)
    right.set_yscale("log")
    right.set_xlabel("RMSE of g", fontsize=9)
    right.set_ylabel("of flux", fontsize=9)
    right.set_title("the front", fontsize=10)
    return figure


def shear_errors(multi_task):
    """Return {way: (runs, 4)}: the RMSE of g1, g2, sigma and flux of a small network, on galaxies it has not seen."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # layers this small only wait for a second one
    try:
        (x, y), (unseen, truth) = moments_and_labels(4000, 1), moments_and_labels(1000, 2)
        centre, spread = x.mean(0), x.std(0)
        x, unseen = (x - centre) / spread, (unseen - centre) / spread
        return {
            name: np.array([trained(multi_task, x, y, unseen, truth, *way, seed) for seed in SEEDS])
            for name, way in WAYS.items()
        }
    finally:
        torch.set_num_threads(threads)


def moments_and_labels(count, seed):
    """Return six moments in a window of 4 pixels, as ratios to the light but for its logarithm, and the labels."""
    import torch

    from fixtures.shearnet import draw_galaxies, render

    galaxies = draw_galaxies(count, np.random.default_rng(seed))
    galaxies = galaxies[np.hypot(galaxies.g1, galaxies.g2) < 0.9]
    y, x = np.mgrid[:53, :53] - 26.0
    window = np.exp(-(x**2 + y**2) / (2 * 4.0**2))
    basis = np.stack([window * m for m in (np.ones_like(x), x, y, x**2, x * y, y**2)])
    sums = render(galaxies).reshape(len(galaxies), -1) @ basis.reshape(6, -1).T
    moments = np.column_stack([np.log(sums[:, 0]), sums[:, 1:] / sums[:, :1]])
    return torch.tensor(moments, dtype=torch.float32), torch.tensor(galaxies.labels, dtype=torch.float32)


def trained(multi_task, x, y, unseen, truth, units, way, seed):
    """Train a network of 64 and 64 hidden units, and return the RMSE of each label in the labels' own units."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(6, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 4))
    log_variances = torch.zeros(4, requires_grad=True)
    mean, sd = (y.mean(0), y.std(0)) if units == "scaled" else (torch.zeros(4), torch.ones(4))
    optimiser = torch.optim.Adam([{"params": network.parameters()}, {"params": [log_variances], "lr": 1e-2}], 3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    batches = torch.Generator().manual_seed(seed)
    for _ in range(STEPS):
        chosen = torch.randint(len(x), (256,), generator=batches)
        losses = torch.mean((network(x[chosen]) - (y[chosen] - mean) / sd) ** 2, dim=0)
        if way == "learnt":
            loss = multi_task.uncertainty_weighted_loss(losses, log_variances)
        elif way.startswith("profile"):
            loss = multi_task.profile_loss(losses[: 4 if way == "profile" else 2])
        else:
            loss = losses[: 2 if way == "shear" else 4].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        return torch.sqrt(torch.mean((network(unseen) * sd + mean - truth) ** 2, dim=0)).numpy()


# -- the small pictures: second half
