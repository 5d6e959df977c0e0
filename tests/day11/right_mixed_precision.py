"""Other right ways to write day11/mixed_precision."""

import copy

import torch

from grader.mutants import right
from solutions.day11 import mixed_precision as reference


@right("prepared")
def clipped_by_torch(gradients, scale, max_norm):
    held = [torch.nn.Parameter(torch.zeros_like(gradient, dtype=torch.float32)) for gradient in gradients]
    for parameter, gradient in zip(held, gradients, strict=True):
        parameter.grad = gradient.to(torch.float32).mul(1 / scale)
    norm = torch.nn.utils.clip_grad_norm_(held, max_norm)
    return [parameter.grad for parameter in held] if torch.isfinite(norm) else None


@right("prepared")
def in_double(gradients, scale, max_norm):
    flat = torch.cat([gradient.double().flatten() for gradient in gradients]) / scale
    if not torch.isfinite(flat).all():
        return None
    norm = torch.linalg.vector_norm(flat)
    flat = flat * (max_norm / norm) if norm > max_norm else flat
    parts = flat.split([gradient.numel() for gradient in gradients])
    return [part.reshape(gradient.shape).float() for part, gradient in zip(parts, gradients, strict=True)]


@right("next_scale")
def in_one_expression(scale, clean, finite, interval=2000):
    clean = clean + 1 if finite else 0
    grown = clean // interval
    return [scale * (2.0**grown if finite else 0.5), clean % interval]


@right("mixed_step")
def by_backward(weights, loss_of, dtype, scale, learning_rate, max_norm):
    half = [weight.detach().to(dtype).clone().requires_grad_(True) for weight in weights]
    (loss_of(half) * scale).backward()
    gradients = reference.prepared([tensor.grad for tensor in half], scale, max_norm)
    with torch.no_grad():
        new = [weight.clone() for weight in weights]
        for weight, gradient in zip(new, gradients or [], strict=False):
            weight.add_(gradient, alpha=-learning_rate)
    return tuple(new), gradients is not None


@right("inference_error")
def by_state(model, x, dtype):
    """One copy, loaded again between the two."""
    other = copy.deepcopy(model).eval().requires_grad_(False)
    exact = other.double()(x.double())
    rounded = other.load_state_dict(model.state_dict()) and other.to(dtype)(x.to(dtype))
    return float(torch.linalg.vector_norm(rounded.double() - exact) / exact.numel() ** 0.5)
