"""Wrong turns of day10/scores."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day10 import scores as right


@wrong(
    "crps_gaussian",
    because="sd is a divisor here, and an sd of 0 gives nan or infinity. A forecast without spread is a point, and "
    "the integral is then the distance to it.",
)
def divides_by_zero(mean, sd, y):
    z = (y - mean) / sd
    phi = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return sd * (z * torch.erf(z / math.sqrt(2)) + 2 * phi - 1 / math.sqrt(math.pi))


@wrong(
    "crps_gaussian",
    because="The factor sd is missing. The score has the unit of y: the integral over x is sd times the one over z.",
)
def leaves_the_unit_out(mean, sd, y):
    score = right.crps_gaussian(mean, sd, y)
    return torch.where(sd > 0, score / torch.where(sd > 0, sd, 1), score)


@wrong(
    "crps_gaussian",
    because="1 / sqrt(pi) is not subtracted. The term comes from the integral of F^2, and without it a perfect "
    "forecast has a loss that it does not have.",
)
def forgets_the_constant(mean, sd, y):
    return right.crps_gaussian(mean, sd, y) + sd / math.sqrt(math.pi)


@wrong(
    "crps_gaussian",
    because="erf is taken of z. The distribution function of a Gaussian has erf of z / sqrt(2) in it.",
)
def forgets_the_root_of_two(mean, sd, y):
    score = right.crps_gaussian(mean, sd, y)
    z = (y - mean) / torch.where(sd > 0, sd, 1)
    return score + torch.where(sd > 0, (y - mean) * (torch.erf(z) - torch.erf(z / math.sqrt(2))), torch.zeros_like(sd))


@wrong(
    "crps_gaussian",
    because="This is the mean of the scores. Return the score of each forecast; whoever wants the mean takes it.",
)
def averages_the_scores(mean, sd, y):
    return right.crps_gaussian(mean, sd, y).mean()


@wrong(
    "pit",
    because="This is (1 + erf) / 2. Below about -8 sd erf is -1 to the last digit, and nothing is left. The same "
    "number is half of an erfc, and that keeps its digits there.",
)
def loses_the_tail(mean, sd, y):
    return (1 + torch.erf((y - mean) / (sd * math.sqrt(2)))) / 2


@wrong(
    "pit",
    because="This is 1 - F(y): the sign of y - mean is turned round.",
)
def turns_it_round(mean, sd, y):
    return torch.erfc((y - mean) / (math.sqrt(2) * sd)) / 2


@wrong(
    "pit",
    because="The absolute error is used, as for a two-sided test. The transform is one-sided: values below the mean "
    "lie below 1/2, and only so a bias can be seen.",
)
def tests_both_sides(mean, sd, y):
    return torch.erf((y - mean).abs() / (sd * math.sqrt(2)))


@wrong(
    "pit",
    because="erfc is taken of z. The distribution function of a Gaussian has erfc of -z / sqrt(2) in it.",
)
def forgets_the_root_of_two_here(mean, sd, y):
    return torch.erfc((mean - y) / sd) / 2


@lenient(
    "crps_gaussian",
    because="A negative sd goes through, and the score comes out wrong without a word.",
)
def scores_negative_sds(mean, sd, y):
    z = (y - mean) / sd
    phi = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return torch.where(
        sd == 0, (y - mean).abs(), sd * (z * torch.erf(z / math.sqrt(2)) + 2 * phi - 1 / math.sqrt(math.pi))
    )


@lenient(
    "pit",
    because="A negative sd goes through, and turns the distribution round.",
)
def transforms_by_negative_sds(mean, sd, y):
    return torch.erfc((mean - y) / (math.sqrt(2) * sd)) / 2


@wrong(
    "interval_score",
    because="The distance is multiplied by 1 / alpha. With that, intervals that hold 1 - 2 alpha would score best: "
    "each of the two ends lets only alpha / 2 pass, so its penalty is 2 / alpha.",
)
def forgets_the_two(lower, upper, y, alpha):
    return (right.interval_score(lower, upper, y, alpha) + upper - lower) / 2


@wrong(
    "interval_score",
    because="A miss costs 2 / alpha whatever its distance. Then it makes no difference how far outside the value is.",
)
def counts_the_misses(lower, upper, y, alpha):
    return upper - lower + 2 / alpha * ((y < lower) | (y > upper))


@wrong(
    "interval_score",
    because="Values above the interval cost nothing. A miss on either side counts.",
)
def looks_below_only(lower, upper, y, alpha):
    return right.interval_score(lower, upper, torch.minimum(y, upper), alpha)


@wrong(
    "interval_score",
    because="alpha is taken for the share that the interval is to hold. It is the share that is to lie outside.",
)
def takes_alpha_for_the_coverage(lower, upper, y, alpha):
    return right.interval_score(lower, upper, y, 1 - alpha)


@lenient(
    "interval_score",
    because="An interval turned round has a negative width, and an alpha of 0 or less, or in per cent, a wrong "
    "penalty. Both go through without a word.",
)
def takes_any_interval(lower, upper, y, alpha):
    alpha = torch.tensor(alpha, dtype=y.dtype, device=y.device)
    return upper - lower + 2 / alpha * ((lower - y).clamp(min=0) + (y - upper).clamp(min=0))
