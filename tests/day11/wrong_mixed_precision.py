"""Wrong turns of day11/mixed_precision."""

import copy

import torch

from grader.mutants import wrong
from solutions.day11 import mixed_precision as right


def shortened(gradients, max_norm):
    norm = torch.sqrt(sum(gradient.square().sum() for gradient in gradients))
    return [gradient * torch.clamp(max_norm / norm, max=1.0) for gradient in gradients]


def is_finite(gradients):
    return all(bool(torch.isfinite(gradient).all()) for gradient in gradients)


@wrong(
    "prepared",
    because="The gradients are clipped while they are still multiplied by the scale, and unscaled after that. So "
    "nearly every step is clipped, to max_norm / scale. Unscale first.",
)
def clips_before_unscaling(gradients, scale, max_norm):
    if not is_finite(gradients):
        return None
    return [gradient / scale for gradient in shortened([g.float() for g in gradients], max_norm)]


@wrong(
    "prepared",
    because="The gradients are divided by the scale in half precision, where small ones lose their digits or become "
    "0 again: what the scale had saved is lost. Go to float32 first.",
)
def unscales_in_half(gradients, scale, max_norm):
    return right.prepared([gradient / scale for gradient in gradients], 1.0, max_norm)


@wrong(
    "prepared",
    because="Infinite and nan gradients are handed on. One such step, and the weights are nan for ever.",
)
def hands_on_infinities(gradients, scale, max_norm):
    return shortened([gradient.float() / scale for gradient in gradients], max_norm)


@wrong(
    "prepared",
    because="Only nan is looked for. float16 overflows to infinity, which is not nan.",
)
def looks_for_nan_only(gradients, scale, max_norm):
    if any(bool(torch.isnan(gradient).any()) for gradient in gradients):
        return None
    return shortened([gradient.float() / scale for gradient in gradients], max_norm)


@wrong(
    "prepared",
    because="Each tensor is clipped to max_norm by itself. That turns the direction of the step: one norm of all "
    "gradients together shortens them all alike.",
)
def clips_one_by_one(gradients, scale, max_norm):
    if not is_finite(gradients):
        return None
    return [shortened([gradient.float() / scale], max_norm)[0] for gradient in gradients]


@wrong(
    "prepared",
    because="Each number is cut to the range +-max_norm. Clipping by the norm shortens the whole gradient and keeps "
    "its direction.",
)
def clips_by_value(gradients, scale, max_norm):
    if not is_finite(gradients):
        return None
    return [(gradient.float() / scale).clamp(-max_norm, max_norm) for gradient in gradients]


@wrong(
    "prepared",
    because="Short gradients are stretched to max_norm as well, so that the steps never become small. Only longer "
    "ones are changed.",
)
def stretches_short_ones(gradients, scale, max_norm):
    found = right.prepared(gradients, scale, 1e30)
    if found is None:
        return None
    norm = torch.sqrt(sum(gradient.square().sum() for gradient in found))
    return [gradient * (max_norm / norm if norm > 0 else 1.0) for gradient in found]


@wrong(
    "next_scale",
    because="The count goes on after a step that was not finite. The scale may grow only after `interval` finite "
    "steps in a row.",
)
def counts_on_after_overflow(scale, clean, finite, interval=2000):
    return right.next_scale(scale, clean, finite, interval) if finite else (scale / 2, clean)


@wrong(
    "next_scale",
    because="This step is not counted, so the scale grows one step too late.",
)
def grows_late(scale, clean, finite, interval=2000):
    if not finite:
        return scale / 2, 0
    return (scale * 2, 0) if clean == interval else (scale, clean + 1)


@wrong(
    "mixed_step",
    because="The loss is not multiplied by the scale, but its gradients are divided by it: the steps come out "
    "smaller by that factor, and what was too small for float16 is still lost.",
)
def forgets_to_scale(weights, loss_of, dtype, scale, learning_rate, max_norm):
    return right.mixed_step(weights, lambda half: loss_of(half) / scale, dtype, scale, learning_rate, max_norm)


@wrong(
    "mixed_step",
    because="The step is taken on the weights in half precision. Next to a weight of 1 float16 has nothing nearer "
    "than 1/2000 and bfloat16 nothing nearer than 1/256, so small steps vanish. The master copy is in float32.",
)
def keeps_the_weights_in_half(weights, loss_of, dtype, scale, learning_rate, max_norm):
    half = [weight.to(dtype) for weight in weights]
    new, finite = right.mixed_step(half, loss_of, dtype, scale, learning_rate, max_norm)
    return [weight.to(dtype).float() for weight in new], finite


@wrong(
    "mixed_step",
    because="The loss is computed in float32: it is given the master copy, and nothing runs in half precision.",
)
def computes_in_single(weights, loss_of, dtype, scale, learning_rate, max_norm):
    return right.mixed_step(weights, loss_of, torch.float32, scale, learning_rate, max_norm)


@wrong(
    "inference_error",
    because="The model itself is turned into half precision, and stays so: its weights have lost their digits for "
    "good. Work on a copy.",
)
def converts_the_model(model, x, dtype):
    exact = copy.deepcopy(model).double().eval()
    model.to(dtype)
    with torch.no_grad():
        rounded = copy.deepcopy(model).eval()(x.to(dtype)).double()
        return (rounded - exact(x.double())).square().mean().sqrt().item()


@wrong(
    "inference_error",
    because="Both models see the rounded inputs, so what rounding the inputs costs is left out. The exact one sees x "
    "as it is.",
)
def rounds_for_both(model, x, dtype):
    return right.inference_error(model, x.to(dtype), dtype)


@wrong(
    "inference_error",
    because="The exact model too has the weights of the rounded one. What rounding the weights costs is left out: "
    "converting back to float64 does not bring their digits back.",
)
def rounds_the_weights_of_both(model, x, dtype):
    rounded = copy.deepcopy(model).to(dtype).eval()
    with torch.no_grad():
        found = rounded(x.to(dtype)).double()
        return (found - rounded.double()(x.double())).square().mean().sqrt().item()


@wrong(
    "inference_error",
    because="The difference is the mean of absolute values. The errors of shear are compared by their root mean "
    "square.",
)
def averages_sizes(model, x, dtype):
    with torch.no_grad():
        rounded = copy.deepcopy(model).to(dtype).eval()(x.to(dtype)).double()
        exact = copy.deepcopy(model).double().eval()(x.double())
    return (rounded - exact).abs().mean().item()
