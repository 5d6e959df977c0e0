"""Wrong turns of day08/ensemble."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import ensemble as right


@wrong(
    "combine",
    because="The spread is divided by M. The mean is taken from the same M members, so M - 1 stands below: with two "
    "members it is short by a factor of 1.4.",
)
def divides_by_m(predictions):
    mean, _ = right.combine(predictions)
    return mean, predictions.std(dim=0, correction=0)


@wrong(
    "combine",
    because="This is the error of the mean, the spread over sqrt(M). It would go to 0 with many members, however "
    "much they disagree; the spread of the members is asked for.",
)
def error_of_the_mean(predictions):
    mean, spread = right.combine(predictions)
    return mean, spread / math.sqrt(len(predictions))


@wrong(
    "combine",
    because="This is the variance. The spread is its root, in the units of the prediction.",
)
def variance(predictions):
    mean, spread = right.combine(predictions)
    return mean, spread.square()


@wrong(
    "combine",
    because="The spread is that of the examples, along the second axis. It is wanted over the members, for each "
    "example by itself.",
)
def over_the_examples(predictions):
    mean, _ = right.combine(predictions)
    return mean, predictions.mean(dim=0).std(dim=0, correction=1).expand_as(mean) if len(mean) > 1 else mean * math.nan


@wrong(
    "combine_classes",
    because="The logits are averaged, and the softmax is taken of their mean. That multiplies the members' "
    "probabilities instead of averaging them: one member that is very sure overrules all others.",
)
def averages_logits(logits):
    return logits.mean(dim=0).softmax(dim=-1)


@wrong(
    "combine_classes",
    because="The softmax runs over the members. It has to run over the classes, the last axis, so that each "
    "member's probabilities add up to 1.",
)
def softmax_over_members(logits):
    return logits.softmax(dim=0).mean(dim=0)


@wrong(
    "combine_classes",
    because="exp of a large logit is infinite, and infinity over infinity is NaN. Take the largest logit off first, "
    "as torch's softmax does.",
)
def overflows(logits):
    powers = logits.exp()
    return (powers / powers.sum(dim=-1, keepdim=True)).mean(dim=0)


@wrong(
    "ensemble_error",
    because="This is 1 / sqrt(M), the case of independent errors. What the members have in common does not average "
    "away.",
)
def as_if_independent(rho, members):
    right._check_rho(rho, members)
    return 1 / math.sqrt(members)


@wrong(
    "ensemble_error",
    because="The variance is returned. The error is its root.",
)
def without_the_root(rho, members):
    return right.ensemble_error(rho, members) ** 2


@wrong(
    "ensemble_error",
    because="There are M (M - 1) covariances in the variance of a sum, not M^2: a member's own variance stands on "
    "the diagonal, and is 1 already.",
)
def counts_the_diagonal_twice(rho, members):
    right._check_rho(rho, members)
    return math.sqrt(max(0.0, rho + 1 / members))


@lenient(
    "ensemble_error",
    because="A rho that no errors can have gets an answer. Three errors cannot all be opposite to one another: the "
    "least is -1/(M - 1).",
)
def takes_any_rho(rho, members):
    return math.sqrt(max(0.0, (1 + (members - 1) * rho) / members))


@wrong(
    "bagging_indices",
    because="The examples are drawn without replacement: that is a new order of all of them, and nothing is left. A "
    "bootstrap sample puts each one back.",
)
def without_replacement(count, generator):
    drawn = torch.randperm(count, generator=generator)
    return drawn, drawn[:0]


@wrong(
    "bagging_indices",
    because="The last example can never be drawn: the upper end of torch.randint is not included already.",
)
def never_the_last(count, generator):
    drawn = torch.randint(max(1, count - 1), (count,), generator=generator)
    return drawn, torch.nonzero(torch.bincount(drawn, minlength=count) == 0).flatten()


def moved(average, model, decay, step, d=None, buffers=True):
    right._check_decay(decay)
    d = min(decay, (1 + step) / (10 + step)) if d is None else d
    names = {name for name, _ in model.named_parameters()}
    new = model.state_dict()
    with torch.no_grad():
        for name, old in average.state_dict().items():
            if name in names or (buffers and old.is_floating_point()):
                old.copy_(d * old + (1 - d) * new[name])
            elif buffers:
                old.copy_(new[name])


@wrong(
    "ema_update",
    because="Only the parameters are averaged. The running statistics are buffers: without them the averaged "
    "network normalises by those that it was built with.",
)
def forgets_the_buffers(average, model, decay, step):
    moved(average, model, decay, step, buffers=False)


@wrong(
    "ema_update",
    because="The decay is used from the first update on. So for the first thousand steps the average is little else "
    "than the random weights it began with: at step 0 the decay is 1/10.",
)
def no_warm_up(average, model, decay, step):
    moved(average, model, decay, step, d=decay)


@wrong(
    "ema_update",
    because="The two weights are exchanged: `decay` goes with the average, and what is left to 1 with the model.",
)
def exchanged(average, model, decay, step):
    moved(average, model, decay, step, d=1 - min(decay, (1 + step) / (10 + step)))
