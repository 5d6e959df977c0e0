"""Wrong turns of day08/schedules."""

import math

from grader.mutants import lenient, wrong
from solutions.day08 import schedules as right


@wrong(
    "warmup_cosine",
    because="The warm-up is step / warmup, so the first step has the rate 0 and is wasted. The first step has peak "
    "/ (warmup + 1).",
)
def starts_at_zero(step, warmup, total, peak, floor=0.0):
    return peak * step / warmup if step < warmup else right.warmup_cosine(step, warmup, total, peak, floor)


@wrong(
    "warmup_cosine",
    because="The rise is over one step early: with (step + 1) / warmup step number warmup - 1 already has the peak, "
    "and step number warmup has it again. Divide by warmup + 1.",
)
def peaks_twice(step, warmup, total, peak, floor=0.0):
    return peak * (step + 1) / warmup if step < warmup else right.warmup_cosine(step, warmup, total, peak, floor)


@wrong(
    "warmup_cosine",
    because="The cosine is stretched over total - warmup steps, so it would reach `floor` one step after the last. "
    "From step warmup to step total - 1 there are total - 1 - warmup steps.",
)
def never_reaches_the_floor(step, warmup, total, peak, floor=0.0):
    return right.warmup_cosine(step, warmup, total + 1, peak, floor)


@wrong(
    "warmup_cosine",
    because="After the last step the cosine goes on, and the rate rises again. From step total - 1 on it stays at "
    "`floor`.",
)
def goes_up_again(step, warmup, total, peak, floor=0.0):
    if step < warmup:
        return right.warmup_cosine(step, warmup, total, peak, floor)
    return floor + (peak - floor) * (1 + math.cos(math.pi * (step - warmup) / (total - 1 - warmup))) / 2


@wrong(
    "warmup_cosine",
    because="The cosine's clock starts at step 0, not at the end of the warm-up, so the rate drops where the "
    "warm-up ends.",
)
def forgets_the_warmup_in_the_cosine(step, warmup, total, peak, floor=0.0):
    return right.warmup_cosine(step, 0 if step >= warmup else warmup, total, peak, floor)


@wrong(
    "warmup_cosine",
    because="The floor is added to a cosine of the full height, so the rate begins at peak + floor. The cosine has "
    "the height peak - floor.",
)
def adds_the_floor(step, warmup, total, peak, floor=0.0):
    rate = right.warmup_cosine(step, warmup, total, peak, 0.0)
    return rate if step < warmup else rate + floor


@lenient(
    "warmup_cosine",
    because="A total below warmup + 2 leaves no step to fall in. The schedule then never comes down, and nothing "
    "says so: refuse it.",
)
def takes_any_total(step, warmup, total, peak, floor=0.0):
    if total < warmup + 2 and step >= 0:
        return peak * min(1.0, (step + 1) / (warmup + 1))
    return right.warmup_cosine(step, warmup, total, peak, floor)


@wrong(
    "one_cycle",
    because="The momentum goes up and down with the rate. It does the opposite: where the rate is greatest the "
    "momentum is least.",
)
def momentum_with_the_rate(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    return right.one_cycle(step, rise, total, peak, first, last, momenta[::-1])


@wrong(
    "one_cycle",
    because="The cycle comes down to the rate it began with. The last step has last * peak, which is far smaller.",
)
def comes_down_to_the_first(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    return right.one_cycle(step, rise, total, peak, first, first, momenta)


@wrong(
    "one_cycle",
    because="`last` is taken as a fraction of the first rate; it is a fraction of the peak.",
)
def last_of_the_first(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    return right.one_cycle(step, rise, total, peak, first, last * first, momenta)


@wrong(
    "one_cycle",
    because="Rate and momentum go along straight lines. Half a period of a cosine is asked for, level at both ends.",
)
def straight_lines(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    before, t = step < rise, step / rise if step < rise else min(1.0, (step - rise) / (total - 1 - rise))
    ends = (first * peak, peak) if before else (peak, last * peak)
    other = momenta[::-1] if before else momenta
    return tuple(a + (b - a) * t for a, b in (ends, other))


@wrong(
    "lr_range_test",
    because="The loss that ended the test is left out of `losses`. It was made, and whoever draws the curve wants "
    "to see it.",
)
def leaves_out_the_last(step_loss, rates, stop=4.0):
    losses, rate = right.lr_range_test(step_loss, rates, stop)
    least = min([loss for loss in losses[:-1] if math.isfinite(loss)], default=math.inf)
    return (losses if losses[-1] <= stop * least else losses[:-1]), rate


@wrong(
    "lr_range_test",
    because="The rate whose loss is the least is returned itself. There training is about to explode: a tenth of it "
    "is asked for.",
)
def takes_the_edge(step_loss, rates, stop=4.0):
    losses, rate = right.lr_range_test(step_loss, rates, stop)
    return losses, 10 * rate


@wrong(
    "lr_range_test",
    because="NaN does not end the test: every comparison with NaN is false. Ask math.isfinite.",
)
def runs_on_after_nan(step_loss, rates, stop=4.0):
    def shown(rate):
        made.append(step_loss(rate))
        return kept[-1] if math.isnan(made[-1]) and kept else kept.append(made[-1]) or made[-1]

    made, kept = [], []
    _, rate = right.lr_range_test(shown, rates, stop)
    return made, rate


@wrong(
    "lr_range_test",
    because="A loss is held against the first one. It is to be held against the least so far: a loss that fell to a "
    "hundredth may explode a long way before it is back.",
)
def against_the_first(step_loss, rates, stop=4.0):
    return held_against(lambda losses: losses[0], step_loss, rates, stop)


@wrong(
    "lr_range_test",
    because="A loss is held against the one before it. It is to be held against the least so far: a loss that doubles "
    "at each rate explodes as well.",
)
def against_the_last(step_loss, rates, stop=4.0):
    return held_against(lambda losses: losses[-1], step_loss, rates, stop)


def held_against(standard, step_loss, rates, stop):
    right._check_rates(rates)
    losses = []
    for rate in rates:
        losses.append(float(step_loss(rate)))
        before = losses[:-1] or losses
        if not math.isfinite(losses[-1]) or losses[-1] > stop * standard(before):
            break
    right._check_first(losses)
    finite = [loss if math.isfinite(loss) else math.inf for loss in losses]
    return losses, rates[finite.index(min(finite))] / 10
