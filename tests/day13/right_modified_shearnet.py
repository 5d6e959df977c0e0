"""Other right ways to write day13/modified_shearnet."""

import copy

import torch
from torch import nn

from grader.mutants import right
from solutions.day13 import modified_shearnet as reference


@right("WindowAttention")
class HalfByHalf(reference.WindowAttention):
    def forward(self, galaxies, noise_sd):
        parts = zip(galaxies.chunk(2), noise_sd.chunk(2), strict=True)
        return torch.cat([super(HalfByHalf, self).forward(*part) for part in parts])


@right("WindowAttention")
class ByExponentials(nn.Module):
    def __init__(self, windows=3, hidden=32):
        super().__init__()
        self.windows = windows
        self.first, self.second = nn.Linear(7 * windows, hidden), nn.Linear(hidden, hidden)
        self.last = nn.Linear(hidden, 2 * windows + 2)
        for parameter in self.last.parameters():
            parameter.data.zero_()

    def forward(self, galaxies, noise_sd):
        known = torch.isfinite(galaxies).all(-1)
        clean = torch.where(known[..., None], galaxies, 1.0)
        size = (clean[..., :2].square().sum(-1) + 1e-30).sqrt()
        depth = (clean[..., 3].log() - noise_sd.log()[:, None] - 10) / 3
        inputs = torch.stack([*clean.unbind(-1)[:2], size, clean[..., 2].log(), *clean.unbind(-1)[4:], depth], -1)
        hidden = (inputs.clamp(-3, 3) * known[..., None]).flatten(1)
        for layer in (self.first, self.second):
            hidden = layer(hidden)
            hidden = hidden * torch.sigmoid(hidden)
        out = self.last(hidden)
        columns = []
        for component in range(2):
            scores = out[:, component * self.windows : (component + 1) * self.windows]
            weights = torch.exp(scores - scores.max(1, keepdim=True).values) * known
            mean = (weights * clean[..., component]).sum(1) / weights.sum(1)
            columns.append(mean + 0.01 * out[:, 2 * self.windows + component])
        return torch.stack(columns, 1)


@right("noise_factor")
def by_eigenvectors(weights):
    """Return the symmetric root."""
    rows = weights.flatten(2).flatten(0, 1).double()
    size = rows.norm(dim=1, keepdim=True)
    values, axes = torch.linalg.eigh((rows / size) @ (rows / size).T)
    return (size * axes * values.clamp(min=0).sqrt()).to(weights).unflatten(0, weights.shape[:2])


@right("noise_factor")
def by_singular_values(weights):
    """Return U S of the rows, size and sign as they fall."""
    rows = weights.flatten(2).flatten(0, 1)
    size = rows.norm(dim=1, keepdim=True)
    axes, lengths, _ = torch.linalg.svd(rows / size, full_matrices=False)
    return -(size * axes * lengths).unflatten(0, weights.shape[:2])


@right("noise_factor")
def with_the_six_of_the_docstring(weights):
    windows = len(weights)
    rows = weights.reshape(6 * windows, -1)
    size = rows.norm(dim=1, keepdim=True)
    return (size * torch.linalg.qr((rows / size).T).R.T).reshape(windows, 6, 6 * windows)


@right("shear_loss")
def by_hypot(g, truth, error):
    return torch.hypot(torch.ones_like(g), (g - truth) / error).mean() - 1


@right("train_shear")
def by_adamw_in_another_order(
    model, sums, truth, error, factor, closed_form, noise_sd, steps, generator, batch=512, rate=5e-3
):
    """Draw the levels before the galaxies; one cycle of the rate; the last weights as they are."""
    learner = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(learner.parameters(), rate, weight_decay=1e-6)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1)
    low, high = torch.tensor(noise_sd, dtype=torch.float64).log().tolist()
    like = {"generator": generator, "dtype": sums.dtype, "device": sums.device}
    for _ in range(steps):
        level = torch.empty(batch, dtype=sums.dtype, device=sums.device).uniform_(low, high, generator=generator).exp()
        z = torch.randn(factor.shape[-1], batch, **like)
        chosen = torch.randint(0, len(sums), (batch,), generator=generator, device=sums.device)
        noise = (factor @ z).movedim(-1, 0) * level[:, None, None]
        g = learner(closed_form(sums[chosen] + noise), level)
        optimiser.zero_grad()
        reference.shear_loss(g, truth[chosen], error[chosen] * level[:, None]).backward()
        optimiser.step()
        schedule.step()
    return learner
