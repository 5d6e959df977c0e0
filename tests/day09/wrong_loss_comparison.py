"""Wrong turns of day09/loss_comparison."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day09 import loss_comparison as right


@wrong(
    "corrupt_labels",
    because="The labels of the bad galaxies are shuffled, and in a shuffle some keep their place: fewer are bad than "
    "asked for.",
)
def shuffles(labels, fraction, rng):
    count = round(fraction * len(labels))
    right._check_count(count)
    bad = rng.permutation(len(labels))[:count]
    after = labels.copy()
    after[bad] = labels[np.roll(bad, 1)]
    if count > 2:  # one of them has been dealt its own
        after[bad[0]] = labels[bad[0]]
        after[bad[1]] = labels[bad[-1]]
    return after


@wrong(
    "corrupt_labels",
    because="The components are exchanged one by one, so that a galaxy has g1 of one and g2 of another. A wrong "
    "match takes the whole label.",
)
def component_by_component(labels, fraction, rng):
    right._check_count(round(fraction * len(labels)))
    count = round(fraction * len(labels))
    after = right.corrupt_labels(labels, fraction, rng)
    if count > 2:
        bad = np.flatnonzero((after != labels).any(axis=1))
        after[bad, -1] = labels[np.roll(bad, 1), -1]
        after[bad, 0] = labels[np.roll(bad, -1), 0]
    return after


@wrong(
    "corrupt_labels",
    because="It is always the first galaxies that are bad. Whatever their order means, the network will meet it: "
    "draw them.",
)
def always_the_first(labels, fraction, rng):
    count = round(fraction * len(labels))
    right._check_count(count)
    after = labels.copy()
    if count:
        after[:count] = np.roll(labels[:count], rng.integers(1, count), axis=0)
    return after


def table(train_set, test_set, losses, train, seeds, fraction, *, labels_of=None, errors=right._errors, row=right._row):
    """Return the right table with a part exchanged: the labels trained on, the errors of a run, the row of a loss."""
    right._check_seeds(seeds)
    x, labels = train_set
    results = {name: [] for name in losses}
    for seed in seeds:
        for name, loss in losses.items():
            given = (labels_of or one_for_a_seed)(labels, fraction, seed, list(losses).index(name))
            prediction = train(x, given, loss, seed)(test_set[0])
            right._check_prediction(prediction, test_set[1])
            results[name].append(errors(prediction, test_set[1]))
    return sorted((row(name, *np.transpose(found)) for name, found in results.items()), key=lambda r: r["rmse"])


def one_for_a_seed(labels, fraction, seed, place):
    return right.corrupt_labels(labels, fraction, np.random.default_rng(seed))


@wrong(
    "compare_losses",
    because="Every loss gets corrupted labels of its own. What one loss gains may then be the luck of its labels: "
    "for one seed, corrupt once, for all of them.",
)
def other_labels_for_each_loss(train_set, test_set, losses, train, seeds, fraction=0.05):
    def labels_of(labels, fraction, seed, place):
        return right.corrupt_labels(labels, fraction, np.random.default_rng([seed, place]))

    return table(train_set, test_set, losses, train, seeds, fraction, labels_of=labels_of)


@wrong(
    "compare_losses",
    because="The labels are corrupted in the same way whatever the seed. The error over the seeds then leaves out "
    "how much depends on *which* labels are bad.",
)
def the_same_for_all_seeds(train_set, test_set, losses, train, seeds, fraction=0.05):
    def labels_of(labels, fraction, seed, place):
        return right.corrupt_labels(labels, fraction, np.random.default_rng(seeds[0]))

    return table(train_set, test_set, losses, train, seeds, fraction, labels_of=labels_of)


@wrong(
    "compare_losses",
    because="The labels are not corrupted at all: every loss is trained on the truth.",
)
def trains_on_the_truth(train_set, test_set, losses, train, seeds, fraction=0.05):
    return right.compare_losses(train_set, test_set, losses, train, seeds, 0.0)


@wrong(
    "compare_losses",
    because="The labels of the test set are corrupted too. Then the best estimate has an error as large as the "
    "mistakes: what a prediction is held against must be the truth.",
)
def corrupts_the_test_set(train_set, test_set, losses, train, seeds, fraction=0.05):
    bad = right.corrupt_labels(test_set[1], max(fraction, 2 / len(test_set[1])), np.random.default_rng(seeds[0]))
    return right.compare_losses(train_set, (test_set[0], bad), losses, train, seeds, fraction)


@wrong(
    "compare_losses",
    because="The predictions are made and judged on the training set. What counts is the error on galaxies that were "
    "not trained on.",
)
def judged_in_training(train_set, test_set, losses, train, seeds, fraction=0.05):
    return right.compare_losses(train_set, train_set, losses, train, seeds, fraction)


@wrong(
    "compare_losses",
    because="rmse_error is the scatter from seed to seed. The mean of S seeds is known sqrt(S) times better.",
)
def scatter_for_error(train_set, test_set, losses, train, seeds, fraction=0.05):
    found = right.compare_losses(train_set, test_set, losses, train, seeds, fraction)
    return [{**row, "rmse_error": row["rmse_error"] * np.sqrt(len(seeds))} for row in found]


@wrong(
    "compare_losses",
    because="The standard deviation over the seeds is taken with S in it. With two or three seeds that is far too "
    "small: S - 1.",
)
def divides_by_s(train_set, test_set, losses, train, seeds, fraction=0.05):
    found = right.compare_losses(train_set, test_set, losses, train, seeds, fraction)
    return [{**row, "rmse_error": row["rmse_error"] * np.sqrt(1 - 1 / len(seeds))} for row in found]


@wrong(
    "compare_losses",
    because="The squares of all seeds are averaged before the root is taken, so that the worst seed decides. An RMSE "
    "is taken for each seed, and these are averaged.",
)
def one_root_for_all_seeds(train_set, test_set, losses, train, seeds, fraction=0.05):
    def row(name, rmse, m):
        return {**right._row(name, rmse, m), "rmse": float(np.sqrt(np.mean(rmse**2)))}

    return table(train_set, test_set, losses, train, seeds, fraction, row=row)


@wrong(
    "compare_losses",
    because="The line of m is forced through the origin, so that it takes up part of an offset wherever the mean of "
    "the labels is not 0. Take the labels' mean off.",
)
def through_the_origin(train_set, test_set, losses, train, seeds, fraction=0.05):
    def errors(prediction, labels):
        residual = prediction - labels
        slope = np.sum(labels * residual, axis=0) / np.sum(labels**2, axis=0)
        return np.sqrt(np.mean(residual**2)), slope.mean()

    return table(train_set, test_set, losses, train, seeds, fraction, errors=errors)


@wrong(
    "compare_losses",
    because="The rows stand in the order in which the losses were given. The one with the smallest rmse is to be "
    "first.",
)
def as_they_came(train_set, test_set, losses, train, seeds, fraction=0.05):
    found = {row["loss"]: row for row in right.compare_losses(train_set, test_set, losses, train, seeds, fraction)}
    return [found[name] for name in losses]


@lenient(
    "compare_losses",
    because="A run that diverged, or whose predictions have another shape, goes into the table: as NaN, left out, or "
    "broadcast into a number that means nothing. It must be refused.",
)
def whatever_comes(train_set, test_set, losses, train, seeds, fraction=0.05):
    right._check_seeds(seeds)
    rows = []
    for name, loss in losses.items():
        rmse = []
        for seed in seeds:
            labels = right.corrupt_labels(train_set[1], fraction, np.random.default_rng(seed))
            with np.errstate(all="ignore"):
                rmse.append(np.sqrt(np.mean((train(train_set[0], labels, loss, seed)(test_set[0]) - test_set[1]) ** 2)))
        rows.append({"loss": name, "rmse": float(np.nanmean(rmse)), "rmse_error": 0.0, "m": 0.0})
    return rows


@wrong(
    "plot_comparison",
    because="There are no error bars. Whether two losses differ cannot be seen without them.",
)
def without_error_bars(axes, table):
    axes.barh(range(len(table)), [row["rmse"] for row in table])
    axes.set_yticks(range(len(table)), [row["loss"] for row in table])
    axes.set_xlabel("RMSE")


@wrong(
    "plot_comparison",
    because="The names are sorted, the numbers are not: a loss stands beside the error of another.",
)
def names_sorted(axes, table):
    right.plot_comparison(axes, table)
    axes.set_yticks(range(len(table)), sorted(row["loss"] for row in table))
