"""Other right ways to write day05/regression_head."""

import copy
import math

import torch
from torch import nn

from grader.mutants import right
from solutions.day05 import regression_head as reference


@right("to_regressor")
def by_walking_the_children(classifier, outputs, freeze=False):
    model = copy.deepcopy(classifier)
    places = [(owner, name, child) for owner in model.modules() for name, child in owner.named_children()]
    order = [id(module) for module in model.modules()]
    places.sort(key=lambda place: order.index(id(place[2])))
    last = max(i for i, (_, _, child) in enumerate(places) if isinstance(child, nn.Linear))
    for parameter in model.parameters():
        parameter.requires_grad = not freeze
    owner, name, old = places[last]
    owner._modules[name] = nn.Linear(old.in_features, outputs, device=old.weight.device, dtype=old.weight.dtype)
    for owner, name, child in places[last + 1 :]:
        if isinstance(child, (nn.Softmax, nn.LogSoftmax, nn.Sigmoid, nn.Tanh)):
            owner.add_module(name, nn.Identity())
    return model


@right("to_regressor")
def with_another_draw(classifier, outputs, freeze=False):
    regressor = reference.to_regressor(classifier, outputs, freeze)
    linear = [module for module in regressor.modules() if isinstance(module, nn.Linear)]
    linear[-1].reset_parameters()
    return regressor.train()


@right("shear_to_class")
def by_bucketize(g, bins, limit):
    inner = torch.linspace(-limit, limit, bins + 1, dtype=torch.float64, device=g.device)[1:-1]
    return torch.bucketize(g.double(), inner, right=True)


@right("expected_shear")
def by_a_sum(logits, limit):
    edges = torch.linspace(-limit, limit, logits.shape[-1] + 1, dtype=logits.dtype, device=logits.device)
    share = torch.exp(logits - torch.logsumexp(logits, dim=-1, keepdim=True))
    return (share * (edges[1:] + edges[:-1]) / 2).sum(-1)


@right("expected_shear")
def by_einsum(logits, limit):
    width = 2 * limit / logits.shape[-1]
    centres = torch.tensor([-limit + (k + 0.5) * width for k in range(logits.shape[-1])], dtype=torch.float64).to(
        logits
    )
    return torch.einsum("...k,k->...", torch.softmax(logits, -1), centres)


@right("quantisation_error")
def by_the_other_formula(bins, limit):
    return torch.tensor(limit / (bins * math.sqrt(3)), dtype=torch.float64).item()


@right("turned_signal")
def by_transposing(features, stamps):
    one, other = features(stamps.unsqueeze(1)), features(stamps.mT.flip(-2).unsqueeze(1))
    pooled = [nn.functional.adaptive_avg_pool2d(maps, 1) for maps in (one, other)]
    return tuple((((b - a) ** 2).sum() / (a**2).sum()).sqrt().item() for a, b in ((one, other), pooled))
