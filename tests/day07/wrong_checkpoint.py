"""Wrong turns of day07/checkpoint."""

import math

from grader.mutants import lenient, wrong
from solutions.day07 import checkpoint as right


def logs(baseline, changed):
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
    "evidence",
    because="A change that clearly makes things worse is called supported: the sign was lost. Only a fall of the "
    "error supports the hypothesis.",
)
def counts_harm_as_support(baseline, changed):
    mean, log_error = summary(logs(baseline, changed))
    return weighed(mean, log_error, supported=abs(mean) > 2 * log_error)


# -- the ranking


def measured(measure, hypotheses, seeds):
    """Run every experiment once; return the errors by hypothesis."""
    return {h: [measure(h, seed) for seed in seeds] for h in ("baseline", *hypotheses)}


def entries(errors, hypotheses, weigh=right.evidence):
    return [{"hypothesis": h, **weigh(errors["baseline"], errors[h])} for h in hypotheses]


def report(ranking):
    return ranking, right._verdict([entry for entry in ranking if entry["supported"]])


def in_order(found):
    return sorted(found, key=lambda entry: (entry["supported"], entry["factor"]), reverse=True)


ORDER = (
    "The hypotheses stand as they were given, or from the smallest factor up. Rank them: supported ones first, the "
    "larger factor first."
)


@wrong("explain_low_noise_gap", because=ORDER)
def leaves_the_order(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    return report(entries(measured(measure, hypotheses, seeds), hypotheses))


@wrong("explain_low_noise_gap", because=ORDER)
def worst_first(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    return report(in_order(entries(measured(measure, hypotheses, seeds), hypotheses))[::-1])


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
    because="Every run is held against the baseline of the first seed. Other galaxies, other first weights: the "
    "difference between seeds then counts as an effect. Compare within a seed.",
)
def baseline_of_another_seed(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    errors = measured(measure, hypotheses, seeds)
    errors["baseline"] = [errors["baseline"][0]] * len(seeds)
    return report(in_order(entries(errors, hypotheses)))


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


@lenient(
    "evidence",
    because="zip stops at the end of the shorter list, and what is left over is dropped without a word. Then an error "
    "may stand beside another seed's. Refuse, naming `changed`.",
)
def pairs_what_there_is(baseline, changed):
    common = min(len(baseline), len(changed))
    return right.evidence(baseline[:common], changed[:common])


@lenient(
    "explain_low_noise_gap",
    because="A training that diverged goes through, and its factor is not a number, or zero, or infinite. Nothing was "
    "measured: refuse, naming `measure`.",
)
def lets_divergence_through(measure, hypotheses=right.HYPOTHESES, seeds=(0, 1, 2)):
    def tamed(hypothesis, seed):
        error = measure(hypothesis, seed)
        return error if math.isfinite(error) and error > 0 else 1.0

    return right.explain_low_noise_gap(tamed, hypotheses, seeds)
