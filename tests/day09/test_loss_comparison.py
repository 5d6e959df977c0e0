"""day09/loss_comparison: losses compared fairly.

`train` is made by the tests: from planted tables, and as a straight line that is really fitted.
"""

import math

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal

OTHERS = (
    {"c": {0: [0.2, 0.2], 1: [0.1, 0.25], 2: [0.0, 0.4]}, "a": {0: [0.1, 0.5], 1: [0.0, 0.6], 2: [0.0, 0.4]}}
    | {"b": {0: [0.3, 0.05], 1: [0.3, 0.1], 2: [0.2, 0.1]}},
    [0, 1, 2],
    np.linspace(-0.4, 0.9, 24).reshape(12, 2) ** 3,
    np.random.default_rng(5).normal(size=(200, 2)),
)
FIVE = [
    {"loss": name, "rmse": 0.01 + 0.003 * k, "rmse_error": 0.0003 + 0.0002 * (k * k % 5), "m": 0.001 * k}
    for k, name in enumerate(["d", "a", "e", "b", "c"])
]


@each_case("corrupt_labels")
def test_exchanges_without_a_choice(kata, case):
    """Where only one exchange is possible, it is made; where there is none, nothing changes."""
    expect(kata.probe(corrupted, *case.args, 1), f"corrupt_labels, {case.name}").equals(case.expected)


def corrupted(submission, labels, fraction, seed):
    return submission.corrupt_labels(labels, fraction, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("count", "fraction", "bad"),
    [(40, 0.05, 2), (60, 0.11, 7), (9, 1.0, 9), (30, 0.12, 4), (7, 0.51, 4), (50, 0.065, 3), (9, 0.0, 0)],
)
def test_exchanges(kata, rng, count, fraction, bad):
    """So many galaxies have the whole label of another, every label is still there, and the rest is as it was."""
    labels = rng.normal(size=(count, 2))
    kata.probe(ever_fewer, int(rng.integers(2**31)))  # not judged: tells a shuffle from a number that is rounded down
    for _ in range(4):
        found = kata.probe(exchanged, labels, fraction, int(rng.integers(2**31)))
        words = f"{fraction} of {count} galaxies"
        expect(found["torn"], f"galaxies with a label that was nobody's, {words}").equals(0)
        expect(found["bad"], f"galaxies with another label than their own, {words}").equals(bad)
        expect(found["lost"], f"labels that are nobody's any more, {words}").equals(0)
        expect(found["copy"]).holds("the labels themselves were written to, where a copy is asked for")


def ever_fewer(submission, seed):
    """Return whether, of forty galaxies, fewer than the twenty that are asked for are ever bad."""
    labels = np.arange(80.0).reshape(40, 2)
    after = [np.asarray(corrupted(submission, labels.copy(), 0.5, seed + k)) for k in range(30)]
    return {"fewer": any(int((new != labels).any(axis=1).sum()) < 20 for new in after)}


def exchanged(submission, labels, fraction, seed):
    before = labels.copy()
    after = np.asarray(corrupted(submission, labels, fraction, seed))
    owner = [np.flatnonzero((before == row).all(axis=1)) for row in after]
    known = [int(found[0]) for found in owner if len(found)]
    return {
        "torn": len(after) - len(known),
        "bad": int(np.sum((after != before).any(axis=1))),
        "lost": len(set(range(len(before))) - set(known)),
        # Not judged: numbers that no galaxy had tell an exchange of components from one that makes its labels up.
        "invented": int(sum(np.sum(~np.isin(new, old)) for new, old in zip(after.T, before.T, strict=True))),
        "copy": bool(np.array_equal(before, labels)) and not np.shares_memory(after, labels),
    }


def test_every_galaxy_may_be_bad(kata, rng):
    """The bad galaxies are drawn evenly, by the generator."""
    kata.probe(ever_fewer, int(rng.integers(2**31)))  # not judged, as above
    found = kata.probe(shares_of_bad, rng.normal(size=(10, 2)), int(rng.integers(2**31)))
    expect(found["shares"], "how often each of ten galaxies is bad, with a fraction of 0.3").equals(np.full(10, 0.3))
    expect(found["repeatable"]).holds("the same seed corrupts others: something else than rng is used")


