"""Wrong turns of day13/modified_shearnet.

Those of train_shear end after a few steps: what is wrong with them is seen from the noise that they draw.
"""

import math

import torch

from grader.mutants import wrong
from solutions.day13 import modified_shearnet as right


class _Network(right.WindowAttention):
    """The network taken apart, so that a turn can replace one part."""

    def forward(self, galaxies, noise_sd):
        known = galaxies.isfinite().all(-1)
        g = torch.where(known[..., None], galaxies[..., :2], 0)
        inputs = torch.where(known[..., None], self.seven(galaxies, noise_sd), 0)
        scores, shift = self._scores(self.in_order(inputs)).tensor_split([-2], dim=1)
        scores = self.arranged(scores).masked_fill(~known[:, None], -math.inf)
        weights = self.weights(scores)
        return (weights * g.mT).sum(-1) + self.shift * shift

    shift = 0.01

    def seven(self, galaxies, noise_sd):
        return right._inputs(galaxies, noise_sd)

    def in_order(self, inputs):
        return inputs.flatten(1)

    def arranged(self, scores):
        return scores.unflatten(1, (2, -1))

    def weights(self, scores):
        return scores.softmax(-1)


WRONG_AXIS = (
    "The softmax is taken over the wrong axis: over the two components of g, or over the galaxies of the batch. Only "
    "the windows of one galaxy compete with each other: the weights of a component must add up to 1 over the windows."
)


@wrong("WindowAttention", because=WRONG_AXIS)
class SoftmaxOverComponents(_Network):
    def weights(self, scores):
        return torch.nan_to_num(scores.softmax(1))


@wrong("WindowAttention", because=WRONG_AXIS)
class SoftmaxOverGalaxies(_Network):
    def weights(self, scores):
        return torch.nan_to_num(scores.softmax(0))


@wrong(
    "WindowAttention",
    because="The scores are read as pairs, one pair a window. They are K scores for g1, then K scores for g2.",
)
class ScoresInPairs(_Network):
    def arranged(self, scores):
        return scores.unflatten(1, (-1, 2)).mT


@wrong(
    "WindowAttention",
    because="Both components use the scores of g1. A window may be good for one component and bad for the other, "
    "so that each has scores of its own.",
)
class OneSetOfWeights(_Network):
    def arranged(self, scores):
        return super().arranged(scores)[:, :1].expand(-1, 2, -1)


@wrong(
    "WindowAttention",
    because="The inputs stand one quantity after the other, all windows of g1 first. They are to stand one window"
    " after the other.",
)
class QuantityByQuantity(_Network):
    def in_order(self, inputs):
        return inputs.mT.flatten(1)


@wrong(
    "WindowAttention",
    because="sigma is held away from 0 before its logarithm is taken. What is held is the input, ln sigma between -3 "
    "and 3: a sigma of 0.06 has ln sigma = -2.8 and goes in as it is.",
)
class HoldsSigma(_Network):
    def seven(self, galaxies, noise_sd):
        g1, g2, sigma, *more = galaxies.unbind(-1)
        return right._inputs(torch.stack([g1, g2, sigma.clamp(min=0.1), *more], -1), noise_sd)


@wrong(
    "WindowAttention",
    because="One window that failed makes the whole galaxy NaN. Such a window is to get no weight, and 0 for its "
    "inputs, as long as another window has an answer.",
)
class OneFailedWindowFailsAll(right.WindowAttention):
    def forward(self, galaxies, noise_sd):
        failed = ~galaxies.isfinite().all(-1).all(-1)[:, None]
        return torch.where(failed, math.nan, super().forward(galaxies, noise_sd))


@wrong(
    "noise_factor",
    because="The sums are taken for independent: L has only their standard deviations. Windows over the same "
    "pixels share the noise of those pixels.",
)
def independent_sums(weights):
    size = weights.flatten(2).flatten(0, 1).norm(dim=1)
    return torch.diag(size).unflatten(0, weights.shape[:2])


