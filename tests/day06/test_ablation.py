"""day06/ablation: change one thing at a time, and say what it did with an error bar."""

import pytest

from fixtures.day06.ablation import UNTRAINED, planted_score
from grader.checks import each_case, expect, refusal

CHANGES = {"wide": {"width": 2}, "deep": {"depth": 3}}
SEEDS = [5, 2, 9]


@each_case("ablate")
def test_ablate(kata, case):
    _, _, seeds, higher_is_better = case.args
    rows = kata.probe(planted_rows, *case.args)
    words = f"{len(seeds)} seeds, {'higher' if higher_is_better else 'lower'} is better"
    if not isinstance(rows, (list, tuple)) or len(rows) != len(case.expected):
        expect(rows, words).equals(case.expected)
    names = [row.get("name") if isinstance(row, dict) else row for row in rows]
    expect(names == [row["name"] for row in case.expected]).holds(
        f"{words}: the rows are {', '.join(map(str, names))}; first comes the baseline, then the greatest improvement"
    )
    for row, right in zip(rows, case.expected, strict=True):
        expect(row, f'{words}: row "{right["name"]}"').equals(right)


def planted_rows(submission, plan, changes, seeds, higher_is_better):
    """Return the rows that the submission makes of models whose scores are planted."""

    def build(seed, **options):
        return {"options": options, "build_seed": seed}

    def train(model, seed):
        return {**model, "train_seed": seed}

    def evaluate(model):
        return planted_score(plan, **model) if "train_seed" in model else UNTRAINED

    rows = submission.ablate(build, changes, train, evaluate, seeds, higher_is_better)
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, dict) for row in rows):
        return rows
    keys = ("name", "mean", "error", "difference", "difference_error", "verdict")  # what else it may have is its own
    return [{key: row[key] for key in keys if key in row} for row in rows]


def test_every_variant_once_for_every_seed(kata):
    """The baseline and each change are built, trained and evaluated once for every seed, and no oftener."""
    found = kata.probe(what_was_done, CHANGES, SEEDS)
    for step, done in found.items():
        for words, times in done.items():
            expect(times == 1).holds(f"{words}: {step} {times} times; once is right")


def what_was_done(submission, changes, seeds):
    """Return how often each variant was built, trained and evaluated with each seed."""
    variants = {"the baseline": {}, **changes}
    done = {
        step: {f"{name}, seed {seed}": 0 for name in variants for seed in seeds}
        for step in ("built", "trained", "evaluated")
    }
    names = {str(sorted(options.items())): name for name, options in variants.items()}

    def note(step, options, seed):
        name = names.get(str(sorted(options.items())), f"a variant with {options}")
        words = f"{name}, seed {seed}"
        done[step][words] = done[step].get(words, 0) + 1

    def build(seed, **options):
        note("built", options, seed)
        return options, seed

    def train(model, seed):
        note("trained", model[0], seed)
        return *model, True

    def evaluate(model):
        note("evaluated", *model[:2])
        return model[1] + len(model[0]) / (1 + model[1])

    submission.ablate(build, changes, train, evaluate, seeds)
    return done


def test_training_in_place(kata):
    """A model that is trained in place, and returned, is judged after its training."""
    rows = kata.ablate(build_list, CHANGES, train_in_place, sum, SEEDS)
    expect(rows[0]["mean"], "mean of the baseline").near(16 / 3 + 1, 1e-6)
    expect([row["name"] for row in rows] == ["baseline", "deep", "wide"]).holds(
        "deep (+3) improves more than wide (+2): the rows are baseline, deep, wide"
    )
    expect([row["difference"] for row in rows], "differences").near([0, 3, 2], 1e-6)


def build_list(seed, width=0, depth=0):
    return [width, depth]


def train_in_place(model, seed):
    model.append(seed + 1)
    return model


def test_higher_is_better_by_default(kata):
    """Without a word about it a higher score is the better one."""
    rows = kata.ablate(build_list, CHANGES, train_in_place, sum, SEEDS)
    expect([row["verdict"] for row in rows] == ["baseline", "helps", "helps"]).holds(
        "both changes add to the score for every seed alike: they help"
    )


@refusal("ablate")
@pytest.mark.parametrize("seeds", [[3], [3, 5, 3]])
def test_seeds_that_do_not_serve(kata, seeds):
    """One seed has no error bar, and one that comes twice counts twice: refused by name."""
    kata.ablate.refuses(build_list, CHANGES, train_in_place, sum, seeds, naming="seeds")


@refusal("ablate")
def test_a_change_called_baseline(kata):
    """A change that is called as the baseline is would take its place: refused by name."""
    kata.ablate.refuses(build_list, {"baseline": {"width": 1}}, train_in_place, sum, SEEDS, naming="changes")
