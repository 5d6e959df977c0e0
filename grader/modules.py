"""Probes for torch modules: what a grader asks of a learner's network, run beside it on the bench.

A module is graded by loading hidden weights under the names that the stub states, and
comparing what it makes of hidden inputs with an independent computation.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any


class UnfitModule(Exception):
    """The submission's module is not what the stub describes; the message says where."""


def build(
    submission: ModuleType, name: str, kwargs: dict[str, Any], state: dict[str, Any], inputs: tuple[Any, ...] = ()
) -> Any:
    """Return the submission's module with the given weights in it, in their dtype, and where they or the inputs are."""
    import torch

    model = getattr(submission, name)(**kwargs)
    if not isinstance(model, torch.nn.Module):
        raise UnfitModule(f"{name}() is a {type(model).__name__}; a torch.nn.Module is expected")
    own = model.state_dict()
    for key, value in state.items():
        if key not in own:
            raise UnfitModule(f'{name} has no "{key}"; it has: {", ".join(own) or "no parameters"}')
        if own[key].shape != value.shape:
            raise UnfitModule(f'"{key}" has shape {tuple(own[key].shape)}; {tuple(value.shape)} is expected')
    extra = [key for key in own if key not in state and not key.endswith("num_batches_tracked")]
    if extra and state:
        raise UnfitModule(f'{name} has "{extra[0]}", which the stub does not name')
    for value in (*inputs, *state.values()):
        if isinstance(value, torch.Tensor):
            model = model.to(device=value.device)
            break
    for value in state.values():
        if value.is_floating_point():
            model = model.to(device=value.device, dtype=value.dtype)
            break
    model.load_state_dict(state, strict=False)
    return model


def run_module(
    submission: ModuleType, name: str, kwargs: dict[str, Any], state: dict[str, Any], inputs: tuple[Any, ...], mode: str
) -> Any:
    """Return what the module makes of the inputs.

    In mode "eval" that is its output; in mode "train" {"output", "buffers"}, the buffers (running
    statistics) as they are afterwards; in mode "gradients" the gradient of the output's weighted sum for every
    parameter, the weights being 1, 2, 3, ... over the output's elements, scaled to at most 1.
    """
    import torch

    torch.manual_seed(0)  # what draws at random in spite of its mode draws the same each time
    model = build(submission, name, kwargs, state, inputs)
    model.train(mode == "train")
    output = model(*inputs)
    if mode == "eval":
        return output
    if mode == "train":
        kept = {key: value for key, value in model.named_buffers() if not key.endswith("num_batches_tracked")}
        return {"output": output, "buffers": kept}
    weights = torch.arange(1, output.numel() + 1, dtype=output.dtype, device=output.device) / output.numel()
    model.zero_grad()
    (output * weights.reshape(output.shape)).sum().backward()
    return {key: parameter.grad for key, parameter in model.named_parameters()}


def count_parameters(submission: ModuleType, name: str, kwargs: dict[str, Any] | None = None) -> int:
    """Return how many parameters the module has, without allocating them."""
    import torch

    with torch.device("meta"):
        model = getattr(submission, name)(**(kwargs or {}))
    return sum(parameter.numel() for parameter in model.parameters())


def output_shape(submission: ModuleType, name: str, kwargs: dict[str, Any], shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape the module makes of an input's, without allocating or computing anything."""
    import torch

    with torch.device("meta"):
        return tuple(getattr(submission, name)(**kwargs)(torch.empty(shape)).shape)


def initial_spread(
    submission: ModuleType, name: str, kwargs: dict[str, Any] | None = None, device: str = "cpu"
) -> dict[str, float]:
    """Return the standard deviation of every weight as the module is built: 0 where all are alike."""
    import torch

    torch.manual_seed(0)
    model = getattr(submission, name)(**(kwargs or {})).to(device)
    return {key: float(value.detach().std()) for key, value in model.named_parameters() if value.ndim > 1}


def on_zeros(
    submission: ModuleType,
    name: str,
    kwargs: dict[str, Any],
    shape: tuple[int, ...],
    method: str = "__call__",
    device: str = "cpu",
) -> None:
    """Build the module and call it, or a method of it, on zeros of a shape: for `kata.refuses`."""
    import torch

    getattr(getattr(submission, name)(**kwargs).to(device), method)(torch.zeros(shape, device=device))


def unreached(
    submission: ModuleType, name: str, kwargs: dict[str, Any], shape: tuple[int, ...], device: str = "cpu"
) -> list[str]:
    """Return the names of the parameters that no gradient reaches from the output for random inputs."""
    import torch

    torch.manual_seed(0)
    model = getattr(submission, name)(**kwargs).to(device).eval()
    model(torch.randn(shape, device=device)).square().sum().backward()
    return [key for key, value in model.named_parameters() if value.grad is None or not value.grad.any()]


def slopes(
    submission: ModuleType, name: str, kwargs: dict[str, Any], shape: tuple[int, ...], device: str = "cpu"
) -> dict[str, Any]:
    """Return the slope of a sum of the output along a direction of the input, by autograd and by difference.

    With them, under "learning", come the names of the parameters that a gradient has reached.
    """
    import torch

    torch.manual_seed(4)
    model = getattr(submission, name)(**kwargs).to(device, torch.float64)
    x, along, weights = torch.randn(3, *shape, dtype=torch.float64).to(device)

    def total(step: Any) -> Any:
        return (weights * model(x + step * along)).sum()

    step: Any = torch.zeros((), dtype=torch.float64, device=x.device, requires_grad=True)
    total(step).backward()
    with torch.no_grad():
        difference = (total(1e-5) - total(-1e-5)) / 2e-5
    learning = [key for key, value in model.named_parameters() if value.grad is not None]
    return {"by autograd": float(step.grad), "by difference": float(difference), "learning": learning}