def shares_of_bad(submission, labels, seed):
    rng = np.random.default_rng(seed)
    bad = [(np.asarray(submission.corrupt_labels(labels, 0.3, rng)) != labels).any(axis=1) for _ in range(4000)]
    twice = [corrupted(submission, labels, 0.3, seed) for _ in range(2)]
    return {"shares": np.round(np.mean(bad, axis=0), 1), "repeatable": bool(np.array_equal(*twice))}


@each_case("compare_losses")
def test_table(kata, case):
    """The table holds what the predictors do on clean labels, the best loss first."""
    kata.probe(rows, *OTHERS)  # not judged: two seeds, or two losses, can look the same for two slips, these do not
    found = kata.probe(rows, *case.args)
    expect(isinstance(found, list)).holds(f"compare_losses returned a {type(found).__name__}, not a list")
    names = [row.get("loss") for row in found if isinstance(row, dict)]
    wanted = [row["loss"] for row in case.expected]
    expect(sorted(map(str, names)) == sorted(wanted)).holds(f"the table has the losses {names}, not {sorted(wanted)}")
    rows_by_name = {row["loss"]: row for row in found}
    expect(rows_by_name, f"{case.name}, the table").equals({row["loss"]: row for row in case.expected})
    expect(names == wanted).holds(f"{case.name}: the rows are not in the order of their rmse, the smallest first")


def sets(truth, pattern):
    """Return a training set of other galaxies than the test set's, and the test set; x is 2 truth + 1."""
    training = 0.3 * pattern[60:160] ** 3
    return (2 * training + 1, training), (2 * truth + 1, truth)


def planted(spec, pattern, calls=None):
    """Return the `train` whose predictor has the planted errors; a loss is a function that says its name."""

    def train(x, labels, loss, seed):
        name = loss(None, None)
        if calls is not None:
            calls.append((name, int(seed), np.array(x), np.array(labels)))
        m, size = spec[name][int(seed)]
        return lambda x: (1 + m) * (np.asarray(x) - 1) / 2 + size * pattern[: len(x)]

    return train


def named(spec):
    return {name: (lambda prediction, target, name=name: name) for name in spec}


def rows(submission, spec, seeds, truth, pattern):
    training, test = sets(truth, pattern)
    return submission.compare_losses(training, test, named(spec), planted(spec, pattern), seeds)


def test_the_same_for_all_losses(kata, rng):
    """Every loss is trained once with every seed; of one seed all meet the same corrupted labels."""
    spec = {name: {seed: [0.0, 0.1] for seed in (4, 0, 9)} for name in ("MSE", "Huber", "MAE")}
    truth, pattern = rng.normal(size=(20, 2)), rng.normal(size=(200, 2))
    kata.probe(ever_fewer, int(rng.integers(2**31)))  # not judged, as above
    for fraction, bad in ((None, 5), (0.2, 20), (0.0, 0)):
        found = kata.probe(what_was_trained, spec, [4, 0, 9], truth, pattern, fraction)
        words = "with the default fraction" if fraction is None else f"with the fraction {fraction}"
        expect(found["runs"], "losses and seeds that were trained").equals(
            sorted([name, seed] for name in spec for seed in (0, 4, 9))
        )
        expect(found["x"]).holds("train did not get the x of the training set")
        expect(found["bad"], f"bad labels among 100 in each training, {words}").equals([bad] * 9)
        expect(found["other labels"], "trainings with other labels than another loss had for the same seed").equals(0)
        if bad:
            expect(found["different"], "different sets of labels that three seeds made").equals(3)
        expect(found["unchanged"]).holds("the labels of the training set or of the test set were written to")


