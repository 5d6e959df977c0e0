"""Other right ways to write day08/dropout."""

import numpy as np
import torch

from grader.mutants import right
from solutions.day08 import dropout as reference


@right("dropout_forward")
def by_bernoulli(x, p, training, generator=None):
    if not training or p == 0:
        return x.clone(), torch.full(x.shape, True, device=x.device)
    kept = torch.empty(x.shape, device=x.device).bernoulli_(1 - p, generator=generator).bool()
    factor = kept.to(x.dtype) / max(1 - p, 1e-30)
    return torch.where(kept, x * factor, torch.zeros_like(x)), kept


@right("dropout_forward")
def element_by_element(x, p, training, generator=None):
    if not training:
        return reference.dropout_forward(x, p, training)
    flat = x.reshape(-1)
    numbers = torch.rand(len(flat), dtype=torch.float64, generator=generator, device=x.device)
    kept = torch.tensor([float(number) >= p for number in numbers], device=x.device)
    factor = [1 / (1 - p) if keep else 0.0 for keep in kept.tolist()]
    return (flat * torch.tensor(factor, dtype=x.dtype, device=x.device)).reshape(x.shape), kept.reshape(x.shape)


@right("dropout_backward")
def by_masked_fill(grad_out, kept, p, training):
    return grad_out.masked_fill(~kept, 0.0) / (1 - p if p < 1 else 1) if training else grad_out.clone()


@right("dropout_backward")
def by_numpy(grad_out, kept, p, training):
    factor = np.where(kept.cpu().numpy(), 1 / (1 - p) if p < 1 else 0.0, 0.0) if training else 1.0
    return torch.tensor(grad_out.cpu().numpy() * factor, dtype=grad_out.dtype, device=grad_out.device)


@right("dropout_penalty")
def as_an_expectation(x, weight, p):
    second_moment = (x * weight).square().sum(1) / (1 - p) + (x @ weight).square() - (x * weight).square().sum(1)
    return (second_moment - (x @ weight).square()).mean()


@right("dropout_penalty")
def sample_by_sample(x, weight, p):
    each = [sum((a * b) ** 2 for a, b in zip(row, weight, strict=True)) for row in x]
    return sum(each) / len(each) * (1 / (1 - p) - 1)
