"""Wrong turns of day08/weight_decay."""

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import weight_decay as right


@wrong(
    "l2_gradient",
    because="The gradient of the penalty is taken as 2 * decay * w. The penalty is decay/2 times w^2, and the 2 that "
    "comes down cancels the half.",
)
def forgets_the_half(params, grads, decay, skip=()):
    return right.l2_gradient(params, grads, 2 * decay, skip)


@wrong(
    "l2_gradient",
    because="decay * w is subtracted from the gradient. Whoever then goes against the gradient lets the weights grow; "
    "the penalty adds to the loss, so its gradient is added.",
)
def subtracts_the_penalty(params, grads, decay, skip=()):
    added = right.l2_gradient(params, grads, decay, skip)
    return {name: 2 * grads[name] - value for name, value in added.items()}


@wrong(
    "l2_gradient",
    because="The sign of w is added instead of w. That is the gradient of an L1 penalty, the sum of absolute values.",
)
def takes_the_sign(params, grads, decay, skip=()):
    return right.l2_gradient({name: param.sign() for name, param in params.items()}, grads, decay, skip)


@wrong(
    "l2_gradient",
    because="The parameters named in skip are decayed as well. skip names those that are not to be.",
)
def decays_what_is_skipped(params, grads, decay, skip=()):
    return right.l2_gradient(params, grads, decay)


@wrong(
    "l2_gradient",
    because="Only the parameters named in skip are decayed. skip names those that are not to be.",
)
def decays_only_what_is_skipped(params, grads, decay, skip=()):
    return right.l2_gradient(params, grads, decay, [name for name in params if name not in skip] if skip else ())


@wrong(
    "decoupled_step",
    because="The decay is added to the gradient before the optimiser sees it. Then it goes through Adam's averages "
    "and is divided by the root of the squares: that is Adam + L2. Decoupled decay never meets the direction.",
)
def decays_through_the_direction(params, grads, state, direction, learning_rate, decay, skip=()):
    penalised = right.l2_gradient(params, grads, decay, skip)
    return right.decoupled_step(params, penalised, state, direction, learning_rate, 0.0, skip)


@wrong(
    "decoupled_step",
    because="Each parameter loses the share decay, without the learning rate. It is to lose learning_rate * decay, so "
    "that a schedule which lowers the one lowers the other.",
)
def forgets_the_rate(params, grads, state, direction, learning_rate, decay, skip=()):
    directions, state = direction(grads, state)
    share = {name: 0 if name in skip else decay for name in params}
    return {n: (1 - share[n]) * params[n] - learning_rate * directions[n] for n in params}, state


@wrong(
    "decoupled_step",
    because="The parameters named in skip are decayed as well. skip names those that are not to be, biases as a rule.",
)
def step_decays_what_is_skipped(params, grads, state, direction, learning_rate, decay, skip=()):
    return right.decoupled_step(params, grads, state, direction, learning_rate, decay)


@wrong(
    "decoupled_step",
    because="The parameters named in skip stand still. They are spared the decay alone; the step is theirs too.",
)
def skips_the_step(params, grads, state, direction, learning_rate, decay, skip=()):
    new, state = right.decoupled_step(params, grads, state, direction, learning_rate, decay, skip)
    return {name: params[name] if name in skip else value for name, value in new.items()}, state


@wrong(
    "decoupled_step",
    because="The step is taken first and the result is shrunk, so that the step is shrunk with it. The share is of "
    "what the parameter was before the step.",
)
def shrinks_the_step_too(params, grads, state, direction, learning_rate, decay, skip=()):
    directions, state = direction(grads, state)
    share = {name: 0 if name in skip else learning_rate * decay for name in params}
    return {n: (1 - share[n]) * (params[n] - learning_rate * directions[n]) for n in params}, state


@wrong(
    "decoupled_step",
    because="The state that came in is handed back. The optimiser then begins anew at every step; return what "
    "direction returned.",
)
def hands_the_old_state_back(params, grads, state, direction, learning_rate, decay, skip=()):
    return right.decoupled_step(params, grads, state, direction, learning_rate, decay, skip)[0], state


@wrong(
    "ridge",
    because="The sum of the squared errors is taken with this decay, not their mean. The more galaxies, the weaker is "
    "then the same decay.",
)
def sums_over_the_samples(x, y, decay):
    return right.ridge(x, y, decay / len(x))


@wrong(
    "ridge",
    because="The bias is decayed too. The fit is then pulled towards y = 0, where the data need not be; only the "
    "weights are decayed.",
)
def decays_the_bias(x, y, decay):
    if decay == 0:
        return right.ridge(x, y, decay)
    full = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    matrix = full.T @ full / len(x) + decay * torch.eye(full.shape[1]).to(x)
    solution = torch.linalg.solve(matrix, full.T @ y / len(x))
    return solution[:-1], solution[-1]


@wrong(
    "ridge",
    because="The decay is twice what it should be: the squared error is taken without its half. Both terms have the "
    "half, and in the derivative both lose it.",
)
def halves_one_term(x, y, decay):
    return right.ridge(x, y, 2 * decay)


@wrong(
    "ridge",
    because="The bias is the mean of y. That is the best bias for features of mean zero; here mean(x) @ weight is to "
    "be taken off.",
)
def bias_is_the_mean(x, y, decay):
    return right.ridge(x, y, decay)[0], y.mean(0)


@lenient(
    "l2_gradient",
    because="A name in skip that no parameter has is let through. A bias that is spelt wrongly decays then, and "
    "nobody hears of it.",
)
def lets_misspelt_names_through(params, grads, decay, skip=()):
    return right.l2_gradient(params, grads, decay, [name for name in skip if name in params])
