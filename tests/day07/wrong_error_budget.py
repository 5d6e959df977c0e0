"""Wrong turns of day07/error_budget."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day07 import error_budget as right

PARTS = ("noise", "approximation", "optimisation")


def changed(budget, **mean_squares):
    """Return the budget with some mean squares, and their shares, replaced."""
    total = mean_squares.get("total", budget["total"]["mean_square"])
    return {
        part: {
            "mean_square": float(mean_squares.get(part, values["mean_square"])),
            "standard_error": values["standard_error"],
            "share": float(mean_squares.get(part, values["mean_square"]) / total),
        }
        for part, values in budget.items()
    }


@wrong(
    "error_budget",
    because="Root mean squares are subtracted and added. Independent errors add in quadrature: it is the squares "
    "that are additive.",
)
def adds_the_roots(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    total, best, noise = (np.sqrt(np.mean(np.square(values))) for values in (errors, best_errors, bound))
    return changed(budget, noise=noise, approximation=best - noise, optimisation=total - best, total=total)


@wrong(
    "error_budget",
    because="The differences are formed first and squared afterwards, (a - b)^2. A part is the difference of two "
    "squares, a^2 - b^2, or the parts do not add up.",
)
def squares_the_differences(errors, best_errors, bound):
    right.error_budget(errors, best_errors, bound)
    values = {"noise": bound, "approximation": np.subtract(best_errors, bound), "total": errors}
    values["optimisation"] = np.subtract(errors, best_errors)
    total = np.mean(np.square(errors))
    return {part: right._summary(np.mean(np.square(value), axis=1), total) for part, value in values.items()}


@wrong(
    "error_budget",
    because="The bound is taken for a variance and not squared. It is a standard deviation, in the unit of the errors.",
)
def takes_the_bound_for_a_variance(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    noise = np.mean(bound)
    return changed(budget, noise=noise, approximation=np.mean(np.square(best_errors)) - noise)


@wrong(
    "error_budget",
    because="The bounds are averaged, then squared. Galaxies differ: the mean of the squares is larger than the "
    "square of the mean, and it is the squares that the errors are made of.",
)
def squares_the_mean_bound(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    noise = np.mean(bound) ** 2
    return changed(budget, noise=noise, approximation=np.mean(np.square(best_errors)) - noise)


@wrong(
    "error_budget",
    because="The best network's error is counted whole as approximation, noise included, so noise is counted "
    "twice. Take the bound's mean square off.",
)
def counts_the_noise_twice(errors, best_errors, bound):
    return changed(right.error_budget(errors, best_errors, bound), approximation=np.mean(np.square(best_errors)))


@wrong(
    "error_budget",
    because="Everything above the bound is counted as optimisation, though part of it is approximation already: "
    "what the best network has to spare. Take off the best network's mean square, not the bound's.",
)
def counts_the_approximation_twice(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    return changed(budget, optimisation=np.mean(np.square(errors)) - np.mean(np.square(bound)))


@wrong(
    "error_budget",
    because="Errors are measured from their mean, so a bias goes unseen. The mean square is about zero, where the "
    "truth is.",
)
def takes_variances(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    total, best = np.mean(np.var(errors, axis=0)), np.mean(np.var(best_errors, axis=0))
    noise = np.mean(np.square(bound))
    return changed(budget, total=total, approximation=best - noise, optimisation=total - best)


@wrong(
    "error_budget",
    because="A part that came out negative has been set to 0, and the parts no longer add up to the total. Within its "
    "standard error a small part may fall below 0; leave it there.",
)
def cuts_off_at_zero(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    return changed(budget, **{part: max(0.0, budget[part]["mean_square"]) for part in PARTS})


@wrong(
    "error_budget",
    because="Any part below 0 is refused. Chance can bring a small part there: refuse it only where it is more than "
    "two of its standard errors below.",
)
def refuses_what_chance_does(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    for part, name in (("approximation", "best_errors"), ("optimisation", "errors")):
        if budget[part]["mean_square"] < 0:
            raise ValueError(f"{name} are too small")
    return budget


def with_errors(budget, **standard_errors):
    return {
        part: {**values, "standard_error": float(standard_errors.get(part, values["standard_error"]))}
        for part, values in budget.items()
    }


@wrong(
    "error_budget",
    because="The standard errors of two mean squares are added in quadrature, as if they came from different "
    "galaxies. They are the same galaxies: form the difference for each, then its scatter.",
)
def forgets_the_pairing(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)

    def sem(values):
        squares = np.mean(np.square(values), axis=1)
        return squares.std(ddof=1) / np.sqrt(len(squares))

    return with_errors(
        budget,
        approximation=np.hypot(sem(best_errors), sem(bound)),
        optimisation=np.hypot(sem(errors), sem(best_errors)),
    )


@wrong(
    "error_budget",
    because="Both components of a galaxy are counted as independent galaxies. They share one image and its "
    "difficulties: average over the components first.",
)
def counts_components_as_galaxies(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    total, best, noise = (np.square(np.ravel(values)) for values in (errors, best_errors, bound))
    parts = {"noise": noise, "approximation": best - noise, "optimisation": total - best, "total": total}
    return with_errors(budget, **{part: x.std(ddof=1) / np.sqrt(x.size) for part, x in parts.items()})


@wrong(
    "error_budget",
    because="This is the scatter from galaxy to galaxy. The mean of N is known sqrt(N) times better.",
)
def gives_the_scatter(errors, best_errors, bound):
    budget, root = right.error_budget(errors, best_errors, bound), np.sqrt(len(errors))
    return with_errors(budget, **{part: root * values["standard_error"] for part, values in budget.items()})


@wrong(
    "error_budget",
    because="The shares are those of the roots. Only mean squares add up, so only their shares add up to 1.",
)
def shares_the_roots(errors, best_errors, bound):
    budget = right.error_budget(errors, best_errors, bound)
    return {
        part: {**values, "share": float(np.sign(values["share"]) * np.sqrt(abs(values["share"])))}
        for part, values in budget.items()
    }


@lenient(
    "error_budget",
    because="A part that is many standard errors below zero goes through. No network beats the Cramer-Rao bound: the "
    "galaxies were not hidden, or the bound belongs to others. And one that beats the best network is the best. "
    "Refuse, naming `best_errors` or `errors`.",
)
def believes_in_miracles(errors, best_errors, bound):
    right._check_shapes(errors, best_errors=best_errors, bound=bound)
    return budget_of(errors, best_errors, bound)


@lenient(
    "error_budget",
    because="One bound for all galaxies, or for both components, is broadcast without a word. Each galaxy "
    "has its own: compare the shapes first.",
)
def broadcasts(errors, best_errors, bound):
    found = budget_of(*np.broadcast_arrays(errors, best_errors, bound))
    right._check_parts(found, approximation="best_errors", optimisation="errors")
    return found


def budget_of(errors, best_errors, bound):
    total, best, noise = (np.mean(np.square(values), axis=1) for values in (errors, best_errors, bound))
    parts = {"noise": noise, "approximation": best - noise, "optimisation": total - best, "total": total}
    return {part: right._summary(contributions, total.mean()) for part, contributions in parts.items()}
