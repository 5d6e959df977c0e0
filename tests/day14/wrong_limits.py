"""Wrong turns of day14/limits."""

import math

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day14 import limits as right


def changed(errors, bound, kept, **contributions):
    """Return the right budget with some parts made from other contributions, (N, C)."""
    own = {part: right._summary(np.mean(values, axis=1)) for part, values in contributions.items()}
    return {**right.error_parts(errors, bound, kept), **own}


def pieces(errors, bound, kept):
    """Return the squared bound, that from the features, the variance and the mean over the draws, each (N, C)."""
    errors, bound = np.asarray(errors, float), np.asarray(bound, float)
    return bound**2, (bound / kept) ** 2, errors.var(axis=0, ddof=1), errors.mean(axis=0)


@wrong(
    "error_parts",
    because="The variance over the draws is taken with R. With few draws that is far too small, and what is missing is "
    "then booked elsewhere: R - 1 (ddof=1).",
)
def divides_by_the_draws(errors, bound, kept):
    _, seen, scatter, mean = pieces(errors, bound, kept)
    small = scatter * (len(errors) - 1) / len(errors)
    return changed(errors, bound, kept, use=small - seen, misfit=mean**2 - small / len(errors))


@wrong(
    "error_parts",
    because="The square of the mean error is taken for the misfit. The mean of R draws still carries 1/R of the "
    "variance, so an estimator without any misfit seems to have one.",
)
def forgets_that_the_mean_is_noisy(errors, bound, kept):
    return changed(errors, bound, kept, misfit=pieces(errors, bound, kept)[3] ** 2)


@wrong(
    "error_parts",
    because="The misfit is made of the mean error of all galaxies. What is too large for one galaxy and too small for "
    "another cancels there; square each galaxy's own mean over the draws.",
)
def averages_over_galaxies(errors, bound, kept):
    _, _, scatter, mean = pieces(errors, bound, kept)
    return changed(errors, bound, kept, misfit=mean.mean(axis=0) ** 2 - scatter / len(errors))


@wrong(
    "error_parts",
    because="Standard deviations are subtracted and the difference squared. It is the squares that add up: "
    "(bound / kept)^2 less bound^2.",
)
def squares_the_difference(errors, bound, kept):
    bound = np.asarray(bound, float)
    return changed(errors, bound, kept, information=(bound / kept - bound) ** 2)


@wrong(
    "error_parts",
    because="kept divides the squared bound as it is. It is a ratio of standard deviations, so the variance is divided "
    "by its square.",
)
def takes_kept_for_a_variance(errors, bound, kept):
    noise, _, scatter, _ = pieces(errors, bound, kept)
    return changed(errors, bound, kept, information=noise / kept - noise, use=scatter - noise / kept)


@wrong(
    "error_parts",
    because="The bound is multiplied by kept. Features that lose something can only make the bound larger: divide.",
)
def multiplies_by_kept(errors, bound, kept):
    noise, _, scatter, _ = pieces(errors, bound, kept)
    seen = noise * np.square(kept)
    return changed(errors, bound, kept, information=seen - noise, use=scatter - seen)


@wrong(
    "error_parts",
    because="The use is what lies above the bound from the pixels, so the lost information is counted twice. Take off "
    "what the features cost as well.",
)
def counts_the_information_twice(errors, bound, kept):
    noise, _, scatter, _ = pieces(errors, bound, kept)
    return changed(errors, bound, kept, use=scatter - noise)


@wrong(
    "error_parts",
    because="A part that came out below 0 has been set to 0, and the parts no longer add up to the total. Chance and "
    "bias may bring it there; leave it.",
)
def cuts_off_at_zero(errors, bound, kept):
    budget = right.error_parts(errors, bound, kept)
    return {part: {**values, "mean_square": max(0.0, values["mean_square"])} for part, values in budget.items()}


@wrong(
    "error_parts",
    because="This is the scatter from galaxy to galaxy. The mean of N is known sqrt(N) times better.",
)
def gives_the_scatter(errors, bound, kept):
    root = math.sqrt(len(bound))
    budget = right.error_parts(errors, bound, kept)
    return {part: {**v, "standard_error": root * v["standard_error"]} for part, v in budget.items()}


