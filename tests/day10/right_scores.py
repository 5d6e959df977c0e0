"""Other right ways to write day10/scores."""

import math

import torch

from grader.mutants import right


def refuse(sd):
    if (sd < 0).any():
        raise ValueError("sd")


@right("crps_gaussian")
def with_the_distribution_function(mean, sd, y):
    refuse(sd)
    point = sd == 0
    z = (y - mean) / sd.masked_fill(point, 1.0)
    cdf = torch.special.ndtr(z)
    score = sd * (z * (2 * cdf - 1) + math.sqrt(2 / math.pi) * torch.exp(-0.5 * z * z) - math.pi**-0.5)
    return score.masked_fill(point, 0) + (y - mean).abs() * point


@right("crps_gaussian")
def forecast_by_forecast(mean, sd, y):
    refuse(sd)
    scores = []
    for m, s, value in zip(mean.flatten().tolist(), sd.flatten().tolist(), y.flatten().tolist(), strict=True):
        if s == 0:
            scores.append(abs(value - m))
            continue
        z = (value - m) / s
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        scores.append(s * (z * math.erf(z / math.sqrt(2)) + 2 * density - 1 / math.sqrt(math.pi)))
    return torch.tensor(scores, dtype=y.dtype, device=y.device).reshape(y.shape)


@right("pit")
def value_by_value(mean, sd, y):
    refuse(sd)
    triples = zip(mean.flatten().tolist(), sd.flatten().tolist(), y.flatten().tolist(), strict=True)
    values = [0.5 * math.erfc((m - value) / (s * math.sqrt(2))) for m, s, value in triples]
    return torch.tensor(values, dtype=y.dtype, device=y.device).reshape(y.shape)


@right("pit")
def by_the_logarithm(mean, sd, y):
    refuse(sd)
    return torch.special.log_ndtr((y - mean) / sd).exp()


@right("interval_score")
def by_cases(lower, upper, y, alpha):
    if (lower > upper).any():
        raise ValueError("upper")
    if alpha <= 0 or alpha >= 1:
        raise ValueError("alpha")
    penalty = torch.where(y < lower, lower - y, torch.where(y > upper, y - upper, torch.zeros_like(y)))
    return (upper - lower) + penalty * 2 / alpha


@right("interval_score")
def by_the_nearest_point(lower, upper, y, alpha):
    if (upper - lower).min() < 0:
        raise ValueError("upper")
    if not 0 < alpha < 1:
        raise ValueError("alpha")
    nearest = torch.minimum(torch.maximum(y, lower), upper)
    return upper - lower + (y - nearest).abs() * (2 / alpha)
