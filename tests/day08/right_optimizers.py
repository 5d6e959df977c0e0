"""Other right ways to write day08/optimizers."""

import math

import torch

from grader.mutants import right


@right("sgd_step")
def by_torch(param, grad, state, learning_rate, momentum=0.0):
    velocity = state["velocity"].clone() if state else torch.zeros_like(grad)
    velocity.mul_(momentum).add_(grad)
    return torch.add(param, velocity, alpha=-learning_rate), {"velocity": velocity}


@right("rmsprop_step")
def in_place_on_a_copy(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    square = state["square"].clone() if "square" in state else torch.zeros_like(param)
    square.mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
    return param.clone().addcdiv_(grad, square.sqrt().add_(eps), value=-learning_rate), {"square": square}


@right("adam_step")
def as_torch_orders_it(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    """The corrections go into the length of the step and into the root."""
    beta1, beta2 = betas
    state = dict(state) or {"step": 0, "mean": torch.zeros_like(grad), "square": torch.zeros_like(grad)}
    state["step"] += 1
    state["mean"] = torch.lerp(state["mean"], grad, 1 - beta1)
    state["square"] = state["square"] * beta2 + grad * grad * (1 - beta2)
    root = state["square"].sqrt() / math.sqrt(1 - beta2 ** state["step"]) + eps
    return param - learning_rate / (1 - beta1 ** state["step"]) * state["mean"] / root, state


@right("clip_by_norm")
def as_torch_does(grads, max_norm):
    norms = torch.stack([torch.linalg.vector_norm(grad) for grad in grads])
    norm = torch.linalg.vector_norm(norms)
    if not math.isfinite(norm):
        raise ValueError("grads: not finite")
    if max_norm < 0:
        raise ValueError("max_norm is negative")
    factor = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    return tuple(grad * factor for grad in grads), norm


@right("clip_by_norm")
def in_python(grads, max_norm):
    if max_norm < 0:
        raise ValueError("max_norm is negative")
    values = [value for grad in grads for value in grad.double().flatten().tolist()]
    norm = math.sqrt(math.fsum(value * value for value in values))
    if not math.isfinite(norm):
        raise ValueError("grads: not finite")
    clipped = [grad.clone() if norm <= max_norm else grad * (max_norm / norm) for grad in grads]
    return clipped, torch.tensor(norm, dtype=grads[0].dtype, device=grads[0].device)
