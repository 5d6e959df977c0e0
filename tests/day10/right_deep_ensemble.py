"""Other right ways to write day10/deep_ensemble."""

import torch

from grader.mutants import right


@right("gaussian_head")
def galaxy_by_galaxy(raw):
    covariances = []
    for row in raw:
        L = torch.diag_embed(torch.exp(row[2:4])) + torch.nn.functional.pad(row[4:5], (2, 1)).reshape(2, 2)
        covariances.append(L @ L.T)
    return raw[:, 0:2], torch.stack(covariances)


@right("gaussian_head")
def element_by_element(raw):
    a, b, c = torch.exp(raw[:, 2]), torch.exp(raw[:, 3]), raw[:, 4]
    rows = [torch.stack([a * a, a * c], dim=-1), torch.stack([a * c, b * b + c * c], dim=-1)]
    return [raw[..., :2].clone(), torch.stack(rows, dim=-2)]


@right("mixture_moments")
def network_by_network(means, covariances):
    if covariances.shape[:-1] != means.shape:
        raise ValueError("covariances")
    total = torch.zeros_like(covariances[0])
    mean = sum(means) / len(means)
    for own, covariance in zip(means, covariances, strict=True):
        total += covariance + (own - mean)[:, :, None] * (own - mean)[:, None, :]
    return mean, total / len(means)


@right("mixture_moments")
def by_torch_cov(means, covariances):
    """torch.cov, galaxy by galaxy."""
    if tuple(covariances.shape) != (*means.shape, means.shape[2]):
        raise ValueError("covariances")
    numbers = means.shape[2]
    each = [torch.cov(means[:, n].T, correction=0).reshape(numbers, numbers) for n in range(means.shape[1])]
    return torch.mean(means, dim=0), torch.mean(covariances, dim=0) + torch.stack(each)


@right("train_ensemble")
def with_a_seed_each(build, loss, x, y, members, steps, rate, seed):
    """All are built first, each with a seed of its own, and trained side by side."""
    state, networks = torch.get_rng_state(), []
    for k in range(members):
        torch.manual_seed(1000 * seed + k)
        networks.append(build().to(device=x.device, dtype=x.dtype))
    torch.set_rng_state(state)
    optimisers = [torch.optim.Adam(network.parameters(), rate) for network in networks]
    for network in networks:
        network.train()
    for _ in range(steps):
        for network, optimiser in zip(networks, optimisers, strict=True):
            network.zero_grad()
            loss(network(x), y).backward()
            optimiser.step()
    return [network.eval() for network in networks]


@right("train_ensemble")
def with_one_optimiser(build, loss, x, y, members, steps, rate, seed):
    """One Adam for all: it treats every number by itself, so it comes to the same."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        networks = torch.nn.ModuleList(build() for _ in range(members)).to(x).train()
    optimiser = torch.optim.Adam(networks.parameters(), lr=rate)
    for _ in range(steps):
        total = sum(loss(network(x), y) for network in networks)
        optimiser.zero_grad(set_to_none=False)
        total.backward()
        optimiser.step()
    return list(networks.eval())
