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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError
