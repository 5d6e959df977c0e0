"""day05/regression_head: from classes to numbers."""

import numpy as np
import pytest

from grader.checks import expect, limit
from grader.plain import Tensor

# -- to_regressor: what the result is made of

MADE_OF = {  # what stands where in the result; nothing but the head and what squeezes behind it is another than before
    "sequential": dict(enumerate(["Conv2d", "ReLU", "Flatten", "Linear", "Tanh", "Linear", "Identity"])),
    "named": {"stem.1": "BatchNorm2d", "stem.2": "ReLU", "top.first": "Linear", "top.out": "Identity"},
    "longer": {"bend": "Sigmoid", "head": "Linear", "end.0": "Dropout", "end.1": "Identity", "end.2": "GroupNorm"},
}
MADE_OF["sequential"] = {str(place): name for place, name in MADE_OF["sequential"].items()}
HEADS = {
    "sequential": "5",
    "named": "top.last",
    "longer": "head",
}  # where the grader's classifiers have their last linear layer


@pytest.mark.parametrize("kind", HEADS)
def test_parts(kata, kind):
    """A new linear head under the old name, everything else copied, the classifier as it was."""
    facts = kata.probe(what_it_is_made_of, kind, 2, False, kata.device)
    place = HEADS[kind]
    expect(not facts["is the classifier itself"]).holds("the result is the classifier itself, not a copy of it")
    none(facts["classifier changed"], "the classifier that was handed in is changed")
    none(facts["shared"], "the result shares memory with the classifier")
    expect(facts["head"] is not None).holds(f'the result has no module "{place}", where the classifier has its head')
    expect(facts["head"] == "Linear").holds(f'"{place}" is {facts["head"]}, and not nn.Linear')
    expect(facts["head shape"], "the shape of the head's weight").equals([2, 4])
    expect(facts["head bias"]).holds("the head has no bias")
    expect(facts["head dtype"] == "float64").holds(f"the head is in {facts['head dtype']}, the classifier in float64")
    expect(facts["head device"] == kata.device).holds("the head is not on the device of the classifier")
    expect(facts["head is new"]).holds("rows of the head are those of the classifier's")
    expect(facts["head varies"]).holds("all weights of the head start alike")
    none(facts["not kept"], "not as in the classifier")
    for path, kind_of_module in MADE_OF[kind].items():
        found = facts["modules"].get(path, "nothing")
        expect(found == kind_of_module).holds(f'"{path}" is {found} in the result; it should be {kind_of_module}')
    none(facts["cannot be trained"], "cannot be trained")


def none(found, words):
    """Expect an empty list of names."""
    expect(found == []).holds(f"{words}: {', '.join(found)}")


def test_freeze(kata):
    """With freeze=True the new head alone can be trained."""
    facts = kata.probe(what_it_is_made_of, "sequential", 2, True, kata.device)
    frozen = facts.get("cannot be trained", [])
    expect(frozen == ["0.bias", "0.weight", "3.bias", "3.weight"]).holds(
        f"of the parameters of layers 0, 3 and 5 these cannot be trained: {', '.join(frozen) or 'none'}"
    )


def what_it_is_made_of(submission, kind, outputs, freeze, device):
    """Make a regressor out of a classifier, the first layer of which was frozen, and say what came of everything."""
    import copy
    from collections import OrderedDict

    import torch
    from torch import nn

    def named():
        """A classifier of modules within modules, its parts used in another order than a list would."""

        class Named(nn.Module):
            def __init__(self):
                super().__init__()
                self.stem = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
                self.top = nn.ModuleDict({"first": nn.Linear(18, 4), "last": nn.Linear(4, 3), "out": nn.LogSoftmax(1)})

            def forward(self, x):
                hidden = torch.tanh(self.top["first"](self.stem(x).flatten(1)))
                return self.top["out"](self.top["last"](hidden))

        return Named()

    def sequential():
        parts = (nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(18, 4), nn.Tanh(), nn.Linear(4, 3))
        return nn.Sequential(*parts, nn.Softmax(dim=1))

    def longer():
        """A classifier with more behind its head than what squeezes."""
        parts = {"flat": nn.Flatten(), "first": nn.Linear(18, 4), "bend": nn.Sigmoid(), "second": nn.Linear(4, 4)}
        parts["head"] = nn.Linear(4, 3)
        parts["end"] = nn.Sequential(nn.Dropout(0.3), nn.Softmax(dim=1), nn.GroupNorm(1, 2))
        return nn.Sequential(OrderedDict(parts))

    place = {"sequential": "5", "named": "top.last", "longer": "head"}[kind]
    torch.manual_seed(7)
    classifier = {"sequential": sequential, "named": named, "longer": longer}[kind]().to(device, torch.float64)
    next(classifier.parameters()).requires_grad_(False)
    before = copy.deepcopy(classifier)
    old = before.get_submodule(place).weight
    regressor = submission.to_regressor(classifier, outputs, freeze)

    def state(model):
        return dict(model.state_dict())

    def differ(one, other):
        return sorted(
            k for k in one if k not in other or one[k].shape != other[k].shape or not torch.equal(one[k], other[k])
        )

    facts = {
        "is the classifier itself": regressor is classifier,
        "classifier changed": differ(state(before), state(classifier)),
        "head": None,
    }
    held = {value.data_ptr() for value in state(classifier).values()}
    facts["shared"] = sorted(key for key, value in state(regressor).items() if value.data_ptr() in held)
    try:
        head = regressor.get_submodule(place)
    except AttributeError:
        return facts
    facts["head"] = type(head).__name__
    if not isinstance(head, nn.Linear):
        return facts
    weight, rows = head.weight.detach(), min(len(old), len(head.weight))
    before_head = {key: value for key, value in state(before).items() if not key.startswith(place)}
    flags = {key: value.requires_grad for key, value in regressor.named_parameters()}
    return {
        **facts,
        "head shape": list(weight.shape),
        "head bias": head.bias is not None,
        "head dtype": str(weight.dtype).removeprefix("torch."),
        "head device": weight.device.type,
        "head is new": weight.shape[1:] != old.shape[1:] or not torch.equal(weight[:rows].to(old), old[:rows]),
        "head varies": bool(weight.std() > 1e-6),
        "modules": {path: type(module).__name__ for path, module in regressor.named_modules()},
        "not kept": differ(before_head, state(regressor)),
        "cannot be trained": sorted(key for key, can in flags.items() if not can),
    }


