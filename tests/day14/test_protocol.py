"""day14/protocol: one test for every estimator of shear."""

import numpy as np
import pytest

from fixtures.day14.protocol import scored
from grader.checks import expect

# -- ring pairs


def shapes_of(submission, count, shear, seed, more):
    return submission.ring_pairs(count, shear, np.random.default_rng(seed), **more)


RINGS = [
    (1, (0.02, 0.0), {}),
    (5, (0.0, 0.3), {"turns": 3}),
    (4, (0.1, -0.05), {"turns": 1}),
    (3, (0.02, 0.01), {"turns": 4}),
]


@pytest.mark.parametrize("count, shear, more", RINGS)
def test_shape_of_the_rings(kata, count, shear, more):
    """The shapes are laid out by sign, turn, ring and component."""
    turns = more.get("turns", 2)
    expect(kata.probe(shapes_of, count, shear, 3, more), "shapes").has_shape((2, turns, count, 2))


@pytest.mark.parametrize("count, shear, more", RINGS)
def test_rings_under_a_shear(kata, count, shear, more):
    """All galaxies of a ring are one galaxy, turned, under the shear and under its opposite."""
    shapes = kata.probe(shapes_of, count, shear, 3, more)
    turns = more.get("turns", 2)
    expect(shapes).has_shape((2, turns, count, 2))
    expect(bool(np.all(np.hypot(shapes[..., 0], shapes[..., 1]) < 1))).holds("a shape has |e| of 1 or more: no ellipse")
    own = np.array([undone(shape, shear) for shape in shapes[0, 0]])
    expected = np.stack([turned(own, k / turns) for k in range(turns)])
    expect(shapes, "shapes, held against those that follow from the first of each ring").equals(
        sheared(expected, shear)
    )


def undone(shape, shear):
    """Return the own shape of a galaxy that shows `shape`, by matrices: no complex numbers."""
    return shape_of(np.linalg.inv(matrix(shear)) @ matrix(shape))


def sheared(own, shear):
    return np.array(
        [[[shape_of(matrix(sign * np.asarray(shear)) @ matrix(e)) for e in row] for row in own] for sign in (1, -1)]
    )


def matrix(g):
    g1, g2 = g
    return np.array([[1 + g1, g2], [g2, 1 - g1]]) / np.sqrt(1 - g1**2 - g2**2)


def shape_of(M):
    """Return the shape of the image of a circle under M: its axes are the singular values."""
    axes, (a, b), _ = np.linalg.svd(M)
    x, y = axes[:, 0]
    return (a - b) / (a + b) * np.array([x * x - y * y, 2 * x * y])


def turned(shapes, part):
    """Return the shapes of galaxies turned by `part` of 180 degrees."""
    c, s = np.cos(2 * np.pi * part), np.sin(2 * np.pi * part)
    return shapes @ np.array([[c, s], [-s, c]])


@pytest.mark.parametrize("shape_sd", [0.2, 0.05])
def test_own_shapes(kata, shape_sd):
    """The galaxies' own shapes are normal with shape_sd in both components, and differ from ring to ring."""
    more = {} if shape_sd == 0.2 else {"shape_sd": shape_sd}
    shapes = kata.probe(shapes_of, 4000, (0.0, 0.0), 7, more)
    expect(shapes).has_shape((2, 2, 4000, 2))
    expect(shapes[0, 0].std(axis=0) / shape_sd, "standard deviation of e1 and e2 over shape_sd").near(1.0, within=0.06)
    expect(shapes[0, 0].mean(axis=0) / shape_sd, "mean of e1 and e2 over shape_sd").near(0.0, within=0.08)


def test_largest_shapes(kata):
    """No own shape reaches 0.8: those that did were drawn again, each by itself, not cut."""
    shapes = kata.probe(shapes_of, 20000, (0.0, 0.0), 8, {"shape_sd": 0.5, "turns": 1})[0, 0]
    size = np.hypot(*shapes.T)
    expect(float(size.max()), "the largest |e|").at_most(0.8 - 1e-9)
    # Of normal components with 0.5, cut at 0.8, a share of 0.244 lies above 0.7 / 0.8 of the limit.
    share = (np.exp(-(0.7**2) / 0.5) - np.exp(-(0.8**2) / 0.5)) / (1 - np.exp(-(0.8**2) / 0.5))
    expect(float(np.mean(size > 0.7)), "share of |e| above 0.7").near(share, within=0.02)
    # A share of exp(-0.8^2 / 0.5) = 0.278 is drawn again. |e|^2 is 2 * 0.5^2 - 0.8^2 * 0.278 / 0.722 in the mean.
    expect(np.mean(shapes**2, axis=0), "mean squares of e1 and e2").near(0.1268, within=0.0045)
    expect(len(np.unique(size)), "different |e| among 20000").at_least(19000)


