"""day10/deep_ensemble: heads, their mixture, and networks that differ only in where they began."""

import numpy as np
import torch

from grader.checks import expect, limit
from grader.plain import Tensor


def test_each_network_is_trained_by_itself(kata, rng):
    """From the weights that build() gave, each network makes its steps of Adam down loss(network(x), y) of all data."""
    x, y = rng.normal(0, 1, (7, 3)), rng.normal(0, 1, (7, 2))
    starts = [(rng.normal(0, 1, (2, 3)), rng.normal(0, 1, 2)) for _ in range(3)]
    planned = [tuple(Tensor(values, "float64") for values in start) for start in starts]
    for members, steps, count in ((3, 12, 7), (1, 12, 1), (2, 1, 7)):
        some = (Tensor(values[:count], "float64") for values in (x, y))
        found = kata.probe(from_planned_weights, *some, planned, members, steps, 0.05)
        words = f"{members} network{'s' * (members > 1)}, {steps} step{'s' * (steps > 1)}, N = {count}"
        expect(len(found["after"]), f"{words}: the number of networks").equals(members)
        for k, (weight, bias) in enumerate(found["after"]):
            by_hand = adam_by_hand(x[:count], y[:count], *starts[k], steps, 0.05)
            for name, value, expected in (("weight", weight, by_hand[0]), ("bias", bias, by_hand[1])):
                expect(value, f"{words}: {name} of network {k}").equals(Tensor(expected, "float64"))
        expect(all(found["modes"])).holds(f"{words}: a network is called in evaluation mode while it is trained")
        expect(not any(found["training"])).holds(f"{words}: a network is given back in training mode")


def from_planned_weights(submission, x, y, planned, members, steps, rate):
    """Return the networks' weights afterwards, and the modes in which they were called and given back."""
    from torch import nn

    modes, waiting = [], list(planned) * 2

    class Watched(nn.Linear):
        def forward(self, x):
            modes.append(self.training)
            return super().forward(x)

    def build():
        network = Watched(3, 2)
        weight, bias = waiting.pop(0)
        with torch.no_grad():
            network.to(weight).weight.copy_(weight)
            network.bias.copy_(bias)
        return network.eval()

    def loss(output, target):
        return (output - target).square().mean() + output.mean()  # not the same with the two exchanged

    networks = submission.train_ensemble(build, loss, x, y, members, steps, rate, 0)
    after = [(network.weight.detach().clone(), network.bias.detach().clone()) for network in networks]
    return {"after": after, "modes": modes, "training": [network.training for network in networks]}


def adam_by_hand(x, y, weight, bias, steps, rate):
    """Return weight and bias of a linear layer after some steps of Adam down its mean squared error plus its mean."""
    values = np.column_stack([weight, bias])
    inputs = np.column_stack([x, np.ones(len(x))])
    first, second = np.zeros_like(values), np.zeros_like(values)
    for t in range(1, steps + 1):
        gradient = (2 * (inputs @ values.T - y) + 1).T @ inputs / y.size
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        values = values - rate * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
    return np.ascontiguousarray(values[:, :-1]), np.ascontiguousarray(values[:, -1])


def test_the_seed_decides(kata, rng):
    """The networks begin apart, as the seed says, and torch's global random state is left as it was."""
    seed = int(rng.integers(1000))
    x = Tensor(rng.normal(0, 1, (4, 3)), "float32")
    found = kata.probe(seeded, x, seed)
    first, second, other = (np.stack([tensor.array for tensor in found[key]]) for key in ("first", "second", "other"))
    gaps = [np.abs(first[i] - first[j]).max() for i in range(3) for j in range(i)]
    expect(found["built"], "calls of build() for three networks").equals(3)
    expect(min(gaps), "the largest difference between the weights of the two networks most alike").at_least(1e-3)
    expect(first, "weights, for the same seed a second time").equals(second)
    expect(not np.allclose(first, other)).holds("another seed gives the same weights")
    drawn_next = torch.rand(3, generator=torch.Generator().manual_seed(7)).numpy()
    expect(found["next"], "torch.rand(3) after the call").equals(drawn_next)


def seeded(submission, x, seed):
    from torch import nn

    built = []

    def build():
        built.append(nn.Linear(3, 2))
        return built[-1]

    def weights(seed):
        loss = nn.functional.mse_loss
        networks = submission.train_ensemble(build, loss, x, x[:, :2], 3, 1, 0.01, seed)
        return [network.weight.detach().clone() for network in networks]

    torch.manual_seed(7)
    found = {"first": weights(seed), "next": torch.rand(3).numpy(), "built": len(built)}
    return found | {"second": weights(seed), "other": weights(seed + 1)}


@limit(30)
def test_they_disagree_where_no_data_are(kata, rng):
    """Trained on -1 < x < 1, four networks agree there and part ways outside."""
    x = np.linspace(-1, 1, 21)[:, None]
    inside, outside = kata.probe(disagreement, Tensor(x, "float64"), Tensor(np.sin(3 * x), "float64"), 3)
    expect(outside / inside, "spread at 2 < |x| < 3 over that at |x| < 1").at_least(2)


def disagreement(submission, x, y, seed):
    from torch import nn

    def build():
        return nn.Sequential(nn.Linear(1, 24), nn.Tanh(), nn.Linear(24, 1))

    networks = submission.train_ensemble(build, nn.functional.mse_loss, x, y, 4, 150, 0.02, seed)
    with torch.no_grad():
        inside = torch.stack([network(x) for network in networks])
        outside = torch.stack([network(x + 2 * x.sign()) for network in networks])
    return [float(values.var(0).mean().sqrt()) + 1e-9 for values in (inside, outside)]
