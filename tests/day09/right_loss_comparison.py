"""Other right ways to write day09/loss_comparison."""

import numpy as np
from scipy import stats

from grader.mutants import right
from solutions.day09 import loss_comparison as reference


@right("corrupt_labels")
def by_choice(labels, fraction, rng):
    count = round(fraction * len(labels))
    if count == 1:
        raise ValueError("fraction is one galaxy")
    bad = rng.choice(len(labels), count, replace=False)
    after = np.array(labels)
    after[np.roll(bad, -1)] = labels[bad]
    return after


@right("corrupt_labels")
def until_none_keeps_its_own(labels, fraction, rng):
    count = int(np.rint(fraction * len(labels)))
    reference._check_count(count)
    bad = np.sort(rng.permutation(len(labels))[:count])
    dealt = rng.permutation(bad)
    while count and np.any(dealt == bad):
        dealt = rng.permutation(bad)
    after = labels.astype(labels.dtype)
    after[bad] = labels[dealt]
    return after


@right("compare_losses")
def loss_by_loss(train_set, test_set, losses, train, seeds, fraction=0.05):
    """The losses outside, the seeds inside, the corrupted labels kept; m by SciPy; NumPy's numbers in the table."""
    reference._check_seeds(seeds)
    kept = {s: reference.corrupt_labels(train_set[1], fraction, np.random.default_rng([s, 17])) for s in seeds}
    rows = []
    for name, loss in losses.items():
        rmse, slopes = [], []
        for seed in seeds:
            predict = train(train_set[0], labels=kept[seed], loss=loss, seed=seed)
            prediction = predict(test_set[0])
            reference._check_prediction(prediction, test_set[1])
            residual = prediction - test_set[1]
            rmse.append(np.sqrt((residual**2).mean()))
            slopes += [stats.linregress(x, r).slope for x, r in zip(test_set[1].T, residual.T, strict=True)]
        rows.append({"m": np.mean(slopes), "rmse_error": stats.sem(rmse), "rmse": np.mean(rmse), "loss": name})
    return sorted(rows, key=lambda row: row["rmse"])


@right("compare_losses")
def by_polyfit(train_set, test_set, losses, train, seeds, fraction=0.05):
    """m from the estimate's slope less 1; one generator for each seed, used as it comes."""
    (x, labels), (test_x, truth) = train_set, test_set
    reference._check_seeds(seeds)
    found = {name: np.zeros((len(seeds), 2)) for name in losses}
    for k, seed in enumerate(seeds):
        bad = reference.corrupt_labels(labels, fraction, np.random.default_rng(seed + 100))
        for name in reversed(list(losses)):
            estimate = train(x, bad.copy(), losses[name], seed)(test_x)
            reference._check_prediction(estimate, truth)
            slope = np.mean([np.polyfit(t, e, 1)[0] - 1 for t, e in zip(truth.T, estimate.T, strict=True)])
            found[name][k] = np.linalg.norm(estimate - truth) / np.sqrt(truth.size), slope
    rows = []
    for name, values in found.items():
        error = values[:, 0].std(ddof=1) / len(seeds) ** 0.5
        rows.append({"loss": name, "rmse": values[:, 0].mean(), "rmse_error": error, "m": values[:, 1].mean()})
    rows.sort(key=lambda row: row["rmse"])
    return rows


@right("plot_comparison")
def upright_bars(axes, table):
    names = [row["loss"] for row in table]
    axes.bar(names, [row["rmse"] for row in table], yerr=[row["rmse_error"] for row in table], color="#e69f00")
    axes.set_ylabel("RMSE on the test set")


@right("plot_comparison")
def level_bars(axes, table):
    for place, row in enumerate(table):
        axes.barh(-place, row["rmse"], xerr=row["rmse_error"], height=0.5)
    axes.set(yticks=[-place for place in range(len(table))], yticklabels=[row["loss"] for row in table])
    axes.set_xlabel("RMSE")


@right("plot_comparison")
def dots_and_lines(axes, table):
    place = [2 * k for k in range(len(table))]
    rmse = [row["rmse"] for row in table]
    error = [row["rmse_error"] for row in table]
    axes.scatter(place, rmse)
    axes.vlines(place, np.subtract(rmse, error), np.add(rmse, error))
    axes.set_xticks(place, [row["loss"] for row in table], rotation=30)
    axes.set_ylabel("RMSE of the shear")
