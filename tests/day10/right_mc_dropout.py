"""Other right ways to write day10/mc_dropout."""

import copy

import torch
from torch import nn

from grader.mutants import right

KINDS = (nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d)


@right("mc_dropout_predict")
def on_a_copy(model, x, passes, seed):
    """The model itself is not touched; one large batch in place of the loop."""
    own = copy.deepcopy(model).eval().requires_grad_(False)
    on = [module.train() for module in own.modules() if module.__class__.__name__.startswith("Dropout")]
    if not on:
        raise ValueError("model: nothing to drop")
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    outputs = own(x.repeat(passes, *[1] * (x.ndim - 1)))
    torch.set_rng_state(state)
    outputs = outputs.reshape(passes, -1, *outputs.shape[1:])
    if outputs.shape[1] == 1 and x.ndim == 1:
        outputs = outputs[:, 0]
    mean = outputs.mean(dim=0)
    return mean, (outputs - mean).square().mean(dim=0).sqrt()


@right("mc_dropout_predict")
def by_running_sums(model, x, passes, seed):
    """Welford's sums; a seed drawn from a generator of its own."""
    if not any(isinstance(module, KINDS) for module in model.modules()):
        raise ValueError("model: nothing to drop")
    modes = {module: module.training for module in model.modules()}
    for module in modes:
        module.training = isinstance(module, KINDS)
    own = torch.Generator().manual_seed(seed)
    with torch.inference_mode(), torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**62, (1,), generator=own)))
        for k in range(passes):
            output = model(x)
            if k == 0:
                mean, squares = torch.zeros_like(output), torch.zeros_like(output)
            step = output - mean
            mean = mean + step / (k + 1)
            squares = squares + step * (output - mean)
    for module, mode in modes.items():
        module.training = mode
    return [mean.clone(), torch.sqrt(squares / passes)]


@right("dropout_moments")
def example_by_example(h, weight, bias, p):
    if p < 0 or p >= 1:
        raise ValueError("p")
    means, covariances = [], []
    for row in h:
        scaled = weight * row
        means.append(scaled.sum(1) + bias)
        covariances.append(scaled @ scaled.T * (p * (1 - p) / (1 - p) ** 2))
    return torch.stack(means), torch.stack(covariances)


@right("dropout_moments")
def by_the_second_moment(h, weight, bias, p):
    """E[m m^T] of the masks, in float64."""
    if not 0 <= p < 1:
        raise ValueError("p")
    mean = nn.functional.linear(h, weight, bias)
    eye = torch.eye(h.shape[1], dtype=torch.float64, device=h.device)
    second = torch.ones_like(eye) + eye * (1 / (1 - p) - 1)
    scaled = weight.double() * h.double()[:, None]
    covariance = scaled @ (second - 1) @ scaled.mT
    return mean, covariance.to(h.dtype)
