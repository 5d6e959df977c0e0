"""day07/checkpoint: hypotheses about ShearNet's error at low noise, ranked by what was measured.

`measure` is made by the tests: from planted tables, and from small ShearNets that are really trained again.
"""

import math
import re

import pytest

from grader.checks import each_case, expect, limit, refusal


@each_case("explain_low_noise_gap")
def test_ranking(kata, case):
    """Supported hypotheses first, then the others, each by its factor, against the baseline of the same seeds."""
    ranking = kata.probe(ranking_of, *case.args)
    expect(isinstance(ranking, list)).holds(f"explain_low_noise_gap returned {ranking}: not (ranking, verdict)")
    order = [entry["hypothesis"] for entry in case.expected]
    found = [entry.get("hypothesis") for entry in ranking if isinstance(entry, dict)]
    expect(sorted(map(str, found)) == sorted(order)).holds(
        f"the ranking has the hypotheses {found}; asked for were {', '.join(sorted(order))}"
    )
    expect(found == order).holds(f"{case.name}: the hypotheses are not in the right order")
    expect(ranking, f"{case.name}, the ranking").equals(case.expected)


def planted(table, calls=None):
    """Return the `measure` that looks experiments up in a table {hypothesis: {seed: RMSE}}."""

    def measure(hypothesis, seed):
        if calls is not None:
            calls.append((str(hypothesis), int(seed)))
        return table[hypothesis][seed]

    return measure


def ranking_of(submission, table, hypotheses, seeds):
    """Return the ranking alone, as plain data; words where there is none."""
    result = submission.explain_low_noise_gap(planted(table), hypotheses, seeds)
    if isinstance(result, (tuple, list)) and len(result) == 2 and isinstance(result[0], (tuple, list)):
        return list(result[0])
    return f"a {type(result).__name__}"


@each_case("explain_low_noise_gap")
def test_cost(kata, case):
    """Every experiment is run, and none twice: each may cost minutes."""
    _, hypotheses, seeds = case.args
    facts = kata.probe(calls_made, *case.args)
    wanted = (1 + len(hypotheses)) * len(seeds)
    expect(facts["different"] == wanted).holds(
        f"{facts['different']} different experiments were run; a baseline and {len(hypotheses)} hypotheses with "
        f"{len(seeds)} seeds are {wanted}"
    )
    expect(facts["calls"] == wanted).holds(f"measure was called {facts['calls']} times for {wanted} experiments")


def calls_made(submission, table, hypotheses, seeds):
    calls = []
    submission.explain_low_noise_gap(planted(table, calls), hypotheses, seeds)
    return {"calls": len(calls), "different": len(set(calls))}


@each_case("explain_low_noise_gap")
def test_verdict(kata, case):
    """The sentence says what the ranking says: it names what is supported, with its factor, and nothing else."""
    facts = kata.probe(what_the_verdict_says, *case.args)
    expect(facts["ranking and text"]).holds("explain_low_noise_gap did not return (ranking, verdict), a list and a str")
    for name in facts["named in vain"]:
        expect(False).holds(f'the verdict names "{name}", which the ranking does not support')
    for name in facts["left out"]:
        expect(False).holds(f'the verdict does not name "{name}", which the ranking supports')
    expect(facts["in order"]).holds(f"the verdict names {', '.join(facts['named'])}: another order than the ranking's")
    for name in facts["without factor"]:
        expect(False).holds(f'in the verdict "{name}" is not followed by its factor with one decimal')
    expect(facts["says none"]).holds('nothing is supported, and the verdict does not say "none"')