@wrong(
    "noise_factor",
    because="This is the covariance itself. L is its root: L L^T is the covariance.",
)
def returns_the_covariance(weights):
    rows = weights.flatten(2).flatten(0, 1)
    return (rows @ rows.T).unflatten(0, weights.shape[:2])


@wrong(
    "shear_loss",
    because="This is the square, z^2 / 2, everywhere. Far out the loss is |z| - 1: one lost galaxy would rule a "
    "square.",
)
def takes_the_square(g, truth, error):
    return (((g - truth) / error) ** 2 / 2).mean()


@wrong(
    "shear_loss",
    because="The errors are not divided by what may be expected. Then large and faint galaxies rule, and those "
    "that could be measured well count nothing.",
)
def takes_errors_as_they_are(g, truth, error):
    return (torch.sqrt(1 + (g - truth) ** 2) - 1).mean()


def few_steps(model, sums, truth, error, factor, closed_form, noise_sd, steps, generator, batch=512, rate=5e-3, **how):
    """Train for 40 steps at most, with another noise."""
    learner = right.copy.deepcopy(model) if how.get("copies", True) else model
    optimiser = torch.optim.Adam(learner.parameters(), rate)
    low, high = noise_sd
    like = {"dtype": sums.dtype, "device": sums.device, "generator": how.get("generator", generator)}
    once = torch.randn(batch, factor.shape[-1], **like)
    for _ in range(min(steps, 40)):
        chosen = torch.randint(len(sums), (batch,), generator=like["generator"], device=sums.device)
        level = how.get("level", log_uniform)(torch.rand(batch, **like), low, high)
        z = once if how.get("once") else torch.randn(batch, factor.shape[-1], **like)
        noise = torch.einsum("kmj,nj->nkm", factor, z) * how.get("size", lambda level: level)(level)[:, None, None]
        loss = right.shear_loss(
            learner(closed_form(sums[chosen] + noise), level), truth[chosen], error[chosen] * level[:, None]
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return learner


def log_uniform(share, low, high):
    return low * (high / low) ** share


@wrong(
    "train_shear",
    because="The noise is drawn once, before the loop. The network then learns these very numbers; what is drawn "
    "anew at every step cannot be learned.",
)
def draws_noise_once(*args, **more):
    return few_steps(*args, **more, once=True)


@wrong(
    "train_shear",
    because="Training goes on at one noise. Networks trained at one level lose a factor of two and more at "
    "another; each galaxy is to have its own, between the least and the largest.",
)
def trains_at_one_noise(*args, **more):
    return few_steps(*args, **more, level=lambda share, low, high: torch.full_like(share, (low * high) ** 0.5))


@wrong(
    "train_shear",
    because="All galaxies of a batch get the same level. A step then serves one noise alone, and the next pulls back.",
)
def one_level_a_batch(*args, **more):
    return few_steps(*args, **more, level=lambda share, low, high: log_uniform(share[:1].expand_as(share), low, high))


@wrong(
    "train_shear",
    because="The level is uniform between least and largest, not its logarithm. From 1e-5 to 1e-3, nine galaxies "
    "in ten then have a noise above 1e-4, and low noise is hardly ever seen.",
)
def uniform_levels(*args, **more):
    return few_steps(*args, **more, level=lambda share, low, high: low + (high - low) * share)


@wrong(
    "train_shear",
    because="The noise of the sums is multiplied by the square of the level. The factor L is a standard deviation at "
    "level 1, so that the level itself multiplies it.",
)
def takes_the_variance_for_the_level(*args, **more):
    return few_steps(*args, **more, size=lambda level: level**2)


@wrong(
    "train_shear",
    because="The model that was passed in is trained itself. A copy is to be trained, and the model left as it is.",
)
def trains_the_model_itself(*args, **more):
    return few_steps(*args, **more, copies=False)
