"""One test for every estimator of shear: the same galaxies, the same noise, nothing dropped unseen.

An *estimator* is a function estimate(images, noise_sd). It takes stamps, shape (N, H, W), and the noise of a pixel, and
returns a dict: "g", shape (N, 2), the shears; "error", shape (N, 2), their stated standard deviations, or None; "ok",
shape (N,), of bool, False where it has measured nothing. A ValueError names an argument that does not fit.
"""

import json
import time

import numpy as np


def ring_pairs(count, shear, rng, turns=2, shape_sd=0.2):
    """Draw galaxies for a test of m and c: each in a ring of `turns` galaxies, under +shear and under -shear.

    A galaxy's own shape is (e1, e2), both normal with `shape_sd`, drawn again until |e| < 0.8. In its ring the galaxy
    stands `turns` times, turned counter-clockwise by 180 / turns degrees from each to the next. Then `shear`,
    (g1, g2), or -shear acts on all: in complex numbers, e1 + i e2, e becomes (e + g) / (1 + conj(g) e).

    Returns
    -------
    shapes : ndarray, shape (2, turns, count, 2)
        What there is to be measured, by sign (+, -), turn, ring and component.

    >>> shapes = ring_pairs(500, (0.02, 0.0), np.random.default_rng(1))
    >>> shapes.shape, [round(float(mean), 2) for mean in shapes[..., 0].mean(axis=(1, 2))]
    ((2, 2, 500, 2), [0.02, -0.02])
    """
    e = shape_sd * (rng.normal(size=count) + 1j * rng.normal(size=count))
    while np.any(large := np.abs(e) >= 0.8):
        e[large] = shape_sd * (rng.normal(size=large.sum()) + 1j * rng.normal(size=large.sum()))
    e = e * np.exp(2j * np.pi * np.arange(turns) / turns)[:, None]  # turned by phi, a shape turns by 2 phi
    g = np.array([1, -1])[:, None, None] * complex(*shear)
    total = (e + g) / (1 + np.conj(g) * e)
    return np.stack([total.real, total.imag], axis=-1)


def score(estimate, truth, bound):
    """Say how good an estimator's answer is.

    Parameters
    ----------
    estimate : dict
        What the estimator returned.
    truth, bound : ndarray, shape (N, 2)
        The true shears, and the least standard deviation that each can have at this noise. Another shape than that of
        "g" is refused: it would be broadcast.

    Returns
    -------
    scores : dict
        "failures", how many galaxies were not measured: not ok, or a shear that is not finite, or a stated error that
        is not finite or not above 0. All else is about the others, the measured ones, both components together, and
        None if there are none: "rmse", the root mean square of g - truth; "x", rmse over the root mean square of
        their bounds; "median", the median of |g - truth| / bound over 0.6745, so that it is 1 at the bound;
        "outliers", how many galaxies are off by more than 5 bounds in g1 or in g2; "pull", the root mean square of
        (g - truth) / error, None where no errors are stated. All are plain numbers: int, float.

    >>> answer = {"g": np.array([[0.1, 0.2], [np.nan, 0.0]]), "error": None, "ok": np.array([True, True])}
    >>> scores = score(answer, np.zeros((2, 2)), np.full((2, 2), 0.1))
    >>> scores["failures"], round(scores["rmse"], 4), round(scores["x"], 4), scores["pull"]
    (1, 0.1581, 1.5811, None)
    """
    _check_score(estimate, truth, bound)
    g, error = np.asarray(estimate["g"], float), estimate["error"]
    told = np.ones(g.shape) if error is None else np.asarray(error, float)
    counts = np.asarray(estimate["ok"], bool) & np.all(np.isfinite(g) & np.isfinite(told) & (told > 0), axis=1)
    scores = {"failures": int(np.sum(~counts))}
    if not np.any(counts):
        return scores | dict.fromkeys(("rmse", "x", "median", "outliers", "pull"))
    off, least = (g - truth)[counts], bound[counts]
    return scores | {
        "rmse": _rms(off),
        "x": _rms(off) / _rms(least),
        "median": float(np.median(np.abs(off) / least)) / 0.6745,
        "outliers": int(np.sum(np.any(np.abs(off) > 5 * least, axis=1))),
        "pull": None if error is None else _rms(off / told[counts]),
    }