# -- to_regressor: what the result computes


@pytest.mark.parametrize("outputs", [1, 2, 5])
@pytest.mark.parametrize("squash", ["Softmax", "LogSoftmax", "Sigmoid", "Tanh", "Identity"])
def test_outputs(kata, rng, outputs, squash):
    """The outputs are the head's weights times the features plus its bias: nothing comes after."""
    x, conv, hidden, head = rng.normal(size=(4, 1, 5, 6)), rng.normal(size=(3, 1, 2, 3)), rng.normal(size=(6, 48)), {}
    head["weight"], head["bias"] = 3 * rng.normal(size=(outputs, 6)), rng.normal(size=outputs)
    found = kata.probe(outputs_of_regressor, squash, x, conv, hidden, head, kata.device)
    windows = np.lib.stride_tricks.sliding_window_view(x[:, 0], (2, 3), axis=(1, 2))
    maps = np.maximum(np.einsum("nhwij,cij->nchw", windows, conv[:, 0]), 0.0)
    features = np.tanh(maps.reshape(4, -1) @ hidden.T)
    expect(found, "the regressor's outputs").has_shape((4, outputs))
    expect(found, "the regressor's outputs").equals(features @ head["weight"].T + head["bias"])


def outputs_of_regressor(submission, squash, x, conv, hidden, head, device):
    """Load weights into a classifier, make a regressor of it, give its head weights, and run it."""
    import torch
    from torch import nn

    classifier = nn.Sequential()
    classifier.add_module("features", nn.Sequential(nn.Conv2d(1, 3, (2, 3), bias=False), nn.ReLU(), nn.Flatten()))
    classifier.add_module("hidden", nn.Linear(48, 6, bias=False))
    classifier.add_module("squash", nn.Tanh())
    classifier.add_module("head", nn.Linear(6, 4))
    classifier.add_module(
        "classes", {"Softmax": nn.Softmax, "LogSoftmax": nn.LogSoftmax}.get(squash, nn.Softmax)(dim=1)
    )
    if squash in ("Sigmoid", "Tanh", "Identity"):
        classifier.classes = getattr(nn, squash)()
    classifier = classifier.to(device, torch.float64)
    classifier.features[0].weight.data = torch.tensor(conv, device=device)
    classifier.hidden.weight.data = torch.tensor(hidden, device=device)
    regressor = submission.to_regressor(classifier, len(head["bias"]))
    place = getattr(regressor, "head", None)
    if isinstance(place, nn.Linear) and place.bias is not None:
        place.weight.data = torch.tensor(head["weight"], device=device)
        place.bias.data = torch.tensor(head["bias"], device=device)
    with torch.no_grad():
        return regressor(torch.tensor(x, device=device)).cpu().numpy()


# -- shear in bins


def test_answering_the_centre_costs_the_quantisation_error(kata, rng):
    """A classifier that is always sure and right has this error, measured on shears drawn uniformly."""
    g, bins = rng.uniform(-0.6, 0.6, 50_000), 12
    classes = kata.shear_to_class(Tensor(g, "float64"), bins, 0.6)
    sure = Tensor(1e3 * np.eye(bins)[classes.array], "float64")
    error = kata.expected_shear(sure, 0.6).array - g
    expect(kata.quantisation_error(bins, 0.6) / np.sqrt(np.mean(error**2)), "the ratio").near(1.0, within=0.02)


