"""Wrong turns of day08/optimizers."""

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import optimizers as right


@wrong(
    "sgd_step",
    because="The gradient is multiplied by 1 - momentum on its way into the velocity. torch calls that dampening and "
    "has none; here each gradient counts in full.",
)
def averages_the_gradient(param, grad, state, learning_rate, momentum=0.0):
    return right.sgd_step(param, (1 - momentum) * grad, state, learning_rate, momentum)


@wrong(
    "sgd_step",
    because="At the first step, where nothing is remembered yet, the gradient is dampened by 1 - momentum. The "
    "velocity begins at zero, so the first one is the gradient itself.",
)
def dampens_the_first(param, grad, state, learning_rate, momentum=0.0):
    grad = grad if "velocity" in state else (1 - momentum) * grad
    return right.sgd_step(param, grad, state, learning_rate, momentum)


@wrong(
    "sgd_step",
    because="The step looks ahead: it goes along grad + momentum * velocity. That is Nesterov's variant; here the "
    "step is the velocity itself.",
)
def looks_ahead(param, grad, state, learning_rate, momentum=0.0):
    _, new = right.sgd_step(param, grad, state, learning_rate, momentum)
    return param - learning_rate * (grad + momentum * new["velocity"]), new


@wrong(
    "rmsprop_step",
    because="eps is added inside the root. It is added to the root: inside, 1e-8 counts like 1e-4 outside, and small "
    "gradients make no steps.",
)
def eps_inside_the_root(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    _, new = right.rmsprop_step(param, grad, state, learning_rate, alpha, eps)
    return param - learning_rate * grad / (new["square"] + eps).sqrt(), new


@wrong(
    "rmsprop_step",
    because="alpha and 1 - alpha are exchanged: the newest square counts almost alone. alpha is what the old mean "
    "keeps.",
)
def exchanges_the_weights(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    return right.rmsprop_step(param, grad, state, learning_rate, 1 - alpha, eps)


@wrong(
    "rmsprop_step",
    because="The step divides by the mean as it was before this gradient, so an outlier goes through at full size. "
    "Put the gradient's square into the mean first.",
)
def divides_by_the_old_mean(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    new_param, new = right.rmsprop_step(param, grad, state, learning_rate, alpha, eps)
    if "square" not in state:
        return new_param, new
    return param - learning_rate * grad / (state["square"].sqrt() + eps), new


@wrong(
    "rmsprop_step",
    because="The start of the mean at zero is made good: by 1 - alpha^t, as Adam does it, or by the first square in "
    "the place of zero. RMSprop corrects nothing: its first steps are long.",
)
def corrects_as_adam_does(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    new_param, new = right.rmsprop_step(param, grad, state, learning_rate, alpha, eps)
    if state:
        return new_param, new
    return param - learning_rate * grad / ((new["square"] / (1 - alpha)).sqrt() + eps), new


@wrong(
    "adam_step",
    because="The means are not corrected for their start at zero. After one step the mean is a tenth of the gradient, "
    "and the root of the square 3 % of it: the first steps are three times too long.",
)
def corrects_nothing(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    _, new = right.adam_step(param, grad, state, learning_rate, betas, eps)
    return param - learning_rate * new["mean"] / (new["square"].sqrt() + eps), new


@wrong(
    "adam_step",
    because="eps is added inside the root. It is added to the root: inside, 1e-8 counts like 1e-4 outside, and small "
    "gradients make no steps.",
)
def adam_eps_inside_the_root(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    _, new = right.adam_step(param, grad, state, learning_rate, betas, eps)
    mean, square = _corrected(new, betas)
    return param - learning_rate * mean / (square + eps).sqrt(), new


@wrong(
    "adam_step",
    because="eps is added to the root before the correction of the square. The formula that is asked for corrects "
    "first, so that eps means the same at every step.",
)
def adds_eps_before_the_correction(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    _, new = right.adam_step(param, grad, state, learning_rate, betas, eps)
    mean, _ = _corrected(new, betas)
    root = (new["square"].sqrt() + eps) / (1 - betas[1] ** new["step"]) ** 0.5
    return param - learning_rate * mean / root, new


@wrong(
    "adam_step",
    because="The correction is one step behind: it counts from 0, so that the first step is divided by 1 - beta^0 = 0. "
    "The weights of t gradients add up to 1 - beta^t; the gradient of this step is one of them.",
)
def counts_from_zero(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    _, new = right.adam_step(param, grad, state, learning_rate, betas, eps)
    mean, square = _corrected({**new, "step": new["step"] - 1}, betas)
    return param - learning_rate * mean / (square.sqrt() + eps), new


@wrong(
    "adam_step",
    because="The state keeps the corrected means, and the next step corrects them again. Keep them as they were "
    "before the correction.",
)
def keeps_the_corrected_means(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    new_param, new = right.adam_step(param, grad, state, learning_rate, betas, eps)
    mean, square = _corrected(new, betas)
    return new_param, {"step": new["step"], "mean": mean, "square": square}


@wrong(
    "clip_by_norm",
    because="Each tensor is clipped by its own length. The long ones are then shortened and the short ones are not, "
    "so the direction changes. One length is taken over all of them.",
)
def clips_each_by_itself(grads, max_norm):
    _, norm = right.clip_by_norm(grads, max_norm)
    return [right.clip_by_norm([grad], max_norm)[0][0] for grad in grads], norm


@wrong(
    "clip_by_norm",
    because="Gradients that are shorter than max_norm are made longer. Near a minimum the steps would never become "
    "small; clipping shortens and does nothing else.",
)
def lengthens_short_ones(grads, max_norm):
    _, norm = right.clip_by_norm(grads, max_norm)
    return [max_norm / norm * grad if norm > 0 else grad for grad in grads], norm


@wrong(
    "clip_by_norm",
    because="Every element is cut at max_norm by itself. That is clipping by value: it changes the direction, and the "
    "length may still be more than max_norm.",
)
def cuts_the_elements(grads, max_norm):
    return [grad.clamp(-max_norm, max_norm) for grad in grads], right.clip_by_norm(grads, max_norm)[1]


@lenient(
    "clip_by_norm",
    because="Gradients that are not finite are let through. The factor is then 0 or NaN, and after the step so is "
    "every parameter, without a word.",
)
def lets_nan_through(grads, max_norm):
    if max_norm < 0:
        return right.clip_by_norm(grads, max_norm)
    norm = torch.sqrt(sum(grad.square().sum() for grad in grads))
    return [grad * (max_norm / norm).clamp(max=1.0) for grad in grads], norm


def _corrected(state, betas):
    weights = [
        torch.tensor(1.0 - beta ** state["step"], dtype=torch.float64).to(state["mean"]) for beta in betas
    ]  # 0 divides as torch does
    return state["mean"] / weights[0], state["square"] / weights[1]
