"""day05/depth_width: deep or wide, at equal cost."""

from grader.checks import each_case, expect
from grader.modules import initial_spread


def test_weights_to_start_with(kata):
    """The weights have mean 0 and variance 2 / inputs, the biases are 0."""
    for number, (variance, mean, bias) in enumerate(kata.probe(start), start=1):
        expect(variance, f"the variance of layer {number}'s weights over 2 / inputs").equals(1.0)
        expect(mean, f"the mean of layer {number}'s weights in standard deviations").equals(0.0)
        expect(bias, f"the largest bias of layer {number}").equals(0.0)


def start(submission):
    """Return of each layer the weights' variance and mean, rounded (draws differ), and the largest bias."""
    import torch

    found = []
    for layer in submission.mlp(100, 200, 2, 150):
        if isinstance(layer, torch.nn.Linear):
            weight = layer.weight.detach()
            variance = weight.var().item() * layer.in_features / 2
            variance = 1.0 if abs(variance - 1) < 0.06 else float(f"{variance:.1g}")
            mean = round((weight.mean() / weight.std()).item(), 1) + 0.0
            found.append([variance, mean, layer.bias.abs().max().item()])
    return found


def test_seed(kata):
    """The seed alone decides the weights."""
    for words, holds in kata.probe(seeded).items():
        expect(holds).holds(f"not so: {words}")


def seeded(submission):
    import torch

    def weights(seed):
        return torch.cat([parameter.detach().flatten() for parameter in submission.mlp(3, 4, 2, 2, seed).parameters()])

    torch.manual_seed(1)
    first = weights(5)
    torch.manual_seed(2)
    return {
        "the same seed gives the same weights": torch.equal(first, weights(5)),
        "another seed gives others": not torch.equal(first, weights(6)),
        "each layer has weights of its own": not torch.equal(*equally_wide(submission.mlp(4, 4, 2, 2, 5))),
        "seed 0 is the default": all(
            torch.equal(a, b)
            for a, b in zip(
                submission.mlp(3, 4, 2, 2).parameters(), submission.mlp(3, 4, 2, 2, 0).parameters(), strict=True
            )
        ),
    }


def equally_wide(model):
    """Return the weights of the first two layers."""
    return model[0].weight.detach(), model[2].weight.detach()


@each_case("compare_depth_width")
def test_compare_depth_width(kata, case):
    """The table of errors that were planted for each depth and seed."""
    expect(kata.probe(compare, *case.args)).equals(case.expected, rtol=1e-5)


def compare(submission, depths, budget, inputs, outputs, seeds, planted):
    """Compare with a `train` that looks up the error by the depth of the model it is given and by the seed."""
    import torch

    def train(model, seed):
        layers = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)]
        with torch.no_grad():
            trained_before = bool(layers[0].bias.any())
            layers[0].bias += 1.0
        return planted[len(layers) - 1][seed] + 100.0 * trained_before

    return submission.compare_depth_width(depths, budget, inputs, outputs, train, seeds)


def test_networks_handed_to_train(kata):
    """train is called once for each depth and seed, with the network of that seed and the width of that depth."""
    found = kata.probe(handed_over)
    expect(found["calls"], "(depth, width, seed) of each call").equals([(1, 19, 3), (1, 19, 5), (4, 6, 3), (4, 6, 5)])
    expect(found["new"]).holds("not so: each call is given a network of its own")
    expect(found["fresh"]).holds("not so: each network has the weights that mlp draws with its seed")


def handed_over(submission):
    import torch

    calls, fresh, models = [], [], []

    def train(model, seed):
        layers = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)]
        depth, width = len(layers) - 1, layers[0].out_features
        calls.append((depth, width, seed))
        models.append(model)
        own = submission.mlp(8, width, depth, 2, seed).parameters()
        fresh.append(all(torch.equal(a, b) for a, b in zip(model.parameters(), own, strict=True)))
        return 1.0

    submission.compare_depth_width([1, 4], 212, 8, 2, train, (3, 5))
    new = len({id(model) for model in models}) == len(models)
    return {"calls": sorted(calls), "new": new, "fresh": all(fresh)}


def test_seeds_by_default(kata):
    """Without being told, it trains with the seeds 0, 1 and 2."""
    expect(kata.probe(default_seeds)).equals([0, 1, 2])


def default_seeds(submission):
    seeds = []

    def train(model, seed):
        seeds.append(seed)
        return 1.0

    submission.compare_depth_width([2], 100, 3, 1, train)
    return sorted(seeds)


def test_initial_weights(kata):
    """No layer has weights that are all alike."""
    spread = kata.probe(initial_spread, "mlp", {"inputs": 5, "width": 6, "depth": 3, "outputs": 2}, device=kata.device)
    expect(min(spread.values()), "the least spread of a layer's weights").at_least(1e-3)
