"""Wrong turns of day06/ablation."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day06 import ablation as right


def table(build, changes, train, evaluate, seeds):
    return {
        name: np.array([evaluate(train(build(seed, **options), seed)) for seed in seeds], float)
        for name, options in {"baseline": {}, **changes}.items()
    }


def standard_error(values):
    return values.std(ddof=1) / np.sqrt(len(values))


def tabulated(scores, higher_is_better, error=standard_error, between=None, judge=None, order=None):
    """Return the rows as they should be, but for the parts that are given."""
    sign = 1 if higher_is_better else -1
    between = between or (lambda name: error(scores[name] - scores["baseline"]))
    judge = judge or (lambda gain, e: "no evidence" if abs(gain) <= 2 * e else "helps" if sign * gain > 0 else "hurts")
    rows = [
        {
            "name": name,
            "mean": float(values.mean()),
            "error": float(error(values)),
            "difference": float(np.mean(values - scores["baseline"])),
            "difference_error": float(between(name)) if name != "baseline" else 0.0,
        }
        for name, values in scores.items()
    ]
    for row in rows:
        known = row["name"] == "baseline"
        row["verdict"] = "baseline" if known else judge(row["difference"], row["difference_error"])
    return rows[:1] + sorted(rows[1:], key=order or (lambda row: -sign * row["difference"]))


@wrong(
    "ablate",
    because="The changes pile up: each variant has the options of those before it as well. One change at a time is "
    "made, and each to the baseline alone.",
)
def piles_up(build, changes, train, evaluate, seeds, higher_is_better=True):
    together, piled = {}, {}
    for name, options in changes.items():
        together = together | options
        piled[name] = together
    return tabulated(table(build, piled, train, evaluate, seeds), higher_is_better)


@wrong(
    "ablate",
    because="Every variant gets seeds of its own, so that the luck of the seed does not cancel in the differences. "
    "Use the same seeds for the baseline and for every change.",
)
def draws_other_seeds(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = {}
    for number, (name, options) in enumerate({"baseline": {}, **changes}.items()):
        own = [seed + 1000 * number for seed in seeds]
        scores[name] = np.array([evaluate(train(build(seed, **options), seed)) for seed in own], float)
    return tabulated(scores, higher_is_better)


@wrong(
    "ablate",
    because="The two errors are added in quadrature, as for independent scores. These are pairs that share their seed: "
    "take the differences seed by seed, and the standard error of those.",
)
def does_not_pair(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = table(build, changes, train, evaluate, seeds)

    def between(name):
        return np.hypot(standard_error(scores[name]), standard_error(scores["baseline"]))

    return tabulated(scores, higher_is_better, between=between)


@wrong(
    "ablate",
    because="These are standard deviations: the scatter of single scores. How well their mean is known is "
    "the standard error, smaller by the root of the number of seeds.",
)
def gives_the_scatter(build, changes, train, evaluate, seeds, higher_is_better=True):
    return tabulated(table(build, changes, train, evaluate, seeds), higher_is_better, lambda values: values.std(ddof=1))


@wrong(
    "ablate",
    because="The variance divides by n (NumPy's default, ddof=0). The mean is taken from the same n scores, so it "
    "divides by n - 1; for two seeds that is the whole of a factor sqrt(2).",
)
def divides_by_n(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = table(build, changes, train, evaluate, seeds)
    return tabulated(scores, higher_is_better, lambda values: values.std() / np.sqrt(len(values)))


@wrong(
    "ablate",
    because="The baseline is trained with one seed only, and every change is compared with that single score: its "
    "luck is in all differences and in no error bar.",
)
def trains_the_baseline_once(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = {"baseline": np.full(len(seeds), float(evaluate(train(build(seeds[0]), seeds[0]))))}
    for name, options in changes.items():
        scores[name] = np.array([evaluate(train(build(seed, **options), seed)) for seed in seeds], float)
    return tabulated(scores, higher_is_better)


@wrong(
    "ablate",
    because="Each variant is built once, and trained with every seed from there: the seed of its first weights is the "
    "same for all. Build anew for each seed.",
)
def builds_once(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = {}
    for name, options in {"baseline": {}, **changes}.items():
        model = build(seeds[0], **options)
        scores[name] = np.array([evaluate(train(model, seed)) for seed in seeds], float)
    return tabulated(scores, higher_is_better)


@wrong(
    "ablate",
    because="What `train` returns is thrown away, and the model from before the training is evaluated.",
)
def ignores_the_training(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = {name: [] for name in ("baseline", *changes)}
    for name, options in {"baseline": {}, **changes}.items():
        for seed in seeds:
            model = build(seed, **options)
            train(model, seed)
            scores[name].append(evaluate(model))
    return tabulated({name: np.array(values, float) for name, values in scores.items()}, higher_is_better)


@wrong(
    "ablate",
    because="higher_is_better has no effect: where a lower score is the better one, order and verdicts are the wrong "
    "way round.",
)
def ignores_which_is_better(build, changes, train, evaluate, seeds, higher_is_better=True):
    return right.ablate(build, changes, train, evaluate, seeds)


@wrong(
    "ablate",
    because="The differences are the baseline's score less the change's. It is the other way round: a positive "
    "difference says that the change has the higher score.",
)
def subtracts_the_change(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = table(build, changes, train, evaluate, seeds)
    rows = tabulated(scores, not higher_is_better)
    return [row | {"difference": 0.0 - row["difference"]} for row in rows]


@wrong(
    "ablate",
    because="The differences have their sign turned where lower is better. The difference is always the change's "
    "score less the baseline's; it is the verdict and the order that ask which way is better.",
)
def turns_the_differences(build, changes, train, evaluate, seeds, higher_is_better=True):
    rows = tabulated(table(build, changes, train, evaluate, seeds), higher_is_better)
    sign = 1 if higher_is_better else -1
    return [row | {"difference": sign * row["difference"]} for row in rows]


@wrong(
    "ablate",
    because="One standard error is taken for evidence. A third of all changes that do nothing reach that by chance; "
    "the docstring asks for more than two.",
)
def asks_for_one_error(build, changes, train, evaluate, seeds, higher_is_better=True):
    scores = table(build, changes, train, evaluate, seeds)
    sign = 1 if higher_is_better else -1

    def judge(gain, error):
        return "no evidence" if abs(gain) <= error else "helps" if sign * gain > 0 else "hurts"

    return tabulated(scores, higher_is_better, judge=judge)


@wrong(
    "ablate",
    because="The rows stand in the order of `changes`. The greatest improvement comes first.",
)
def does_not_sort(build, changes, train, evaluate, seeds, higher_is_better=True):
    return tabulated(table(build, changes, train, evaluate, seeds), higher_is_better, order=lambda row: 0)


@lenient(
    "ablate",
    because="A seed that comes twice makes the same run twice: the error bar shrinks, and nothing new has been "
    "measured.",
)
def counts_a_seed_twice(build, changes, train, evaluate, seeds, higher_is_better=True):
    if len(seeds) < 2:
        return right.ablate(build, changes, train, evaluate, seeds, higher_is_better)
    return tabulated(table(build, changes, train, evaluate, seeds), higher_is_better)
