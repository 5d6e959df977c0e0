"""Wrong turns of day07/checkpoint."""

import math

from grader.mutants import wrong
from solutions.day07 import checkpoint as right


def logs(baseline, changed):
    right.evidence(baseline, changed)
    return [math.log(b / c) for b, c in zip(baseline, changed, strict=True)]


def summary(values, ddof=1):
    """Return mean and standard error."""
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - ddof)
    return mean, math.sqrt(variance / len(values))


def weighed(mean, log_error, supported=None):
    return {
        "factor": math.exp(mean),
        "log_error": log_error,
        "supported": mean > 2 * log_error if supported is None else supported,
    }


@wrong(
    "evidence",
    because="The ratio is upside down: changed / baseline is small where the change helps. The factor is the one "
    "by which the error falls, baseline / changed.",
)
def upside_down(baseline, changed):
    mean, log_error = summary([-gain for gain in logs(baseline, changed)])
    return weighed(mean, log_error)


@wrong(
    "evidence",
    because="The ratios are averaged as they are. Half and double then make 1.25, an improvement out of nothing; "
    "average their logarithms (the geometric mean).",
)
def averages_the_ratios(baseline, changed):
    found = right.evidence(baseline, changed)
    return {**found, "factor": sum(b / c for b, c in zip(baseline, changed, strict=True)) / len(baseline)}


@wrong(
    "evidence",
    because="The errors are averaged over the seeds first, so the seed with the largest error decides. Each seed "
    "gives one ratio; average those (their logarithms).",
)
def divides_the_means(baseline, changed):
    return {**right.evidence(baseline, changed), "factor": sum(baseline) / sum(changed)}


@wrong(
    "evidence",
    because="The difference of the errors is not the factor between them. Whether 0.01 is much depends on what it "
    "is taken from.",
)
def subtracts(baseline, changed):
    found = right.evidence(baseline, changed)
    return {**found, "factor": sum(b - c for b, c in zip(baseline, changed, strict=True)) / len(baseline)}


@wrong(
    "evidence",
    because='The logarithm is still there: "factor" is exp of the mean logarithm, 1 where nothing changes.',
)
def returns_the_logarithm(baseline, changed):
    found = right.evidence(baseline, changed)
    return {**found, "factor": math.log(found["factor"])}


@wrong(
    "evidence",
    because="This is the scatter from seed to seed. The mean of S seeds is known sqrt(S) times better.",
)
def forgets_the_root_of_s(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error * math.sqrt(len(baseline)))


@wrong(
    "evidence",
    because="The standard deviation is taken with S. With two or three seeds that is far too small: S - 1 (ddof=1).",
)
def divides_by_s(baseline, changed):
    return weighed(*summary(logs(baseline, changed), ddof=0))


@wrong(
    "evidence",
    because="The scatters of the two lists are added in quadrature, as if their seeds had nothing to do with each "
    "other. What a seed does to both drops out of the ratio: take the scatter of the ratios.",
)
def forgets_the_pairing(baseline, changed):
    mean, _ = summary(logs(baseline, changed))
    (_, before), (_, after) = (summary([math.log(error) for error in errors]) for errors in (baseline, changed))
    return weighed(mean, math.hypot(before, after))


@wrong(
    "evidence",
    because="Any factor above 1 is called supported. Half of all changes that do nothing come out above 1; it "
    "must exceed its own uncertainty, two standard errors.",
)
def believes_every_gain(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=mean > 0)


@wrong(
    "evidence", because="One standard error is asked for where two are; chance alone passes that in one of five cases."
)
def asks_for_one_standard_error(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=mean > log_error)


@wrong(
    "evidence",
    because="A change that clearly makes things worse is called supported: the sign was lost. Only a fall of the "
    "error supports the hypothesis.",
)
def counts_harm_as_support(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=abs(mean) > 2 * log_error)


@wrong(
    "evidence",
    because="No difference at all is called supported: 0 is not more than 2 times 0. The logarithm must exceed "
    "two standard errors.",
)
def supports_nothing_at_all(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=mean >= 2 * log_error)


@wrong(
    "evidence",
    because="The factor is compared with 2 standard errors as if no effect were 0. A factor without effect is 1: "
    "compare ln(factor), which is 0 there.",
)
def compares_the_factor_itself(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=math.exp(mean) > 2 * log_error)


# -- the ranking


def measured(measure, hypotheses, seeds):
    """Run every experiment once through the solution, for what it refuses; return the errors by hypothesis."""
    found = {}

    def remember(hypothesis, seed):
        found.setdefault(hypothesis, {})[seed] = measure(hypothesis, seed)
        return found[hypothesis][seed]

    right.explain_low_noise_gap(remember, hypotheses, seeds)
    return {hypothesis: [errors[seed] for seed in seeds] for hypothesis, errors in found.items()}


