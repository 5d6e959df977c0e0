"""Losses compared fairly: the same galaxies, the same mistakes among the labels, the same seeds, a clean test.

Labels are shears, arrays of shape (N, C).
"""

import numpy as np


def corrupt_labels(labels, fraction, rng):
    """Return a copy of the labels in which some galaxies have the label of another, as after a wrong match.

    `fraction` of the N galaxies, as the nearest whole number, are drawn evenly; their labels (whole rows) are exchanged
    among them so that none keeps its own. A number of 0 changes nothing; 1 is refused by the name of fraction. `rng` is
    a numpy.random.Generator.

    >>> corrupt_labels(np.array([[1.0, 2.0], [3.0, 4.0]]), 1.0, np.random.default_rng(0)).tolist()
    [[3.0, 4.0], [1.0, 2.0]]
    """
    count = round(fraction * len(labels))
    _check_count(count)
    bad = rng.permutation(len(labels))[:count]
    corrupted = labels.copy()
    corrupted[bad] = labels[np.roll(bad, 1)]
    return corrupted


def compare_losses(train_set, test_set, losses, train, seeds, fraction=0.05):
    """Train with every loss on labels of which some are wrong; report the errors on clean ones.

    Parameters
    ----------
    train_set, test_set : (x, labels)
        Arrays. Only the labels to train on are corrupted, by `fraction`.
    losses : dict
        {name: loss}; a loss is handed on to `train` as it is.
    train : callable
        train(x, labels, loss, seed) returns a function predict(x). Predictions that are not finite, or have another
        shape than the labels, are refused by the name of train.
    seeds : sequence of int
        Two at least, all different. For one seed all losses meet the same corrupted labels; another seed, others.

    Returns
    -------
    table : list of dict
        A row for each loss, the smallest "rmse" first: "loss", its name; "rmse", the root mean square of
        prediction - label over all galaxies and components of the test set, averaged over the seeds; "rmse_error", the
        standard error of that average (with S - 1); "m", the slope of (prediction - label) against the label by
        least squares with an offset, for each component, averaged over components and seeds.

    >>> x = labels = np.array([[-0.2], [0.0], [0.2]])
    >>> offset = lambda x, labels, loss, seed: lambda x: x + 0.01 * seed
    >>> compare_losses((x, labels), (x, labels), {"MSE": None}, offset, [1, 3])[0]["rmse"].__round__(6)
    0.02
    """
    _check_seeds(seeds)
    x, labels = train_set
    results = {name: [] for name in losses}
    for seed in seeds:
        corrupted = corrupt_labels(labels, fraction, np.random.default_rng(seed))
        for name, loss in losses.items():
            predict = train(x, corrupted, loss, seed)
            results[name].append(_errors(predict(test_set[0]), test_set[1]))
    rows = [_row(name, *np.transpose(found)) for name, found in results.items()]
    return sorted(rows, key=lambda row: row["rmse"])


def _errors(prediction, labels):
    """Return the RMSE, and the slope m averaged over the components."""
    _check_prediction(prediction, labels)
    residual = prediction - labels
    centred = labels - labels.mean(axis=0)
    slope = np.sum(centred * residual, axis=0) / np.sum(centred**2, axis=0)
    return np.sqrt(np.mean(residual**2)), slope.mean()


def _row(name, rmse, m):
    return {
        "loss": name,
        "rmse": float(rmse.mean()),
        "rmse_error": float(rmse.std(ddof=1) / np.sqrt(len(rmse))),
        "m": float(m.mean()),
    }


def plot_comparison(axes, table):
    """Draw the table of `compare_losses` into matplotlib axes.

    Along one axis each loss has a tick with its name, in the order of the table. At that tick a bar from 0 ends at its
    rmse, or a marker stands there, with an error bar of rmse_error to both sides. The other axis is labelled, and its
    label contains "RMSE". Horizontal or vertical, colours and all else are open. Nothing is returned.

    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_subplot()
    >>> plot_comparison(axes, [{"loss": "MSE", "rmse": 0.02, "rmse_error": 0.001, "m": -0.05}])
    >>> "RMSE" in axes.get_xlabel() + axes.get_ylabel()
    True
    """
    place = np.arange(len(table))
    rmse, error = ([row[key] for row in table] for key in ("rmse", "rmse_error"))
    axes.errorbar(rmse, place, xerr=error, fmt="o", color="#0072b2", capsize=4)
    axes.set_yticks(place, [row["loss"] for row in table])
    axes.set_ylim(len(table) - 0.5, -0.5)  # the best on top
    axes.set_xlabel("RMSE of g on clean labels")


def _check_count(count):
    if count == 1:
        raise ValueError("fraction leaves one galaxy, which has nobody to exchange its label with")


def _check_seeds(seeds):
    if len(seeds) < 2 or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be two at least, all different, got {list(seeds)}")


def _check_prediction(prediction, labels):
    if np.shape(prediction) != np.shape(labels) or not np.all(np.isfinite(prediction)):
        raise ValueError(f"train must lead to finite predictions of shape {np.shape(labels)}")