def what_was_trained(submission, spec, seeds, truth, pattern, fraction):
    training, test = sets(truth, pattern)
    kept, calls, more = [a.copy() for a in (*training, *test)], [], {} if fraction is None else {"fraction": fraction}
    submission.compare_losses(training, test, named(spec), planted(spec, pattern, calls), seeds, **more)
    first = {}
    for _, seed, _, labels in calls:
        first.setdefault(seed, labels)
    return {
        "runs": sorted([name, seed] for name, seed, _, _ in calls),
        "x": all(np.array_equal(x, kept[0]) for _, _, x, _ in calls),
        "bad": [int((labels != kept[1]).any(axis=1).sum()) for *_, labels in calls],
        "other labels": sum(not np.array_equal(labels, first[seed]) for _, seed, _, labels in calls),
        "different": len({labels.tobytes() for labels in first.values()}),
        "unchanged": all(np.array_equal(a, b) for a, b in zip(kept, (*training, *test), strict=True)),
    }


def test_a_line_really_fitted(kata, rng):
    """Least squares loses the fraction of bad labels as m; least absolute deviations loses next to nothing."""
    kata.probe(rows, *OTHERS)  # not judged: with two losses, two orders can be one
    for fraction in (0.05, 0.2):
        found = kata.probe(lines_fitted, fraction, int(rng.integers(2**31)))
        expect(found["MSE"], f"m of least squares, {fraction} of the labels bad").near(-fraction, within=0.03)
        expect(found["MAE"], f"m of least absolute deviations, {fraction} of the labels bad").near(0.0, within=0.03)
        expect(found["first"] == "MAE").holds("least absolute deviations is not the first in the table")


def lines_fitted(submission, fraction, seed):
    """Fit straight lines by iteratively reweighted least squares; return m, to 0.001, by loss."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0, 0.3, (3000, 2))
    labels, power = 0.5 * x + 0.01 * rng.normal(size=x.shape), {"MSE": 0.0, "MAE": 1.0}

    def train(x, labels, loss, seed):
        design = np.stack([x, np.ones_like(x)])
        weight = np.ones_like(x)
        for _ in range(20):
            moments = np.einsum("anc,bnc,nc->cab", design, design, weight)
            line = np.linalg.solve(moments, np.einsum("anc,nc,nc->ca", design, labels, weight)[..., None])[..., 0]
            weight = np.maximum(np.abs(labels - line[:, 0] * x - line[:, 1]), 1e-3) ** -loss
        return lambda x: line[:, 0] * x + line[:, 1]

    halves = (x[:2000], labels[:2000]), (x[2000:], labels[2000:])
    found = submission.compare_losses(*halves, power, train, [0, 1, 2], fraction=fraction)
    return {**{row["loss"]: float(np.round(row["m"], 3)) for row in found}, "first": found[0]["loss"]}


@each_case("plot_comparison")
def test_plot(kata, case):
    """At the tick with a loss's name stands its rmse, with its error bar; the other axis says what is drawn."""
    kata.probe(what_is_drawn, FIVE)  # not judged: with one loss or two, two slips can be one
    found = kata.probe(what_is_drawn, *case.args)
    for name, rmse, error in case.expected:
        expect(name in found["marks"]).holds(f'no tick is named "{name}"')
        value, bar, middle, bars = found["marks"][name]
        expect(value is not None).holds(f'nothing is drawn at the tick "{name}"')
        expect(value, f'what is drawn at the tick "{name}"').equals(rmse)
        expect(bar is not None).holds(f'there is no error bar at the tick "{name}"')
        expect(bar, f'half the length of the error bar at the tick "{name}"').equals(error, rtol=1e-6)
        expect(middle, f'the middle of the error bar at the tick "{name}"').equals(rmse, rtol=1e-6)
        expect(bars, f'different error bars at the tick "{name}"').equals(1)
    expect(not found["out of view"]).holds(f"{', '.join(found['out of view'])}: outside the limits of the axis")
    order = sorted(found["places"], key=found["places"].get)
    names = [name for name, _, _ in case.expected]
    expect(order in (names, names[::-1])).holds(f"the losses stand in the order {order}, not in that of the table")
    expect(found["label"]).holds('the label of the axis of the values does not contain "RMSE"')
    expect(found["axes"], "axes of the figure").equals(1)


