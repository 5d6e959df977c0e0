"""Other right ways to write day07/loss_balance."""

import torch
from torch.func import functional_call, jacrev

from grader.mutants import right


@right("loss_share")
def label_by_label(prediction, target):
    terms = [0.5 * torch.nn.functional.mse_loss(prediction[:, k], target[:, k]) for k in range(prediction.shape[1])]
    return torch.stack(terms) / sum(terms)


@right("loss_share")
def by_einsum(prediction, target):
    error = target - prediction
    return torch.nn.functional.normalize(torch.einsum("nk,nk->k", error, error), p=1, dim=0, eps=0.0)


@right("gradient_share")
def with_backward(model, x, target):
    """backward() with .grad cleared for every label, and put back as it was at the end."""
    held = [None if p.grad is None else p.grad.clone() for p in model.parameters()]
    lengths = []
    for k in range(target.shape[1]):
        model.zero_grad(set_to_none=True)
        torch.sum(0.5 * (model(x)[:, k] - target[:, k]) ** 2).backward()
        lengths.append(torch.cat([p.grad.ravel() for p in model.parameters() if p.grad is not None]).norm())
    for parameter, grad in zip(model.parameters(), held, strict=True):
        parameter.grad = grad
    return torch.stack(lengths) / sum(lengths)


@right("gradient_share")
def with_functional_calls(model, x, target):
    trained = {name: p.detach() for name, p in model.named_parameters() if p.requires_grad}

    def terms(parameters):
        return ((functional_call(model, parameters, (x,)) - target) ** 2).sum(dim=0)

    jacobian = torch.cat([part.flatten(1) for part in jacrev(terms)(trained).values()], dim=1)
    lengths = torch.linalg.vector_norm(jacobian, dim=1)
    return lengths / lengths.sum()
