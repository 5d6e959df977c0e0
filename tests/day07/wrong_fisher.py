"""Wrong turns of day07/fisher."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day07 import fisher as right


@wrong(
    "cramer_rao_bound",
    because="Only the block of g1 and g2 is inverted. That is the bound for somebody who knows size, flux and centre "
    "exactly; you measure them on the same stamp. Invert the whole matrix, and take the block from the inverse.",
)
def inverts_the_block(fisher):
    return np.sqrt(np.diag(np.linalg.inv(fisher[:2, :2])))


@wrong(
    "cramer_rao_bound",
    because="This is 1 / sqrt(F_ii): the bound on a parameter when all the others are known, g1 and g2 from each "
    "other too. What is unknown enters through the inverse of the whole matrix.",
)
def takes_one_over_the_diagonal(fisher):
    right.cramer_rao_bound(fisher)
    return 1 / np.sqrt(np.diag(fisher))[:2]


@wrong(
    "cramer_rao_bound",
    because="These are variances. The bound is asked as a standard deviation, in the unit of g: the root is missing.",
)
def forgets_the_root(fisher):
    return right.cramer_rao_bound(fisher) ** 2


@wrong(
    "cramer_rao_bound",
    because="The bounds on all the parameters are returned. Asked are the first two, g1 and g2.",
)
def returns_all_parameters(fisher):
    return np.sqrt(np.diag(np.linalg.inv(fisher)))


PSEUDO = (
    "A pseudo-inverse drops directions whose eigenvalue is small beside the largest. In mixed units such a direction "
    "may be a well measured parameter; and of a singular matrix it hides that a parameter is lost."
)


@lenient("cramer_rao_bound", because=PSEUDO)
def takes_the_pseudo_inverse(fisher):
    return np.sqrt(np.abs(np.diag(np.linalg.pinv(fisher))))[:2]


@lenient("cramer_rao_bound", because=PSEUDO)
def takes_the_symmetric_pseudo_inverse(fisher):
    return np.sqrt(np.diag(np.linalg.pinv(fisher, hermitian=True)))[:2]


@lenient(
    "cramer_rao_bound",
    because="Only an exact zero counts as singular: a determinant of 0, or an inverse that NumPy refuses. Rounding "
    "mostly leaves 1e-16 or so in the place of the zero, and a bound of ten million comes out. Ask how near to "
    "singular the matrix is.",
)
def waits_for_an_exact_zero(fisher):
    if np.linalg.det(fisher) != 0:
        return np.sqrt(np.diag(np.linalg.inv(fisher)))[:2]
    return right.cramer_rao_bound(fisher)


@wrong(
    "cramer_rao_bound",
    because="Matrices whose elements differ by many powers of ten are called singular. That is the units' doing: in "
    "other units the same matrix is a good one. Divide row i and column i by sqrt(F_ii) before you judge.",
)
def judges_with_the_units(fisher):
    bound = right.cramer_rao_bound(fisher)
    if np.linalg.cond(fisher) > 1e12:
        raise ValueError("fisher is singular")
    return bound


@wrong(
    "fisher_matrix",
    because="The sum is divided by noise_sd once. A pixel's weight is one over its variance: noise_sd squared.",
)
def does_not_square_the_noise(render, params, noise_sd, step=1e-4):
    return right.fisher_matrix(render, params, np.sqrt(noise_sd), step)


@wrong(
    "fisher_matrix",
    because="The differences are one-sided, (render(p + step) - render(p)) / step: their error falls with the step, "
    "not with its square. Step to both sides.",
)
def steps_to_one_side(render, params, noise_sd, step=1e-4):
    params, steps = np.asarray(params, float), np.broadcast_to(step, np.shape(params))
    slopes = [(render(params + e) - render(params)) / h for e, h in zip(np.diag(steps), steps, strict=True)]
    return _product(slopes, noise_sd)


@wrong(
    "fisher_matrix",
    because="The difference between render(p + step) and render(p - step) is divided by step. The two are 2 step "
    "apart: every slope is twice too large, the matrix four times.",
)
def divides_by_one_step(render, params, noise_sd, step=1e-4):
    return 4 * right.fisher_matrix(render, params, noise_sd, step)


@wrong(
    "fisher_matrix",
    because="The step is the same for every parameter, whatever was given: the default 1e-4 is used throughout.",
)
def ignores_the_step(render, params, noise_sd, step=1e-4):
    return right.fisher_matrix(render, params, noise_sd)


@wrong(
    "fisher_matrix",
    because="The step is multiplied by the parameter. A relative step has no width where the parameter is zero, as "
    "the shear of a round galaxy is, and the docstring's is absolute.",
)
def steps_in_proportion(render, params, noise_sd, step=1e-4):
    params = np.asarray(params, float)
    steps = np.broadcast_to(step, params.shape) * np.abs(params)
    slopes = []
    for e, h in zip(np.diag(steps), steps, strict=True):
        difference = render(params + e) - render(params - e)
        slopes.append(difference / (2 * h) if h else np.zeros_like(difference))
    return _product(slopes, noise_sd)


@wrong(
    "fisher_matrix",
    because="The stepped parameters were stored in an array of whole numbers, which cuts off what is behind the "
    "point: p + step stays p, and p - step becomes p - 1. Make the parameters floats first.",
)
def steps_in_whole_numbers(render, params, noise_sd, step=1e-4):
    params, steps = np.asarray(params), np.broadcast_to(step, np.shape(params))
    slopes = []
    for e, h in zip(np.diag(steps), steps, strict=True):
        up, down = (params + e).astype(params.dtype), (params - e).astype(params.dtype)
        slopes.append((render(up) - render(down)) / (2 * h))
    return _product(slopes, noise_sd)


@wrong(
    "fisher_matrix",
    because="A parameter that was stepped down is left there, and the next ones are differentiated beside the point "
    "that was asked for. Put it back, or step a fresh copy each time.",
)
def leaves_parameters_stepped_down(render, params, noise_sd, step=1e-4):
    params, steps = np.array(params, float), np.broadcast_to(step, np.shape(params))
    slopes = []
    for e, h in zip(np.diag(steps), steps, strict=True):
        up = render(params + e)
        params = params - e
        slopes.append((up - render(params)) / (2 * h))
    return _product(slopes, noise_sd)


@wrong(
    "fisher_matrix",
    because="Averaged over the pixels instead of summed. Every pixel adds information of its own: the sum grows with "
    "the stamp.",
)
def averages_the_pixels(render, params, noise_sd, step=1e-4):
    fisher = right.fisher_matrix(render, params, noise_sd, step)
    return fisher / np.size(render(np.asarray(params, float)))


MAP = (
    "A noise map was reduced to one number for all pixels. Each pixel's product is divided by that pixel's own "
    "variance, inside the sum."
)


@wrong("fisher_matrix", because=MAP)
def averages_the_noise(render, params, noise_sd, step=1e-4):
    return right.fisher_matrix(render, params, np.mean(noise_sd), step)


@wrong("fisher_matrix", because=MAP)
def averages_the_variance(render, params, noise_sd, step=1e-4):
    return right.fisher_matrix(render, params, np.sqrt(np.mean(np.square(noise_sd))), step)


def _product(slopes, noise_sd):
    scaled = np.array(slopes) / noise_sd
    return np.tensordot(scaled, scaled, ((1, 2), (1, 2)))
