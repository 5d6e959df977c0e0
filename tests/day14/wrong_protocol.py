"""Wrong turns of day14/protocol."""

import json
import time

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day14 import protocol as right

# -- ring_pairs


def rings(count, shear, rng, turns, shape_sd, angle=2.0, act=None):
    e = shape_sd * (rng.normal(size=count) + 1j * rng.normal(size=count))
    while np.any(large := np.abs(e) >= 0.8):
        e[large] = shape_sd * (rng.normal(size=large.sum()) + 1j * rng.normal(size=large.sum()))
    e = e * np.exp(1j * angle * np.pi * np.arange(turns) / turns)[:, None]
    g = np.array([1, -1])[:, None, None] * complex(*shear)
    total = (act or (lambda e, g: (e + g) / (1 + np.conj(g) * e)))(e, g)
    return np.stack([total.real, total.imag], axis=-1)


@wrong(
    "ring_pairs",
    because="The shape is multiplied by exp(i phi), as a vector turns. A galaxy that is turned by half a turn is "
    "itself again, so a shape turns by 2 phi: two galaxies of a ring of two must have opposite shapes.",
)
def turns_as_a_vector(count, shear, rng, turns=2, shape_sd=0.2):
    return rings(count, shear, rng, turns, shape_sd, angle=1.0)


@wrong(
    "ring_pairs",
    because="Shape and shear are added. That holds for small ones alone: two shears one after the other are a product "
    "of matrices, which gives (e + g) / (1 + conj(g) e).",
)
def adds_shears(count, shear, rng, turns=2, shape_sd=0.2):
    return rings(count, shear, rng, turns, shape_sd, act=lambda e, g: e + g)


# -- score


def scores(estimate, truth, bound, **changes):
    return {**right.score(estimate, truth, bound), **changes}


def parts(estimate, truth, bound):
    """Return what counts, and g, error (or None), all in float64."""
    g = np.asarray(estimate["g"], float)
    error = None if estimate["error"] is None else np.asarray(estimate["error"], float)
    told = np.ones(g.shape) if error is None else error
    counts = np.asarray(estimate["ok"], bool) & np.all(np.isfinite(g) & np.isfinite(told) & (told > 0), axis=1)
    return counts, g, error


def if_measured(change):
    """Return a wrong turn that changes the scores only where there is anything measured."""

    def turned(estimate, truth, bound):
        report = right.score(estimate, truth, bound)
        if report["rmse"] is None:
            return report
        counts, g, error = parts(estimate, truth, bound)
        return {**report, **change(counts, g, error, truth, bound, report)}

    return turned


@wrong(
    "score",
    because="A shear that is NaN is dropped and counted nowhere: failures knows only what the estimator calls not ok. "
    "What fails in silence is the worst failure. Count it.",
)
def believes_ok(estimate, truth, bound):
    return scores(estimate, truth, bound, failures=int(np.sum(~np.asarray(estimate["ok"], bool))))


@wrong(
    "score",
    because="The outliers are taken out before the RMSE and nobody sees it. Three of them in a thousand may be the "
    "whole RMSE: that is what the number is to say. The median is there for the others.",
)
@if_measured
def trims_outliers(counts, g, error, truth, bound, report):
    kept = counts & np.all(np.abs(np.where(counts[:, None], g - truth, 0)) <= 5 * bound, axis=1)
    if not np.any(kept):
        return {}
    rmse = right._rms((g - truth)[kept])
    pull = None if error is None else right._rms(((g - truth) / error)[kept])
    return {"rmse": rmse, "x": rmse / right._rms(bound[kept]), "pull": pull}


@wrong(
    "score",
    because="The bound is averaged over all galaxies, the RMSE over the measured ones. An estimator that says no to "
    "the hard ones then comes out better than the bound. Take both over the same galaxies.",
)
@if_measured
def bound_of_all(counts, g, error, truth, bound, report):
    return {"x": report["rmse"] / right._rms(bound)}


@wrong(
    "score",
    because="This is the mean square of error over bound, galaxy by galaxy. x is the ratio of two root mean squares: "
    "the faint galaxies, which have most of the error, have most of the bound as well.",
)
@if_measured
def mean_of_ratios(counts, g, error, truth, bound, report):
    return {"x": right._rms(((g - truth) / bound)[counts])}


@wrong(
    "score",
    because="An outlier is counted in the error that the estimator states. One that states a large error is then "
    "never off. The yardstick is the bound, which no estimator can choose.",
)
@if_measured
def outliers_by_stated_error(counts, g, error, truth, bound, report):
    if error is None:
        return {}
    return {"outliers": int(np.sum(np.any(np.abs(g - truth)[counts] > 5 * error[counts], axis=1)))}