def test_the_generator_decides(kata):
    """Equal generators draw equal galaxies, others draw others."""
    one, again, other = (kata.probe(shapes_of, 3, (0.02, 0.0), seed, {}) for seed in (1, 1, 2))
    expect(one, "the shapes from an equal generator").equals(again)
    expect(bool(np.any(one != other))).holds("two different generators draw the same galaxies")


# -- the protocol: stamps that hold g1 in two rows and g2 in four, so that means are estimators with known bounds


def campaign(submission, seed, runs):
    """Run the protocol once for each of `runs`, with one file; return rows, calls, progress, and the file's rows.

    A run is {"estimators": names, "levels", "count", "commit", "dies": n}: the n-th call of an estimator raises.
    """
    import json
    import pathlib
    import tempfile

    calls, drawn, reports = [], [], []

    def draw(count, rng):
        truth = rng.uniform(-0.3, 0.3, (count, 2))
        clean = np.repeat(truth, [2, 4], axis=1)[:, :, None] * np.ones((count, 6, 3))
        bound = np.broadcast_to(np.array([6, 12]) ** -0.5, (count, 2)).copy()
        drawn.append((clean.copy(), truth.copy(), bound.copy()))
        return clean, truth, bound

    def estimator(name):
        def estimate(images, noise_sd):
            if dies == [len(calls) + 1]:
                dies.clear()
                raise RuntimeError("the power went")
            calls.append((name, float(noise_sd), np.array(images)))
            g = np.stack([images[:, :2].mean(axis=(1, 2)), images[:, 2:].mean(axis=(1, 2))], axis=1)
            error = noise_sd * np.broadcast_to(np.array([6, 12]) ** -0.5, g.shape).copy()
            ok = np.ones(len(g), bool)
            if name == "biased":
                g = g + 0.05
            if name == "wild":
                g[:: max(1, len(g) // 2)] += 1.0
            if name == "nan":
                g[1::7] = np.nan
            if name == "spoils":
                images[:] = 0.0
            return {"g": g, "error": None if name == "biased" else error, "ok": ok}

        return estimate

    results = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "rows.json"
        for run in runs:
            dies = [run["dies"]] if "dies" in run else []
            calls.clear()
            drawn.clear()
            reports.clear()
            estimators = {name: estimator(name) for name in run["estimators"]}
            report = None if run.get("silent") else lambda done, total: reports.append((int(done), int(total)))
            arguments = (run["levels"], run["count"], run.get("seed", seed), path, run["commit"], report)
            try:
                rows = submission.run_protocol(estimators, draw, *arguments)
            except RuntimeError as error:
                if str(error) != "the power went":
                    raise
                rows = None
            try:
                kept = [] if not path.exists() else json.loads(path.read_text())
            except ValueError:
                kept = None
            results.append(
                {
                    "rows": None
                    if rows is None
                    else [{k: v for k, v in row.items() if k != "seconds"} for row in rows],
                    "calls": list(calls),
                    "drawn": drawn[:1],
                    "progress": list(reports),
                    "file": None
                    if kept is None
                    else [{k: v for k, v in row.items() if k != "seconds"} for row in kept],
                }
            )
    return results


FULL = {"estimators": ["spoils", "biased", "wild", "nan"], "levels": [0.1, 0.02], "count": 14, "commit": "c0ffee"}


def expected_rows(run, seed, result):
    """Return the rows that a run should have, from the stamps that its estimators got."""
    _, truth, bound = result["drawn"][0]
    seen = {(name, sd): images for name, sd, images in result["calls"]}
    rows = []
    for sd in run["levels"]:
        for name in run["estimators"]:
            images = seen[name, sd]
            g = np.stack([images[:, :2].mean(axis=(1, 2)), images[:, 2:].mean(axis=(1, 2))], axis=1)
            if name == "biased":
                g = g + 0.05
            if name == "wild":
                g[:: max(1, len(g) // 2)] += 1.0
            if name == "nan":
                g[1::7] = np.nan
            answer = {"g": g, "error": None if name == "biased" else sd * bound, "ok": np.ones(len(g), bool)}
            head = {"estimator": name, "noise_sd": sd, "count": run["count"], "seed": seed, "commit": run["commit"]}
            rows.append(head | scored(answer, truth, sd * bound))
    return rows


def all_called(run, result):
    """Fail unless every estimator was called once at every level."""
    called = sorted((name, sd) for name, sd, _ in result["calls"])
    wanted = sorted((name, sd) for name in run["estimators"] for sd in run["levels"])
    expect(called == wanted).holds(f"the estimators and levels measured are {called}; they are to be {wanted}")


RUNS = {
    "several": FULL,
    "one galaxy": FULL | {"count": 1, "levels": [1.0]},
    "one estimator": FULL | {"estimators": ["nan"], "silent": True},
}


@pytest.mark.parametrize("name", RUNS)
def test_rows(kata, name):
    """Each row has its estimator, noise, count, seed and commit, and the scores at that noise."""
    run = RUNS[name]
    (result,) = kata.probe(campaign, 5, [run])
    all_called(run, result)
    expect(result["rows"], "the rows").equals(expected_rows(run, 5, result))


def test_same_stamps_for_all(kata):
    """At a noise every estimator gets the same stamps, whatever another one has done to its own."""
    (result,) = kata.probe(campaign, 6, [FULL])
    all_called(FULL, result)
    seen = {(name, sd): images for name, sd, images in result["calls"]}
    got = [seen[name, sd] for sd in FULL["levels"] for name in FULL["estimators"]]
    expect(got, "the stamps").equals([seen["spoils", sd] for sd in FULL["levels"] for _ in FULL["estimators"]])


def test_noise(kata):
    """Noise is white, another on every stamp, and at two levels the same but for its size."""
    run = FULL | {"estimators": ["nan"], "levels": [0.1, 0.02, 3.0], "count": 60}
    (result,) = kata.probe(campaign, 7, [run])
    all_called(run, result)
    clean = result["drawn"][0][0]
    unit = [(images - clean) / sd for _, sd, images in result["calls"]]
    expect(float(unit[0].std()), "standard deviation of the noise over noise_sd").near(1.0, within=0.1)
    expect(float(unit[0].mean()), "mean of the noise over noise_sd").near(0.0, within=0.15)
    expect(float(unit[0].mean(axis=0).std()), "noise of the mean stamp of 60, over noise_sd").near(
        60**-0.5, within=0.08
    )
    expect(float(unit[0].mean(axis=(1, 2)).std()), "sd of the mean of a stamp's 18 pixels, over noise_sd").near(
        18**-0.5, within=0.1
    )
    expect(unit, "noise over noise_sd, level by level").equals([unit[0]] * 3, rtol=1e-6)


@pytest.mark.parametrize("dies", [1, 3, 5, 8])
def test_resumes(kata, dies):
    """A run that was interrupted goes on where it stood, and ends with the rows of one that was not."""
    first, second = kata.probe(campaign, 8, [FULL | {"dies": dies}, FULL])
    (whole,) = kata.probe(campaign, 8, [FULL])
    expect(first["file"] is not None).holds("after the interruption the file is no JSON")
    finished = [(row["estimator"], row["noise_sd"]) for row in first["file"]]
    before = [(name, sd) for name, sd, _ in first["calls"]]
    expect(finished == before).holds(
        f"{len(before)} measurements were finished before the interruption, and the file knows {len(finished)}"
    )
    again = [(name, sd) for name, sd, _ in second["calls"]]
    order = [(name, sd) for sd in FULL["levels"] for name in FULL["estimators"]]
    missing = [pair for pair in order if pair not in finished]
    expect(sorted(again) == sorted(missing)).holds(f"after {dies - 1} of 8, the second run measured {len(again)}")
    expect(second["rows"], "the rows of the resumed run").equals(whole["rows"])
    expect(second["file"], "the rows in the file").equals(whole["rows"])


@pytest.mark.parametrize(
    "change",
    [{"commit": "decade"}, {"seed": 99}, {"count": 9}, {"levels": [0.2]}, {"estimators": ["good"]}],
    ids=lambda change: next(iter(change)),
)
def test_what_is_not_known(kata, change):
    """What was measured with another commit, seed, count, noise or estimator is not known, and stays in the file."""
    run = FULL | {"estimators": ["nan"], "levels": [0.1]}
    first, second = kata.probe(campaign, 9, [run, run | change])
    words = next(iter(change))
    expect(len(second["calls"])).equals(1) if len(second["calls"]) else expect(False).holds(
        f"another {words}, and the row of the old one was taken"
    )
    seed = change.get("seed", 9)
    rows = expected_rows(run | change, seed, second)
    expect(second["rows"], "the rows").equals(rows)
    expect(sorted_rows(second["file"]), "the rows in the file").equals(sorted_rows(first["rows"] + rows))


def sorted_rows(rows):
    return sorted(rows, key=lambda row: [str(row[key]) for key in ("estimator", "noise_sd", "count", "seed", "commit")])


def test_what_else_is_measured(kata):
    """The stamps do not depend on what else is measured, or is known."""
    full, part, more = kata.probe(
        campaign,
        10,
        [
            FULL,
            FULL | {"estimators": ["nan"], "levels": [0.02], "commit": "decade"},
            FULL | {"levels": [0.1, 0.5, 0.02]},
        ],
    )
    seen = {(name, sd): images for name, sd, images in full["calls"]}
    ((_, _, alone),) = part["calls"]
    expect(alone, "the stamps at a level that is measured alone").equals(seen["nan", 0.02])
    clean = full["drawn"][0][0]
    added = {name: images for name, sd, images in more["calls"]}
    expect((added["nan"] - clean) / 0.5, "the noise, over noise_sd, at a level that was added").equals(
        (seen["nan", 0.1] - clean) / 0.1, rtol=1e-6
    )
    order = [(row["estimator"], row["noise_sd"]) for row in more["rows"]]
    expect(order == [(name, sd) for sd in (0.1, 0.5, 0.02) for name in FULL["estimators"]]).holds(
        f"with a level added, the rows come in the order {order}"
    )


def test_the_seed_decides(kata):
    """Another seed has other galaxies and other noise."""
    run = FULL | {"estimators": ["nan"], "levels": [0.1]}
    one, other = (kata.probe(campaign, seed, [run])[0] for seed in (11, 12))
    expect(bool(np.all(one["drawn"][0][1] != other["drawn"][0][1]))).holds("two seeds have the same galaxies")
    noises = [result["calls"][0][2] - result["drawn"][0][0] for result in (one, other)]
    expect(bool(np.all(noises[0] != noises[1]))).holds("two seeds have the same noise")


def test_progress(kata):
    """Progress is told after each measurement: how many of all are done, those included that were known."""
    first, second = kata.probe(campaign, 13, [FULL | {"dies": 4}, FULL])
    expect(first["progress"], "(done, total) until the interruption").equals([(k, 8) for k in (1, 2, 3)])
    expect(second["progress"], "(done, total) of the resumed run").equals([(k, 8) for k in (4, 5, 6, 7, 8)])


def timed(submission):
    """Return the seconds of a slow and of a fast estimator, where drawing the galaxies takes longer than both."""
    import pathlib
    import tempfile
    import time

    naps = [0.3]  # the first drawing takes so long

    def draw(count, rng):
        time.sleep(naps.pop() if naps else 0.0)
        return np.zeros((count, 2, 2)), np.zeros((count, 2)), np.ones((count, 2))

    def fast(images, noise_sd):
        return {"g": np.zeros((len(images), 2)), "error": None, "ok": np.ones(len(images), bool)}

    def slow(images, noise_sd):
        time.sleep(0.1)
        return fast(images, noise_sd)

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "rows.json"
        rows = submission.run_protocol({"slow": slow, "fast": fast}, draw, [1.0], 2, 1, path, "c0ffee")
        again = submission.run_protocol({"slow": slow, "fast": fast}, draw, [1.0], 2, 1, path, "c0ffee")
    return {"first": [float(row["seconds"]) for row in rows], "again": [float(row["seconds"]) for row in again]}


def test_seconds(kata):
    """Seconds are those of the estimator by the clock, without the drawing, and are known from the file later."""
    found = kata.probe(timed)
    slow, fast = found["first"]
    expect(slow, "seconds of an estimator that takes 0.1").at_least(0.09)
    expect(fast, "seconds of an estimator that takes none, the galaxies being drawn in 0.3").at_most(0.2)
    expect(found["again"], "seconds of a row that was known").equals(found["first"])