def what_is_drawn(submission, table):
    """Return what is drawn at each tick.

    That is the value nearest to the loss's rmse, half the error bar that is nearest to its own, where that has its
    middle, and how many different error bars there are.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection, PathCollection
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    submission.plot_comparison(axes, table)
    figure.canvas.draw()
    names = [row["loss"] for row in table]
    ticks = []
    for axis in (axes.xaxis, axes.yaxis):
        texts = [tick.get_text() for tick in axis.get_ticklabels()]
        ticks.append(dict(zip(texts, map(float, axis.get_ticklocs()), strict=False)))
    along = int(sum(name in ticks[1] for name in names) > sum(name in ticks[0] for name in names))  # 1: names on y
    places = {name: place for name, place in ticks[along].items() if name in names}
    points, bars = [], []
    for artist in axes.get_children():
        if isinstance(artist, LineCollection):
            bars += [np.asarray(segment) for segment in artist.get_segments() if len(segment) == 2]
        elif isinstance(artist, PathCollection):
            points += [np.asarray(point) for point in artist.get_offsets()]
        elif hasattr(artist, "get_xydata"):
            points += [np.asarray(point) for point in artist.get_xydata()]
        elif isinstance(artist, Rectangle) and artist is not axes.patch:
            x, y, width, height = artist.get_x(), artist.get_y(), artist.get_width(), artist.get_height()
            points.append(np.array([x + width, y + height / 2] if along else [x + width / 2, y + height]))
    marks = {}
    for row in table:
        place = places.get(row["loss"])
        if place is None:
            continue
        values = [float(p[1 - along]) for p in points if abs(p[along] - place) < 0.3]
        ends = [sorted(b[:, 1 - along].tolist()) for b in bars if np.all(np.abs(b[:, along] - place) < 0.3)]
        spans = {((high - low) / 2, (high + low) / 2) for low, high in ends if low != 0}  # one from 0 is a stem
        value = min(values, key=lambda v: abs(v - row["rmse"]), default=None)
        half, middle = min(spans, key=lambda h: abs(h[0] - row["rmse_error"]), default=(None, None))
        rounded = {(float(f"{h:.4g}"), float(f"{m:.4g}")) for h, m in spans}
        marks[row["loss"]] = value, half, middle, len(rounded)
    label = (axes.yaxis, axes.xaxis)[along].get_label_text()
    low, high = sorted((axes.get_xlim(), axes.get_ylim())[along])
    hidden = [name for name, place in places.items() if not low <= place <= high]
    found = {"marks": marks, "places": places, "label": "RMSE" in label, "axes": len(figure.axes)}
    return {**found, "out of view": hidden}


@refusal("corrupt_labels")
def test_nobody_to_exchange_with(kata):
    """A fraction that is one galaxy is refused: it would keep its own label."""
    for count, fraction in ((20, 0.05), (3, 0.4), (1, 1.0)):
        kata.refuses(corrupted, np.arange(2.0 * count).reshape(count, 2), fraction, 0, naming="fraction")


def simple(value=0.1):
    return {"MSE": {0: [0.0, 0.1], 1: [0.0, 0.2]}, "MAE": {0: [0.0, 0.1], 1: [0.0, value]}}


@refusal("compare_losses")
@pytest.mark.parametrize("seeds", [[0, 1, 0], [1], [1, 1]])
def test_seeds(kata, rng, seeds):
    """One seed says nothing about chance, and the same again is the same experiment: refused by name."""
    kata.refuses(rows, simple(), seeds, rng.normal(size=(9, 2)), rng.normal(size=(200, 2)), naming="seeds")


@refusal("compare_losses")
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_training_that_diverged(kata, rng, value):
    """Predictions that are not finite are refused, naming train."""
    kata.refuses(rows, simple(value), [0, 1], rng.normal(size=(9, 2)), rng.normal(size=(200, 2)), naming="train")


@refusal("compare_losses")
@pytest.mark.parametrize("columns", [1, 0])
def test_predictions_of_another_shape(kata, rng, columns):
    """Predictions that would be broadcast against the labels are refused, naming train."""
    kata.refuses(narrow, rng.normal(size=(9, 2)), rng.normal(size=(200, 2)), columns, naming="train")


def narrow(submission, truth, pattern, columns):
    training, test = sets(truth, pattern)

    def train(x, labels, loss, seed):
        return lambda x: x[:, :1] if columns else x[:1]

    return submission.compare_losses(training, test, named(simple()), train, [0, 1])