def run_protocol(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    """Measure every estimator at every noise, on the same stamps; what is known already is not measured again.

    Parameters
    ----------
    estimators : dict
        Name: estimator. One may write into its stamps; no other sees that.
    draw : function
        draw(count, rng) returns stamps without noise, (N, H, W); the true shears, (N, 2); and the bounds at a noise of
        1 per pixel, (N, 2). A bound is proportional to the noise.
    noise_levels : list of float
        The standard deviations. White noise is drawn once, for each pixel of each stamp, and scaled to every level.
    seed : int
        Of the galaxies and the noise. Nothing else decides on them: not what else is measured, nor what is known.
    path : pathlib.Path
        A file with a list of rows as JSON, or none yet. Each new row is added to it as soon as it is there.
    commit : str
        The state of the code.
    progress : function, optional
        progress(done, total) is called after each measurement; `done` includes what was known.

    Returns
    -------
    rows : list of dict
        Level by level, and for each level the estimators in their order: "estimator", its name; "noise_sd"; "count";
        "seed"; "commit"; "seconds", how long the estimator took, by the clock; and the scores. A row with the same
        first five is known. Rows of the file that are not asked for stay in it.

    >>> import pathlib, tempfile
    >>> def draw(count, rng):
    ...     return np.zeros((count, 3, 3)), np.zeros((count, 2)), np.full((count, 2), 1 / 3)
    >>> def mean(images, noise_sd):
    ...     g = np.stack([images.mean(axis=(1, 2))] * 2, axis=1)
    ...     return {"g": g, "error": None, "ok": np.ones(len(g), bool)}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "rows.json"
    ...     rows = run_protocol({"mean": mean}, draw, [0.1, 0.2], 100, 1, path, "a1b2c3")
    >>> [(row["noise_sd"], row["commit"], 0.5 < row["x"] < 1.5) for row in rows]
    [(0.1, 'a1b2c3', True), (0.2, 'a1b2c3', True)]
    """
    rng = np.random.default_rng(seed)
    clean, truth, bound = draw(count, rng)
    noise = rng.normal(size=clean.shape)
    kept = json.loads(path.read_text()) if path.exists() else []
    known = {_key(row): row for row in kept}
    wanted = [
        {"estimator": name, "noise_sd": float(sd), "count": count, "seed": seed, "commit": commit}
        for sd in noise_levels
        for name in estimators
    ]
    done = sum(_key(row) in known for row in wanted)
    for row in wanted:
        if _key(row) in known:
            continue
        sd = row["noise_sd"]
        images = clean + sd * noise  # anew for each: an estimator may write into them
        start = time.perf_counter()
        answer = estimators[row["estimator"]](images, sd)
        seconds = time.perf_counter() - start
        known[_key(row)] = row | {"seconds": seconds} | score(answer, truth, sd * bound)
        kept.append(known[_key(row)])
        _write_whole(path, json.dumps(kept, indent=1))
        done += 1
        if progress is not None:
            progress(done, len(wanted))
    return [known[_key(row)] for row in wanted]


def _key(row):
    return tuple(row[name] for name in ("estimator", "noise_sd", "count", "seed", "commit"))


def _write_whole(path, text):
    """Write a file that is whole whenever the run is stopped: a second file takes its place when it is finished."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(text)
    unfinished.replace(path)


def _rms(values):
    return float(np.sqrt(np.mean(values**2)))


def _check_score(estimate, truth, bound):
    shape = np.shape(estimate["g"])
    for name, values in (("truth", truth), ("bound", bound)):
        if np.shape(values) != shape:
            raise ValueError(f"{name} must have the shape of g, {shape}, not {np.shape(values)}")