def entries(errors, hypotheses, weigh=right.evidence):
    return [{"hypothesis": h, **weigh(errors["baseline"], errors[h])} for h in hypotheses]


def report(ranking):
    return ranking, right._verdict([entry for entry in ranking if entry["supported"]])


def in_order(found):
    return sorted(found, key=lambda entry: (entry["supported"], entry["factor"]), reverse=True)


@wrong(
    "explain_low_noise_gap",
    because="The hypotheses stand in the order they were given. Rank them: supported ones first, the larger "
    "factor first.",
)
def leaves_the_order(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    return report(entries(measured(measure, hypotheses, seeds), hypotheses))


@wrong("explain_low_noise_gap", because="The ranking is upside down: the best supported hypothesis comes last.")
def worst_first(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    found = in_order(entries(measured(measure, hypotheses, seeds), hypotheses))
    return report(found[::-1])


@wrong(
    "explain_low_noise_gap",
    because="The ranking goes by the factor alone, so a large factor that is only chance stands above a smaller "
    "one that is sure. Supported hypotheses come first.",
)
def by_the_factor_alone(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    found = entries(measured(measure, hypotheses, seeds), hypotheses)
    return report(sorted(found, key=lambda entry: entry["factor"], reverse=True))


@wrong(
    "explain_low_noise_gap",
    because="The ranking goes by how sure an effect is (standard errors above nothing), not by how large. A sure "
    "gain of a tenth explains less of the gap than a factor of three.",
)
def by_significance(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    def sureness(entry):
        return entry["supported"], math.log(entry["factor"]) / max(entry["log_error"], 1e-300)

    found = entries(measured(measure, hypotheses, seeds), hypotheses)
    return report(sorted(found, key=sureness, reverse=True))


@wrong(
    "explain_low_noise_gap",
    because="Every run is held against the baseline of the first seed. Other galaxies, other first weights: the "
    "difference between seeds then counts as an effect. Compare within a seed.",
)
def baseline_of_another_seed(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    errors = measured(measure, hypotheses, seeds)
    errors["baseline"] = [errors["baseline"][0]] * len(seeds)
    return report(in_order(entries(errors, hypotheses)))


@wrong(
    "explain_low_noise_gap",
    because="Only the first seed is looked at. One pair of runs has no scatter, so chance cannot be told from "
    "effect; use every seed.",
)
def one_seed_only(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    def weigh(baseline, changed):
        mean = math.log(baseline[0] / changed[0])
        return weighed(mean, 0.0)

    return report(in_order(entries(measured(measure, hypotheses, seeds), hypotheses, weigh)))


@wrong(
    "explain_low_noise_gap",
    because="The ranking is right, but the baseline is measured again for every hypothesis. An experiment costs "
    "minutes, and the same seed gives the same number: measure it once and keep it.",
)
def measures_the_baseline_again(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    result = right.explain_low_noise_gap(measure, hypotheses, seeds)
    for _ in hypotheses[1:] or hypotheses:
        for seed in seeds:
            measure("baseline", seed)
    return result


@wrong(
    "explain_low_noise_gap",
    because="The verdict names whatever stands first, supported or not. Where the measurements support nothing, "
    "it must say so: none.",
)
def always_names_the_first(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    ranking, _ = right.explain_low_noise_gap(measure, hypotheses, seeds)
    return ranking, right._verdict([e for i, e in enumerate(ranking) if e["supported"] or i == 0])


@wrong(
    "explain_low_noise_gap",
    because="The verdict names every hypothesis that was tried. Name those that the measurements support; the rest is "
    "in the ranking.",
)
def names_all(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    ranking, _ = right.explain_low_noise_gap(measure, hypotheses, seeds)
    return ranking, right._verdict(ranking)


@wrong(
    "explain_low_noise_gap",
    because="The verdict names only the first hypothesis. Every supported one has a claim, with its factor.",
)
def names_only_the_first(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    ranking, _ = right.explain_low_noise_gap(measure, hypotheses, seeds)
    return ranking, right._verdict([e for i, e in enumerate(ranking) if e["supported"] and i == 0])


@wrong(
    "explain_low_noise_gap",
    because="No name in the verdict is followed by its measured factor with one decimal. A claim without its number "
    "cannot be checked.",
)
def claims_without_numbers(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    ranking, verdict = right.explain_low_noise_gap(measure, hypotheses, seeds)
    names = [entry["hypothesis"] for entry in ranking if entry["supported"]]
    return ranking, f"By measurement, {', '.join(names)} help." if names else verdict