@wrong(
    "error_parts",
    because="Both components of a galaxy are counted as independent galaxies in the standard error. They share one "
    "image: average over the components first.",
)
def counts_components_as_galaxies(errors, bound, kept):
    noise, seen, scatter, mean = pieces(errors, bound, kept)
    parts = {"noise": noise, "information": seen - noise, "use": scatter - seen}
    parts |= {"misfit": mean**2 - scatter / len(errors), "total": np.mean(np.square(errors, dtype=float), axis=0)}
    return {part: right._summary(values.ravel()) for part, values in parts.items()}


@lenient(
    "error_parts",
    because="A kept above 1 or not above 0 goes through. It is an upside-down ratio, or no ratio at all, and would "
    "make the lost information negative or endless. Refuse it, naming `kept`.",
)
def believes_any_kept(errors, bound, kept):
    if np.shape(kept) != np.shape(errors)[1:] or np.shape(bound) != np.shape(errors)[1:]:
        return right.error_parts(errors, bound, kept)
    return unchecked(errors, bound, kept)


@lenient(
    "error_parts",
    because="Arrays that do not fit are broadcast without a word: one bound for all galaxies, or galaxies taken for "
    "draws. Compare the shapes first.",
)
def broadcasts(errors, bound, kept):
    errors = np.asarray(errors, float)
    if np.ndim(errors) == 2:
        return unchecked(errors[:, None], bound, kept)
    shape = errors.shape[1:]
    return right.error_parts(errors, np.broadcast_to(bound, shape), np.broadcast_to(kept, shape))


def unchecked(errors, bound, kept):
    with np.errstate(all="ignore"):
        noise, seen, scatter, mean = pieces(errors, bound, kept)
        parts = {"noise": noise, "information": seen - noise, "use": scatter - seen}
        parts |= {"misfit": mean**2 - scatter / len(errors), "total": np.mean(np.square(errors), axis=0)}
        return {part: right._summary(np.mean(values, axis=1)) for part, values in parts.items()}


def row_of(name, budget, limit):
    total, noise = budget["total"]["mean_square"], budget["noise"]["mean_square"]
    left = total - (0.0 if limit == "noise" else budget[limit]["mean_square"])
    return {"estimator": name, "limit": limit, "x": math.sqrt(total / noise), "gain": math.sqrt(total / left)}


@wrong(
    "side_by_side",
    because="The largest part is called the limit though it is not shown. What is within 2 of its standard errors of 0 "
    "may be chance; only shown parts can be the limit.",
)
def believes_chance(budgets):
    rows = []
    for row in right.side_by_side(budgets):
        budget = budgets[row["estimator"]]
        limit = max(("information", "use", "misfit"), key=lambda part: budget[part]["mean_square"])
        rows.append(row_of(row["estimator"], budget, limit if budget[limit]["mean_square"] > 0 else "noise"))
    return rows


@wrong(
    "side_by_side",
    because="The noise takes part in the choice and wins where it is the largest. It cannot be mended; it is the limit "
    "only where none of the other three is shown.",
)
def lets_the_noise_win(budgets):
    rows = []
    for row in right.side_by_side(budgets):
        budget = budgets[row["estimator"]]
        larger = row["limit"] != "noise" and budget[row["limit"]]["mean_square"] > budget["noise"]["mean_square"]
        rows.append(row_of(row["estimator"], budget, row["limit"] if larger else "noise"))
    return rows


@wrong(
    "side_by_side",
    because="The gain is a ratio of mean squares. The question was by what factor the RMSE falls: take the root.",
)
def gives_the_gain_of_squares(budgets):
    return [{**row, "gain": row["gain"] ** 2} for row in right.side_by_side(budgets)]


@wrong(
    "noise_floor",
    because="The misfit over the noise is a ratio of squares. The noise of a pixel goes with its root.",
)
def forgets_the_root(budget, noise_sd):
    return right.noise_floor(budget, noise_sd) ** 2 / noise_sd
