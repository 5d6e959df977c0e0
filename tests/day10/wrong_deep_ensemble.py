"""Wrong turns of day10/deep_ensemble."""

import copy

import torch

from grader.mutants import lenient, wrong
from solutions.day10 import deep_ensemble as right


def spread_of(means):
    spread = means - means.mean(0)
    return torch.einsum("mni,mnj->nij", spread, spread)


@wrong(
    "gaussian_head",
    because="a and b are taken for logarithms of variances: exp(a/2) stands on the diagonal of L. They are the "
    "logarithms of what stands there.",
)
def halves_the_logarithms(raw):
    return right.gaussian_head(raw * torch.tensor([1, 1, 0.5, 0.5, 1], dtype=raw.dtype, device=raw.device))


@wrong(
    "gaussian_head",
    because="This is L^T L. It is a covariance too, but with c in the other variance.",
)
def turns_the_product_round(raw):
    mean, _ = right.gaussian_head(raw)
    _, _, a, b, c = raw.unbind(1)
    L = torch.stack([a.exp(), torch.zeros_like(a), c, b.exp()], 1).reshape(-1, 2, 2)
    return mean, L.mT @ L


@wrong(
    "gaussian_head",
    because="c stands in the covariance itself, with exp(2a) and exp(2b) on the diagonal. Then a large c makes a "
    "matrix that is no covariance: its determinant is negative.",
)
def puts_c_into_the_covariance(raw):
    _, _, a, b, c = raw.unbind(1)
    return raw[:, :2], torch.stack([(2 * a).exp(), c, c, (2 * b).exp()], 1).reshape(-1, 2, 2)


@wrong(
    "mixture_moments",
    because="This is the spread of the means alone. It is what the networks disagree on; what each of them says it "
    "cannot know is missing, and with more networks or more data it would not come back.",
)
def takes_the_spread_alone(means, covariances):
    mean, _ = right.mixture_moments(means, covariances)
    return mean, spread_of(means) / len(means)


@wrong(
    "mixture_moments",
    because="This is the mean of the covariances alone. Where the networks disagree, the mixture is wider than any of "
    "them.",
)
def takes_the_mean_alone(means, covariances):
    mean, _ = right.mixture_moments(means, covariances)
    return mean, covariances.mean(0)


@wrong(
    "mixture_moments",
    because="The networks' disagreement is put on the diagonal only. Where they move along g1 = g2 together, that is "
    "a covariance of g1 and g2, and it is lost.",
)
def spreads_along_the_axes(means, covariances):
    mean, _ = right.mixture_moments(means, covariances)
    return mean, covariances.mean(0) + torch.diag_embed(means.var(0, correction=0))


@wrong(
    "mixture_moments",
    because="Only variances are left: everything off the diagonal is 0. The covariance of g1 and g2 is part of the "
    "answer.",
)
def keeps_the_variances_only(means, covariances):
    mean, covariance = right.mixture_moments(means, covariances)
    return mean, torch.diag_embed(covariance.diagonal(dim1=1, dim2=2))


@wrong(
    "mixture_moments",
    because="The outer products are divided by M - 1. Each network has the share 1/M in the mixture, so its deviation "
    "has that share too.",
)
def divides_by_one_less(means, covariances):
    mean, _ = right.mixture_moments(means, covariances)
    return mean, covariances.mean(0) + spread_of(means) / max(len(means) - 1, 1)


@wrong(
    "mixture_moments",
    because="The covariance is divided by M, as for a mean of independent measurements. The networks saw the same "
    "stamp and the same training data, so asking more of them does not make the noise of the stamp smaller.",
)
def averages_the_noise_away(means, covariances):
    mean, covariance = right.mixture_moments(means, covariances)
    return mean, covariance / len(means)


@wrong(
    "mixture_moments",
    because="The networks are combined like independent measurements, with their inverse covariances as weights. They "
    "are not independent: the noise of the stamp is in all of them. A mixture gives each the share 1/M.",
)
def multiplies_the_gaussians(means, covariances):
    if not covariances.any():
        return means.mean(0), torch.zeros_like(covariances[0])
    precisions = torch.linalg.inv(covariances)
    covariance = torch.linalg.inv(precisions.sum(0))
    return (covariance @ (precisions @ means[..., None]).sum(0))[..., 0], covariance


@lenient(
    "mixture_moments",
    because="Covariances of another shape go through, and are broadcast. With D galaxies of D numbers, variances (M, "
    "N, D) even give a result of the right shape.",
)
def broadcasts_the_covariances(means, covariances):
    return means.mean(0), covariances.mean(0) + spread_of(means) / len(means)


def trained(network, loss, x, y, steps, rate, train=True, zero=True):
    network.train(train)
    optimiser = torch.optim.Adam(network.parameters(), lr=rate)
    for _ in range(steps):
        if zero:
            optimiser.zero_grad()
        loss(network(x), y).backward()
        optimiser.step()
    return network.eval()


ONE_NETWORK = (
    "All members begin alike and end alike: one network, M times. The generator is seeded anew for each, or build() is "
    "called once and its network copied. Seed once, and build each."
)


@wrong("train_ensemble", because=ONE_NETWORK)
def begins_all_alike(build, loss, x, y, members, steps, rate, seed):
    return [right.train_ensemble(build, loss, x, y, 1, steps, rate, seed)[0] for _ in range(members)]


@wrong("train_ensemble", because=ONE_NETWORK)
def copies_one_network(build, loss, x, y, members, steps, rate, seed):
    network = right.train_ensemble(build, loss, x, y, 1, steps, rate, seed)[0]
    return [network, *(copy.deepcopy(network) for _ in range(members - 1))]


@wrong(
    "train_ensemble",
    because="The gradients are never set to zero, so each step goes down the sum of all gradients so far.",
)
def piles_up_gradients(build, loss, x, y, members, steps, rate, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return [trained(build().to(x), loss, x, y, steps, rate, zero=False) for _ in range(members)]


@wrong(
    "train_ensemble",
    because="Each network gets a part of the data. All of them need all the data; that they begin apart is enough to "
    "make them differ.",
)
def shares_the_data_out(build, loss, x, y, members, steps, rate, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        parts = [(x[k::members], y[k::members]) for k in range(members)]
        return [trained(build().to(x), loss, *part, steps, rate) for part in parts]


@wrong(
    "train_ensemble",
    because="The networks are given back in training mode. Their first answer would come with dropout and batch "
    "statistics.",
)
def leaves_training_mode(build, loss, x, y, members, steps, rate, seed):
    networks = right.train_ensemble(build, loss, x, y, members, steps, rate, seed)
    return [network.train() for network in networks]