@wrong(
    "score",
    because="The pull is a standard deviation, which takes the mean off. Then a bias of many errors leaves it at 1. "
    "The root mean square keeps the bias.",
)
@if_measured
def pull_without_the_bias(counts, g, error, truth, bound, report):
    return {"pull": None if error is None else float(np.std((g - truth)[counts] / error[counts]))}


@lenient(
    "score",
    because="One truth, or one bound, is held against all galaxies: NumPy broadcasts it without a word. Compare the "
    "shapes first.",
)
def broadcasts(estimate, truth, bound):
    shape = np.shape(estimate["g"])
    return right.score(estimate, np.array(np.broadcast_to(truth, shape)), np.array(np.broadcast_to(bound, shape)))


# -- run_protocol


def run(estimators, draw, noise_levels, count, seed, path, commit, progress, *, slips=()):
    """Run the protocol with one slip."""
    rng = np.random.default_rng(seed)
    if "late" not in slips:
        clean, truth, bound = draw(count, rng)
        noise = rng.normal(size=clean.shape[1:] if "one noise" in slips else clean.shape)
    kept = json.loads(path.read_text()) if path.exists() else []
    fields = ("estimator", "noise_sd", "count", "seed", "commit")
    fields = fields[:4] if "commit" in slips else fields

    def key(row):
        return tuple(row[name] for name in fields)

    known = {key(row): row for row in kept}
    heads = [
        {"estimator": name, "noise_sd": float(sd), "count": count, "seed": seed, "commit": commit}
        for sd in noise_levels
        for name in estimators
    ]
    done = 0 if "progress" in slips else sum(key(row) in known for row in heads)
    shared = {}
    for row in heads:
        if key(row) in known:
            continue
        sd = row["noise_sd"]
        if "late" in slips:
            clean, truth, bound = draw(count, rng)
            noise = rng.normal(size=clean.shape)
        if "each" in slips:
            noise = rng.normal(size=clean.shape)
        images = shared.setdefault(sd, clean + sd * noise) if "shared" in slips else clean + sd * noise
        start = time.perf_counter()
        answer = estimators[row["estimator"]](images, sd)
        seconds = time.perf_counter() - start
        least = bound * (noise_levels[0] if "bound" in slips else 1.0 if "unit" in slips else sd)
        known[key(row)] = row | {"seconds": seconds} | right.score(answer, truth, least)
        kept.append(known[key(row)])
        if "end" not in slips:
            path.write_text(json.dumps(kept))
        done += 1
        if progress is not None:
            progress(done, len(heads))
    if "end" in slips:
        path.write_text(json.dumps(kept))
    return [known[key(row)] for row in heads]


@wrong(
    "run_protocol",
    because="Each measurement draws galaxies of its own. Two estimators then differ by their galaxies too, a resumed "
    "run sees others than a whole one, and the difference between 1.05 and 1.00 is lost in that. Draw once, "
    "before all.",
)
def other_galaxies_for_each(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("late",))


@wrong(
    "run_protocol",
    because="The galaxies are the same for all, the noise is drawn anew in each measurement. Two estimators are to "
    "see the same stamps, and which noise they see must not depend on what was measured before. Draw it once "
    "and scale it.",
)
def other_noise_for_each(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("each",))


ANOTHER_BOUND = (
    "The bound is not that of the row's noise: it is taken at a noise of 1, or at the first level, for every level. It "
    "is proportional to the noise."
)


@wrong("run_protocol", because=ANOTHER_BOUND)
def bound_at_the_first_level(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("bound",))


@wrong("run_protocol", because=ANOTHER_BOUND)
def bound_at_unit_noise(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("unit",))


@wrong(
    "run_protocol",
    because="All estimators get one array. The first that writes into it, to subtract a sky or to normalise, spoils "
    "the stamps of the next. Give each stamps of its own.",
)
def shares_the_stamps(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("shared",))


@wrong(
    "run_protocol",
    because="A row is taken for known whatever code made it. Improve an estimator, run again, and the table shows the "
    "old number. The commit is part of a row's name.",
)
def forgets_the_commit(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("commit",))


@wrong(
    "run_protocol",
    because="The rows are written when all is done. If the power goes in the last measurement, all hours before it "
    "are lost. Write after each.",
)
def writes_at_the_end(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("end",))


@wrong(
    "run_protocol",
    because="One field of noise lies on all stamps. Then all galaxies are wrong together, and the mean over a "
    "thousand of them is no better than one. Each pixel of each stamp has a draw of its own.",
)
def one_noise_for_all_stamps(estimators, draw, noise_levels, count, seed, path, commit, progress=None):
    return run(estimators, draw, noise_levels, count, seed, path, commit, progress, slips=("one noise",))
