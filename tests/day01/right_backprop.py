"""Other right ways to write day01/backprop."""

import numpy as np

from grader.mutants import right
from solutions.day01 import backprop as reference


@right("mlp_forward")
def by_einsum(params, x):
    sums = np.einsum("nd,hd->nh", x, params["weight1"]) + params["bias1"]
    return np.einsum("nh,kh->nk", 1 - 2 / (np.exp(2 * sums) + 1), params["weight2"]) + params["bias2"]


@right("mlp_forward")
def column_by_column(params, x):
    return (
        np.array([params["weight2"] @ np.tanh(params["weight1"] @ row + params["bias1"]) for row in x])
        + params["bias2"]
    )


@right("mlp_gradients")
def example_by_example(params, x, y):
    loss, total = reference.mlp_gradients(params, x, y)[0], {}
    for features, target in zip(x, y, strict=True):
        hidden = np.tanh(params["weight1"] @ features + params["bias1"])
        delta2 = 2 * (params["weight2"] @ hidden + params["bias2"] - target) / y.size
        delta1 = (params["weight2"].T @ delta2) / np.cosh(params["weight1"] @ features + params["bias1"]) ** 2
        parts = {
            "bias2": delta2,
            "bias1": delta1,
            "weight2": np.outer(delta2, hidden),
            "weight1": np.outer(delta1, features),
        }
        total = {name: total.get(name, 0) + part for name, part in parts.items()}
    return np.float64(loss), total


@right("mlp_gradients")
def by_torch(params, x, y):
    import torch

    p = {name: torch.tensor(value.astype(float), requires_grad=True) for name, value in params.items()}
    hidden = torch.tanh(torch.tensor(x.astype(float)) @ p["weight1"].T + p["bias1"])
    loss = torch.mean((hidden @ p["weight2"].T + p["bias2"] - torch.tensor(y)) ** 2)
    loss.backward()
    return loss.item(), {name: np.asfortranarray(value.grad.numpy()) for name, value in p.items()}


@right("mlp_gradients")
def in_single_precision(params, x, y):
    single = {name: value.astype(np.float32) for name, value in params.items()}
    loss, gradients = reference.mlp_gradients(single, np.float32(x), np.float32(y))
    return np.float32(loss), gradients