def what_the_verdict_says(submission, table, hypotheses, seeds):
    """Hold the sentence against the ranking that it came with."""
    result = submission.explain_low_noise_gap(planted(table), hypotheses, seeds)
    fit = isinstance(result, (tuple, list)) and len(result) == 2 and isinstance(result[1], str)
    facts = {"ranking and text": fit, "named": [], "named in vain": [], "left out": [], "without factor": []}
    if not fit:
        return facts
    ranking, verdict = result
    factors = {entry["hypothesis"]: entry["factor"] for entry in ranking if entry["supported"]}
    where = {name: re.search(rf"\b{re.escape(name)}\b", verdict) for name in hypotheses}
    named = sorted((name for name in hypotheses if where[name]), key=lambda name: where[name].start())
    ends = [where[name].start() for name in named[1:]] + [len(verdict)] * bool(named)
    for name, end in zip(named, ends, strict=True):
        numbers = re.findall(r"\d+\.\d(?!\d)", verdict[where[name].end() : end])
        if name in factors and not any(abs(float(number) - factors[name]) < 0.0501 for number in numbers):
            facts["without factor"].append(name)
    facts["named"] = named
    facts["named in vain"] = [name for name in named if name not in factors]
    facts["left out"] = [name for name in factors if name not in named]
    facts["in order"] = [name for name in named if name in factors] == [name for name in factors if name in named]
    facts["says none"] = bool(factors) or bool(re.search(r"\bnone\b", verdict, re.IGNORECASE))
    return facts


@limit(120)
def test_experiments_run_again(kata):
    """On small ShearNets, trained here and now, scaling comes first, far ahead of the rest."""
    from fixtures.baseline import CHANGES, recall

    seeds = [0, 1]
    table = {name: {seed: recall(name, seed, kata.device) for seed in seeds} for name in ("baseline", *CHANGES)}
    ranking = kata.probe(ranking_of, table, list(reversed(CHANGES)), seeds)
    expect(isinstance(ranking, list) and len(ranking) == len(CHANGES)).holds("the ranking has not one entry for each")
    first, second = ranking[:2]
    expect(first["hypothesis"] == "scaling").holds(
        f"{first['hypothesis']} comes first; the experiments support scaling"
    )
    expect(bool(first["supported"])).holds("scaling comes first, but is not called supported")
    expect(first["factor"] / second["factor"], "how far scaling is ahead").at_least(1.3)
    gains = [math.log(table["baseline"][seed] / table["scaling"][seed]) for seed in seeds]
    expect(first["factor"], "the factor of scaling").equals(math.exp(sum(gains) / len(gains)))


def test_defaults(kata):
    """Without further arguments the five hypotheses are measured with the seeds 0, 1 and 2."""
    names = ["baseline", "data", "head", "pooling", "psf", "scaling"]
    facts = kata.probe(measured_by_default, {name: {0: 0.3, 1: 0.2, 2: 0.25} for name in names})
    expect(facts["hypotheses"], "the experiments").equals(names)
    expect(facts["seeds"], "the seeds").equals([0, 1, 2])


def measured_by_default(submission, table):
    calls = []
    submission.explain_low_noise_gap(planted(table, calls))
    return {"hypotheses": sorted({name for name, _ in calls}), "seeds": sorted({seed for _, seed in calls})}


def simple(changed=0.2):
    """Return a table of two hypotheses and two seeds."""
    return {"baseline": {0: 0.3, 1: 0.4}, "scaling": {0: 0.1, 1: 0.1}, "psf": {0: changed, 1: 0.3}}


@refusal("explain_low_noise_gap")
@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0])
@pytest.mark.parametrize("run", ["baseline", "psf"])
def test_training_that_diverged(kata, value, run):
    """An experiment that returns no positive finite error is refused, naming `measure`."""
    table = {name: {0: 0.3, 1: 0.4} for name in ("baseline", "scaling", "psf")}
    table[run][0] = value
    kata.explain_low_noise_gap.refuses(planted(table), ["scaling", "psf"], [0, 1], naming="measure")


@refusal("explain_low_noise_gap")
def test_seed_twice(kata):
    """The same seed twice is the same experiment twice: refused by name."""
    table = {"baseline": {0: 0.3, 1: 0.4}, "psf": {0: 0.2, 1: 0.3}}
    kata.explain_low_noise_gap.refuses(planted(table), ["psf"], [0, 1, 0], naming="seeds")