# -- global pooling


@pytest.mark.parametrize("count, channels", [(1, 1), (4, 3)])
def test_turned_signal(kata, rng, count, channels):
    """What pooling leaves of the difference between a galaxy and itself turned, with convolutions and ReLU."""
    stamps, kernels = rng.normal(size=(count, 7, 7)), rng.normal(size=(channels, 3, 2))
    maps, pooled = kata.probe(signal_after_a_convolution, stamps, kernels, kata.device)
    plain, turned = convolved(stamps, kernels), convolved(np.rot90(stamps, 1, (1, 2)), kernels)
    expect(maps, "maps").equals(np.linalg.norm(turned - plain) / np.linalg.norm(plain))
    plain, turned = plain.mean(axis=(2, 3)), turned.mean(axis=(2, 3))
    expect(pooled, "pooled").equals(np.linalg.norm(turned - plain) / np.linalg.norm(plain))


def convolved(stamps, kernels):
    """Return ReLU of the valid cross-correlation with every kernel."""
    windows = np.lib.stride_tricks.sliding_window_view(stamps, kernels.shape[1:], axis=(1, 2))
    return np.maximum(np.einsum("nhwij,cij->nchw", windows, kernels), 0.0)


def signal_after_a_convolution(submission, stamps, kernels, device):
    """Measure the signal in the feature maps of one convolution with ReLU."""
    import torch

    x, weight = torch.tensor(stamps, device=device), torch.tensor(kernels[:, None], device=device)
    return tuple(float(value) for value in submission.turned_signal(lambda x: torch.conv2d(x, weight).relu(), x))


def test_linear_features_lose_all(kata, rng):
    """The mean of a map that is linear in the stamp does not change when the stamp is turned."""
    maps, pooled = kata.probe(signal_of_pixels, rng.uniform(size=(3, 6, 6)), kata.device)
    expect(maps, "maps").at_least(0.1)
    expect(pooled, "pooled").near(0.0, within=1e-12)


def signal_of_pixels(submission, stamps, device):
    """Measure the signal in the pixels themselves, and in their mean."""
    import torch

    return tuple(float(v) for v in submission.turned_signal(lambda x: 3 * x, torch.tensor(stamps, device=device)))


# -- sheared stamps


@limit(60)
def test_it_measures_shear(kata, rng):
    """Trained on sheared stamps, the regressor predicts (g1, g2) of stamps that it has not seen."""
    (stamps, g), (unseen, truth) = sheared_stamps(600, rng), sheared_stamps(200, rng)
    # The network stays on the bench between the two calls.
    regressor = kata.probe(fresh_regressor, int(rng.integers(2**31)), kata.device)
    error = kata.probe(predicted_shear, regressor, stamps, g, unseen) - truth
    expect(np.sqrt(np.mean(error**2)), "the RMS error of g on stamps never seen").at_most(0.05)


def sheared_stamps(count, rng):
    """Return Gaussian galaxies of 13 x 13 pixels with noise, and the shears they were drawn with (rms 0.2)."""
    g = rng.uniform(-0.35, 0.35, (count, 2))
    y, x = np.mgrid[-6:7, -6:7][:, None] - rng.uniform(-0.5, 0.5, (2, count, 1, 1))
    g1, g2 = g[:, 0, None, None], g[:, 1, None, None]
    # The inverse of the shear, applied to the coordinates of the pixels.
    u, v = ((1 - g1) * x - g2 * y, (1 + g1) * y - g2 * x)
    stretch = 2 * rng.uniform(1.7, 2.3, (count, 1, 1)) ** 2 * (1 - g1**2 - g2**2)
    images = np.exp(-(u**2 + v**2) / stretch) + rng.normal(0.0, 0.02, (count, 13, 13))
    return images.astype(np.float32), g.astype(np.float32)


def fresh_regressor(submission, seed, device):
    """Return what becomes of a small classifier with a softmax at its end."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    parts = (nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(200, 32), nn.ReLU())
    return submission.to_regressor(nn.Sequential(*parts, nn.Linear(32, 3), nn.Softmax(dim=1)), 2).to(device)


def predicted_shear(submission, regressor, stamps, g, unseen):
    """Train the regressor on the mean squared error, and return what it predicts."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # faster for so small a network
    try:
        device = next(regressor.parameters()).device
        x, y, unseen = (torch.from_numpy(array).to(device) for array in (stamps, g, unseen))
        draw, adam = torch.Generator().manual_seed(0), torch.optim.Adam(regressor.parameters(), lr=4e-3)
        for _ in range(15):
            for batch in torch.randperm(len(x), generator=draw).split(32):
                batch = batch.to(device)
                adam.zero_grad()
                torch.mean((regressor.train()(x[batch, None]) - y[batch]) ** 2).backward()
                adam.step()
        with torch.no_grad():
            return regressor.eval()(unseen[:, None]).cpu().numpy()
    finally:
        torch.set_num_threads(threads)
